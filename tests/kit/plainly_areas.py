"""The slow, obvious twins of the areas desk."""

from collections.abc import Iterable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry


def covering(polygons: Sequence[BaseGeometry], lats: Iterable[float], lngs: Iterable[float]) -> list[int]:
    """For each point the first polygon that covers it, by asking one after the other; -1 for none."""
    found = []
    for lat, lng in zip(lats, lngs, strict=True):
        point = shapely.Point(lng, lat)
        found.append(next((i for i, polygon in enumerate(polygons) if polygon.covers(point)), -1))
    return found
