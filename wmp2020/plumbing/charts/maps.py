"""Areas shaded by a value, as SVG: for pages without script, for print and for PNG; the same stands in a table."""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from .frame import broad, drawing, element, hatch, lines, value, words

Points = NDArray[np.float64]
Place = Callable[[Points], Points]
SHADES = 5
FINE = 1.0  # units of the drawing by which a border may move
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


@dataclass(frozen=True)
class Shape:
    """One area: geometry in WGS84, longitude first. link makes it a link."""

    code: str
    name: str
    geometry: BaseGeometry
    link: str = ""


def steps(values: Sequence[float], shades: int = SHADES) -> tuple[float, ...]:
    """Round bounds between shades so that each holds about as many areas; fewer where values hardly differ."""
    held = sorted(v for v in values if v is not None)
    if not held:
        return ()
    made: list[float] = []
    for i in range(1, shades):
        bound = _round(held[min(len(held) * i // shades, len(held) - 1)])
        if bound > (made[-1] if made else 0) and held[0] < bound <= held[-1]:
            made.append(bound)
    return tuple(made)


def _round(amount: float) -> float:
    if amount <= 0:
        return 0
    power = 10 ** math.floor(math.log10(amount))
    near = min(ROUND, key=lambda m: abs(m * power - amount)) * power
    return float(f"{near:.6g}")


def area_map(
    shapes: Sequence[Shape], values: Mapping[str, float | None], *, id: str, title: str, unit: str,
    bounds: Sequence[float] | None = None, own: str = "", outlines: Sequence[BaseGeometry] = (), width: float = 840,
    keyed: bool = True,
) -> str:  # fmt: skip
    """Areas in SHADES shades with their legend; hatched where no value is known; `own` (a code) outlined.

    keyed=False leaves the legend to the page, as `key` tells it: then one drawing serves any width of screen.
    """
    wide = width > 500
    size = 15.0 if wide else 14.0
    held = [s for s in shapes if not s.geometry.is_empty]
    if not held:
        nothing = words("No areas to draw", width / 2, 40, "wmp-c-quiet", "middle")
        return drawing([nothing], id=id, title=title, says="There are no areas to draw.", width=width, height=80)
    bounds = tuple(bounds) if bounds is not None else steps([v for s in held if (v := values.get(s.code)) is not None])
    west, south, east, north = shapely.total_bounds([s.geometry for s in held])
    squeeze = math.cos(math.radians((south + north) / 2))
    grow = min((width - 4) / max((east - west) * squeeze, 1e-9), (560 if wide else 420) / max(north - south, 1e-9))
    spare = (width - (east - west) * squeeze * grow) / 2
    gaps = any(values.get(s.code) is None for s in held)
    legend = _legend(bounds, unit, gaps, width, size, f"{id}-hatch") if keyed else ("", 2.0)

    def place(points: Points) -> Points:
        return points * [squeeze * grow, -grow] + [spare - west * squeeze * grow, legend[1] + north * grow]

    # Simplified together, so that neighbours keep one border between them.
    thin = shapely.coverage_simplify([s.geometry for s in held], FINE / grow)
    tenths = keyed  # a page's map is looked at, a file may be enlarged
    paths = [_path(geometry, place, tenths) for geometry in thin]
    parts = [element("defs", hatch(f"{id}-hatch")), legend[0]]
    for shape, d in zip(held, paths, strict=True):
        amount = values.get(shape.code)
        told = f"{shape.name}: {'not known' if amount is None else value(round(amount, 1))}"
        shade = f"wmp-c-area wmp-c-seq-{_shade(amount, bounds)}" if amount is not None else "wmp-c-area"
        path = element("path", element("title", _plain(told)), d=d, class_=shade,
                       fill=None if amount is not None else f"url(#{id}-hatch)")  # fmt: skip
        parts.append(element("a", path, href=shape.link, aria_label=told) if shape.link else path)
    for outline in outlines:
        parts.append(element("path", d=_path(outline.simplify(FINE / grow), place, tenths), class_="wmp-c-outline"))
    for shape, d in zip(held, paths, strict=True):
        if shape.code == own:
            parts += [element("path", d=d, class_=f"wmp-c-area--{ring}") for ring in ("halo", "own")]
    return drawing(parts, id=id, title=title, says=_says(held, values, unit), width=width,
                   group=any(s.link for s in held), height=legend[1] + (north - south) * grow + 4)  # fmt: skip


def _shade(amount: float, bounds: Sequence[float]) -> int:
    """The shade of an amount, 1 to SHADES; few bounds use the outer shades first."""
    at, last = bisect_right(bounds, amount), len(bounds)
    return 1 + (round(at * (SHADES - 1) / last) if last else 2)


def key(bounds: Sequence[float]) -> list[tuple[int, str]]:
    """The legend as (shade 1 to SHADES, words), lightest first."""
    told = [f"under {value(bounds[0])}", *(f"{value(a)} to {value(b)}" for a, b in pairwise(bounds)),
            f"{value(bounds[-1])} or more"] if bounds else ["all alike"]  # fmt: skip
    return [(1 + (round(i * (SHADES - 1) / len(bounds)) if bounds else 2), text) for i, text in enumerate(told)]


def _legend(bounds: Sequence[float], unit: str, gaps: bool, width: float, size: float, fill: str) -> tuple[str, float]:
    """Keys in a row, broken where they would run out of the drawing; and the height used."""
    keys = [(text, f"wmp-c-seq-{shade}", None) for shade, text in key(bounds)]
    rows: list[tuple[str, str, str | None]] = [*keys, *([("not known", "", f"url(#{fill})")] if gaps else [])]
    named = lines(unit, width, size * 1.08)
    parts = [words(line, 0, size + i * (size + 5), "wmp-c-strong") for i, line in enumerate(named)]
    x, y = 0.0, len(named) * (size + 5) + 6
    for text, class_, pattern in rows:
        room = 26 + broad(text, size) + 14
        if x and x + room > width:
            x, y = 0.0, y + 24
        parts.append(element("rect", x=x, y=y, width=20, height=14, class_=f"wmp-c-key {class_}".strip(), fill=pattern))
        parts.append(words(text, x + 26, y + 12, "wmp-c-small"))
        x += room
    return "".join(parts), y + 30


def _path(geometry: BaseGeometry, place: Place, tenths: bool = True) -> str:
    """Rings as one path of steps from point to point, in tenths of a unit or in whole units."""
    made = []
    for part in getattr(geometry, "geoms", [geometry]):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            at = np.round(place(np.asarray(ring.coords)[:-1]) * (10 if tenths else 1)).astype(int)
            moves = np.diff(at, axis=0)
            told = [at[0].tolist(), *moves[np.any(moves != 0, axis=1)].tolist()]
            pairs = [f"{_tenth(x)},{_tenth(y)}" if tenths else f"{x},{y}" for x, y in told]
            made.append(f"M{pairs[0]}l{' '.join(pairs[1:])}z" if len(pairs) > 1 else "")
    return "".join(made)


@lru_cache(maxsize=4096)
def _tenth(amount: int) -> str:
    """Tenths as the shortest text: -4 -> "-.4", 120 -> "12"."""
    whole, part = divmod(abs(amount), 10)
    return f"{'-' if amount < 0 else ''}{whole or ''}{f'.{part}' if part else ''}" or "0"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _says(shapes: Sequence[Shape], values: Mapping[str, float | None], unit: str) -> str:
    known = sorted((v, s.name) for s in shapes if (v := values.get(s.code)) is not None)
    if not known:
        return f"{unit}: not known for any of {len(shapes)} areas."
    (least, low), (most, high) = known[0], known[-1]
    return (f"{unit} in {len(known)} areas, from {value(round(least, 1))} ({low}) to {value(round(most, 1))} ({high}). "
            "The table has them all.")  # fmt: skip
