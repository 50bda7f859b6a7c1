"""The slow, obvious twins of place questions: every row measured by itself, with arithmetic and no index."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

EARTH, MILE = 6_371_008.8, 1_609.344


def metres(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lng - lng) / 2) ** 2
    return 2 * EARTH * math.asin(min(1, math.sqrt(half)))


def place(row: dict[str, Any]) -> tuple[float, float] | None:
    """A row's latitude and longitude."""
    location = row.get("crime", row)["location"]
    return (float(location["latitude"]), float(location["longitude"])) if location else None


def near(rows: Sequence[dict[str, Any]], lat: float, lng: float) -> list[dict[str, Any]]:
    """Rows at most a mile away, edge included."""
    return [row for row in rows if (at := place(row)) and metres(lat, lng, *at) <= MILE + 0.001]


def within(rows: Sequence[dict[str, Any]], ring: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """Rows inside a ring of latitudes and longitudes, by even-odd, edge included, in exact fractions."""
    return [row for row in rows if (at := place(row)) and inside(at, ring)]


def inside(at: tuple[float, float], ring: Sequence[tuple[float, float]]) -> bool:
    """Count the edges that a ray to the east crosses; a point on an edge is inside."""
    y, x = map(Fraction, at)
    odd = False
    for (y1, x1), (y2, x2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        y1, x1, y2, x2 = map(Fraction, (y1, x1, y2, x2))
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            odd = not odd
    return odd
