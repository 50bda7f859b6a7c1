"""Through allauth's own pages: what it is told, and the door to the staff desks."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client, RequestFactory

from tests.kit.accounts import PASSWORD, account, signed_in
from wmp2020.information import journal
from wmp2020.website import sign_in

pytestmark = pytest.mark.django_db


def try_to(client: Client, email: str = "nasreen@example.org", password: str = "wrong", address: str = "") -> Any:
    told = {"REMOTE_ADDR": address} if address else {}
    return client.post("/accounts/login/", {"login": email, "password": password}, **told)


def kinds() -> list[str]:
    return [line.kind for line in journal.since(0, {"account.signed-in", "account.sign-in-refused"})[0]]


def test_signing_in_with_any_capitals_leads_to_the_desks(client: Client) -> None:
    who = account()
    assert try_to(client, " NASREEN@example.org", PASSWORD)["Location"] == "/staff/"
    page = client.get("/staff/")
    assert page.status_code == 200
    assert b"Nasreen Invented" in page.content
    assert [(line.kind, line.about, line.by) for line in journal.about(str(who.pk))] == [
        ("account.signed-in", str(who.pk), str(who.pk))
    ]


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: Client) -> None:
    account()
    pages = [try_to(client).content, try_to(client, "nobody@example.org").content]
    same = [page.replace(b"nobody@example.org", b"nasreen@example.org") for page in pages]
    assert _without_token(same[0]) == _without_token(same[1])
    assert kinds() == ["account.sign-in-refused"] * 2


def _without_token(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


def test_the_sixth_try_at_one_account_from_one_source_is_not_looked_at(client: Client) -> None:
    account()
    account("alex@example.org")
    for _ in range(5):
        try_to(client, address="203.0.113.9")
    refused = try_to(client, password=PASSWORD, address="203.0.113.9")
    assert b"Try again in 15 minutes" in refused.content
    assert "/15m/key" in django_settings.ACCOUNT_RATE_LIMITS["login_failed"]
    assert len(kinds()) == 5
    assert try_to(Client(), password=PASSWORD, address="198.51.100.7").status_code == 302  # the person, elsewhere
    assert try_to(Client(), "alex@example.org", PASSWORD, address="203.0.113.9").status_code == 302  # the next room


def test_the_cookies_are_those_that_the_cookies_page_names_and_hold_no_name(client: Client, settings: Any) -> None:
    account()
    client.get("/accounts/login/")
    signed_in_page = try_to(client, "nasreen@example.org", PASSWORD)
    assert set(client.cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert b"Nasreen" not in signed_in_page.headers.get("Set-Cookie", "").encode()
    assert "Nasreen" not in client.cookies.output()
    page = client.get("/cookies/").content.decode()
    assert all(f">{name}<" in page for name in client.cookies)
    assert f"{settings.SESSION_COOKIE_AGE // 60} minutes" in page
    assert f"{sign_in.LONGEST // 3600} hours at most" in page


def test_whoever_signed_out_is_left_without_a_session(client: Client, settings: Any) -> None:
    account()
    try_to(client, password=PASSWORD)
    left = client.post("/accounts/logout/")
    assert left["Location"] == "/"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""  # the browser is told to forget it


def test_what_was_done_is_still_said_on_the_next_page(client: Client) -> None:
    account()
    try_to(client, password=PASSWORD)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2"},
    )
    assert b"Password successfully changed" in client.get("/accounts/2fa/").content


def test_signing_up_is_closed(client: Client) -> None:
    told = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert b"new@example.org" not in client.post("/accounts/signup/", told).content
    assert not type(account()).objects.filter(email="new@example.org").exists()


def test_a_resident_who_signs_in_lands_on_a_page_they_may_see(client: Client) -> None:
    account(staff=False)
    assert try_to(client, password=PASSWORD)["Location"] == "/"


def test_an_address_is_added_only_after_the_password_is_asked_again(client: Client) -> None:
    who = signed_in(client, seconds_ago=3600)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "thief@example.org"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not who.emailaddress_set.filter(email="thief@example.org").exists()


def test_a_reset_mail_says_in_our_words_what_it_is_for(client: Client) -> None:
    account()
    client.post("/accounts/password/reset/", {"email": "nasreen@example.org"})
    (sent,) = mail.outbox
    assert sent.subject == "Set a new password for your WMP2020 account"
    link = re.search(r"http://testserver(\S+)", str(sent.body))
    assert link
    assert client.get(link[1], follow=True).status_code == 200
    assert django_settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600  # "for three days"
    assert "example.com" not in sent.body


@pytest.mark.parametrize("page", ["/staff/", "/staff/jobs/"])
def test_staff_pages_ask_who_is_there(client: Client, page: str) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_a_resident_is_told_why_not(client: Client) -> None:
    signed_in(client, account(staff=False))
    page = client.get("/staff/")
    assert page.status_code == 403
    assert b"for members of staff" in page.content
    told = client.get("/staff/", headers={"accept": "application/json"})
    assert told["Content-Type"] == "application/problem+json"
    assert told.json()["type"] == "refused"


def test_a_session_ends_after_twelve_hours_however_busy(client: Client) -> None:
    who = signed_in(client, seconds_ago=sign_in.LONGEST - 60)
    assert client.get("/staff/").status_code == 200
    signed_in(client, who, seconds_ago=sign_in.LONGEST + 60)
    assert client.get("/staff/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_session_that_never_signed_in_properly_does_not_enter(client: Client) -> None:
    client.force_login(account())
    assert client.get("/staff/").status_code == 302


def test_production_asks_for_a_second_factor(client: Client, settings: Any) -> None:
    signed_in(client)
    settings.PRODUCTION = True
    assert client.get("/staff/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_leaver_is_out_at_once(client: Client) -> None:
    who = signed_in(client)
    type(who).objects.filter(pk=who.pk).update(is_active=False)
    assert client.get("/staff/").status_code == 302


def test_the_source_is_the_address_a_known_proxy_vouches_for(settings: Any) -> None:
    settings.API_PROXIES = ["10.0.0.0/8"]
    sign_in._proxies.cache_clear()
    request = RequestFactory().get("/", REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    assert sign_in.Adapter().get_client_ip(request) == "203.0.113.9"
    sign_in._proxies.cache_clear()


@pytest.mark.parametrize(
    "page",
    ["login", "logout", "password/reset", "password/change", "email", "reauthenticate", "2fa", "2fa/totp/activate",
     "2fa/webauthn/add", "2fa/webauthn", "2fa/recovery-codes/generate"],
)  # fmt: skip
def test_every_page_of_signing_in_stands_under_the_strict_policy(client: Client, page: str) -> None:
    if page not in ("login", "password/reset"):
        signed_in(client)
    answer = client.get(f"/accounts/{page}/")
    assert answer.status_code == 200
    assert b"style=" not in answer.content
    assert b"<script>" not in answer.content
    assert "'unsafe" not in answer["Content-Security-Policy"]
