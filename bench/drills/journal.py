"""Somebody who may do anything in the database, but holds neither the key nor the witness, rewrites the journal.

Plays random edits, removals, insertions, exchanges, moves, tail cuts and forged chains against `journal.verify`, each
undone before the next, in a schema of its own beside the real tables; then times the check on many lines and counts
writes a second. The attacker's rows come without the triggers: a superuser would have switched them off.
"""

import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings

from wmp2020.information import journal
from wmp2020.information.journal import rules

SCHEMA = "journal_drill"
LINES = 120
# Quick, and not.
ATTACKED = {True: 1_000, False: 10_000}
WRITTEN = {True: 400, False: 2_000}
CHECKED = {True: 100_000, False: 1_000_000}
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = "stream, sequence, at, by, kind, about, purpose, details, previous, mac"


def run(quick: bool) -> dict[str, Any]:
    """Figures: attacks tried, found and, by kind, missed; seconds to check; writes a second by one and by four."""
    chance = random.Random(2020)  # the same attacks each time
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as spare, _apart(Path(spare)) as witness:
        old_heads = _write_some()
        tried = found = 0
        for number in range(ATTACKED[quick]):
            attack = ATTACKS[number % len(ATTACKS)]
            missed = figures.setdefault(f"missed_{attack.__name__.strip('_')}", 0)
            saw = _played(attack, chance, old_heads, witness)
            figures[f"missed_{attack.__name__.strip('_')}"] = missed + (not saw)
            tried, found = tried + 1, found + saw
        figures |= {"tried": tried, "found": found, "false_alarms": float(not _whole(witness))}
        figures["writes_per_second_1"] = _writes(1, WRITTEN[quick])
        figures["writes_per_second_4"] = _writes(4, WRITTEN[quick])
        lines = CHECKED[quick]
        _fill(lines)
        began = time.perf_counter()
        holds = _whole(witness)
        figures |= {"lines_checked": lines, "check_seconds": round(time.perf_counter() - began, 3)}
        figures["check_whole"] = float(holds)
    targets = {
        "found": [">=", tried],
        "false_alarms": ["==", 0],
        "check_whole": ["==", 1],
        "check_seconds": ["<=", 5 * lines / 1_000_000],
    }
    return {"figures": figures, "ratios": {}, "targets": targets}


@contextmanager
def _apart(spare: Path) -> Iterator[Path]:
    """Tables of the same names in a schema of our own, found first; gone afterwards."""
    path = f"SET search_path TO {SCHEMA}, public"
    options = connection.settings_dict.setdefault("OPTIONS", {})
    before = options.get("options", "")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        for table in ("journal_line", "journal_head"):
            cursor.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)")
        cursor.execute(path)
    options["options"] = f"{before} -c search_path={SCHEMA},public".strip()  # for the writers' own connections
    try:
        with override_settings(JOURNAL_WITNESS=spare / "witness"):
            yield spare / "witness"
    finally:
        options["options"] = before
        with connection.cursor() as cursor:
            cursor.execute(f"RESET search_path; DROP SCHEMA {SCHEMA} CASCADE")


def _write_some() -> list[tuple[Any, ...]]:
    """Both streams in turn; returns every head there was on the way, which an attacker may have kept."""
    heads = []
    for number in range(LINES):
        _write(number, "person.looked" if number % 3 == 0 else "crime.recorded")
        heads += _rows("SELECT stream, sequence, mac, seal FROM journal_head")
    return heads


def _write(number: int, kind: str = "crime.recorded") -> None:
    with transaction.atomic():
        journal.write(
            kind,
            about=f"WM-{number}",
            by=f"officer-{number % 7}",
            at=BEGAN + timedelta(minutes=number),
            purpose="drill",
            offence="8N",
            number=number,
        )


def _whole(witness: Path) -> bool:
    return all(journal.verify(journal.chain_key(settings.JOURNAL_SECRET), witness))


def _played(attack: Callable[..., None], chance: random.Random, heads: list[tuple[Any, ...]], witness: Path) -> bool:
    """Was it noticed? Everything it did is undone."""
    with transaction.atomic():
        attack(chance, heads)
        noticed = not _whole(witness)
        transaction.set_rollback(True)
    return noticed


