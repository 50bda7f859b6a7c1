"""JSON of many rows at once, glued from pieces: each distinct value is rendered once, Arrow joins them in bulk."""

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.crimes.coded import Coded
from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.layout import Layout
from wmp2020.information.sources import codes

FIRST_YEAR, ROWS_A_MONTH = 2010, 2_000_000  # half of a month's numbers are for crimes that only its outcomes name
# bytes: the same in every row; Distinct: by code; Array: its own in every row.
Piece: TypeAlias = "bytes | Distinct | pa.Array"


class Distinct:
    """Pieces that few rows differ in: values, and each row's number among them."""

    def __init__(self, values: Sequence[str], numbers: Ints) -> None:
        self.values, self.numbers = pa.array(values, pa.string()).cast(pa.binary()), numbers

    def of(self, low: int, high: int) -> pa.Array:
        """The rows low to high."""
        return self.values.take(pa.array(self.numbers[low:high]))


def crossed(columns: Sequence[Coded], render: Callable[..., str]) -> Distinct:
    """render(value, value, …) once for each combination of values that occurs."""
    number = np.zeros(len(columns[0].codes), np.int64)
    for column in columns:
        number = number * len(column.values) + column.codes
    found, which = np.unique(number, return_inverse=True)
    rendered = []
    for combination in found.tolist():
        values = []
        for column in reversed(columns):
            combination, code = divmod(combination, len(column.values))
            values.append(column.values[code])
        rendered.append(render(*reversed(values)))
    return Distinct(rendered, which)


def joined(pieces: Sequence[Piece], low: int, high: int) -> pa.BinaryArray:
    """JSON of rows low to high, one value a row."""
    parts: list[pa.Array | pa.Scalar] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            parts.append(pa.scalar(piece, pa.binary()))
        else:
            parts.append(piece.of(low, high) if isinstance(piece, Distinct) else piece.slice(low, high - low))
    return pc.binary_join_element_wise(*parts, pa.scalar(b"", pa.binary()))


def text(value: str | None) -> str:
    """A value as JSON; letters stay letters."""
    return json.dumps(value, ensure_ascii=False)


def crime_number(month: str, row: int = 0) -> int:
    """The id of a month's row, under 2**31 for months before 2099: ids rise with the month."""
    return ((int(month[:4]) - FIRST_YEAR) * 12 + int(month[5:]) - 1) * ROWS_A_MONTH + row


def locations(layout: Layout) -> Distinct:
    """Each row's location object, null for the rows without."""
    values = [
        f'{{"latitude":"{degrees(lat)}","street":{{"id":{street_id},"name":{text(name)}}},"longitude":"{degrees(lng)}"}}'
        for (lat, lng), street_id, name in zip(
            layout.micro.tolist(), layout.street_ids.tolist(), layout.names, strict=True
        )
    ]
    nowhere = np.full(len(layout.order) - layout.located, len(values))
    return Distinct([*values, "null"], np.concatenate([layout.place, nowhere]))


def degrees(micro: int) -> str:
    """Degrees with six decimals from degrees times 10**6."""
    return f"{'-' if micro < 0 else ''}{abs(micro) // 1_000_000}.{abs(micro) % 1_000_000:06}"


def location_type(value: str) -> str:
    """ "Force" or "BTP", null without location."""
    return text(value or None)


def crimes(month: str, rows: pa.Table, layout: Layout, columns: dict[str, Coded]) -> list[Piece]:
    """A Crime of the API, section 3 of its description, and a comma. rows and columns in the order of the layout."""
    if len(rows) > ROWS_A_MONTH // 2:
        raise ValueError(
            f"{month} has {len(rows):,} crimes; ids are for {ROWS_A_MONTH // 2:,}, twice England and Wales"
        )

    def status(context: str, code: str, when: str) -> str:
        became = f'{{"category":{text(codes.OUTCOMES[code])},"date":{text(when)}}}' if code else "null"
        return f',"context":{text(context)},"outcome_status":{became},"persistent_id":"'

    return [
        crossed(
            [columns["category"], columns["location_type"]],
            lambda slug, kind: f'{{"category":{text(slug)},"location_type":{location_type(kind)},"location":',
        ),
        locations(layout),
        crossed([columns["context"], columns["outcome"], columns["outcome_month"]], status),
        _binary(rows["crime_id"]),
        b'","id":',
        _numbers(np.arange(len(rows)) + crime_number(month)),
        crossed(
            [columns["location_subtype"]], lambda kind: f',"location_subtype":{text(kind)},"month":{text(month)}}},'
        ),
    ]


def outcomes(rows: pa.Table, layout: Layout, columns: dict[str, Coded]) -> list[Piece]:
    """An Outcome of the API and a comma; its crime has no outcome_status. number: the crime's id."""

    def head(code: str, date: str, slug: str, kind: str) -> str:
        return (
            f'{{"category":{{"code":{text(code)},"name":{text(codes.OUTCOMES[code])}}},"date":{text(date)},'
            f'"person_id":null,"crime":{{"category":{text(slug)},"location_type":{location_type(kind)},"location":'
        )

    return [
        crossed([columns[name] for name in ("outcome", "outcome_month", "category", "location_type")], head),
        locations(layout),
        b',"context":"","persistent_id":"',
        _binary(rows["crime_id"]),
        b'","id":',
        _numbers(rows["number"].to_numpy()),
        crossed([columns["crime_month"]], lambda month: f',"location_subtype":"","month":{text(month)}}}}},'),
    ]


def stops(rows: pa.Table, layout: Layout) -> list[Piece]:
    """A Stop of the API and a comma, row by row: stops are few."""
    where = locations(layout)
    places = where.of(0, len(rows)).cast(pa.string()).to_pylist()
    made = [_stop(row, place) for row, place in zip(rows.to_pylist(), places, strict=True)]
    return [pa.array(made, pa.string()).cast(pa.binary())]


def _stop(row: dict[str, object], place: str) -> str:
    outcome, code = row["outcome"], row["outcome_code"] or ""
    told: dict[str, object] = {
        "age_range": row["age_range"] or None,
        "outcome": outcome,
        "involved_person": row["type"] != "Vehicle search",
        "self_defined_ethnicity": row["self_defined_ethnicity"] or None,
        "gender": row["gender"] or None,
        "legislation": row["legislation"] or None,
        "outcome_linked_to_object_of_search": row["linked"],
        "datetime": row["at"],
        "removal_of_more_than_outer_clothing": row["removal"],
        "outcome_object": {"id": code, "name": outcome or ""},
        "operation": row["operation"],
        "officer_defined_ethnicity": row["officer_defined_ethnicity"] or None,
        "type": row["type"],
        "operation_name": row["operation_name"] or None,
        "object_of_search": row["object_of_search"] or None,
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f'{body[:-1]},"location":{place}}},'


def _binary(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks().cast(pa.binary())


def _numbers(values: np.ndarray) -> pa.Array:
    return pa.array(values).cast(pa.string()).cast(pa.binary())
