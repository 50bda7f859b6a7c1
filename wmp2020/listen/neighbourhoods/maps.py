"""An area's map: its parts shaded by their rate, in classes that are the same on every page of one version."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from wmp2020.information import crimes
from wmp2020.information.areas import Area, Atlas, outlines
from wmp2020.plumbing import charts
from wmp2020.plumbing.british import months as say_months
from wmp2020.plumbing.british import number

from . import counting, wording
from .places import Parts

CLASSES = 5
DETAIL = {"ward": 40.0, "lsoa": 10.0}  # metres


def breaks(
    archive: crimes.Archive, atlas: Atlas, kind: str, months: tuple[str, ...], category: str
) -> tuple[float, ...]:
    """The quintiles of the rate over all areas of a kind in the force: rising numbers, fewer where rates tie."""
    rates = counting.rates(archive, atlas, kind, months, category)
    if not rates:
        return ()
    cuts = [cut for cut in np.unique(np.quantile(rates, np.linspace(0, 1, CLASSES + 1)[1:-1])).tolist() if cut > 0]
    for digits in (2, 3, 4):  # as round as keeps the classes apart
        said = sorted({float(f"{cut:.{digits}g}") for cut in cuts})
        if len(said) == len(cuts):
            break
    return tuple(said)


def legend(cuts: Sequence[float]) -> list[tuple[int, str]]:
    """The classes as (shade 1 to 5, words), lightest first."""
    return charts.key(cuts)


def shapes(atlas: Atlas, parts: Parts) -> dict[str, Any]:
    """Each part's shape, simplified together for drawing."""
    return outlines.simplified(parts.areas, metres=DETAIL[parts.kind])


def told(atlas: Atlas, area: Area, held: Sequence[counting.Part], parts: Parts, months: Sequence[str], what: str,
         cuts: Sequence[float]) -> dict[str, Any]:  # fmt: skip
    """The map's JSON, as map.js reads it."""
    drawn = shapes(atlas, parts)
    features = []
    for part in held:
        if part.area.code not in drawn:
            continue
        told = outlines.feature(part.area, drawn[part.area.code], text=words(part), value=value(part))
        told["properties"]["href"] = part.area.url if parts.kind == "ward" else ""
        if parts.kind == "lsoa" and (around := wording.streets(atlas.streets_of(part.area.code), 2)):
            told["properties"]["name"] = f"{around} ({part.area.name})"
        features.append(told)
    return {
        "bounds": outlines.bounds(drawn.values()) if drawn else [-8.7, 49.8, 1.8, 60.9],
        "areas": {"type": "FeatureCollection", "features": features},
        "legend": {
            "title": title(what, months),
            "breaks": list(cuts),
            "labels": [words for _shade, words in legend(cuts)],
            "none": _("No residents to count by"),
        },
        "outline": outlines.geojson(area.geometry) if area.geometry is not None else None,
        "points": None,
        "note": note(parts.kind),
    }


def title(what: str, months: Sequence[str]) -> str:
    """What the colours show."""
    return _("%(what)s per 1,000 residents, %(months)s") % {"what": what, "months": say_months(tuple(months))}


def note(kind: str) -> str:
    """How the classes are made."""
    if kind == "ward":
        return _("A fifth of all wards in the force have each colour, so a colour means the same on every page.")
    return _("A fifth of all small areas in the force have each colour, so a colour means the same on every page. "
             "Each has 1,000 to 3,000 residents.")  # fmt: skip


def value(part: counting.Part) -> float | None:
    """What shades a part; None: no residents to count by."""
    return round(part.rate.value, 2) if part.rate else None


def words(part: counting.Part) -> str:
    """What the map's panel says of a part."""
    if part.rate is None:
        return _("%(count)s recorded; residents are not known") % {"count": number(part.count)}
    return _("%(count)s recorded, %(rate)s per 1,000 residents (95%% interval %(low)s to %(high)s)") % {
        "count": number(part.count), "rate": number(part.rate.value, 1),
        "low": number(part.rate.low, 1), "high": number(part.rate.high, 1),
    }  # fmt: skip
