"""Small months of crimes, outcomes and stops for the invented force of kit.book, with every known quirk in them.

Months 2025-11 and 2026-01 to 2026-03, the latest, hold points as published; 2025-12 is imputed. In every cell of the
grid of small areas lies one snap point, "On or near Street <n>", two hundredths of a cell off its middle.

    archive_loaded(settings, folder)   builds it, points settings.ARCHIVE at it and returns the archive
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tests.kit import book
from wmp2020.information.areas.book import SourceNote
from wmp2020.information.sources import codes
from wmp2020.information.sources.schemas import CRIMES, OUTCOMES, STOPS

FORCE = "eastmere"
POINT_MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
IMPUTED = "2025-12"
LATEST = POINT_MONTHS[-1]
CATEGORIES = tuple(codes.CATEGORIES)
LOADED_AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
NOTES = (SourceNote("Kit", "The tests", "None: invented", "https://www.eastmere.example/", POINT_MONTHS),)


def spot(n: int) -> tuple[float, float]:
    """Latitude and longitude of the snap point in small area n (0 to 11)."""
    lat, lng = book.middle(n % 4, n // 4)
    return round(lat + 0.0001, 6), round(lng + 0.0002, 6)


def crime_id(month: str, n: int) -> str:
    """The 64 hex digits of a month's n-th crime."""
    return hashlib.sha256(f"{month} {n}".encode()).hexdigest()


def crime(month: str, n: int, **other: Any) -> dict[str, Any]:
    """A month's n-th crime: small area n mod 12, category n mod 14, no id when it is anti-social behaviour."""
    category = CATEGORIES[n % 14]
    lat, lng = spot(n % 12)
    asb = category == "anti-social-behaviour"
    made = {
        "month": month,
        "crime_id": "" if asb else crime_id(month, n),
        "latitude": lat,
        "longitude": lng,
        "street": f"On or near Street {n % 12 + 1}",
        "lsoa": book.LSOAS[n % 12],
        "category": category,
        "outcome": "" if asb or n % 3 else "no-further-action",
        "outcome_month": "" if asb or n % 3 else LATEST,
        "force": FORCE,
        "location_type": "Force",
        "location_subtype": "",
        "context": "",
        "imputed": False,
    }
    return made | other


NOWHERE = {"latitude": None, "longitude": None, "street": "", "lsoa": "", "location_type": ""}


def crimes(month: str, rows: int = 60) -> pa.Table:
    """A month: `rows` crimes on the grid, two without location, one of the British Transport Police at a station."""
    made = [crime(month, n) for n in range(rows)]
    made += [crime(month, 1_000, **NOWHERE), crime(month, 1_002, **NOWHERE)]
    made.append(
        crime(month, 1_004, force="btp", location_type="BTP", location_subtype="STATION", street="Eastmere (station)")
    )
    if month == IMPUTED:
        made = [
            row
            | {"imputed": True, "context": "Imputed position", "street": f"{row['street']} (imputed)", "crime_id": ""}
            for row in made
            if row["latitude"] is not None
        ]
    return pa.Table.from_pylist(made, schema=CRIMES)


def outcomes(month: str) -> pa.Table:
    """Outcomes given in a month: two of a crime of 2025-11 in small area 1, one of a crime held nowhere."""
    lat, lng = spot(1)
    known = {
        "crime_id": crime_id("2025-11", 1), "outcome_month": month, "force": FORCE, "crime_month": "2025-11",
        "latitude": lat, "longitude": lng, "street": "On or near Street 2", "lsoa": book.LSOAS[1], "category": "",
    }  # fmt: skip
    made = [known | {"outcome": code} for code in ("charged", "awaiting-court-result")]
    stray = {"crime_id": "f" * 64, "outcome": "fined", "crime_month": "2019-05", "category": "drugs"}
    return pa.Table.from_pylist([*made, known | stray], schema=OUTCOMES)


def stop(n: int, **other: Any) -> dict[str, Any]:
    """A stop in small area n of 2026-03 that ended in an arrest."""
    lat, lng = spot(n)
    made = {
        "type": "Person search", "at": "2026-03-05T14:30:00+00:00", "force": FORCE, "operation": False,
        "operation_name": "", "latitude": lat, "longitude": lng, "street": f"On or near Street {n + 1}",
        "gender": "Male", "age_range": "18-24", "self_defined_ethnicity": "Other ethnic group - Not stated",
        "officer_defined_ethnicity": "White", "legislation": "Misuse of Drugs Act 1971 (section 23)",
        "object_of_search": "Controlled drugs", "outcome": "Arrest", "outcome_code": "bu-arrest", "linked": True,
        "removal": False,
    }  # fmt: skip
    return made | other


def stops() -> pa.Table:
    """Stops of 2026-03: an arrest, nothing found (published as false), nothing said, a vehicle's, one without place."""
    return pa.Table.from_pylist(
        [
            stop(0),
            stop(1, outcome="", outcome_code="", linked=None, removal=None),
            stop(2, outcome=None, outcome_code="", operation=None, operation_name="Operation Otter"),
            stop(3, type="Vehicle search", gender="", age_range="", at="2026-03-09T00:00:00+00:00"),
            stop(4, latitude=None, longitude=None, street=""),
        ],
        schema=STOPS,
    )


def build(folder: Path, *, rows: int = 60, latest_rows: int | None = None) -> str:
    """Build the archive under folder; latest_rows: how many crimes the latest month has on the grid."""
    from wmp2020.information import crimes as archive

    tables = [crimes(m, latest_rows or rows) if m == LATEST else crimes(m, rows) for m in POINT_MONTHS]
    return archive.build(
        folder, crimes=tables, outcomes=[outcomes("2026-02"), outcomes(LATEST)], stops=[stops()], notes=NOTES,
        force_id=FORCE, at=LOADED_AT,
    )  # fmt: skip


def archive_loaded(settings: Any, folder: Path, **how: Any) -> Any:
    """Build the archive, make it the installation's for this test, and return it."""
    from wmp2020.information import crimes as archive

    build(folder, **how)
    settings.ARCHIVE = folder
    return archive.current()
