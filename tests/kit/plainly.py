"""Slow, obvious twins of the archive's clever questions."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from wmp2020.information.sources import codes

Row = Mapping[str, Any]
EARTH_RADIUS = 6_371_008.8


def metres(lat: float, lng: float, lat2: float, lng2: float) -> float:
    """Great-circle distance by the cross and dot product of two unit vectors: another road than haversine's."""
    a, b = _vector(lat, lng), _vector(lat2, lng2)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    return EARTH_RADIUS * math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(a, b, strict=True)))


def _vector(lat: float, lng: float) -> tuple[float, float, float]:
    p, q = math.radians(lat), math.radians(lng)
    return math.cos(p) * math.cos(q), math.cos(p) * math.sin(q), math.sin(p)


def near(rows: Iterable[Row], lat: float, lng: float, within: float) -> list[Row]:
    """Rows at most `within` metres away, one after the other."""
    return [r for r in rows if r["latitude"] is not None and metres(lat, lng, r["latitude"], r["longitude"]) <= within]


def inside(lat: float, lng: float, ring: Sequence[tuple[float, float]]) -> bool:
    """Even-odd, edge inside, in exact fractions; ring of (lat, lng), closed by a straight line."""
    y, x = Fraction(lat), Fraction(lng)
    corners = [(Fraction(float(b)), Fraction(float(a))) for a, b in ring]
    odd = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def within(rows: Iterable[Row], ring: Sequence[tuple[float, float]]) -> list[Row]:
    """Rows in the polygon, one after the other."""
    return [r for r in rows if r["latitude"] is not None and inside(r["latitude"], r["longitude"], ring)]


def series(rows: Iterable[Row], lsoas: Iterable[str]) -> Counter[tuple[str, str]]:
    """(month, category) to crimes in the small areas, imputed ones left out."""
    areas = set(lsoas)
    return Counter((r["month"], r["category"]) for r in rows if r["lsoa"] in areas and not r["imputed"])


def crime(row: Row, number: int, street_id: int | None) -> bytes:
    """A row of CRIMES as a Crime of the API, by the standard library."""
    located = row["latitude"] is not None
    place = {
        "latitude": f"{row['latitude']:.6f}",
        "street": {"id": street_id, "name": row["street"]},
        "longitude": f"{row['longitude']:.6f}",
    } if located else None  # fmt: skip
    told = {"category": codes.OUTCOMES[row["outcome"]], "date": row["outcome_month"]} if row["outcome"] else None
    shape = {
        "category": row["category"], "location_type": row["location_type"] or None, "location": place,
        "context": row["context"], "outcome_status": told, "persistent_id": row["crime_id"], "id": number,
        "location_subtype": row["location_subtype"], "month": row["month"],
    }  # fmt: skip
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()
