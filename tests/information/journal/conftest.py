"""A journal to try things on: a writer with everything filled in, and its verdict."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from wmp2020.information import journal

NOW = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)


@pytest.fixture
def wrote(db: None) -> Callable[..., Any]:
    """wrote("crime.recorded", about="WM-1") writes a line; what is not told is filled in."""

    def write(kind: str = "crime.recorded", **told: Any) -> Any:
        return journal.write(kind, **{"about": "WM-7F3K", "by": "officer-1", "at": NOW, **told})

    return write


@pytest.fixture
def verdicts(witness: Path) -> Callable[[], dict[str, str]]:
    """Per stream, what is broken; "" when whole."""

    def check() -> dict[str, str]:
        found = journal.verify(journal.chain_key(settings.JOURNAL_SECRET), witness)
        return {verdict.stream: verdict.broken for verdict in found}

    return check


@pytest.fixture
def as_superuser(db: None) -> Callable[..., None]:
    """Run SQL as someone who has switched the triggers off: the tables' owner may, and tests need no more than that."""

    def run(sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            for table in ("journal_line", "journal_head"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql, values or None)
            for table in ("journal_line", "journal_head"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run
