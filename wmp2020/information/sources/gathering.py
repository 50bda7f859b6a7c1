"""Larger areas made of small ones, and a street gazetteer made of published points."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry import mapping, shape

from wmp2020.information.areas import STREETS, AreaRow

BEST_FIT = "Made of the small areas (LSOAs) that fit it best; its true edge may differ by some streets."
# Names that the publisher gives to kinds of place; they name no street.
KINDS_OF_PLACE = frozenset(
    name.casefold()
    for name in (
        "Airport/Airfield", "Bus/Coach Station", "Conference/Exhibition Centre", "Docks", "Ferry Terminal",
        "Further/Higher Educational Building", "Hospital", "Motorway Service Area", "Nightclub", "Park/Open Space",
        "Parking Area", "Pedestrian Subway", "Petrol Station", "Police Station", "Prison", "Race Track",
        "Shopping Area", "Sports/Recreation Area", "Supermarket", "Theatre/Concert Hall",
    )
)  # fmt: skip


def gathered(small: Sequence[AreaRow]) -> dict[str, Any]:
    """Fields for an AreaRow made of small areas: sums, and the mean deprivation score weighted by residents.

    The weighted mean is how the English Indices publish their own summaries for larger areas ("average score").
    """
    peopled = [a for a in small if a.imd_score is not None and a.residents]
    weight = sum(a.residents or 0 for a in peopled)
    mean = sum((a.imd_score or 0) * (a.residents or 0) for a in peopled) / weight if weight else None
    first = small[0] if small else None
    return {
        "residents": _sum(a.residents for a in small),
        "residents_year": first.residents_year if first else None,
        "households": _sum(a.households for a in small),
        "area_km2": round(sum(a.area_km2 or 0 for a in small), 3) or None,
        "imd_score": round(mean, 3) if mean is not None else None,
        "imd_year": first.imd_year if first and mean is not None else None,
        "lsoas": tuple(sorted(a.code for a in small)),
    }


def _sum(numbers: Iterable[int | None]) -> int | None:
    held = [n for n in numbers if n is not None]
    return sum(held) if held else None


def dissolved(small: Sequence[AreaRow]) -> dict[str, Any] | None:
    """The outline of small areas together, GeoJSON-like, without the hair-thin holes that rounding leaves; or None."""
    shapes = [shape(a.geometry) for a in small if a.geometry]
    if not shapes:
        return None
    whole = shapely.union_all(shapes, grid_size=1e-6)
    parts = []
    for part in shapely.get_parts(whole):
        holes = [h for h in part.interiors if shapely.Polygon(h).area > 1e-7]  # about 750 square metres
        parts.append(shapely.Polygon(part.exterior, holes))
    return dict(mapping(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)))


def streets(points: Iterable[tuple[str, float, float, str]], *, metres: float = 800.0) -> pa.Table:
    """The gazetteer (schema STREETS) of published points (location, lat, lng, lsoa), sorted by name.

    "On or near X" becomes X; points of one name nearer than `metres` to each other become one entry at the point
    nearest their middle. Kinds of place ("Parking Area") name no street and are left out.
    """
    by_name: dict[str, list[tuple[float, float, str]]] = {}
    for location, lat, lng, lsoa in points:
        name = street_name(location)
        if name:
            by_name.setdefault(name, []).append((lat, lng, lsoa))
    rows = [(name, *place) for name in sorted(by_name) for place in _places(sorted(set(by_name[name])), metres)]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, STREETS, strict=True)], schema=STREETS)


def street_name(location: str) -> str:
    """The street of a published location, "" when it names none."""
    name = location.strip()
    if name.casefold().startswith("on or near"):
        name = name[len("on or near") :].strip()
    return "" if name.casefold() in KINDS_OF_PLACE or name.casefold() in {"", "no location"} else name


def _places(points: list[tuple[float, float, str]], metres: float) -> list[tuple[float, float, str]]:
    """One representative per cluster; clusters are single-linked on a flat earth, good enough within a county."""
    at = np.array([(p[0] * 111_320.0, p[1] * 111_320.0 * np.cos(np.radians(points[0][0]))) for p in points])
    cluster = np.arange(len(points))
    for i in range(1, len(points)):
        near = np.hypot(*(at[:i] - at[i]).T) <= metres
        for old in np.unique(cluster[:i][near]):
            cluster[cluster == old] = cluster[i]
    chosen = []
    for one in dict.fromkeys(cluster.tolist()):
        members = np.flatnonzero(cluster == one)
        middle = at[members].mean(axis=0)
        chosen.append(points[members[np.hypot(*(at[members] - middle).T).argmin()]])
    return chosen
