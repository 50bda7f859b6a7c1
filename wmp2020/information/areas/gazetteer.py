"""The names that can be found: streets by ward, places, wards and authorities, each with the words it is found by."""

from collections import defaultdict

import numpy as np
import pyarrow as pa

from .book import AreaRow
from .checks import Sound
from .force import Force
from .mosaic import Mosaic
from .rules import fold, place_names

COLUMNS = ("kind", "name", "detail", "folded", "context", "lat", "lng", "area_code", "note")
SCHEMA = pa.schema([(name, pa.float64() if name in ("lat", "lng") else pa.string()) for name in COLUMNS])


def names_of(sound: Sound, force: Force) -> pa.Table:
    """One row a name and ward; columns as HeldName. Streets outside every ward of the force are left out."""
    held = [(area, shape) for area, shape in zip(sound.areas, sound.shapes, strict=True)]
    councils = {area.code: area.name for area, _ in held if area.kind == "authority"} | dict(force.authorities)
    inside = {
        (area.code, area.generation): shape.representative_point()
        for area, shape in held
        if shape is not None and not shape.is_empty and area.kind in ("ward", "authority", "force")
    }
    rows: list[tuple] = []

    def add(
        kind: str, name: str, detail: str, at: tuple[float | None, float | None], code: str, note: str = ""
    ) -> None:
        folded = fold(name)
        if folded:
            rows.append((kind, name, detail, folded, f"{folded} {fold(detail)}", *at, code, note))

    for area, _ in held:
        if area.kind not in ("ward", "authority", "force"):
            continue
        point = inside.get((area.code, area.generation))
        at = (point.y, point.x) if point is not None else (None, None)
        council = councils.get(area.parent, "")
        note = f"This ward ended in {area.ended_on[:4]}." if area.ended_on else ""
        detail = {"ward": council, "authority": "council area", "force": f"the area of {force.name}"}[area.kind]
        add(area.kind, area.name, detail, at, area.code, note)
        if area.kind == "ward" and not area.ended_on:
            for name in place_names(area.name):
                add("place", name, f"{area.name}, {council}", at, area.code)
    for name, ward, lat, lng in _streets(sound):
        add("street", name, f"{ward.name}, {councils.get(ward.parent, '')}", (lat, lng), ward.code)
    return pa.table([[row[i] for row in rows] for i in range(len(COLUMNS))], schema=SCHEMA)


def _streets(sound: Sound) -> list[tuple[str, AreaRow, float, float]]:
    """Each street once a ward, at the one of its places nearest their middle.

    The ward is the one that covers the place; where none does (slivers between generalised borders), the best fit of its
    small area.
    """
    wards = [
        (a, shape) for a, shape in zip(sound.areas, sound.shapes, strict=True) if a.kind == "ward" and not a.ended_on
    ]
    wards.sort(key=lambda pair: pair[0].code)
    best_fit = {lsoa: i for i, (ward, _) in reversed(list(enumerate(wards))) for lsoa in ward.lsoas}
    table = sound.streets
    names = table["name"].to_pylist()
    lats, lngs = table["lat"].to_numpy(), table["lng"].to_numpy()
    position = Mosaic([shape for _, shape in wards]).positions(lats, lngs)
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, (name, lsoa) in enumerate(zip(names, table["lsoa"].to_pylist(), strict=True)):
        ward = int(position[row]) if position[row] >= 0 else best_fit.get(lsoa, -1)
        folded = fold(name)
        if ward >= 0 and folded:
            groups[folded, ward].append(row)
    found = []
    for (_, ward), members in groups.items():
        at = np.array(members)
        middle = np.hypot(lats[at] - lats[at].mean(), (lngs[at] - lngs[at].mean()) * 0.6)
        row = int(at[middle.argmin()])
        found.append((names[row], wards[ward][0], float(lats[row]), float(lngs[row])))
    return found
