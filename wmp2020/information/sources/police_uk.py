"""data.police.uk: the CSV files of its monthly archive, and what is wrong with them.

Layout: `2024-01/2024-01-west-midlands-street.csv`, `-outcomes.csv`, `-stop-and-search.csv`. Quirks: anti-social
behaviour has neither id nor outcome; "No Location" stands for none; the street file gives the latest outcome without
its month; the outcomes file's Month is the outcome's; stops carry a time with offset, midnight often means unknown;
"Offender given penalty notice" lacks its article (2016 on). Fetching is in police_uk_archive.
"""

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.sources import codes, text_columns
from wmp2020.information.sources.schemas import CRIMES, OUTCOMES, STOPS, table
from wmp2020.information.sources.text_columns import TextColumns
from wmp2020.plumbing.findings import Findings

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
PLACE: dict[str, tuple[str, ...]] = {
    "Longitude": ("Lng", "Long", "Lon"),
    "Latitude": ("Lat",),
    "Location": ("Street", "Street name"),
    "LSOA code": ("LSOA", "LSOA21CD", "LSOA11CD", "LSOA code 2021", "LSOA code 2011"),
}
STREET = {
    "Crime ID": ("ID", "Persistent ID"),
    "Month": ("Date",),
    **PLACE,
    "Crime type": ("Category", "Crime category"),
    "Last outcome category": ("Outcome", "Last outcome", "Outcome type"),
}
OUTCOME = {
    "Crime ID": ("ID", "Persistent ID"),
    "Month": ("Date", "Outcome month"),
    **PLACE,
    "Outcome type": ("Outcome", "Outcome category"),
}
STOP: dict[str, tuple[str, ...]] = {
    "Type": (), "Date": ("Datetime",), "Part of a policing operation": ("Operation",),
    "Policing operation": ("Operation name",), "Latitude": ("Lat",), "Longitude": ("Lng", "Long", "Lon"), "Gender": (),
    "Age range": (), "Self-defined ethnicity": (), "Officer-defined ethnicity": (), "Legislation": (),
    "Object of search": (), "Outcome": (), "Outcome linked to object of search": (),
    "Removal of more than just outer clothing": ("Removal of more than outer clothing",),
}  # fmt: skip
WEST, SOUTH, EAST, NORTH = -8.7, 49.8, 1.8, 60.9  # the United Kingdom


def is_month(text: object) -> bool:
    """True for "YYYY-MM"."""
    return isinstance(text, str) and re.fullmatch(MONTH, text) is not None


def street(text: bytes, *, file: str, month: str, force: str, findings: Findings) -> pa.Table:
    """A street file as CRIMES; month "" takes each row's own. Rows of no category or another month are left out.

    A position outside the country is dropped and the crime kept without location; an unknown outcome likewise.
    """
    rows = text_columns.read(text, file=file, needs=STREET, may_have=("Context",), findings=findings)
    if rows is None:
        return CRIMES.empty_table()
    rows = _known(_in_month(rows, month, findings), "Crime type", codes.category_slug, "unknown-category", findings)
    latitude, longitude, located = _positions(rows, findings)
    _strangers_to_their_scheme(rows, findings)
    return table(
        CRIMES, len(rows), month=rows["Month"], crime_id=_ids(rows, findings), latitude=latitude, longitude=longitude,
        street=_where(located, rows["Location"]), lsoa=_lsoas(rows, findings),
        category=_mapped(rows["Crime type"], lambda name: codes.category_slug(name) or ""),
        outcome=_outcomes(rows, "Last outcome category", findings), force=force,
        location_type=_where(located, "BTP" if force == "btp" else "Force"),
        location_subtype=_where(located, "STATION" if force == "btp" else ""), context=rows["Context"],
    )  # fmt: skip


def outcomes(text: bytes, *, file: str, month: str, force: str, findings: Findings) -> pa.Table:
    """An outcomes file as OUTCOMES. Its Month is the outcome's; crime month and category are not in it."""
    rows = text_columns.read(text, file=file, needs=OUTCOME, findings=findings)
    if rows is None:
        return OUTCOMES.empty_table()
    rows = _known(_in_month(rows, month, findings), "Outcome type", codes.outcome_code, "unknown-outcome", findings)
    latitude, longitude, located = _positions(rows, findings)
    return table(
        OUTCOMES, len(rows), crime_id=_ids(rows, findings), outcome_month=rows["Month"],
        outcome=_mapped(rows["Outcome type"], lambda name: codes.outcome_code(name) or ""), force=force,
        latitude=latitude, longitude=longitude, street=_where(located, rows["Location"]), lsoa=_lsoas(rows, findings),
    )  # fmt: skip


