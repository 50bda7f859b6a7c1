"""An outline drawn around snap points: which points lie in it, and how much looking that takes.

A ray from a point meets the edges that span its latitude. An honest outline has a handful of them at any latitude, a
tangle thousands: that number, summed over the points, is what an answer costs, and it is known before any is met.
"""

from functools import cached_property

import numpy as np
import shapely

MOST_MEETINGS = 20_000_000  # of a point with an edge; the slowest kind takes 25 ns, so half a second a request


class Tangled(Exception):
    """So many edges span so many points' latitudes that no answer is worked out. meetings: how many it would take."""

    def __init__(self, meetings: int) -> None:
        super().__init__(f"{meetings:,} meetings of a point and an edge; {MOST_MEETINGS:,} are worked out.")
        self.meetings = meetings


class Outline:
    """A ring of (n, 2) latitudes and longitudes, n >= 3, closed by a straight line; the first may equal the last.

    One outline may be asked about many months: what they cost together is bounded.
    """

    def __init__(self, ring: np.ndarray) -> None:
        self._ring = np.asarray(ring, float)
        self.box: tuple[float, float, float, float] = (*self._ring.min(axis=0), *self._ring.max(axis=0))
        self._met = 0

    def holds(self, points: np.ndarray) -> np.ndarray:
        """For each of (m, 2) latitudes and longitudes whether it lies inside: edge included, even-odd at crossings.

        Raises Tangled, before the work is done, when this and all asked before are more than MOST_MEETINGS.
        """
        self._met += self.meetings(points[:, 0])
        if self._met > MOST_MEETINGS:
            raise Tangled(self._met)
        inside: np.ndarray = shapely.intersects_xy(self._area, points[:, 1], points[:, 0])
        return inside

    def meetings(self, lats: np.ndarray) -> int:
        """How many pairs there are of one of these latitudes and an edge that spans it, ends included."""
        souths, norths = self._spans
        begun = np.searchsorted(souths, lats, "right").sum()
        return int(begun - np.searchsorted(norths, lats, "left").sum())

    @cached_property
    def _spans(self) -> tuple[np.ndarray, np.ndarray]:
        """Edges' southern ends and their northern ends, each sorted."""
        lats = self._ring[:, 0]
        following = np.roll(lats, -1)
        return np.sort(np.minimum(lats, following)), np.sort(np.maximum(lats, following))

    @cached_property
    def _area(self) -> shapely.Polygon:
        area = shapely.Polygon(self._ring[:, ::-1])
        shapely.prepare(area)  # its locator counts crossings of a ray exactly, also of rings that are not valid
        return area
