"""What sources hand over, checked once more at the archive's door: odd rows become findings, never exceptions."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.crimes.curve import EAST, NORTH, SOUTH, WEST
from wmp2020.information.sources import codes
from wmp2020.information.sources.schemas import COUNTS, CRIMES, OUTCOMES, STOPS
from wmp2020.plumbing.findings import Findings

MONTH = re.compile(r"20[1-9]\d-(0[1-9]|1[0-2])")
SLUGS = sorted({slug for scheme in codes.SCHEMES for slug in scheme.names})
ID = r"^[0-9A-Za-z-]{1,64}$"


def is_month(text: str) -> bool:
    """A month from 2010 to 2099, YYYY-MM."""
    return MONTH.fullmatch(text) is not None


def crimes(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown. Unknown category: left out; unknown outcome or impossible place: shown without it."""
    table = _plain(table, CRIMES, findings)
    table = _known(table, "category", SLUGS, "unknown-category", findings)
    table = _blanked(table, "outcome", list(codes.OUTCOMES), "unknown-outcome", findings)
    table = _ids(table, findings)
    return _places(table, findings)


def outcomes(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown; an outcome without its name, month or crime says nothing and is left out."""
    table = _plain(table, OUTCOMES, findings)
    table = _known(table, "outcome", list(codes.OUTCOMES), "unknown-outcome", findings)
    table = _blanked(table, "category", SLUGS, "unknown-category", findings)
    table = _ids(table, findings)
    return _places(
        _without(table, pc.equal(table["crime_id"], ""), "no-crime-id", "An outcome names no crime.", findings),
        findings,
    )


def stops(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown."""
    return _places(_plain(table, STOPS, findings), findings)


def counts(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be added up."""
    table = _known(_plain(table, COUNTS, findings), "category", SLUGS, "unknown-category", findings)
    return _without(table, pc.less(table["count"], 0), "negative-count", "A count is below nought.", findings)


def in_months(table: pa.Table, column: str, findings: Findings) -> pa.Table:
    """Rows whose month is one."""
    values = pc.unique(table[column]).to_pylist()
    bad = [value for value in values if not is_month(value or "")]
    if not bad:
        return table
    says = f"“{bad[0]}” is no month from 2010-01 to 2099-12."
    return _without(table, pc.is_in(table[column], pa.array(bad, pa.string())), "bad-month", says, findings)


def _plain(table: pa.Table, schema: pa.Schema, findings: Findings) -> pa.Table:
    """The schema's columns in its types; text without nulls (but a stop's outcome) and without control characters."""
    made = []
    for field in schema:
        column = table[field.name].cast(field.type)
        if field.type == pa.string():
            odd = pc.any(pc.match_substring_regex(column, r"[\x00-\x1f\x7f]")).as_py()
            if odd:
                findings.add(
                    "control-character", f"Control characters were taken out of {field.name}.", column=field.name
                )
                column = pc.replace_substring_regex(column, r"[\x00-\x1f\x7f]", "")
            if not (schema is STOPS and field.name == "outcome"):
                column = column.fill_null("")
        elif field.name in ("imputed", "complete"):
            column = column.fill_null(False)
        elif field.name == "count":
            column = column.fill_null(0)
        made.append(column)
    return pa.table(made, schema=schema)


def _without(table: pa.Table, bad: pa.ChunkedArray, kind: str, says: str, findings: Findings) -> pa.Table:
    for row in np.flatnonzero(bad.to_numpy()).tolist():
        findings.add(kind, f"{says} The row is left out.", row=row + 1)
    return table.filter(pc.invert(bad))


def _known(table: pa.Table, column: str, names: list[str], kind: str, findings: Findings) -> pa.Table:
    strange = pc.invert(pc.is_in(table[column], pa.array(names)))
    if not pc.any(strange).as_py():
        return table
    first = table[column].filter(strange)[0].as_py()
    return _without(table, strange, kind, f"“{first}” is not in the table of codes.", findings)


def _blanked(table: pa.Table, column: str, names: list[str], kind: str, findings: Findings) -> pa.Table:
    """The column with "" in place of what is not in the table of codes."""
    strange = pc.invert(pc.is_in(table[column], pa.array(["", *names])))
    if not pc.any(strange).as_py():
        return table
    for row in np.flatnonzero(strange.to_numpy()).tolist():
        findings.add(kind, f"“{table[column][row]}” is not in the table of codes; shown without.", row=row + 1)
    return _with(table, column, pc.if_else(strange, "", table[column]))


def _ids(table: pa.Table, findings: Findings) -> pa.Table:
    ids = table["crime_id"]
    bad = pc.and_(pc.not_equal(ids, ""), pc.invert(pc.match_substring_regex(ids, ID)))
    if not pc.any(bad).as_py():
        return table
    for row in np.flatnonzero(bad.to_numpy()).tolist():
        findings.add("bad-crime-id", "The crime's id is no id; shown without.", row=row + 1, column="crime_id")
    return _with(table, "crime_id", pc.if_else(bad, "", ids))


def _places(table: pa.Table, findings: Findings) -> pa.Table:
    """Coordinates inside the country or null: half a position is none."""
    lat, lng = table["latitude"].to_numpy(), table["longitude"].to_numpy()
    given = ~(np.isnan(lat) | np.isnan(lng))
    inside = (lat >= SOUTH) & (lat <= NORTH) & (lng >= WEST) & (lng <= EAST)
    for row in np.flatnonzero(given & ~inside).tolist():
        says = f"{lat[row]}, {lng[row]} lies outside the country; counted, but shown without location."
        findings.add("outside-country", says, row=row + 1)
    bad = pa.array(~(given & inside))
    if given.all() and inside.all():
        return table
    for name in ("latitude", "longitude"):
        table = _with(table, name, pc.if_else(bad, pa.scalar(None, pa.float64()), table[name]))
    for name in {"street", "location_type"} & set(table.column_names):
        table = _with(table, name, pc.if_else(bad, "", table[name]))
    return table


def _with(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
