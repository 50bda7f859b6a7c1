"""Signing in, and the door to the staff desks.

allauth does the work; here is what it is told: nobody signs up by themselves, a password is tried at most five times in
a quarter of an hour for one account from one source, and every attempt leaves a line in the journal.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from wmp2020.information import journal
from wmp2020.plumbing import keys, limits, metrics
from wmp2020.plumbing.decisions import Decision
from wmp2020.website.models import Account

LONGEST = 12 * 3600
"""Seconds after which a session ends however busy it is (docs/decisions: accounts; ASVS 5.0 V7.3.2)."""


class Adapter(DefaultAccountAdapter):
    """What allauth asks of this site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": lazy("Too many wrong tries to sign in. Try again in 15 minutes.")
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desks for staff; for anybody else the front page, as the desks would turn them away."""
        account = request.user
        return settings.LOGIN_REDIRECT_URL if isinstance(account, Account) and account.is_staff else "/"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by whoever runs the installation; residents will need none to report or to look."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **told: Any
    ) -> None:
        """All but "signed out": it would open a session, with its cookie, for somebody who has just left."""
        if message_template != "account/messages/logged_out.txt":
            super().add_message(request, level, message_template, *rest, **told)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind known proxies the address they vouch for; an IPv6 household as one."""
        meta = request.META
        return limits.client_of(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), _proxies())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Account and source together: a stranger elsewhere cannot lock somebody out, nor one hostel all its rooms."""
        return f"{credentials.get('email', '').strip().lower()} {self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            metrics.count_sign_in(result="too many")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The journal gets the account tried when there is one, and never what was typed."""
        account = Account.objects.filter(email__iexact=credentials.get("email", "")).only("pk").first()
        with transaction.atomic():
            journal.write("account.sign-in-refused", about=account or "unknown", by="public", at=timezone.now())
        metrics.count_sign_in(result="refused")

    def post_login(self, request: HttpRequest, user: Account, **told: Any) -> HttpResponse:
        with transaction.atomic():
            journal.write("account.signed-in", about=user, by=user, at=timezone.now())
        metrics.count_sign_in(result="done")
        response: HttpResponse = super().post_login(request, user, **told)
        return response


class SecondFactor(DefaultMFAAdapter):
    """Seeds of codes lie in the database sealed: no administrator and no backup can make codes from them."""

    PURPOSE = "second factor 1"

    def encrypt(self, text: str) -> str:
        return keys.sealed(keys.derived(settings.SECRET_KEY, self.PURPOSE), text, purpose=self.PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.opened(keys.derived(settings.SECRET_KEY, self.PURPOSE), encrypted_text, purpose=self.PURPOSE)


@cache
def _proxies() -> tuple[limits.Network, ...]:
    return limits.networks(settings.API_PROXIES)


def may_enter_staff_desks(account: Account) -> Decision:
    """Staff desks are for staff."""
    if not account.is_staff:
        return Decision(
            False, _("This page is for members of staff, and the account you are signed in with is not one.")
        )
    return Decision(True, _("You are a member of staff."))


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The door to a staff page: signed in, within twelve hours, staff, and in production with a second factor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or not account.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _too_long(request, timezone.now().timestamp()):
            logout(request)
            return redirect_to_login(request.get_full_path())
        may_enter_staff_desks(account).or_refuse()
        if settings.PRODUCTION and not is_mfa_enabled(account):
            messages.info(request, _("Set up a second way to prove who you are. Then the staff desks open."))
            return redirect("mfa_index")
        return view(request, *args, **named)

    return guarded


def _too_long(request: HttpRequest, now: float) -> bool:
    signed_in = [record["at"] for record in get_authentication_records(request, request.user) if "at" in record]
    return not signed_in or now - min(signed_in) > LONGEST
