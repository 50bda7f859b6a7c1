"""The snap points of one month: which of them lie in a circle, in a polygon, nearest to a point.

Points lie along a curve in blocks of 64 with a bounding box each; a question looks at boxes first and measures only
the points in the boxes it meets.
"""

from dataclasses import dataclass

import numpy as np

from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.outline import Outline

BLOCK = 64
EARTH_RADIUS = 6_371_008.8  # metres, mean radius (2a+b)/3 of WGS84, as geodesy's R1
MILE = 1_609.344
WIDENING = (200, 2_000, 20_000, 0)  # metres to look for the nearest in; 0, everywhere
GRACE = 0.001  # metres: a point exactly on the edge is inside, whatever the last bits say


def boxes_of(micro: Ints) -> Ints:
    """Bounding boxes (south, west, north, east) of each block of (n, 2) latitude, longitude."""
    firsts = np.arange(0, len(micro), BLOCK)
    if not len(firsts):
        return np.empty((0, 4), np.int32)
    return np.hstack([np.minimum.reduceat(micro, firsts), np.maximum.reduceat(micro, firsts)])


def metres_between(lat: float, lng: float, lats: np.ndarray, lngs: np.ndarray) -> np.ndarray:
    """Great-circle distances in metres by the haversine formula; degrees in."""
    p, q = np.radians(lat), np.radians(lats)
    half = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(np.radians(lngs - lng) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


@dataclass(frozen=True)
class Places:
    """micro: (n, 2) int32 latitude and longitude times 10**6 in curve order; boxes: see boxes_of."""

    micro: Ints
    boxes: Ints

    def near(self, lat: float, lng: float, metres: float = MILE) -> Ints:
        """Positions, ascending, of the points at most `metres` away on the great circle, edge included."""
        angle = (metres + GRACE) / EARTH_RADIUS
        north_south = np.degrees(angle)
        ratio = np.sin(min(angle, np.pi / 2)) / max(np.cos(np.radians(lat)), 1e-12)
        east_west = np.degrees(np.arcsin(ratio)) if ratio < 1 else 360.0
        found = self._in_box(lat - north_south, lng - east_west, lat + north_south, lng + east_west)
        points = self.micro[found] / 1e6
        return found[metres_between(lat, lng, points[:, 0], points[:, 1]) <= metres + GRACE]

    def within(self, polygon: np.ndarray | Outline) -> Ints:
        """Positions, ascending, of the points in a polygon, edge inside, by even-odd where it crosses itself.

        polygon: an outline, or (n, 2) latitude, longitude to make one of. Raises Tangled: see Outline.
        """
        outline = polygon if isinstance(polygon, Outline) else Outline(polygon)
        found = self._in_box(*outline.box)
        return found[outline.holds(self.micro[found] / 1e6)] if len(found) else found

    def nearest(self, lat: float, lng: float) -> int | None:
        """Position of the nearest point (the first of equals); None where there is no point."""
        for metres in WIDENING:
            found = self.near(lat, lng, metres) if metres else np.arange(len(self.micro))
            if len(found):
                points = self.micro[found] / 1e6
                return int(found[metres_between(lat, lng, points[:, 0], points[:, 1]).argmin()])
        return None

    def _in_box(self, south: float, west: float, north: float, east: float) -> Ints:
        """Positions of the points of every block whose box meets this one; a micro-degree is added around it."""
        low = np.floor(np.array([south, west]) * 1e6) - 1
        high = np.ceil(np.array([north, east]) * 1e6) + 1
        boxes = self.boxes
        met = (boxes[:, 0] <= high[0]) & (boxes[:, 2] >= low[0]) & (boxes[:, 1] <= high[1]) & (boxes[:, 3] >= low[1])
        blocks = np.flatnonzero(met)
        found = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        return found if not len(found) or found[-1] < len(self.micro) else found[found < len(self.micro)]
