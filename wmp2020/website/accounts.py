"""Accounts that end when nobody uses them, and the demonstration's: one a role, of people who do not exist."""

import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce

from wmp2020.information import journal
from wmp2020.plumbing.decisions import Decision
from wmp2020.website.models import Account, Role

INVENTED = {  # role: (name, whether it enters the staff desks); the names are no real person's
    Role.RESIDENT: ("Robin Invented", False),
    Role.NEIGHBOURHOOD: ("Nasreen Invented", True),
    Role.ANALYST: ("Alex Invented", True),
    Role.KEEPER: ("Kit Invented", True),
}


def may_have_demonstration_accounts(*, production: bool) -> Decision:
    """Accounts whose passwords are printed belong in demonstrations only."""
    if production:
        return Decision(False, "Demonstration accounts are refused: WMP2020_PRODUCTION is set.")
    return Decision(True, "This is a demonstration.")


def demonstration_accounts(*, at: datetime, kept: Path | None = None) -> list[dict[str, object]]:
    """Make sure the demonstration's accounts exist and return how to sign in as each.

    Each is {"role", "what", "name", "email", "password", "is_staff"}. The password is this installation's own:
    drawn once, kept readable by its owner only. Refused in production.
    """
    may_have_demonstration_accounts(production=settings.PRODUCTION).or_refuse()
    password = _kept_password(kept or settings.VAR / "demonstration-sign-ins")
    made = [_made(role, name, is_staff, password, at) for role, (name, is_staff) in INVENTED.items()]
    return [
        {
            "role": account.role,
            "what": Role(account.role).label,
            "name": account.name,
            "email": account.email,
            "password": password,
            "is_staff": account.is_staff,
        }
        for account in made
    ]


@transaction.atomic
def scrub_unused(*, at: datetime, after: timedelta) -> int:
    """Remove the accounts that nobody used for so long (rules/retention.yaml, period "account"); returns how many.

    Rows that hold an account's id keep it; only here did it lead to a person. Invented accounts stay.
    """
    unused = Account.objects.filter(is_invented=False).annotate(used_at=Coalesce("last_login", "made_at"))
    gone = 0
    for account in unused.filter(used_at__lt=at - after).select_for_update(of=("self",)):
        journal.write("account.scrubbed", about=account, by="system:website.tidy", at=at)
        account.delete()
        gone += 1
    return gone


@transaction.atomic
def _made(role: Role, name: str, is_staff: bool, password: str, at: datetime) -> Account:
    email = f"{role}@demonstration.example"
    told = {"name": name, "role": role, "is_staff": is_staff, "is_invented": True}
    account = Account.objects.filter(email=email).first()
    if account is None:
        account = Account.objects.create_user(email, password, **told)
        journal.write("account.invented", about=account, by="system:demonstration", at=at, role=str(role))
    elif not account.check_password(password):  # the password was drawn anew
        account.set_password(password)
        account.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=account, email=email, defaults={"verified": True, "primary": True})
    return account


def _kept_password(file: Path) -> str:
    try:
        return str(json.loads(file.read_text())["password"])
    except (FileNotFoundError, ValueError, KeyError):
        password = "-".join(secrets.token_hex(3) for _ in range(3))
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as kept:
            json.dump({"password": password}, kept)
        return password
