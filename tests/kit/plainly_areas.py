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


def slips_by_table(a: str, b: str) -> int:
    """Optimal string alignment by the textbook's table: letters added, dropped, changed, neighbours swapped."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, changed)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
