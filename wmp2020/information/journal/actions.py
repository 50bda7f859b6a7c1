"""Writing a line and reading on from a bookmark: the journal's two verbs."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from wmp2020.plumbing import keys

from . import rules, witness
from .models import Bookmark, Head, Line
from .queries import since


@lru_cache(maxsize=4)
def chain_key(secret: str) -> bytes:
    """The chain's key, from the installation's secret: it is never in the database or its backup."""
    return keys.derived(secret, "journal chain 1")


def write(kind: str, *, about: object, by: object, at: datetime, purpose: str = "", **details: Any) -> Line:
    """Write one line in the caller's transaction: it lives or dies with the rows it tells of.

    kind reads noun.verb. about and by are references or rows; details hold ids, codes and whole numbers only (anything
    else raises ValueError, for it is our mistake). The chain's head stays locked until the transaction ends, so write
    last: that lock is what makes sequences gapless and a reader's bookmark complete.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A journal line is written inside the transaction it tells of.")
    about, by, stream = rules.reference(about), rules.reference(by), rules.stream_of(kind)
    if wrong := list(rules.faults(kind=kind, about=about, by=by, purpose=purpose, details=details)):
        raise ValueError(f"journal: {'; '.join(wrong)}")
    head, key = _locked_head(stream), chain_key(settings.JOURNAL_SECRET)
    told: dict[str, Any] = {"stream": stream, "sequence": head.sequence + 1, "at": at, "by": by, "kind": kind}
    told |= {"about": about, "purpose": purpose, "details": rules.packed(details), "previous": bytes(head.mac)}
    mac = rules.mac(key, rules.message(**told))
    seal = rules.seal(key, stream=stream, sequence=told["sequence"], mac=mac)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*told.values(), mac, told["sequence"], mac, seal, stream])
    note = partial(witness.note, settings.JOURNAL_WITNESS, stream=stream, sequence=told["sequence"], mac=mac)
    transaction.on_commit(note, robust=True)
    return Line(**told, mac=mac)


_WRITE = f"""
WITH line AS (
    INSERT INTO {Line._meta.db_table} (stream, sequence, at, by, kind, about, purpose, details, previous, mac)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
)
UPDATE {Head._meta.db_table} SET sequence = %s, mac = %s, seal = %s WHERE stream = %s
"""  # noqa: S608


def _locked_head(stream: str) -> Head:
    head = Head.objects.select_for_update().filter(pk=stream).first()
    if head is None:
        Head.objects.bulk_create([Head(stream=stream, sequence=0, mac=rules.GENESIS, seal=b"")], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=stream)
    return head


@contextmanager
def reading(reader: str, kinds: Collection[str], *, limit: int = 1000) -> Iterator[list[Line]]:
    """The lines of these kinds that `reader` has not read, oldest first; on leaving cleanly its bookmark moves on.

    What is done inside shares the bookmark's transaction, so each line is acted on once. A second reader of the same
    name meanwhile finds nothing to read.
    """
    with transaction.atomic():
        Bookmark.objects.bulk_create([Bookmark(reader=reader)], ignore_conflicts=True)
        bookmark = Bookmark.objects.select_for_update(skip_locked=True).filter(pk=reader).first()
        if bookmark is None:
            yield []
            return
        lines, read_to = since(bookmark.sequence, kinds, limit=limit)
        yield lines
        if read_to != bookmark.sequence:
            bookmark.sequence = read_to
            bookmark.save(update_fields=["sequence"])