def stops(text: bytes, *, file: str, month: str, force: str, findings: Findings) -> pa.Table:
    """A stop-and-search file as STOPS. Rows without a readable time in the month are left out."""
    rows = text_columns.read(text, file=file, needs=STOP, findings=findings)
    if rows is None:
        return STOPS.empty_table()
    timed = _matches(
        rows["Date"], r"^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d([+-]\d\d:\d\d|Z)$"
    )
    rows = _without(
        rows, ~timed, "malformed-date", "The time “{}” cannot be read; the row is left out.", "Date", findings
    )
    away = ~np.asarray(pc.starts_with(rows["Date"], month).to_numpy(zero_copy_only=False), dtype=bool)
    rows = _without(rows, away, "wrong-month", f"“{{}}” is not in {month}; the row is left out.", "Date", findings)
    latitude, longitude, _ = _positions(rows, findings)
    outcome = pc.if_else(
        pc.equal(pc.utf8_lower(rows["Outcome"]), "false"), "", rows["Outcome"]
    )  # nothing found, to 2017
    return table(
        STOPS, len(rows), nullable=("outcome",), type=rows["Type"], at=rows["Date"], force=force,
        operation=_booleans(rows, "Part of a policing operation", findings), operation_name=rows["Policing operation"],
        latitude=latitude, longitude=longitude, gender=rows["Gender"], age_range=rows["Age range"],
        self_defined_ethnicity=rows["Self-defined ethnicity"],
        officer_defined_ethnicity=rows["Officer-defined ethnicity"], legislation=rows["Legislation"],
        object_of_search=rows["Object of search"], outcome=outcome,
        outcome_code=_mapped(outcome, codes.stop_outcome_code),
        linked=_booleans(rows, "Outcome linked to object of search", findings),
        removal=_booleans(rows, "Removal of more than just outer clothing", findings),
    )  # fmt: skip


def _in_month(rows: TextColumns, month: str, findings: Findings) -> TextColumns:
    said = "“{}” is no month YYYY-MM; the row is left out."
    rows = _without(rows, ~_matches(rows["Month"], MONTH), "malformed-month", said, "Month", findings)
    if not month:
        return rows
    away = np.asarray(pc.not_equal(rows["Month"], month).to_numpy(zero_copy_only=False), dtype=bool)
    return _without(rows, away, "wrong-month", f"“{{}}” in a file of {month}; the row is left out.", "Month", findings)


def _known(
    rows: TextColumns, column: str, code: Callable[[str], str | None], kind: str, findings: Findings
) -> TextColumns:
    strange = ~_flags(rows[column], lambda name: code(name) is not None)
    return _without(rows, strange, kind, "“{}” is not in our table; the row is left out.", column, findings)


def _strangers_to_their_scheme(rows: TextColumns, findings: Findings) -> None:
    pairs = pa.table({"m": rows["Month"], "c": rows["Crime type"]}).group_by(["m", "c"]).aggregate([([], "count_all")])
    for pair in pairs.to_pylist():
        if codes.category_slug(pair["c"]) not in codes.scheme_of(pair["m"]).names:
            said = (
                f"“{pair['c']}” ({pair['count_all']:,} rows) belongs to another scheme than that of {pair['m']}; kept."
            )
            findings.add("category-of-another-scheme", said, file=rows.file, column="Crime type")


def _without(rows: TextColumns, bad: np.ndarray, kind: str, said: str, column: str, findings: Findings) -> TextColumns:
    """The rows that are not bad, each bad one a finding with its value in the sentence."""
    _tell(rows, bad, kind, said, column, findings)
    return rows.keep(~bad) if bad.any() else rows


def _tell(rows: TextColumns, bad: np.ndarray, kind: str, said: str, column: str, findings: Findings) -> None:
    for position in np.flatnonzero(bad):
        value = rows[column][int(position)].as_py()[:60]
        findings.add(kind, said.format(value), file=rows.file, row=int(rows.numbers[position]), column=column)


