"""One word that changes when anything an area's page says changes: its ETag, and what it is kept under."""

import hashlib
import threading
import time
from functools import cache
from pathlib import Path

from django.db import connection
from django.utils import timezone

from wmp2020.information import areas, crimes
from wmp2020.plumbing import assets

from .models import Contact, Event, Link, Location, Priority, TeamMember

CHECK_EVERY = 1.0  # seconds
PACKAGE = Path(__file__).resolve().parents[2]
RECORDS = (Contact, Event, Link, Location, Priority, TeamMember)

_lock = threading.Lock()
_seen: tuple[float, str] = (float("-inf"), "")


def edition(archive: crimes.Archive, atlas: areas.Atlas) -> str:
    """The archive's version, the areas', a mark of the teams' records, the day (events pass), and the software's."""
    return f"{archive.version}.{atlas.version}.{records()}.{timezone.localdate():%j}.{software()}"


@cache
def software() -> str:
    """A mark of the programs and templates that draw, so that a new release is seen at once."""
    mark = hashlib.blake2b(assets.folder().name.encode(), digest_size=4)
    for path in sorted(path for kind in ("*.py", "*.html") for path in PACKAGE.rglob(kind)):
        mark.update(path.read_bytes())
    return mark.hexdigest()


def records() -> str:
    """A mark of all records, no older than CHECK_EVERY: how many there are of each kind, and when one last changed."""
    global _seen
    looked_at, mark = _seen
    now = time.monotonic()
    if now - looked_at < CHECK_EVERY or not _lock.acquire(blocking=not mark):
        return mark  # fresh enough, or another thread is looking
    try:
        _seen = (now, _look())
        return _seen[1]
    finally:
        _lock.release()


def _look() -> str:
    counted = " union all ".join(
        f"select count(*), max(changed_at), max(id) from {model._meta.db_table}"  # noqa: S608 (our own table's name)
        for model in RECORDS
    )
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return hashlib.blake2b(repr(cursor.fetchall()).encode(), digest_size=6).hexdigest()


def forget() -> None:
    """Look again at the next asking: after a change in the same process, and between tests."""
    global _seen
    _seen = (float("-inf"), "")
