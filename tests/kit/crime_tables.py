"""Tables of crimes, outcomes and stops as sources hand them on, and an archive made of them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from wmp2020.information import crimes
from wmp2020.information.sources.schemas import COUNTS, CRIMES, OUTCOMES, STOPS

AT = datetime(2026, 5, 1, tzinfo=UTC)
Rows = list[dict[str, Any]]


def an_id(number: int | str) -> str:
    """A persistent id."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def crime(**given: Any) -> dict[str, Any]:
    """A row of CRIMES: a burglary in Church Road, unless said otherwise."""
    row: dict[str, Any] = {
        "month": "2026-03", "crime_id": "", "latitude": 52.48, "longitude": -1.89, "street": "On or near Church Road",
        "lsoa": "E01008881", "category": "burglary", "outcome": "", "outcome_month": "", "force": "west-midlands",
        "location_type": "Force", "location_subtype": "", "context": "", "imputed": False,
    }  # fmt: skip
    assert given.keys() <= row.keys()
    if "latitude" in given and given["latitude"] is None:
        row |= {"longitude": None, "street": "", "lsoa": "", "location_type": ""}
    return row | given


def outcome(**given: Any) -> dict[str, Any]:
    """A row of OUTCOMES: a charge in March, for a crime named 1."""
    row = {
        "crime_id": an_id(1), "outcome_month": "2026-03", "outcome": "charged", "force": "west-midlands",
        "crime_month": "", "latitude": 52.48, "longitude": -1.89, "street": "On or near Church Road",
        "lsoa": "E01008881", "category": "",
    }  # fmt: skip
    assert given.keys() <= row.keys()
    return row | given


def stop(**given: Any) -> dict[str, Any]:
    """A row of STOPS: a person searched for drugs, arrested."""
    row = {
        "type": "Person search", "at": "2026-03-01T12:30:00+00:00", "force": "west-midlands", "operation": None,
        "operation_name": "", "latitude": 52.48, "longitude": -1.89, "street": "On or near Church Road",
        "gender": "Male", "age_range": "18-24", "self_defined_ethnicity": "", "officer_defined_ethnicity": "White",
        "legislation": "Misuse of Drugs Act 1971 (section 23)", "object_of_search": "Controlled drugs",
        "outcome": "Arrest", "outcome_code": "bu-arrest", "linked": True, "removal": False,
    }  # fmt: skip
    assert given.keys() <= row.keys()
    return row | given


def table(rows: Rows, schema: pa.Schema = CRIMES) -> pa.Table:
    """Rows as one table."""
    return pa.Table.from_pylist(rows, schema=schema)


def archive(
    root: Path, rows: Rows, *, outcomes: Rows = (), stops: Rows = (), counts: Rows | None = None, **given: Any
) -> crimes.Archive:
    """Load rows, sorted by month as sources do, and open the version that came of it."""
    name = crimes.build(
        root,
        crimes=[table(sorted(rows, key=lambda row: row["month"]))],
        outcomes=[table(list(outcomes), OUTCOMES)],
        stops=[table(list(stops), STOPS)],
        counts=None if counts is None else table(counts, COUNTS),
        **{"force_id": "west-midlands", "at": AT} | given,
    )
    return crimes.version(name, root)
