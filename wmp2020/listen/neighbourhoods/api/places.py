"""Rows and series of a whole area: a neighbourhood under its force, a ward or an authority under areas/{code}.

An area is the small areas that make it, for rows as for series, so that a page's figures and its rows agree: wards
have boundaries of their own, but the counts held are by small area.
"""

import csv
import io
from functools import lru_cache
from typing import Any

import numpy as np

from wmp2020.information import areas
from wmp2020.information import crimes as crimes_desk
from wmp2020.information.crimes import Archive, Hits, Series
from wmp2020.listen.neighbourhoods.api import parameters, streets
from wmp2020.listen.neighbourhoods.api.call import CSV, Call, Reply, told
from wmp2020.listen.neighbourhoods.api.listing import chosen_format
from wmp2020.listen.neighbourhoods.api.neighbourhoods import ward_of
from wmp2020.listen.neighbourhoods.api.trouble import unknown

KINDS = ("ward", "authority", "force")


def crimes(call: Call) -> Reply:
    """Crimes of a month in an area, of one category or all."""
    area, archive = area_of(call), call.archive
    category = streets.category_of(call.values.get("category", crimes_desk.ALL).strip())
    return streets.crimes(
        call, lambda month: _of_area(area, *_with_lsoas(archive, "crimes", month, category)), bounded=True
    )


def outcomes(call: Call) -> Reply:
    """Outcomes given in a month to crimes in an area."""
    area, archive = area_of(call), call.archive
    return streets.outcomes(call, lambda month: _of_area(area, *_with_lsoas(archive, "outcomes", month)), bounded=True)


def stops(call: Call) -> Reply:
    """Stops of a month in an area."""
    area, archive, atlas = area_of(call), call.archive, call.atlas
    return streets.stops(call, lambda month: _of_area(area, *_stops_with_lsoas(archive, atlas, month)), bounded=True)


def series(call: Call) -> Reply:
    """Counts by month and category, all months held or those of from/to; complete says whether zero means none."""
    area = area_of(call)
    held: Series = call.archive.counts(area.lsoas)
    wanted = parameters.span(call.values, held.months[-1] if held.months else "")
    kept = [n for n, month in enumerate(held.months) if wanted is None or month in wanted]
    rows: list[dict[str, Any]] = [
        {
            "month": held.months[n],
            "complete": bool(held.complete[n]),
            "total": int(held.counts[n].sum()),
            "counts": dict(zip(held.categories, held.counts[n].tolist(), strict=True)),
        }
        for n in kept
    ]
    if chosen_format(call) == "csv":
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(("Month", "Complete", "Total", *held.categories))
        writer.writerows((r["month"], r["complete"], r["total"], *r["counts"].values()) for r in rows)
        return Reply(table.getvalue().encode(), type=CSV)
    return told(rows)


def area_of(call: Call) -> areas.Area:
    """The area a path names: by force and neighbourhood, or by its code alone."""
    if "force" in call.path:
        return ward_of(call)
    area = call.atlas.area(call.path["code"])
    if area is None or area.kind not in KINDS:
        raise unknown("ward or authority", call.path["code"], hint="Codes are those of the ONS, such as E05011118.")
    return area


NOTHING = np.empty(0, np.int64)
EVERYWHERE = np.array([(-90.0, -180.0), (-90.0, 180.0), (90.0, 180.0), (90.0, -180.0)])
# A month's rows with a place; the codes of the small areas they lie in; which of these each row lies in.
Located = tuple[Hits, np.ndarray, np.ndarray]


def _of_area(area: areas.Area, located: Hits, lsoas: np.ndarray, which: np.ndarray) -> Hits:
    return located.where(np.isin(lsoas, area.lsoas)[which]) if located.count else located


@lru_cache(maxsize=48)
def _with_lsoas(archive: Archive, kind: str, month: str, category: str = crimes_desk.ALL) -> Located:
    """Rows of a month and the small area their publisher names for each."""
    if kind == "crimes":
        located = archive.within(EVERYWHERE, month=month, category=category)
    else:
        located = archive.outcomes_within(EVERYWHERE, month=month)
    table = located.table()
    if table is None:
        return located, NOTHING, NOTHING
    coded = table["lsoa"].combine_chunks().dictionary_encode()
    return located, np.array(coded.dictionary.to_pylist()), coded.indices.to_numpy()


@lru_cache(maxsize=48)
def _stops_with_lsoas(archive: Archive, atlas: areas.Atlas, month: str) -> Located:
    """Stops of a month and the small area that covers each: publishers name none."""
    located = archive.stops_within(EVERYWHERE, month=month)
    table = located.table()
    if table is None:
        return located, NOTHING, NOTHING
    codes = np.array([*(area.code for area in atlas.areas("lsoa")), ""])  # -1, nowhere, is the last
    return located, codes, atlas.lsoas_of(table["latitude"].to_numpy(), table["longitude"].to_numpy())
