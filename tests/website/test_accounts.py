import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client

from tests.kit.accounts import PASSWORD, account
from wmp2020.information import journal
from wmp2020.plumbing.decisions import Refused
from wmp2020.website import accounts
from wmp2020.website.models import Account, Role

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_whatever_its_capitals() -> None:
    made = account("Nasreen@Example.org")
    assert made.email == "nasreen@example.org"
    assert Account.objects.get_by_natural_key("NASREEN@example.ORG") == made
    with pytest.raises(IntegrityError):
        Account.objects.bulk_create([Account(email="NASREEN@EXAMPLE.ORG")])


def test_names_are_never_what_identifies() -> None:
    made = account()
    assert (made.get_full_name(), made.get_short_name(), str(made)) == (
        "Nasreen Invented",
        "Nasreen",
        "Nasreen Invented",
    )
    made.name = ""
    assert made.get_full_name() == made.get_short_name() == str(made) == "nasreen@example.org"
    assert not made.has_perm("anything")
    assert not made.has_module_perms("website")


def test_a_keeper_is_made_from_the_command_line() -> None:
    made = Account.objects.create_superuser("kit@example.org", PASSWORD)
    assert (made.role, made.is_staff, made.check_password(PASSWORD)) == (Role.KEEPER, True, True)


def test_the_demonstration_has_an_account_of_every_role(tmp_path: Path) -> None:
    kept = tmp_path / "sign-ins"
    made = accounts.demonstration_accounts(at=NOW, kept=kept)
    assert {each["role"] for each in made} == set(Role)
    assert all("Invented" in str(each["name"]) for each in made)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = accounts.demonstration_accounts(at=NOW, kept=kept)
    assert again == made
    assert Account.objects.filter(is_invented=True).count() == len(Role)
    lines, _ = journal.since(0, {"account.invented"})
    assert [line.facts["role"] for line in lines] == [each["role"] for each in made]


def test_a_password_drawn_anew_opens_the_same_accounts(tmp_path: Path, client: Client) -> None:
    first = accounts.demonstration_accounts(at=NOW, kept=tmp_path / "one")
    second = accounts.demonstration_accounts(at=NOW, kept=tmp_path / "other")
    assert first[0]["password"] != second[0]["password"]
    typed = {"login": second[1]["email"], "password": second[1]["password"]}
    assert client.post("/accounts/login/", typed)["Location"] == "/staff/"


def test_an_account_nobody_used_for_its_period_goes_and_the_journal_keeps_its_id(tmp_path: Path) -> None:
    accounts.demonstration_accounts(at=NOW, kept=tmp_path / "kept")
    made = {"long unused": (900, 400), "used": (900, 10), "new": (10, None), "never used": (400, None)}
    for name, (days, used) in made.items():
        one = account(f"{name.replace(' ', '-')}@example.org")
        one.made_at = NOW - timedelta(days=days)
        one.last_login = NOW - timedelta(days=used) if used else None
        one.save()
    gone = set(Account.objects.filter(email__in=["long-unused@example.org", "never-used@example.org"]))
    ids = {str(one.pk) for one in gone}
    Account.objects.filter(is_invented=True).update(made_at=NOW - timedelta(days=9_000))
    assert accounts.scrub_unused(at=NOW, after=timedelta(days=365)) == 2
    assert set(Account.objects.filter(is_invented=False).values_list("email", flat=True)) == {
        "used@example.org", "new@example.org",
    }  # fmt: skip
    assert {line.about for line in journal.since(0, {"account.scrubbed"})[0]} == ids
    assert Account.objects.filter(is_invented=True).count() == len(Role)


def test_production_has_none(settings: Any, tmp_path: Path) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Refused):
        accounts.demonstration_accounts(at=NOW, kept=tmp_path / "kept")
    with pytest.raises(CommandError, match="WMP2020_PRODUCTION"):
        call_command("demo_sign_ins")
    assert not Account.objects.exists()


def test_the_command_says_it_to_people_and_to_machines(settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.VAR = tmp_path
    call_command("demo_sign_ins", "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["sign_in"] == "/accounts/login/"
    call_command("demo_sign_ins")
    said = capsys.readouterr().out
    assert all(each["email"] in said and each["password"] in said for each in told["accounts"])
