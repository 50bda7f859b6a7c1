"""Shapes light enough to send: simplified together, so that neighbours share a border; for drawing, not for deciding.

As GeoJSON for a map in the browser, and as SVG paths for one that needs no script.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .atlases import Area

METRE = 1 / 111_320  # of latitude, in degrees


def simplified(areas: Sequence[Area], *, metres: float = 25.0) -> dict[str, BaseGeometry]:
    """Shape by code with about `metres` of detail, coordinates to five decimals; areas without a shape are left out."""
    held = [area for area in areas if area.geometry is not None]
    if not held:
        return {}
    shapes = shapely.coverage_simplify([area.geometry for area in held], metres * METRE)
    return {area.code: shape for area, shape in zip(held, shapes, strict=True) if not shape.is_empty}


def feature(area: Area, shape: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature with the area's code, name and address, and what else is given."""
    told = {"code": area.code, "name": area.name, "href": area.url, **properties}
    return {"type": "Feature", "properties": told, "geometry": geojson(shape)}


def geojson(shape: BaseGeometry) -> dict[str, Any]:
    """The geometry as GeoJSON, five decimals (a metre)."""
    rounded = shapely.transform(shape, lambda at: np.round(at, 5))
    return dict(shapely.geometry.mapping(rounded))


def bounds(shapes: Iterable[BaseGeometry]) -> list[float]:
    """[west, south, east, north] of all shapes, five decimals."""
    return [round(float(at), 5) for at in shapely.total_bounds(list(shapes))]


@dataclass(frozen=True)
class Paths:
    """SVG path data by code in a box of `width` by `height` units, north up, longitude narrowed by latitude.

    middles: the centre of the largest circle inside each shape, for its name.
    """

    width: int
    height: int
    paths: Mapping[str, str]
    middles: Mapping[str, tuple[float, float]]


def paths(shapes: Mapping[str, BaseGeometry], *, width: int = 640) -> Paths:
    """Shapes as SVG path data, whole units and relative steps, so that 192 wards take some 20 KB."""
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    narrow = cos(radians((south + north) / 2))
    scale = (width - 2) / ((east - west) * narrow)
    to_box = np.array([narrow * scale, -scale])
    corner = np.array([west, north])

    def boxed(at: Any) -> Any:
        return (at - corner) * to_box + 1

    drawn = {code: _path(shape, boxed) for code, shape in shapes.items()}
    middles = {code: _middle(shape, boxed) for code, shape in shapes.items()}
    return Paths(width, int((north - south) * scale) + 2, drawn, middles)


def _middle(shape: BaseGeometry, to_box: Any) -> tuple[float, float]:
    circle = shapely.maximum_inscribed_circle(shape, tolerance=0.005)
    x, y = to_box(shapely.get_coordinates(circle)[0]).tolist()
    return round(x, 1), round(y, 1)


def _path(shape: BaseGeometry, to_box: Any) -> str:
    said = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        at = np.round(to_box(shapely.get_coordinates(ring)) * 2).astype(int)  # half units
        steps = np.diff(at, axis=0)
        steps = steps[np.any(steps != 0, axis=1)][:-1]
        if len(steps) < 2:
            continue
        said.append(f"M{_half(at[0])}l{' '.join(_half(step) for step in steps)}z")
    return "".join(said)


def _half(pair: Any) -> str:
    return " ".join(f"{value / 2:g}" for value in pair)
