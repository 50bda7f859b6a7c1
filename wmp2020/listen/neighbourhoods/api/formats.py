"""The same rows as GeoJSON (RFC 7946) and as CSV with the columns of data.police.uk's monthly archive."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wmp2020.information.crimes import Hits
from wmp2020.information.sources import codes
from wmp2020.listen.neighbourhoods.api.call import Call, as_json

Row = dict[str, Any]
NO_LOCATION = "No Location"
BTP = "btp"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


@dataclass(frozen=True)
class Published:
    """What a row's publisher said that its JSON leaves out: force, and small area by code and name; "" when nothing."""

    force: str = ""
    lsoa: str = ""
    lsoa_name: str = ""


@dataclass(frozen=True)
class Rows:
    """One kind of row: where its place stands, its CSV columns, and how a row fills them."""

    place: Callable[[Row], Row | None]
    columns: tuple[str, ...]
    cells: Callable[[Row, Published], Sequence[Any]]


def geojson(rows: Rows, found: Sequence[Hits], call: Call) -> bytes:
    """A FeatureCollection; a row without location keeps a null geometry, its other keys are the properties."""
    features = [_feature(row, rows.place(row)) for hits in found for row in hits.rows()]
    return as_json({"type": "FeatureCollection", "features": features})


def _feature(row: Row, place: Row | None) -> Row:
    geometry = None
    if place is not None:
        geometry = {"type": "Point", "coordinates": [float(place["longitude"]), float(place["latitude"])]}
    feature: Row = {"type": "Feature", "geometry": geometry, "properties": row}
    return feature if "id" not in row else feature | {"id": row["id"]}


def csv_(rows: Rows, found: Sequence[Hits], call: Call) -> bytes:
    """CSV with one header row and CRLF, as RFC 4180 has it; text that a spreadsheet would run is quoted with a '."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(rows.columns)
    for hits in found:
        for row, published in zip(hits.rows(), _published(hits, call), strict=True):
            writer.writerow([_safe(cell) for cell in rows.cells(row, published)])
    return table.getvalue().encode()


def _published(hits: Hits, call: Call) -> Iterator[Published]:
    table = hits.table()
    if table is None:
        return
    atlas = call.atlas
    names = {atlas.force.id: atlas.force.name, BTP: "British Transport Police"}
    forces = table["force"].to_pylist()
    lsoas = table["lsoa"].to_pylist() if "lsoa" in table.column_names else [""] * len(forces)
    for force, lsoa in zip(forces, lsoas, strict=True):
        area = atlas.area(lsoa) if lsoa else None
        yield Published(names.get(force, force), lsoa, area.name if area else "")


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(RISKY) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _of_crime(row: Row) -> Row | None:
    return row["location"]


def _of_outcome(row: Row) -> Row | None:
    return row["crime"]["location"]


def _crime_cells(row: Row, by: Published) -> Sequence[Any]:
    status = row["outcome_status"]
    return (
        *_who(row, row["month"], by), codes.category_name(row["category"], row["month"]),
        status["category"] if status else "", row["context"],
    )  # fmt: skip


def _outcome_cells(row: Row, by: Published) -> Sequence[Any]:
    return (*_who(row["crime"], row["date"], by), row["category"]["name"])


def _stop_cells(row: Row, by: Published) -> Sequence[Any]:
    place = row["location"] or {"latitude": "", "longitude": ""}
    return (
        row["type"], row["datetime"], _truth(row["operation"]), row["operation_name"], place["latitude"],
        place["longitude"], row["gender"], row["age_range"], row["self_defined_ethnicity"],
        row["officer_defined_ethnicity"], row["legislation"], row["object_of_search"], row["outcome"],
        _truth(row["outcome_linked_to_object_of_search"]), _truth(row["removal_of_more_than_outer_clothing"]),
    )  # fmt: skip


def _who(crime: Row, month: str, by: Published) -> tuple[str, ...]:
    return crime["persistent_id"], month, by.force, by.force, *_where(crime["location"]), by.lsoa, by.lsoa_name


def _where(place: Row | None) -> tuple[str, str, str]:
    if place is None:
        return "", "", NO_LOCATION
    return place["longitude"], place["latitude"], place["street"]["name"]


def _truth(value: bool | None) -> str:
    return "" if value is None else str(value)


_WHO = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
)
CRIMES = Rows(_of_crime, (*_WHO, "Crime type", "Last outcome category", "Context"), _crime_cells)
OUTCOMES = Rows(_of_outcome, (*_WHO, "Outcome type"), _outcome_cells)
STOPS = Rows(
    _of_crime,
    (
        "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
        "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search",
        "Outcome", "Outcome linked to object of search", "Removal of more than just outer clothing",
    ),
    _stop_cells,
)  # fmt: skip