def _positions(rows: TextColumns, findings: Findings) -> tuple[pa.Array, pa.Array, np.ndarray]:
    """Latitudes, longitudes (null without location), and which rows have both; the impossible is told and dropped."""
    latitude, longitude = _numbers(rows["Latitude"]), _numbers(rows["Longitude"])
    given = np.asarray(pc.or_(pc.not_equal(rows["Latitude"], ""), pc.not_equal(rows["Longitude"], "")))
    inside = (latitude >= SOUTH) & (latitude <= NORTH) & (longitude >= WEST) & (longitude <= EAST)
    swapped = (longitude >= SOUTH) & (longitude <= NORTH) & (latitude >= WEST) & (latitude <= EAST)
    unread = given & (np.isnan(latitude) | np.isnan(longitude))
    _tell(
        rows,
        unread,
        "malformed-position",
        "The latitude “{}” or its longitude cannot be read; position dropped.",
        "Latitude",
        findings,
    )
    _tell(
        rows,
        given & swapped,
        "swapped-position",
        "Latitude “{}” and longitude look swapped; position dropped.",
        "Latitude",
        findings,
    )
    outside = given & ~inside & ~swapped & ~unread
    _tell(
        rows,
        outside,
        "outside-the-country",
        "Latitude “{}” and its longitude lie outside the country; position dropped.",
        "Latitude",
        findings,
    )
    return pa.array(latitude, mask=~inside), pa.array(longitude, mask=~inside), inside


def _numbers(texts: pa.Array) -> np.ndarray:
    """Decimal numbers, NaN for anything else."""
    plain = pc.match_substring_regex(texts, r"^[+-]?\d{1,8}(\.\d{1,30})?$")
    return np.asarray(pc.if_else(plain, texts, pa.scalar(None, pa.string())).cast(pa.float64()).fill_null(np.nan))


def _ids(rows: TextColumns, findings: Findings) -> pa.Array:
    well = _matches(rows["Crime ID"], r"^([0-9a-fA-F]{64})?$")
    _tell(
        rows,
        ~well,
        "malformed-id",
        "“{}” is no crime id of 64 hexadecimal digits; kept without id.",
        "Crime ID",
        findings,
    )
    ids = _where(well, rows["Crime ID"])
    given = ids.filter(pc.not_equal(ids, ""))
    repeats = len(given) - pc.count_distinct(given).as_py()
    if repeats:
        findings.add("repeated-id", f"{repeats:,} rows repeat a crime id; kept.", file=rows.file, column="Crime ID")
    return ids


def _lsoas(rows: TextColumns, findings: Findings) -> pa.Array:
    well = _matches(rows["LSOA code"], r"^([EWSN9][0-9A-Z]{8})?$")
    _tell(rows, ~well, "malformed-lsoa", "“{}” is no area code; left empty.", "LSOA code", findings)
    return _where(well, rows["LSOA code"])


def _outcomes(rows: TextColumns, column: str, findings: Findings) -> pa.Array:
    strange = ~_flags(rows[column], lambda name: not name or codes.outcome_code(name) is not None)
    _tell(
        rows,
        strange,
        "unknown-outcome",
        "“{}” is not in our table; the crime is kept without outcome.",
        column,
        findings,
    )
    return _mapped(rows[column], lambda name: codes.outcome_code(name) or "")


def _booleans(rows: TextColumns, column: str, findings: Findings) -> pa.Array:
    known = {"true": True, "false": False, "": None}
    strange = ~_flags(rows[column], lambda text: text.casefold() in known)
    _tell(rows, strange, "malformed-yes-no", "“{}” is neither True nor False; left unknown.", column, findings)
    coded = rows[column].dictionary_encode()
    values = [known.get(text.casefold()) for text in coded.dictionary.to_pylist()]
    return pa.array(values, pa.bool_()).take(coded.indices)


def _mapped(texts: pa.Array, to: Callable[[str], str]) -> pa.Array:
    coded = texts.dictionary_encode()
    return pa.array([to(text) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _flags(texts: pa.Array, test: Callable[[str], bool]) -> np.ndarray:
    coded = texts.dictionary_encode()
    answers = np.array([test(text) for text in coded.dictionary.to_pylist()], dtype=bool)
    return answers[np.asarray(coded.indices)] if len(coded) else np.zeros(0, dtype=bool)


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    return np.asarray(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False), dtype=bool)


def _where(mask: np.ndarray, texts: pa.Array | str) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(texts) if isinstance(texts, str) else texts, "")