def _sql(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def _stream(chance: random.Random) -> tuple[str, int]:
    stream = chance.choice(["acts", "looks"])
    return stream, int(_rows("SELECT max(sequence) FROM journal_line WHERE stream = %s", stream)[0][0])


def _edit(chance: random.Random, heads: Any) -> None:
    stream, last = _stream(chance)
    changes = [
        "by = 'officer-9'", "about = about || '0'", "kind = 'crime.cancelled'", "purpose = ''",
        "purpose = purpose || ' '",
        "at = at + interval '1 microsecond'", "details = '{}'", "details = replace(details, '8N', '8P')",
        "mac = sha256(mac)", "previous = sha256(previous)", "at = 'infinity'", "by = by || E'\\t' || kind",
    ]  # fmt: skip
    change = chance.choice(changes)
    _sql(f"UPDATE journal_line SET {change} WHERE stream = %s AND sequence = %s", stream, chance.randint(1, last))


def _remove(chance: random.Random, heads: Any) -> None:
    stream, last = _stream(chance)
    first = chance.randint(1, last)
    count = chance.choice([1, 1, 1, chance.randint(1, last)])
    gone = "stream = %s AND sequence >= %s AND sequence < %s"
    _sql(f"DELETE FROM journal_line WHERE {gone}", stream, first, first + count)
    if chance.random() < 0.5:  # and close the gap
        _shift(stream, first + count, -count)


def _shift(stream: str, start: int, by: int) -> None:
    _sql("UPDATE journal_line SET sequence = -sequence WHERE stream = %s AND sequence >= %s", stream, start)
    _sql("UPDATE journal_line SET sequence = %s - sequence WHERE stream = %s AND sequence < 0", by, stream)
    _sql("UPDATE journal_head SET sequence = sequence + %s WHERE stream = %s", by, stream)


def _insert(chance: random.Random, heads: Any) -> None:
    stream, last = _stream(chance)
    place = chance.randint(1, last + 1)
    _shift(stream, place, 1)
    mac = chance.choice(["mac", "sha256(mac)", "previous"])
    _sql(
        f"INSERT INTO journal_line ({COLUMNS}) "
        f"SELECT stream, %s, at, by, kind, about, purpose, details, previous, {mac} FROM journal_line "
        "WHERE stream = %s AND sequence <> %s ORDER BY random() LIMIT 1",
        place, stream, place,
    )  # fmt: skip


def _exchange(chance: random.Random, heads: Any) -> None:
    stream, last = _stream(chance)
    one, other = chance.sample(range(1, last + 1), 2)
    for was, becomes in ((one, -1), (other, one), (-1, other)):
        _sql("UPDATE journal_line SET sequence = %s WHERE stream = %s AND sequence = %s", becomes, stream, was)


def _move(chance: random.Random, heads: Any) -> None:
    stream, last = _stream(chance)
    other = "looks" if stream == "acts" else "acts"
    end = _rows("SELECT max(sequence) FROM journal_line WHERE stream = %s", other)[0][0]
    _sql(
        "UPDATE journal_line SET stream = %s, sequence = %s WHERE stream = %s AND sequence = %s",
        other, end + 1, stream, last,
    )  # fmt: skip


def _cut(chance: random.Random, heads: Any) -> None:
    """Cut the end off, behind a head that was once true."""
    stream, sequence, mac, seal = chance.choice([h for h in heads if h[1] < _last(h[0])])
    _sql("DELETE FROM journal_line WHERE stream = %s AND sequence > %s", stream, sequence)
    _sql("UPDATE journal_head SET sequence = %s, mac = %s, seal = %s WHERE stream = %s", sequence, mac, seal, stream)


def _last(stream: str) -> int:
    return int(_rows("SELECT max(sequence) FROM journal_line WHERE stream = %s", stream)[0][0])


def _empty(chance: random.Random, heads: Any) -> None:
    stream, _ = _stream(chance)
    _sql("DELETE FROM journal_line WHERE stream = %s", stream)
    if chance.random() < 0.5:
        _sql("DELETE FROM journal_head WHERE stream = %s", stream)


def _forge(chance: random.Random, heads: Any) -> None:
    """Change a line and chain everything after it anew, with a key of the attacker's own."""
    stream, last = _stream(chance)
    key, place = chance.randbytes(32), chance.randint(1, last)
    previous = rules.GENESIS
    told = "sequence, at, by, kind, about, purpose, details, mac"
    for sequence, at, by, kind, about, purpose, details, mac in _rows(
        f"SELECT {told} FROM journal_line WHERE stream = %s ORDER BY sequence", stream
    ):
        if sequence >= place:
            line = rules.message(
                stream=stream, sequence=sequence, at=at, by=by, kind=kind, about=about + "0", purpose=purpose,
                details=details, previous=previous,
            )  # fmt: skip
            mac = rules.mac(key, line)
            _sql(
                "UPDATE journal_line SET about = about || '0', previous = %s, mac = %s "
                "WHERE stream = %s AND sequence = %s", previous, mac, stream, sequence,
            )  # fmt: skip
        previous = bytes(mac)
    seal = rules.seal(key, stream=stream, sequence=last, mac=previous)
    _sql("UPDATE journal_head SET mac = %s, seal = %s WHERE stream = %s", previous, seal, stream)


ATTACKS: tuple[Callable[..., None], ...] = (_edit, _remove, _insert, _exchange, _move, _cut, _empty, _edit, _forge)


def _writes(writers: int, lines: int) -> float:
    """Lines a second, each in a transaction of its own, made durable."""

    def write() -> None:
        for number in range(lines // writers):
            _write(number)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(lines / (time.perf_counter() - began), 1)


def _fill(lines: int) -> None:
    """A journal of so many acts, chained as `write` chains them and copied in."""
    key, previous = journal.chain_key(settings.JOURNAL_SECRET), rules.GENESIS
    _sql("TRUNCATE journal_line, journal_head")
    for file in Path(settings.JOURNAL_WITNESS).iterdir():
        file.unlink()
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY journal_line ({COLUMNS}) FROM STDIN") as copy:
            for number in range(1, lines + 1):
                line: dict[str, Any] = {
                    "stream": "acts", "sequence": number, "at": BEGAN + timedelta(seconds=number),
                    "by": f"officer-{number % 997}", "kind": "crime.recorded", "about": f"WM-{number:08}",
                    "purpose": "drill", "details": f'{{"number":{number},"offence":"8N"}}', "previous": previous,
                }  # fmt: skip
                previous = rules.mac(key, rules.message(**line))
                copy.write_row([*line.values(), previous])
        seal = rules.seal(key, stream="acts", sequence=lines, mac=previous)
        cursor.execute("INSERT INTO journal_head VALUES ('acts', %s, %s, %s)", [lines, previous, seal])
