"""What an area's page is about: an area of the atlas, or one that somebody drew, and the parts it is made of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from wmp2020.information.areas import Area, Atlas
from wmp2020.plumbing.decisions import Decision

DRAWN = "drawn"
KINDS = ("ward", "authority", "force")
METRES_A_DEGREE = 111_320  # of latitude


@dataclass(frozen=True)
class Parts:
    """The smaller areas that a page's map shades and its table lists; kind is theirs, "ward" or "lsoa"."""

    kind: str
    areas: tuple[Area, ...]


def has_page(area: Area | None) -> bool:
    """Wards, councils and the force have pages; small areas are only parts of them."""
    return area is not None and area.kind in KINDS


def parts(atlas: Atlas, area: Area) -> Parts:
    """The wards of a council or the force, by name; the small areas of a ward or of a drawn area."""
    if area.kind == "force":
        return Parts("ward", tuple(sorted(atlas.areas("ward"), key=lambda ward: ward.slug)))
    if area.kind == "authority":
        return Parts("ward", atlas.within(area.code))
    held = [atlas.area(code) for code in area.lsoas]
    return Parts("lsoa", tuple(sorted((one for one in held if one), key=lambda one: one.name)))


def inside(atlas: Atlas, area: Area) -> tuple[Area, ...]:
    """What to name under the title: the force's councils; the wards of a drawn area, those with most of it first."""
    if area.kind == "force":
        return atlas.areas("authority")
    if area.kind != DRAWN:
        return ()
    held = Counter(ward.code for ward in map(atlas.ward_of, area.lsoas) if ward)
    return tuple(ward for code, _n in held.most_common() if (ward := atlas.area(code)))


def may_count(lsoas: Sequence[str]) -> Decision:
    """A drawn area is counted by small areas, so one must lie inside it or round its middle."""
    if not lsoas:
        return Decision(False, _(
            "What you drew lies round no small area (about 1,500 residents each), and crimes are counted by those. "
            "Draw it elsewhere, or larger."))  # fmt: skip
    return Decision(True, _("There is at least one small area to count."))


def counted_in(atlas: Atlas, polygon: BaseGeometry) -> tuple[tuple[str, ...], bool]:
    """Codes of the small areas that a drawn area counts, and whether their middles lie inside it.

    Where it holds no middle (a circle of 400 metres may lie between two), the one that covers its own middle.
    """
    held = atlas.lsoas_within(polygon)
    if held:
        return held, True
    here = polygon.intersection(atlas.extent)
    if here.is_empty:
        return (), False
    middle = here.centroid if here.covers(here.centroid) else here.representative_point()
    round_it = atlas.at(middle.y, middle.x).get("lsoa")
    return ((round_it.code,) if round_it else ()), False


def drawn(atlas: Atlas, polygon: BaseGeometry, notes: Sequence[str]) -> Area:
    """A drawn area as an Area: its small areas, their residents and deprivation; Refused when there are none."""
    lsoas, middles = counted_in(atlas, polygon)
    may_count(lsoas).or_refuse()
    held = [one for one in map(atlas.area, lsoas) if one]
    residents = sum(one.residents or 0 for one in held)
    scored = [(one.imd_score, one.residents or 0) for one in held if one.imd_score is not None]
    people = sum(number for _score, number in scored)
    return Area(
        code=DRAWN,
        name=_("The area you drew") if middles else _("The small area round the middle of your choice"),
        kind=DRAWN,  # type: ignore[arg-type]
        generation="",
        parent="",
        residents=residents or None,
        residents_year=held[0].residents_year,
        households=None,
        area_km2=round(sum(one.area_km2 or 0 for one in held), 2) or None,
        imd_score=sum(score * number for score, number in scored) / people if people else None,
        imd_decile=None,
        imd_year=held[0].imd_year,
        lsoas=lsoas,
        geometry=polygon,
        geometry_note="",
        caveats=(
            *notes,
            _("A drawn area counts, whole, the small areas whose middle lies inside it; your line cuts some of them.")
            if middles
            else _(
                "What you chose holds the middle of no small area. The one that covers its middle, %(name)s, is "
                "counted whole: some of it lies outside what you chose."
            )
            % {"name": held[0].name},
        ),
        ended_on=None,
    )


def corners(geometry: BaseGeometry) -> str:
    """A polygon's outer ring as the address of a drawn area has it: "52.48,-1.90:…"; of several parts, the largest."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    ring = shapely.get_coordinates(shapely.get_exterior_ring(largest))[:-1]
    return ":".join(f"{lat:.5f},{lng:.5f}" for lng, lat in ring.tolist())


def ring_around(lat: float, lng: float, metres: float) -> str:
    """A circle of 32 corners as the address of a drawn area has it.

    The middle is rounded to a thousandth of a degree (70 to 110 m): the address must not hold a home's position.
    """
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    lats = round(lat, 3) + metres / METRES_A_DEGREE * np.sin(turn)
    lngs = round(lng, 3) + metres / (METRES_A_DEGREE * np.cos(np.radians(lat))) * np.cos(turn)
    return ":".join(f"{a:.5f},{b:.5f}" for a, b in zip(lats.tolist(), lngs.tolist(), strict=True))
