"""What sources hand over, checked once more at the archive's door: odd rows become findings, never exceptions."""

import re
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.curve import EAST, NORTH, SOUTH, WEST
from wmp2020.information.sources import codes
from wmp2020.information.sources.schemas import COUNTS, CRIMES, OUTCOMES, STOPS
from wmp2020.plumbing.findings import Findings

MONTH = re.compile(r"20[1-9]\d-(0[1-9]|1[0-2])")
SLUGS = sorted({slug for scheme in codes.SCHEMES for slug in scheme.names})
ID = r"^[0-9A-Za-z-]{1,64}$"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
IMPUTED = "Imputed position: real count, invented place"
SINGLE = ("crime_id", "at")  # text that hardly repeats; the rest becomes dictionaries


def is_month(text: str) -> bool:
    """A month from 2010 to 2099, YYYY-MM."""
    return MONTH.fullmatch(text) is not None


def crimes(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown. Unknown category: left out; unknown outcome or impossible place: shown without it."""
    table = _plain(table, CRIMES, findings)
    table = _known(table, "category", SLUGS, findings)
    table = _blanked(table, "outcome", codes.OUTCOMES, findings)
    return _labelled(_places(_ids(table, findings), findings))


def outcomes(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown; an outcome that names no crime, or is in no table of codes, is left out."""
    table = _plain(table, OUTCOMES, findings)
    table = _known(table, "outcome", codes.OUTCOMES, findings)
    table = _ids(_blanked(table, "category", SLUGS, findings), findings)
    nameless = pc.equal(table["crime_id"], "").to_numpy()
    return _places(_without(table, nameless, "no-crime-id", "An outcome names no crime.", findings), findings)


def stops(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be shown."""
    return _places(_plain(table, STOPS, findings), findings)


def counts(table: pa.Table, findings: Findings) -> pa.Table:
    """Rows that can be added up."""
    table = _known(_plain(table, COUNTS, findings), "category", SLUGS, findings)
    below = table["count"].to_numpy() < 0
    return _without(table, below, "negative-count", "A count is below nought.", findings)


def in_months(table: pa.Table, column: str, findings: Findings) -> pa.Table:
    """Rows whose month is one."""
    months = coded(table[column])
    bad = [value for value in months.present() if not is_month(value)]
    if not bad:
        return table
    says = f"“{bad[0]}” is no month from 2010-01 to 2099-12."
    return _without(table, months.where(lambda value: value in bad), "bad-month", says, findings)


def _plain(table: pa.Table, schema: pa.Schema, findings: Findings) -> pa.Table:
    """The schema's columns: text in dictionaries without nulls (but a stop's outcome) or control characters."""
    made = {}
    for field in schema:
        column = table[field.name]
        if field.type == pa.string() and field.name not in SINGLE:
            text = coded(column)
            if any(CONTROL.search(value) for value in text.values):
                findings.add("control-character", "Control characters were taken out.", column=field.name)
                text = text.each(lambda value: CONTROL.sub("", value))
            nullable = schema is STOPS and field.name == "outcome"
            made[field.name] = column.cast(field.type) if nullable else text.array()
        elif field.type == pa.bool_() and field.name in ("imputed", "complete"):
            made[field.name] = column.cast(field.type).fill_null(False)
        else:
            made[field.name] = column.cast(field.type)
            if field.name in ("count", *SINGLE):
                made[field.name] = made[field.name].fill_null(pa.scalar("" if field.name in SINGLE else 0, field.type))
    return pa.table(made)


def _without(table: pa.Table, bad: np.ndarray, kind: str, says: str, findings: Findings) -> pa.Table:
    if not bad.any():
        return table
    for row in np.flatnonzero(bad).tolist():
        findings.add(kind, f"{says} The row is left out.", row=row + 1)
    return table.filter(pa.array(~bad))


def _known(table: pa.Table, name: str, names: Collection[str], findings: Findings) -> pa.Table:
    column = coded(table[name])
    strange = [value for value in column.present() if value not in names]
    says = f"“{', '.join(strange[:3])[:100]}” is not in the table of codes."
    return _without(table, column.where(lambda value: value in strange), f"unknown-{name}", says, findings)


def _blanked(table: pa.Table, name: str, names: Collection[str], findings: Findings) -> pa.Table:
    """The column with "" in place of what is not in the table of codes."""
    column = coded(table[name])
    strange = [value for value in column.present() if value and value not in names]
    if not strange:
        return table
    says = f"“{', '.join(strange[:3])[:100]}” is not in the table of codes; shown without."
    for row in np.flatnonzero(column.where(lambda value: value in strange)).tolist():
        findings.add(f"unknown-{name}", says, row=row + 1)
    return _with(table, name, column.each(lambda value: value if value in names else "").array())


def _ids(table: pa.Table, findings: Findings) -> pa.Table:
    ids = table["crime_id"]
    bad = pc.and_(pc.not_equal(ids, ""), pc.invert(pc.match_substring_regex(ids, ID)))
    if not pc.any(bad).as_py():
        return table
    for row in np.flatnonzero(bad.to_numpy()).tolist():
        findings.add("bad-crime-id", "The crime's id is no id; shown without.", row=row + 1, column="crime_id")
    return _with(table, "crime_id", pc.if_else(bad, "", ids))


def _places(table: pa.Table, findings: Findings) -> pa.Table:
    """Coordinates inside the country or null: half a position is none, and such a row has no street either."""
    lat, lng = table["latitude"].to_numpy(), table["longitude"].to_numpy()
    given = ~(np.isnan(lat) | np.isnan(lng))
    inside = (lat >= SOUTH) & (lat <= NORTH) & (lng >= WEST) & (lng <= EAST)
    for row in np.flatnonzero(given & ~inside).tolist():
        says = f"{lat[row]}, {lng[row]} lies outside the country; counted, but shown without location."
        findings.add("outside-country", says, row=row + 1)
    bad = ~(given & inside)
    if not bad.any():
        return table
    for name in ("latitude", "longitude"):
        table = _with(table, name, pa.array(table[name].to_numpy(), mask=bad))
    for name in {"street", "location_type"} & set(table.column_names):
        text = coded(table[name])
        emptied = np.where(bad, len(text.values), text.codes)
        table = _with(table, name, type(text)([*text.values, ""], emptied).each(str).array())
    return table


def _labelled(table: pa.Table) -> pa.Table:
    """Rows with an invented place say so in context and street, even if their source forgot."""
    imputed = table["imputed"].to_numpy()
    if not imputed.any():
        return table
    for name, label in (("context", IMPUTED), ("street", "{} (imputed)")):
        text = coded(table[name])
        said = [
            value if "imputed" in value.lower() or (not value and name == "street") else label.format(value)
            for value in text.values
        ]
        number = np.where(imputed, text.codes + len(text.values), text.codes)
        table = _with(table, name, type(text)([*text.values, *said], number).each(str).array())
    return table


def _with(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
