"""The book of places made of what ons fetched: councils dissolved from small areas, wards with their own outlines.

Quirks: DOTERM is empty or YYYYMM; a postcode without position stands at 99.999999 north; the columns of councils and
wards are renamed with each edition.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from shapely.geometry import shape

from wmp2020.information.areas import POSTCODES, AreaBook, AreaRow, Force
from wmp2020.information.sources import ons
from wmp2020.information.sources.gathering import BEST_FIT, dissolved, gathered, streets
from wmp2020.information.sources.schemas import table
from wmp2020.plumbing.findings import Findings


def read(folder: Path, force: Force, points: Iterable[pa.Table], findings: Findings) -> AreaBook:
    """The book: force, councils, wards of 2024, LSOAs of 2021; postcodes; streets of the points (tables of CRIMES)."""
    residents = json.loads((folder / "residents.json").read_bytes())["residents"]
    shapes = {ons.value(f["properties"], "LSOA21CD"): f["geometry"] for f in ons.features(folder, "lsoas")}
    small: dict[str, AreaRow] = {}
    fit: dict[tuple[str, str, str], list[AreaRow]] = defaultdict(list)
    for row in ons.properties(folder, "lookup"):
        code, council = ons.value(row, "LSOA21CD"), ons.value(row, "LAD__CD")
        if code not in residents or code not in shapes:
            findings.add("area-without-figures", f"{code} lacks residents or a boundary", file="ons")
        small[code] = AreaRow(
            code, ons.value(row, "LSOA21NM"), "lsoa", "2021", council,
            residents=residents.get(code), residents_year=2021,
            area_km2=_square_kilometres(shapes.get(code)), lsoas=(code,), geometry=shapes.get(code),
        )  # fmt: skip
        fit[ons.value(row, "WD__CD"), ons.value(row, "WD__NM"), council].append(small[code])
    outlines = {ons.value(f["properties"], "WD__CD"): f["geometry"] for f in ons.features(folder, "wards")}
    caveats = ("Residents are those of the small areas that fit the ward best (census 2021).",)
    every = list(small.values())
    areas = [AreaRow(force.area_code, force.area_name, "force", "2024", geometry=dissolved(every), **gathered(every))]
    for council, name in force.authorities.items():
        parts = [a for a in every if a.parent == council]
        areas.append(
            AreaRow(council, name, "authority", "2024", force.area_code, geometry=dissolved(parts), **gathered(parts))
        )
    areas += [
        AreaRow(
            code, name, "ward", "2024", council, geometry=outlines.get(code) or dissolved(parts),
            geometry_note="" if code in outlines else BEST_FIT, caveats=caveats, **gathered(parts),
        )
        for (code, name, council), parts in sorted(fit.items())
    ]  # fmt: skip
    located = (t.filter(pc.is_valid(t["latitude"])) for t in points)
    columns = ("street", "latitude", "longitude", "lsoa")
    named = {row for t in located for row in zip(*(t[c].to_pylist() for c in columns), strict=True)}
    return AreaBook(force.id, [*areas, *every], _postcodes(folder), streets(sorted(named)), ons.NOTES)


def _square_kilometres(geometry: Mapping[str, Any] | None) -> float | None:
    """Area on a flat earth at the shape's middle; within 0.5 % in England for an area of some kilometres."""
    if geometry is None:
        return None
    outline = shape(geometry)
    return round(outline.area * 111.32 * 111.32 * math.cos(math.radians(outline.centroid.y)), 4)


def _postcodes(folder: Path) -> pa.Table:
    rows = ons.properties(folder, "postcodes")
    places = [(_degrees(r, "LAT", 49, 61), _degrees(r, "LONG", -9, 2.5)) for r in rows]
    ends = [ons.value(r, "DOTERM") for r in rows]
    return table(
        POSTCODES, len(rows), nullable=("ended",), postcode=pa.array([ons.value(r, "PCDS") for r in rows], pa.string()),
        lat=pa.array([lat if lng is not None else None for lat, lng in places], pa.float64()),
        lng=pa.array([lng if lat is not None else None for lat, lng in places], pa.float64()),
        authority=pa.array([ons.value(r, "LAD__CD") for r in rows], pa.string()),
        ward=pa.array([ons.value(r, "WD__CD") for r in rows], pa.string()),
        lsoa=pa.array([ons.value(r, "LSOA21CD") for r in rows], pa.string()),
        live=pa.array([not end for end in ends], pa.bool_()),
        ended=pa.array([f"{end[:4]}-{end[4:6]}" if len(end) >= 6 else None for end in ends], pa.string()),
    )  # fmt: skip


def _degrees(row: Mapping[str, Any], name: str, low: float, high: float) -> float | None:
    try:
        value = float(ons.value(row, name))
    except ValueError:
        return None
    return value if low < value < high else None
