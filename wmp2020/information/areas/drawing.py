"""An area someone drew: read, mended where that is certain, else refused in words. Pure geometry, no rows.

A drawn area comes as latitude and longitude pairs, "52.48,-1.90:52.49,-1.90:52.49,-1.88", as data.police.uk has them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wmp2020.plumbing.british import counted, number, percent

from . import tangles
from .rules import is_in_country, look_swapped

MOST = 10_000  # corners; a careful drawing has fewer than 100
SMALLEST_KM2 = 0.01  # a square of 100 m: below it, a count tells of single houses
LARGEST = 4  # times the force's area
DEGREE_KM = 111.32  # of latitude; of longitude times the cosine of the latitude
TANGLED = "That line crosses itself too often to tell what it encloses. Draw round the area once."
PAIR = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,15})?)\s*,\s*([+-]?\d{1,3}(?:\.\d{1,15})?)\s*", re.ASCII)


@dataclass(frozen=True)
class Drawn:
    """A drawn area fit for use, or `refused` with the reason. notes say what was mended or must be known.

    polygon is longitude first and valid; km2 its size; inside the share of it within the force, 0 to 1.
    """

    polygon: BaseGeometry | None = None
    refused: str = ""
    notes: tuple[str, ...] = ()
    km2: float = 0.0
    inside: float = 0.0

    def __bool__(self) -> bool:
        return self.polygon is not None


def read(text: str, force_area: BaseGeometry, *, force_name: str = "the force") -> Drawn:
    """The area that a text of pairs draws."""
    parts = [part for part in text.split(":", MOST + 1) if part.strip()]
    pairs = [PAIR.fullmatch(part) for part in parts[: MOST + 1]]
    for n, pair in enumerate(pairs, 1):
        if pair is None:
            return Drawn(refused=f"Corner {n} is not a latitude and a longitude such as 52.48,-1.90.")
    points = [(float(pair[1]), float(pair[2])) for pair in pairs if pair]
    return area_of(points, force_area, force_name=force_name)


def area_of(points: Sequence[tuple[float, float]], force_area: BaseGeometry, *, force_name: str = "the force") -> Drawn:
    """The area with these corners, (latitude, longitude) in degrees; the last need not repeat the first.

    Mended, with a note: the two numbers the other way round throughout (in Great Britain they cannot be mistaken); a
    line that crosses itself, which encloses what it winds round an odd number of times. All else wrong is refused.
    """
    if len(points) > MOST:
        return Drawn(refused=f"That has more than {number(MOST)} corners. Draw it with fewer.")
    notes = []
    if points and all(look_swapped(*point) for point in points):
        points = [(lat, lng) for lng, lat in points]
        notes.append("The corners were given as longitude, latitude; they were read the other way round.")
    for n, (lat, lng) in enumerate(points, 1):
        if not is_in_country(lat, lng):
            said = "has latitude and longitude swapped" if look_swapped(lat, lng) else "is not in Great Britain"
            return Drawn(refused=f"Corner {n} ({lat:g}, {lng:g}) {said}.")
    if len(set(points)) < 3:
        return Drawn(refused=f"An area needs at least three corners; this has {len(set(points))}.")
    line = shapely.Polygon([(lng, lat) for lat, lng in points])
    polygon, crossing = (line, "") if line.is_valid else _mended(line)
    if polygon is None:
        return Drawn(refused=TANGLED)
    notes += [crossing] if crossing else []
    return _measured(polygon, force_area, force_name, notes)


def km2_of(polygon: BaseGeometry) -> float:
    """Square kilometres of a small polygon in degrees: by a degree's length at its middle, 0.5 % for a county."""
    middle = (polygon.bounds[1] + polygon.bounds[3]) / 2 if not polygon.is_empty else 0.0
    return float(polygon.area * DEGREE_KM**2 * np.cos(np.radians(middle)))


def _measured(polygon: BaseGeometry, force_area: BaseGeometry, force_name: str, notes: list[str]) -> Drawn:
    km2, whole = km2_of(polygon), km2_of(force_area)
    if km2 < 1e-6:  # a square metre: what rounding leaves of a line
        return Drawn(refused="Those corners enclose no area: they lie on one line, or the line goes round all of it an "
                     "even number of times.")  # fmt: skip
    if km2 < SMALLEST_KM2:
        return Drawn(refused="That area is too small: it must be at least 100 metres square, so that no count tells of "
                     "one house.")  # fmt: skip
    if km2 > LARGEST * whole:
        return Drawn(refused=f"That area is too large: {number(km2, 0)} square kilometres, where the area of "
                     f"{force_name} is {number(whole, 0)}. Choose the force's own page.")  # fmt: skip
    inside = km2_of(polygon.intersection(force_area)) / km2
    if inside == 0:
        return Drawn(refused=f"That area lies outside the area of {force_name}.")
    if inside < 0.995:
        notes.append(f"{percent(inside)} of that area lies within the area of {force_name}; figures are of that part.")
    return Drawn(polygon, notes=tuple(notes), km2=km2, inside=min(inside, 1.0))


def _mended(polygon: shapely.Polygon) -> tuple[BaseGeometry | None, str]:
    """By even-odd: the parts wound round an odd number of times; and what to say of it. None: too tangled to read."""
    reason = re.match(r"(?:Ring )?Self-intersection\[(\S+) (\S+)\]", shapely.is_valid_reason(polygon))
    mended = tangles.even_odd(shapely.get_coordinates(polygon)[:-1])
    if not reason or mended is None or mended.is_empty:
        return mended, ""
    where = f"{float(reason[2]):.4f}, {float(reason[1]):.4f}"
    pieces = counted(len(shapely.get_parts(mended)), "part", "parts")
    return (
        mended,
        f"The line crosses itself near {where}. It was read as {pieces}; what it goes round twice is left out.",
    )
