"""Accounts and signing in, for tests of pages that ask who is there."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from wmp2020.website.models import Account, Role

PASSWORD = "correct-horse-battery"


def account(email: str = "nasreen@example.org", *, staff: bool = True, role: str = Role.NEIGHBOURHOOD) -> Account:
    """A person who may sign in with PASSWORD; their e-mail is verified."""
    made = Account.objects.create_user(email, PASSWORD, name="Nasreen Invented", role=role, is_staff=staff)
    made.emailaddress_set.create(email=email, verified=True, primary=True)
    return made


def signed_in(client: Client, who: Account | None = None, *, seconds_ago: float = 0) -> Account:
    """Sign the client in without going through the page, as if `seconds_ago`; returns who."""
    who = who or account()
    client.force_login(who)
    session = client.session
    told = {"method": "password", "email": who.email, "at": time.time() - seconds_ago, "reauthenticated": True}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [told]
    session["account_authentication_methods_user"] = str(who.pk)
    session.save()
    return who
