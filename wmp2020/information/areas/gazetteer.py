"""The names that can be found: streets by ward as they are kept; places, wards, councils and the force beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from wmp2020.plumbing.british import listed, month

from .checks import Sound
from .found import Match
from .mosaic import Mosaic
from .rules import fold, place_names

if TYPE_CHECKING:
    from .atlases import Area, Atlas

STREETS_HELD = pa.schema([("name", pa.string()), ("lat", pa.float64()), ("lng", pa.float64()), ("ward", pa.string())])
DETAIL = {"authority": "council area", "force": "the whole force area"}


def streets_by_ward(sound: Sound) -> pa.Table:
    """Each street once a ward, at the one of its places nearest their middle; columns as HeldStreet.

    The ward is the one that covers the place; where none does (slivers between generalised borders), the best fit
    of its small area. Streets outside every ward are left out.
    """
    pairs = zip(sound.areas, sound.shapes, strict=True)
    wards = sorted(((a, s) for a, s in pairs if a.kind == "ward" and not a.ended_on), key=lambda pair: pair[0].code)
    best_fit = {lsoa: i for i, (ward, _) in reversed(list(enumerate(wards))) for lsoa in ward.lsoas}
    names, lsoas = (sound.streets[column].to_pylist() for column in ("name", "lsoa"))
    lats, lngs = (sound.streets[column].to_numpy() for column in ("lat", "lng"))
    position = Mosaic([shape for _, shape in wards]).positions(lats, lngs)
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, (name, lsoa) in enumerate(zip(names, lsoas, strict=True)):
        ward = int(position[row]) if position[row] >= 0 else best_fit.get(lsoa, -1)
        if ward >= 0 and fold(name):
            groups[fold(name), ward].append(row)
    rows = []
    for (_, ward), members in groups.items():
        at = np.array(members)
        away = np.hypot(lats[at] - lats[at].mean(), (lngs[at] - lngs[at].mean()) * 0.6)
        row = int(at[away.argmin()])
        rows.append((names[row], float(lats[row]), float(lngs[row]), wards[ward][0].code))
    return pa.table([[row[i] for row in rows] for i in range(4)], schema=STREETS_HELD)


def everything_named(atlas: "Atlas", streets: Iterable[tuple[str, float, float, str]]) -> Iterator[tuple[str, Match]]:
    """Folded name and match of all that can be found by name."""
    for kind in ("force", "authority", "ward"):
        for area in (*atlas.areas(kind), *atlas.ended(kind)):
            lat, lng = area.centre or (None, None)
            detail = DETAIL.get(kind) or atlas.name_of(area.parent)
            yield fold(area.name), Match(kind, area.name, detail, lat, lng, area.code, ended(area, atlas))  # type: ignore[arg-type]
    for ward in atlas.areas("ward"):
        lat, lng = ward.centre or (None, None)
        for name in place_names(ward.name):
            yield fold(name), Match("place", name, ward_and_council(ward, atlas), lat, lng, ward.code)
    for name, lat, lng, code in streets:
        held = atlas.area(code)
        if held:
            yield fold(name), Match("street", name, ward_and_council(held, atlas), lat, lng, code)


def ended(area: "Area", atlas: "Atlas") -> str:
    """What to say of an area no longer in force: since when, and what holds most of it now; "" for one in force."""
    if not area.ended_on:
        return ""
    since = month(area.ended_on) if len(area.ended_on) > 4 else area.ended_on
    heirs = [heir.name for heir, share in atlas.successors(area) if share >= 0.1]
    now = f" By best fit it is now in {listed(heirs)}." if heirs else ""
    return f"This ward ended in {since}.{now}"


def ward_and_council(ward: "Area", atlas: "Atlas") -> str:
    """ "Ladywood, Birmingham"."""
    return ", ".join(filter(None, (ward.name, atlas.name_of(ward.parent))))
