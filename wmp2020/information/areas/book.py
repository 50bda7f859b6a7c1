"""The book of areas: what a source knows about places, as plain values, before it is loaded.

Sources write one, `areas.load` reads it. Nothing here knows Django. Geometry is a GeoJSON-like mapping in WGS84,
longitude first; everything else that carries both says latitude and longitude by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Kind = Literal["force", "authority", "ward", "msoa", "lsoa"]

POSTCODES = pa.schema(
    [
        ("postcode", pa.string()),  # "B1 1AA": one space before the last three characters
        ("lat", pa.float64()),  # null when the publisher gives no position
        ("lng", pa.float64()),
        ("authority", pa.string()),  # ONS code, "" when unknown
        ("ward", pa.string()),
        ("lsoa", pa.string()),
        ("live", pa.bool_()),
        ("ended", pa.string()),  # "YYYY-MM", null while live or when the month is unknown
    ]
)
STREETS = pa.schema(
    [
        ("name", pa.string()),
        ("lat", pa.float64()),
        ("lng", pa.float64()),
        ("lsoa", pa.string()),
    ]  # one row per name and place
)


@dataclass(frozen=True)
class SourceNote:
    """One publication used, as shown wherever its numbers are shown. months is empty when time plays no part."""

    name: str
    publisher: str
    licence: str
    url: str
    months: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class AreaRow:
    """One area of one generation.

    lsoas are the small areas that make it (the area itself for kind "lsoa"); where they do not nest they are the
    publisher's best fit and geometry_note or caveats say so. Areas aggregated from small areas take the residents'
    weighted mean of their deprivation scores and no decile of their own.
    """

    code: str
    name: str
    kind: Kind
    generation: str  # "2024", "2021", … : never join two generations without a stated best fit
    parent: str = ""  # code of the authority it lies in; of the force for an authority; "" for the force
    residents: int | None = None
    residents_year: int | None = None
    households: int | None = None
    area_km2: float | None = None
    imd_score: float | None = None
    imd_decile: int | None = None  # 1 = most deprived tenth in England
    imd_year: int | None = None
    lsoas: tuple[str, ...] = ()
    geometry: Mapping[str, Any] | None = None
    geometry_note: str = ""
    caveats: tuple[str, ...] = ()
    ended_on: str | None = None  # "YYYY-MM-DD" or "YYYY" of an area no longer in force


@dataclass(frozen=True)
class AreaBook:
    """Everything one source knows about one force's places; tables have the schemas POSTCODES and STREETS."""

    force_id: str
    areas: list[AreaRow]
    postcodes: pa.Table
    streets: pa.Table
    sources: tuple[SourceNote, ...] = ()
