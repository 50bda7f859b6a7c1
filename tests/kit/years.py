"""Three years of counts for the invented force of kit.book: what an area's page needs to judge, compare and draw.

Months 2023-04 to 2026-03, of which 2025-03 is not complete. In small area n (0 to 11) each month holds 10 + n crimes of
each of four categories, one more or less by turns; in LATEST Harbour (small areas 0, 4, 8) has BURGLED more burglaries
in each.

    counted(settings, folder)   builds it, points settings.ARCHIVE at it and returns the archive
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.kit import book
from wmp2020.information.areas.book import SourceNote
from wmp2020.information.sources.schemas import COUNTS, CRIMES

MONTHS = tuple(
    f"{y}-{m:02}" for y in range(2023, 2027) for m in range(1, 13) if "2023-04" <= f"{y}-{m:02}" <= "2026-03"
)
SHORT, LATEST = "2025-03", "2026-03"
CATEGORIES = ("anti-social-behaviour", "burglary", "shoplifting", "violent-crime")
BURGLED = 200
HARBOUR = (0, 4, 8)
LOADED_AT = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
NOTES = (
    SourceNote("Crimes by small area", "The tests", "None: invented", "https://www.eastmere.example/", MONTHS),
    SourceNote("Imputed points", "Nobody", "None: invented", "https://www.eastmere.example/", (LATEST,)),
)


def of(month: str, area: int, category: str) -> int:
    """The count of one cell."""
    step, kind = MONTHS.index(month), CATEGORIES.index(category)
    usual = 10 + area + (1 if (step + area + kind) % 2 else -1)
    return usual + (BURGLED if (month, category) == (LATEST, "burglary") and area in HARBOUR else 0)


def counts(months: tuple[str, ...] = MONTHS) -> pa.Table:
    """All cells as the sources hand them on."""
    rows = [
        {"month": m, "lsoa": book.LSOAS[n], "category": c, "count": of(m, n, c), "complete": m != SHORT}
        for m in months
        for n in range(12)
        for c in CATEGORIES
    ]
    return pa.Table.from_pylist(rows, schema=COUNTS)


def build(folder: Path, months: tuple[str, ...] = MONTHS, **more: Any) -> str:
    """Build the archive under folder and return its version."""
    from wmp2020.information import crimes

    given = {"crimes": [CRIMES.empty_table()], "notes": NOTES} | more
    return crimes.build(folder, counts=counts(months), force_id="eastmere", at=LOADED_AT, **given)


def counted(settings: Any, folder: Path, months: tuple[str, ...] = MONTHS, **more: Any) -> Any:
    """Build the archive, make it the installation's for this test, and return it."""
    from wmp2020.information import crimes

    build(folder, months, **more)
    settings.ARCHIVE = folder
    return crimes.current()
