"""`wmp2020 journal verify`, and the drill that attacks the journal."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bench.drills import journal as drill
from wmp2020.information import journal

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def said(capsys: Any) -> Callable[..., tuple[int, list[str]]]:
    def run(*words: str) -> tuple[int, list[str]]:
        code = 0
        try:
            call_command("journal", "verify", *words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, capsys.readouterr().out.splitlines()

    return run


def write() -> None:
    with transaction.atomic():
        for n in range(300):
            journal.write("crime.recorded", about=f"WM-{n}", by="public", at=NOW)
            journal.write("person.looked", about=f"WM-{n}", by="public", at=NOW)


@pytest.mark.django_db
def test_an_empty_journal(said: Callable[..., Any]) -> None:
    assert said() == (0, ["the journal is empty"])


@pytest.mark.django_db(transaction=True)
def test_whole(said: Callable[..., Any]) -> None:
    write()
    code, lines = said()
    assert (code, lines[:2]) == (0, ["acts: 300 lines hold; whole", "looks: 300 lines hold; whole"])
    code, lines = said("--json")
    assert json.loads(lines[-1])["whole"] is True


@pytest.mark.django_db(transaction=True)
def test_broken_early_in_both_streams(said: Callable[..., Any]) -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_line DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_line SET about = 'WM-X' WHERE sequence = 3")
        cursor.execute("ALTER TABLE journal_line ENABLE TRIGGER USER")
    code, lines = said()
    assert code == 1
    assert lines[:2] == [f"{s}: 2 lines hold; line 3 is not as it was written" for s in ("acts", "looks")]
    assert json.loads(said("--json")[1][-1])["streams"][0]["lines"] == 2


@pytest.mark.django_db(transaction=True)
def test_every_attack_of_the_drill_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drill, "LINES", 30)
    monkeypatch.setattr(drill, "ATTACKED", {True: 60})
    monkeypatch.setattr(drill, "CHECKED", {True: 20_000})
    monkeypatch.setattr(drill, "WRITTEN", {True: 40})
    told = drill.run(True)["figures"]
    assert (told["tried"], told["found"], told["false_alarms"], told["check_whole"]) == (60, 60, 0, 1)
    assert told["check_seconds"] < 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [drill.SCHEMA])
        assert cursor.fetchone() is None
    assert journal.verify(b"", drill.Path("/nonexistent")) == []  # the real journal was not touched
