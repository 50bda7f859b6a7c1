"""A line that crosses itself, read by even-odd: it encloses what it winds round an odd number of times. Pure geometry.

Nothing bounds what a tangle costs but the number of its crossings (280 corners at random cross 9,000 times), so these
are counted first and a line with too many is told apart from one that can be read.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MOST_CROSSINGS = 500  # pairs of edges that meet elsewhere than at a corner of both; who draws by hand makes a few
MOST_FACES = 1_000  # what the line cuts the plane into; a chain of links that meet at corners has no crossings but many
MOST_NEIGHBOURS = 200_000  # pairs of edges whose boxes meet, each with itself too: 30,000 in a circle of 10,000 corners
AT_ONCE = 128  # edges asked, and faces told inside from outside, in one array: 128 * 10,000 pairs are 20 MB

Numbers = NDArray[np.float64]


def even_odd(corners: Numbers) -> BaseGeometry | None:
    """The area enclosed by a closed line through corners (n, 2): valid, perhaps empty. None when it is too tangled."""
    edges = _odd(np.stack([corners, np.roll(corners, -1, axis=0)], axis=1))
    if not len(edges):
        return shapely.Polygon()
    lines = shapely.linestrings(edges)
    if _is_tangled(edges, lines):
        return None
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    if len(faces) > MOST_FACES:
        return None
    return shapely.union_all(faces[_inside(shapely.get_coordinates(shapely.point_on_surface(faces)), edges)])


def _odd(edges: Numbers) -> Numbers:
    """Edges (n, 2, 2) without those of no length; walked twice, in either direction, an edge bounds nothing."""
    edges = edges[(edges[:, 0] != edges[:, 1]).any(axis=1)]
    backwards = (edges[:, 0, 0] > edges[:, 1, 0]) | (
        (edges[:, 0, 0] == edges[:, 1, 0]) & (edges[:, 0, 1] > edges[:, 1, 1])
    )
    edges = np.where(backwards[:, None, None], edges[:, ::-1], edges)
    kinds, times = np.unique(edges.reshape(-1, 4), axis=0, return_counts=True)
    return kinds[times % 2 == 1].reshape(-1, 2, 2)


def _is_tangled(edges: Numbers, lines: NDArray[np.object_]) -> bool:
    tree, pairs, neighbours = shapely.STRtree(lines), [], 0
    for start in range(0, len(lines), AT_ONCE):
        found = tree.query(lines[start : start + AT_ONCE])
        neighbours += found.shape[1]
        if neighbours > MOST_NEIGHBOURS:
            return True
        found[0] += start
        pairs.append(found[:, found[0] < found[1]])
    one, other = np.concatenate(pairs, axis=1)
    joined = (edges[one][:, :, None] == edges[other][:, None]).all(axis=3).any(axis=(1, 2))
    one, other = one[~joined], other[~joined]
    return int(shapely.intersects(lines[one], lines[other]).sum()) > MOST_CROSSINGS


def _inside(points: Numbers, edges: Numbers) -> NDArray[np.bool_]:
    """Whether a ray from each point (n, 2) to the east meets an odd number of edges."""
    (x0, y0), (x1, y1) = edges[:, 0].T, edges[:, 1].T
    odd = np.zeros(len(points), bool)
    for start in range(0, len(points), AT_ONCE):
        x, y = points[start : start + AT_ONCE].T[:, :, None]
        row, edge = np.nonzero((y0 > y) != (y1 > y))
        meets = x0[edge] + (y[row, 0] - y0[edge]) / (y1[edge] - y0[edge]) * (x1[edge] - x0[edge])
        odd[start : start + len(x)] = np.bincount(row[meets > x[row, 0]], minlength=len(x)) % 2 == 1
    return odd
