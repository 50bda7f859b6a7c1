"""An invented force small enough to hold in the head, for every test that needs areas.

Twelve small areas lie in a grid of 4 columns and 3 rows, each 0.01 degrees of longitude by 0.006 of latitude, from
(52.400, -1.900) eastwards and northwards. A column is a ward, two columns are a council, two small areas of one row and
council are an MSOA. Wards, west to east: Harbour, St. Anne's & Selly Green (Westmere); Mill End, High Moor North
(Eastmere). Mill End and High Moor North came in 2024 in the place of Old Mill (2022), which held the two lower small
areas of Mill End and the lowest of High Moor North. Residents of small area n (1 to 12, row by row) are 1000 + 100 n.

    book()                the AreaBook
    areas_loaded(settings)  loads it into the test's database and returns the atlas
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from wmp2020.information.areas.book import POSTCODES, STREETS, AreaBook, AreaRow, SourceNote

FORCES = Path(__file__).parent / "forces"
SOUTH, WEST, TALL, WIDE = 52.400, -1.900, 0.006, 0.010
FORCE, WESTMERE, EASTMERE = "E23900001", "E08900002", "E08900001"
HARBOUR, ST_ANNES, MILL_END, HIGH_MOOR = WARDS = ("E05900001", "E05900002", "E05900003", "E05900004")
OLD_MILL = "E05800001"
NAMES = ("Harbour", "St. Anne's & Selly Green", "Mill End", "High Moor North")
LSOAS = tuple(f"E0190{n:04}" for n in range(1, 13))  # row by row from the south-west
LOADED_AT = datetime(2026, 4, 1, 9, tzinfo=UTC)


def box(column: int, row: int, columns: int = 1, rows: int = 1) -> dict[str, Any]:
    """A rectangle of the grid as GeoJSON."""
    west, south = round(WEST + column * WIDE, 6), round(SOUTH + row * TALL, 6)
    east, north = round(WEST + (column + columns) * WIDE, 6), round(SOUTH + (row + rows) * TALL, 6)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def middle(column: float, row: float) -> tuple[float, float]:
    """Latitude and longitude in the middle of a cell of the grid."""
    return round(SOUTH + (row + 0.5) * TALL, 6), round(WEST + (column + 0.5) * WIDE, 6)


def book() -> AreaBook:
    """The whole invented book."""
    small = [_lsoa(n) for n in range(12)]
    column = [tuple(small[c + 4 * r].code for r in range(3)) for c in range(4)]
    areas = [
        _whole(FORCE, "Eastmere", "force", "", small, box(0, 0, 4, 3)),
        _whole(WESTMERE, "Westmere", "authority", FORCE, [a for a in small if a.parent == WESTMERE], box(0, 0, 2, 3)),
        _whole(EASTMERE, "Eastmere", "authority", FORCE, [a for a in small if a.parent == EASTMERE], box(2, 0, 2, 3)),
    ]
    for c, (code, name) in enumerate(zip(WARDS, NAMES, strict=True)):
        parts = [a for a in small if a.code in column[c]]
        areas.append(_whole(code, name, "ward", parts[0].parent, parts, box(c, 0, 1, 3)))
    old = [small[2], small[6], small[3]]
    areas.append(_whole(OLD_MILL, "Old Mill", "ward", EASTMERE, old, box(2, 0, 1, 2), "2022", "2024-05-02"))
    for row in range(3):
        for c in (0, 2):
            parts = [small[4 * row + c], small[4 * row + c + 1]]
            code = f"E0290{row * 2 + c // 2 + 1:04}"
            areas.append(_whole(code, f"Mere {code[-3:]}", "msoa", parts[0].parent, parts, box(c, row, 2, 1), "2021"))
    notes = (SourceNote("Kit", "The tests", "None: invented", "https://www.eastmere.example/"),)
    return AreaBook("eastmere", [*areas, *small], postcodes(), streets(), notes)


def _lsoa(n: int) -> AreaRow:
    council = WESTMERE if n % 4 < 2 else EASTMERE
    return AreaRow(
        LSOAS[n], f"Mere 00{n // 4 + 1}{'ABCD'[n % 4]}", "lsoa", "2021", council, residents=1100 + 100 * n,
        residents_year=2021, households=500, area_km2=0.45, imd_score=10.0 + 3 * n, imd_decile=10 - n * 10 // 12,
        imd_year=2025, lsoas=(LSOAS[n],), geometry=box(n % 4, n // 4),
    )  # fmt: skip


def _whole(
    code: str, name: str, kind: Any, parent: str, parts: Sequence[AreaRow], geometry: dict[str, Any],
    generation: str = "2024", ended_on: str | None = None,
) -> AreaRow:  # fmt: skip
    residents = sum(a.residents or 0 for a in parts)
    return AreaRow(
        code, name, kind, generation, parent, residents=residents, residents_year=2021, households=500 * len(parts),
        area_km2=round(0.45 * len(parts), 2),
        imd_score=sum((a.imd_score or 0) * (a.residents or 0) for a in parts) / residents, imd_year=2025,
        lsoas=tuple(sorted(a.code for a in parts)), geometry=geometry, ended_on=ended_on,
    )  # fmt: skip


def postcodes() -> pa.Table:
    """Live ones in every ward, one ended with its month, one ended without, one without position, one next door."""
    rows: list[tuple[Any, ...]] = []
    for c, code in enumerate(WARDS):
        council = WESTMERE if c < 2 else EASTMERE
        for r in range(3):
            place = (*middle(c, r), council, code, LSOAS[c + 4 * r])
            rows += [(f"QM{c + 1} {r + 1}A{letter}", *place, True, None) for letter in "ABD"]
    rows.append(("QM1 1AE", *middle(0, 0), WESTMERE, "", LSOAS[0], False, "2010-08"))
    rows.append(("QM1 1AF", *middle(0, 0), WESTMERE, "", LSOAS[0], False, None))
    rows.append(("QM2 9ZZ", None, None, WESTMERE, "", "", True, None))
    rows.append(("QM9 1AA", 52.5, -1.88, "E07900001", "E05900009", "", True, None))
    rows.append(
        ("QM9 1AB", 52.6, -1.88, "E07900002", "", "", True, None)
    )  # a council that the force file does not name
    return pa.table([list(c) for c in zip(*rows, strict=True)], schema=POSTCODES)


def streets() -> pa.Table:
    """High Street in three wards of two councils; others once."""
    rows = [
        ("High Street", *middle(0, 0), LSOAS[0]),
        ("High Street", *middle(0, 1), LSOAS[4]),
        ("High Street", *middle(1, 0), LSOAS[1]),
        ("High Street", *middle(3, 2), LSOAS[11]),
        ("St. James's Road", *middle(2, 1), LSOAS[6]),
        ("Église Lane", *middle(1, 2), LSOAS[9]),
        ("Wheelwright Crescent", *middle(3, 0), LSOAS[3]),
    ]
    return pa.table([list(c) for c in zip(*rows, strict=True)], schema=STREETS)


def areas_loaded(settings: Any, at: datetime = LOADED_AT) -> Any:
    """Load the book into the test's database (needs pytest-django's `db`) and return the atlas."""
    from wmp2020.information import areas

    settings.FORCES, settings.FORCE = FORCES, ""
    areas.load(book(), at=at)
    return areas.atlas()
