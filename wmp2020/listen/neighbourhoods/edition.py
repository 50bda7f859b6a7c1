"""One word that changes when anything an area's page says changes: its ETag, and the key it is kept under."""

import hashlib
import threading
import time

from django.db import connection

from wmp2020.information import areas, crimes

from .models import Contact, Event, Link, Location, Priority, TeamMember

CHECK_EVERY = 1.0  # seconds
RECORDS = (Contact, Event, Link, Location, Priority, TeamMember)

_lock = threading.Lock()
_seen: tuple[float, str] = (float("-inf"), "")


def edition(archive: crimes.Archive, atlas: areas.Atlas) -> str:
    """The archive's version, the areas', and a mark of the teams' records no older than CHECK_EVERY."""
    return f"{archive.version}.{atlas.version}.{records()}"


def records() -> str:
    """A mark of all records: how many there are of each kind, and when one last changed."""
    global _seen
    now = time.monotonic()
    if now - _seen[0] < CHECK_EVERY:
        return _seen[1]
    with _lock, connection.cursor() as cursor:
        counted = " union all ".join(
            f"select count(*), max(changed_at), max(id) from {model._meta.db_table}"  # noqa: S608 (our own table's name)
            for model in RECORDS
        )
        cursor.execute(counted)
        mark = hashlib.blake2b(repr(cursor.fetchall()).encode(), digest_size=6).hexdigest()
        _seen = (now, mark)
    return mark


def forget() -> None:
    """Look again at the next asking: after a change in the same process, and between tests."""
    global _seen
    _seen = (float("-inf"), "")
