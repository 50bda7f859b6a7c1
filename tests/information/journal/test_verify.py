"""Each way of changing the past, as somebody who may do anything in the database but has no key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from wmp2020.information import journal
from wmp2020.information.journal import rules, witness

Check = Callable[[], dict[str, str]]
Sql = Callable[..., None]


@pytest.fixture(autouse=True)
def ten_lines(wrote: Callable[..., Any]) -> None:
    for n in range(1, 11):
        wrote(about=f"WM-{n}", purpose=f"purpose {n}", note=f"8N:{n}")


def test_a_whole_journal_holds(verdicts: Check) -> None:
    assert verdicts() == {"acts": ""}


def test_an_empty_one_too(verdicts: Check, as_superuser: Sql) -> None:
    as_superuser("DELETE FROM journal_line")
    as_superuser("DELETE FROM journal_head")
    assert verdicts() == {}


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE journal_line SET kind = 'crime.cancelled' WHERE sequence = 4", "line 4 is not as it was written"),
        ("UPDATE journal_line SET at = at + interval '1 microsecond' WHERE sequence = 4", "line 4 is not as it was"),
        ("UPDATE journal_line SET at = 'infinity' WHERE sequence = 4", "line 4 is not as it was written"),
        ("UPDATE journal_line SET by = by || chr(9) WHERE sequence = 4", "line 4 is not as it was written"),
        ("UPDATE journal_line SET details = details || ' ' WHERE sequence = 4", "line 4 is not as it was written"),
        ("UPDATE journal_line SET mac = sha256(mac) WHERE sequence = 4", "line 4 is not as it was written"),
        ("UPDATE journal_line SET previous = sha256(mac) WHERE sequence = 4", "line 4 is not chained"),
        ("DELETE FROM journal_line WHERE sequence = 4", "line 4 is missing: line 5 follows line 3"),
        ("DELETE FROM journal_line WHERE sequence < 4", "line 1 is missing"),
        ("UPDATE journal_line SET sequence = sequence + 1 WHERE sequence = 10", "line 10 is missing"),
        ("UPDATE journal_line SET stream = 'looks' WHERE sequence = 10", "its head says 10 lines; 9 are here"),
        ("DELETE FROM journal_line WHERE sequence > 7", "its head says 10 lines; 7 are here"),
        ("DELETE FROM journal_head", "its head is gone"),
        ("UPDATE journal_head SET seal = sha256(seal)", "its head was not sealed with the key"),
    ],
)
def test_the_first_broken_line_is_named(verdicts: Check, as_superuser: Sql, sql: str, says: str) -> None:
    as_superuser(sql)
    assert says in verdicts()["acts"]


def test_lines_exchanged(verdicts: Check, as_superuser: Sql) -> None:
    as_superuser("UPDATE journal_line SET sequence = -4 WHERE sequence = 4")
    as_superuser("UPDATE journal_line SET sequence = 4 WHERE sequence = 5")
    as_superuser("UPDATE journal_line SET sequence = 5 WHERE sequence = -4")
    assert "line 4 is not chained" in verdicts()["acts"]


def test_a_line_put_in_and_the_rest_moved_on(verdicts: Check, as_superuser: Sql) -> None:
    as_superuser("UPDATE journal_line SET sequence = -sequence WHERE sequence > 4")
    as_superuser("UPDATE journal_line SET sequence = 1 - sequence WHERE sequence < 0")
    as_superuser(
        """INSERT INTO journal_line (stream, sequence, at, by, kind, about, purpose, details, previous, mac)
        SELECT stream, 5, at, by, kind, about, purpose, details, mac, sha256(mac)
        FROM journal_line WHERE sequence = 4"""
    )
    as_superuser("UPDATE journal_head SET sequence = 11")
    assert "line 5 is not as it was written" in verdicts()["acts"]


def test_a_chain_made_anew_with_another_key(
    verdicts: Check, as_superuser: Sql, wrote: Callable[..., Any], settings: Any
) -> None:
    as_superuser("DELETE FROM journal_line")
    as_superuser("DELETE FROM journal_head")
    ours, settings.JOURNAL_SECRET = settings.JOURNAL_SECRET, "guessed"
    wrote()
    assert verdicts() == {"acts": ""}
    settings.JOURNAL_SECRET = ours
    assert verdicts() == {"acts": "line 1 is not as it was written"}


def test_a_tail_cut_behind_an_old_head_is_what_the_witness_sees(
    verdicts: Check, as_superuser: Sql, wrote: Callable[..., Any], witness: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, mac, seal FROM journal_head WHERE stream = 'acts'")
        kept = cursor.fetchone()
    note(witness, wrote(about="WM-11"))
    as_superuser("DELETE FROM journal_line WHERE sequence = 11")
    as_superuser("UPDATE journal_head SET sequence = %s, mac = %s, seal = %s", *kept)
    assert verdicts() == {"acts": "lines 11 to 11 are gone: the witness saw them"}


def test_another_line_in_the_place_the_witness_saw(
    verdicts: Check, as_superuser: Sql, wrote: Callable[..., Any], witness: Path
) -> None:
    note(witness, wrote(about="WM-11"))
    as_superuser("DELETE FROM journal_line WHERE sequence = 11")
    as_superuser("UPDATE journal_head SET sequence = 10, mac = (SELECT mac FROM journal_line WHERE sequence = 10)")
    wrote(about="WM-12")
    assert verdicts() == {"acts": "line 11 is not the one the witness saw"}


def test_a_stream_nobody_knows(verdicts: Check, as_superuser: Sql) -> None:
    as_superuser("UPDATE journal_head SET stream = 'x'' OR true --'")
    assert "there is no stream named" in verdicts()["x' OR true --"]


def note(folder: Path, line: Any) -> None:
    """What happens on commit, which a test's transaction never reaches."""
    witness.note(folder, stream=line.stream, sequence=line.sequence, mac=line.mac)


def test_the_key_is_the_secrets_own() -> None:
    assert rules.mac(journal.chain_key("one"), b"x") != rules.mac(journal.chain_key("other"), b"x")
