"""The picture on the front page: the councils as links, their wards as fine lines. For finding one's way, no figure."""

from dataclasses import dataclass
from functools import lru_cache

from wmp2020.information import areas

WIDTH = 560
COARSE, COARSER = 140.0, 260.0  # metres of detail, of councils and wards; the drawing shows some 90 m a unit


@dataclass(frozen=True)
class Council:
    """One council: its name, address, SVG path and where its name is written."""

    name: str
    href: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Silhouette:
    """A drawing `width` by `height` units; wards is one path of all ward borders, "" without any."""

    width: int
    height: int
    councils: tuple[Council, ...]
    wards: str


def silhouette() -> Silhouette | None:
    """The loaded area's picture, or None before areas with shapes are loaded."""
    try:
        return _kept(areas.atlas().version)
    except areas.NoAreas:
        return None


@lru_cache(maxsize=2)
def _kept(version: str) -> Silhouette | None:
    atlas = areas.atlas()
    councils = [area for area in atlas.areas("authority") if area.geometry is not None]
    if not councils:
        return None
    shapes = areas.outlines.simplified(councils, metres=COARSE)
    wards = areas.outlines.simplified(atlas.areas("ward"), metres=COARSER)
    drawn = areas.outlines.paths(shapes | wards, width=WIDTH)
    return Silhouette(
        drawn.width,
        drawn.height,
        tuple(
            Council(area.name, area.url, drawn.paths[area.code], *drawn.middles[area.code])
            for area in sorted(councils, key=lambda area: area.name)
            if area.code in shapes
        ),
        "".join(drawn.paths[code] for code in wards),
    )
