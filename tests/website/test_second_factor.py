"""Codes and recovery codes as the second factor, through the pages: set up, asked for, used once."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from tests.kit.accounts import PASSWORD, signed_in

pytestmark = pytest.mark.django_db


def code(secret: str, steps: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture
def with_codes(client: Client, settings: Any) -> tuple[str, str]:
    """An account whose holder has just set up codes on the page: (secret, e-mail)."""
    who = signed_in(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"|value="([A-Z2-7]{16,})"', page)
    assert found, "the page shows the secret for people whose camera cannot read it"
    secret = found.group(1) or found.group(2)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret, -1)})
    if answer.status_code != 302:  # the step has just begun
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=who, type=Authenticator.Type.TOTP).exists()
    return secret, who.email


def sign_in(email: str) -> tuple[Client, Any]:
    fresh = Client()
    return fresh, fresh.post("/accounts/login/", {"login": email, "password": PASSWORD})


def test_a_password_alone_no_longer_opens_the_desks(with_codes: tuple[str, str]) -> None:
    fresh, answer = sign_in(with_codes[1])
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert fresh.get("/staff/").status_code == 302
    assert fresh.get("/accounts/2fa/authenticate/").status_code == 200
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in fresh.session


def test_the_code_does_and_production_is_content(with_codes: tuple[str, str], settings: Any) -> None:
    secret, email = with_codes
    fresh, _ = sign_in(email)
    assert fresh.post("/accounts/2fa/authenticate/", {"code": code(secret)})["Location"] == "/staff/"
    settings.PRODUCTION = True
    assert fresh.get("/staff/").status_code == 200


def test_the_database_holds_no_seed_in_the_clear(with_codes: tuple[str, str]) -> None:
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert with_codes[0] not in held


def test_a_code_works_once(with_codes: tuple[str, str]) -> None:
    secret, email = with_codes
    used = code(secret)
    assert sign_in(email)[0].post("/accounts/2fa/authenticate/", {"code": used}).status_code == 302
    assert sign_in(email)[0].post("/accounts/2fa/authenticate/", {"code": used}).status_code == 200


def test_a_recovery_code_opens_once_when_the_phone_is_lost(with_codes: tuple[str, str]) -> None:
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    assert sign_in(with_codes[1])[0].post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 302
    assert sign_in(with_codes[1])[0].post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 200


def test_codes_cannot_be_guessed_at_speed(with_codes: tuple[str, str]) -> None:
    fresh, _ = sign_in(with_codes[1])
    pages = [fresh.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}).content for n in range(7)]
    assert b"Try again in 15 minutes" in pages[-1]
