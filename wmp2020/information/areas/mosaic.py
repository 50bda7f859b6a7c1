"""Which of many polygons covers a point, for one point or a million, exactly.

The border rule, here and nowhere else: a point belongs to the polygon that covers it, its border included; where
several do, the lowest position wins. Polygons are handed over sorted by code, so that is the lowest code.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

NOWHERE, BORDER = -1, -2
MANY = 20_000  # points from which drawing the raster (about a second, once) pays
CELLS = 4_000_000
NEAR = 1e-6  # of a cell: far above rounding, far below anything measured

Positions = NDArray[np.int32]
Floats = NDArray[np.float64]


class Mosaic:
    """Polygons in WGS84 (longitude first), asked by latitude and longitude. Positions are those of the input."""

    def __init__(self, polygons: Sequence[BaseGeometry | None]):
        self.polygons = np.array([p if p is not None else shapely.Polygon() for p in polygons], dtype=object)
        self.tree = shapely.STRtree(self.polygons)

    def at(self, lat: float, lng: float) -> int:
        """The position covering one point, or -1."""
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            return NOWHERE
        hits = self.tree.query(shapely.Point(lng, lat), predicate="intersects")  # for a point: covered by
        return int(hits.min()) if len(hits) else NOWHERE

    def positions(self, lats: Floats, lngs: Floats) -> Positions:
        """The position covering each point, -1 for none; arrays of equal length. Equal to `at` point by point."""
        lats, lngs = np.asarray(lats, np.float64), np.asarray(lngs, np.float64)
        if lats.shape != lngs.shape or lats.ndim != 1:
            raise ValueError("Latitudes and longitudes must be two flat arrays of one length.")
        if len(lats) < MANY or not len(self.polygons):
            return self._exactly(lats, lngs)
        found = self._raster.look_up(lats, lngs)
        unsure = np.flatnonzero(found == BORDER)
        found[unsure] = self._exactly(lats[unsure], lngs[unsure])
        return found

    def _exactly(self, lats: Floats, lngs: Floats) -> Positions:
        """By a tree of the points asked with each polygon: a polygon is prepared once, not once a point."""
        found = np.full(len(lats), NOWHERE, np.int32)
        there = np.flatnonzero(np.isfinite(lats) & np.isfinite(lngs))
        points = shapely.STRtree(shapely.points(lngs[there], lats[there]))
        polygon, point = points.query(self.polygons, predicate="intersects")
        order = np.argsort(-polygon, kind="stable")  # the lowest is written last and stays
        found[there[point[order]]] = polygon[order]
        return found

    @cached_property
    def _raster(self) -> "Raster":
        return Raster(self)


class Raster:
    """A grid over the polygons: cells that no border touches know their answer, the others say BORDER."""

    def __init__(self, mosaic: Mosaic):
        west, south, east, north = shapely.total_bounds(mosaic.polygons)
        width, height = max(east - west, 1e-6), max(north - south, 1e-6)
        ratio = width * 0.6 / height  # a degree of longitude is about 0.6 of one of latitude here
        self.rows = max(int((CELLS / ratio) ** 0.5), 1) + 2
        self.columns = max(int(CELLS / self.rows), 1) + 2
        self.step = width / (self.columns - 2), height / (self.rows - 2)
        self.origin = west - self.step[0], south - self.step[1]  # a margin of one empty cell all round
        cells = np.full((self.rows, self.columns), NOWHERE, np.int16)
        cells[self._touched(mosaic.polygons)] = BORDER
        self._fill(cells, mosaic)
        self.cells = cells.ravel()

    def look_up(self, lats: Floats, lngs: Floats) -> Positions:
        """The answer of each point's cell: a position, NOWHERE, or BORDER."""
        with np.errstate(invalid="ignore"):
            x, y = (lngs - self.origin[0]) / self.step[0], (lats - self.origin[1]) / self.step[1]
            inside = (x >= 0) & (x < self.columns) & (y >= 0) & (y < self.rows)
            cell = np.where(inside, y, 0).astype(np.int32) * self.columns + np.where(inside, x, 0).astype(np.int32)
        return np.where(inside, self.cells[cell], NOWHERE).astype(np.int32)

    def _touched(self, polygons: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows and columns of every cell that a border meets: borders are cut at the grid's lines and each piece marks
        the cell of its middle, and the neighbour too when the middle is within NEAR of a line."""
        coords, ring = shapely.get_coordinates(
            shapely.get_rings(shapely.get_parts(polygons)), return_index=True
        )  # fmt: skip
        u = (coords - self.origin) / self.step
        same = ring[1:] == ring[:-1]
        a, b = u[:-1][same], u[1:][same]
        cuts = [np.zeros(len(a)), np.ones(len(a))]
        which = [np.arange(len(a))] * 2
        for axis in (0, 1):
            low = np.ceil(np.minimum(a[:, axis], b[:, axis])).astype(np.int64)
            count = np.maximum(np.floor(np.maximum(a[:, axis], b[:, axis])).astype(np.int64) - low + 1, 0)
            segment = np.repeat(np.arange(len(a)), count)
            line = low[segment] + np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
            with np.errstate(divide="ignore", invalid="ignore"):
                cut = (line - a[segment, axis]) / (b[segment, axis] - a[segment, axis])
            cuts.append(np.clip(np.nan_to_num(cut), 0, 1))
            which.append(segment)
        t, s = np.concatenate(cuts), np.concatenate(which)
        order = np.lexsort((t, s))
        t, s = t[order], s[order]
        pieces = s[1:] == s[:-1]
        middle, s = ((t[1:] + t[:-1]) / 2)[pieces], s[1:][pieces]
        at = a[s] + (b[s] - a[s]) * middle[:, None]
        marks = np.concatenate([at + np.array([dx, dy]) for dx in (-NEAR, NEAR) for dy in (-NEAR, NEAR)])
        cell = np.unique(np.floor(marks[:, 1]).astype(np.int64) * self.columns + np.floor(marks[:, 0]).astype(np.int64))
        return cell // self.columns, cell % self.columns

    def _fill(self, cells: NDArray[np.int16], mosaic: Mosaic) -> None:
        """Give every cell between two borders of its row the answer at the middle of the run's first cell."""
        free = cells != BORDER
        starts = free.copy()
        starts[:, 1:] &= ~free[:, :-1]
        row, column = np.nonzero(starts)
        lats = self.origin[1] + (row + 0.5) * self.step[1]
        lngs = self.origin[0] + (column + 0.5) * self.step[0]
        answers = mosaic._exactly(lats, lngs)
        run = np.cumsum(starts.ravel()) - 1
        flat = cells.ravel()
        flat[free.ravel()] = answers[run[free.ravel()]]
