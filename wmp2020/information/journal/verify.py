"""Is the journal whole? Each line against its MAC, each MAC against the next line, the end against head and witness."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from . import rules, witness
from .models import Head, Line

# The columns in the order of rules.message, then the MAC: what the server streams is what the MAC was taken over.
_OUT = f"""COPY (
    SELECT stream, sequence, CASE WHEN isfinite(at) THEN (extract(epoch FROM at) * 1000000)::bigint END,
           by, kind, about, purpose, details, encode(previous, 'hex'), encode(mac, 'hex')
    FROM {Line._meta.db_table} WHERE stream = '{{stream}}' ORDER BY sequence
) TO STDOUT"""  # noqa: S608


@dataclass(frozen=True)
class Verdict:
    """What checking one stream found: how many lines hold, and the first that does not, in words; "" when whole."""

    stream: str
    lines: int
    broken: str = ""

    def __bool__(self) -> bool:
        return not self.broken


def verify(key: bytes, folder: Path) -> list[Verdict]:
    """Check every stream in one snapshot of the database, against the witness in `folder`.

    Reads as the lines stream out of the server, in constant memory.
    """
    seen = witness.noted(folder)  # before the snapshot: what is noted later may lie beyond it
    with transaction.atomic(durable=not connection.in_atomic_block), connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SELECT DISTINCT stream FROM {Line._meta.db_table}")  # noqa: S608
        found = {stream for (stream,) in cursor.fetchall()}
        heads = {head.stream: head for head in Head.objects.all()}
        return [_verdict(s, key, heads.get(s), seen.get(s)) for s in sorted(found | set(heads) | set(seen))]


def _verdict(stream: str, key: bytes, head: Head | None, seen: tuple[int, bytes] | None) -> Verdict:
    if stream not in ("acts", "looks"):
        return Verdict(stream, 0, f"there is no stream named {stream[:20]!r}")
    with closing(_rows(stream)) as rows:
        return _followed(rows, stream, key, head, seen)


def _followed(
    rows: Iterable[bytes], stream: str, key: bytes, head: Head | None, seen: tuple[int, bytes] | None
) -> Verdict:
    count, last, mark = 0, rules.GENESIS.hex().encode(), rules.GENESIS
    for row in rows:
        body, _, mac = row.rstrip(b"\n").rpartition(b"\t")
        number = body.split(b"\t", 2)[1]
        if number != b"%d" % (count + 1):
            return Verdict(stream, count, f"line {count + 1:,} is missing: line {int(number):,} follows line {count:,}")
        if not body.endswith(last):
            return Verdict(stream, count, f"line {count + 1:,} is not chained to the line before it")
        mark = rules.mac(key, body)
        last = mark.hex().encode()
        if last != mac:
            return Verdict(stream, count, f"line {count + 1:,} is not as it was written")
        count += 1
        if seen and count == seen[0] and mark != seen[1]:
            return Verdict(stream, count, f"line {count:,} is not the one the witness saw")
    return Verdict(stream, count, _end(stream, key, count, mark, head, seen))


def _end(stream: str, key: bytes, count: int, mark: bytes, head: Head | None, seen: tuple[int, bytes] | None) -> str:
    if seen and seen[0] > count:
        return f"lines {count + 1:,} to {seen[0]:,} are gone: the witness saw them"
    if head is None:
        return "its head is gone"
    if head.sequence != count or bytes(head.mac) != mark:
        return f"its head says {head.sequence:,} lines; {count:,} are here"
    if bytes(head.seal) != rules.seal(key, stream=stream, sequence=count, mac=mark):
        return "its head was not sealed with the key"
    return ""


def _rows(stream: str) -> Generator[bytes, None, None]:
    with connection.cursor() as cursor, cursor.copy(_OUT.format(stream=stream)) as copy:
        try:
            for row in copy:
                yield bytes(row)
        finally:
            for _ in copy:  # a COPY broken off would end the transaction that the next stream is read in
                pass
