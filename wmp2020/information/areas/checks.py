"""A book of areas looked through before it is loaded: what is wrong is named, what cannot be used is left out.

Pure: a book in, a sounder book out. Nothing here knows the database.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.geometry.base import BaseGeometry

from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.findings import Findings

from .book import POSTCODES, STREETS, AreaBook, AreaRow
from .rules import COUNTRY, is_in_country

FORM = r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"


@dataclass(frozen=True)
class Sound:
    """A checked book: shapes are shapely geometries by position in `areas`, None where there is none."""

    areas: list[AreaRow]
    shapes: list[BaseGeometry | None]
    postcodes: pa.Table
    streets: pa.Table


def check(book: AreaBook, findings: Findings) -> Sound:
    """The usable part of a book; Refused when there is no area of the force, or no ward, to show."""
    for table, schema, name in ((book.postcodes, POSTCODES, "postcodes"), (book.streets, STREETS, "streets")):
        if not table.schema.equals(schema):
            raise Refused(f"The table of {name} has columns {table.schema.names}; we expected {schema.names}.")
    areas = _once(book.areas, findings)
    kinds = Counter(area.kind for area in areas if not area.ended_on)
    if kinds["force"] != 1 or not kinds["ward"]:
        raise Refused(f"A book needs one force and its wards; this one has {kinds['force']} and {kinds['ward']}.")
    shapes = [_shape(area, findings) for area in areas]
    codes = {area.code for area in areas}
    for area in areas:
        if area.parent and area.parent not in codes:
            findings.add("unknown-parent", f"{area.code} {area.name} lies in {area.parent}, which is not in the book.")
        if area.kind == "ward" and not area.lsoas:
            findings.add("ward-without-small-areas", f"{area.code} {area.name} has no small areas: no counts for it.")
    return Sound(areas, shapes, _postcodes(book.postcodes, findings), _placed(book.streets, "street", findings))


def _once(areas: list[AreaRow], findings: Findings) -> list[AreaRow]:
    """Every area once a generation: the first is kept."""
    kept: dict[tuple[str, str], AreaRow] = {}
    for row, area in enumerate(areas, 1):
        if (area.code, area.generation) in kept:
            findings.add("area-twice", f"{area.code} comes twice in generation {area.generation}; kept once.", row=row)
        elif "\0" in area.code + area.name:
            findings.add("nul-byte", f"{area.code!r} holds a NUL byte; left out.", row=row)
        else:
            kept[area.code, area.generation] = area
    return list(kept.values())


def _shape(area: AreaRow, findings: Findings) -> BaseGeometry | None:
    """The area's shape, mended when it crosses itself; None, with a finding, when it is no area on our map."""
    if area.geometry is None:
        if area.kind in ("ward", "lsoa") and not area.ended_on:
            findings.add("no-shape", f"{area.code} {area.name} has no shape: it is found by name, not by place.")
        return None
    try:
        shape = polygons(area.geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as fault:
        findings.add("broken-shape", f"The shape of {area.code} {area.name} cannot be read: {fault}")
        return None
    west, south, east, north = shape.bounds if not shape.is_empty else (0.0, 0.0, 0.0, 0.0)
    if not (is_in_country(south, west) and is_in_country(north, east)):
        findings.add(
            "shape-outside", f"The shape of {area.code} {area.name} is empty or outside the country; left out."
        )
        return None
    if not shape.is_valid:
        findings.add("shape-mended", f"The shape of {area.code} {area.name}: {shapely.is_valid_reason(shape)}; mended.")
        shape = _only_areas(shapely.make_valid(shape))
    return shape


def polygons(geometry: Mapping[str, Any]) -> BaseGeometry:
    """A GeoJSON-like Polygon or MultiPolygon as shapely; ValueError for any other kind."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {geometry['type']} is no area")
    return shapely.geometry.shape(geometry)


def _only_areas(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])


def _postcodes(table: pa.Table, findings: Findings) -> pa.Table:
    """Well-formed postcodes, once each, sorted; a position outside the country becomes none."""
    formed = pc.fill_null(pc.match_substring_regex(table["postcode"], FORM), False)
    for code in pc.filter(table["postcode"], pc.invert(formed)).to_pylist():
        findings.add("no-postcode", f"{code!r} has not the form of a postcode; left out.")
    table = table.filter(formed).sort_by("postcode")
    table = pa.table({name: pc.fill_null(table[name], "") if name in ("authority", "ward", "lsoa") else table[name]
                      for name in table.column_names}, schema=POSTCODES)  # fmt: skip
    codes = table["postcode"].combine_chunks()
    if len(codes) > 1:
        fresh = pa.concat_arrays([pa.array([True]), pc.not_equal(codes[1:], codes[:-1])])
        for code in pc.filter(codes, pc.invert(fresh)).to_pylist():
            findings.add("postcode-twice", f"{code} comes twice; kept once.")
        table = table.filter(fresh)
    return _placed(table, "postcode", findings)


def _placed(table: pa.Table, what: str, findings: Findings) -> pa.Table:
    """The table with positions outside the country taken away; a street without one is left out."""
    south, north, west, east = COUNTRY
    lat, lng = table["lat"], table["lng"]
    known = pc.and_(pc.is_valid(lat), pc.is_valid(lng))
    right = pc.and_(pc.and_(pc.greater_equal(lat, south), pc.less_equal(lat, north)),
                    pc.and_(pc.greater_equal(lng, west), pc.less_equal(lng, east)))  # fmt: skip
    right = pc.and_(known, pc.fill_null(right, False))
    wrong = pc.and_(known, pc.invert(right))
    for index in pc.indices_nonzero(wrong).to_pylist():
        row = table.slice(index, 1).to_pylist()[0]
        findings.add(f"{what}-outside", f"{row.get('postcode') or row.get('name')} at {row['lat']}, {row['lng']} "
                     "is outside the country; its position is not used.")  # fmt: skip
    if what == "street":
        named = pc.and_(right, pc.fill_null(pc.greater(pc.utf8_length(table["name"]), 0), False))
        return table.filter(pc.and_(named, pc.invert(pc.fill_null(pc.match_substring(table["name"], "\0"), True))))
    for name in ("lat", "lng"):
        at = table.column_names.index(name)
        table = table.set_column(
            at, POSTCODES.field(name), pc.if_else(right, table[name], pa.scalar(None, pa.float64()))
        )
    return table


def without_shapes(area: AreaRow) -> AreaRow:
    """The row without its geometry, small enough to be hashed and logged."""
    return replace(area, geometry=None)
