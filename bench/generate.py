"""Synthetic crimes for the benches: months as large as wanted, generated from the real counts and anchor points.

Never shown to anyone: every row's context says "Synthetic". The same arguments give the same rows, to the last id.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wmp2020.information.sources import codes
from wmp2020.information.sources.schemas import CRIMES

CONTEXT = "Synthetic"
FIRST = "2014-04"
SEED = 20260401
NOWHERE = 0.03  # rows without location, as in the published months of West Yorkshire
# Rows placed by the anchor points' own weights, which lean to the city centre, and not by the counts of small areas:
# so the densest mile holds about 3,564 crimes in a month of 26,400, the size the PostGIS figures were taken at.
CENTRE = 0.2
STEP = (0.33, 0.80)  # degrees between tiles: a copy of the West Midlands is 0.31 x 0.77
# England and Wales in 21 tiles; the first is the West Midlands itself.
TILES = [(0, 0), *[(r, c) for r in range(-4, 7, 2) for c in (-2, -1, 0, 1) if (r, c) != (0, 0)][:20]]
OUTCOMES = {  # code: how many of a hundred crimes, roughly as published; the rest have none yet
    "no-further-action": 42, "unable-to-prosecute": 33, "under-investigation": 8, "charged": 5,
    "status-update-unavailable": 4, "local-resolution": 3, "cautioned": 1, "further-action-not-in-public-interest": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """Where crimes fall: anchor points, and cells of small area and category with the chance of each."""

    lat: np.ndarray
    lng: np.ndarray
    streets: list[str]
    street: np.ndarray  # each point's street, as a number into streets
    lsoa: np.ndarray  # each point's small area, as a number into lsoas
    weight: np.ndarray
    lsoas: list[str]
    slugs: list[str]
    cell_lsoa: np.ndarray
    cell_slug: np.ndarray
    cell_chance: np.ndarray


def ground(folder: Path) -> Ground:
    """Read the real counts of complete months and the real anchor points from the West Midlands folder."""
    with gzip.open(folder / "crime/wm_police_uk_anchor_points.csv.gz", "rt", encoding="utf-8") as file:
        points = [row for row in csv.DictReader(file) if row["lsoa21_code"]]
    points.sort(key=lambda row: row["lsoa21_code"])
    lsoas = sorted({row["lsoa21_code"] for row in points})
    counts = pq.read_table(folder / "crime/wm_crime_lsoa_month_category_2023-05_2026-03.parquet")
    counts = counts.filter(counts["month_complete"])
    counts = pa.table({name: counts[name].cast(pa.string()) for name in ("lsoa21_code", "category")}
                      | {"count": counts["count"]})  # fmt: skip
    counts = counts.filter(pc.is_in(counts["lsoa21_code"], pa.array(lsoas)))
    cells = counts.group_by(["lsoa21_code", "category"]).aggregate([("count", "sum")])
    cells = cells.sort_by([("lsoa21_code", "ascending"), ("category", "ascending")])
    slugs = sorted(codes.CATEGORIES)
    streets = sorted({row["location"] for row in points})
    chance = cells["count_sum"].to_numpy() / pc.sum(cells["count_sum"]).as_py()
    return Ground(
        lat=np.array([float(row["latitude"]) for row in points]),
        lng=np.array([float(row["longitude"]) for row in points]),
        streets=streets,
        street=np.searchsorted(streets, [row["location"] for row in points]),
        lsoa=np.searchsorted(lsoas, [row["lsoa21_code"] for row in points]),
        weight=np.array([float(row["crimes"]) for row in points]),
        lsoas=lsoas,
        slugs=slugs,
        cell_lsoa=np.searchsorted(lsoas, cells["lsoa21_code"].to_pylist()),
        cell_slug=np.array([slugs.index(codes.category_slug(name) or "") for name in cells["category"].to_pylist()]),
        cell_chance=chance,
    )


def months(folder: Path, *, count: int = 144, rows: int = 26_400, tiles: int = 1) -> Iterator[pa.Table]:
    """`count` months from FIRST on, one table of CRIMES each: `rows` rows in each of `tiles` shifted copies."""
    held = ground(folder)
    for number in range(count):
        yield month(held, number, rows=rows, tiles=tiles)


def month(held: Ground, number: int, *, rows: int, tiles: int = 1) -> pa.Table:
    """The number-th month; text columns are dictionaries, which the archive takes as they are."""
    made = [_tile(held, number, tile, rows) for tile in range(tiles)]
    return pa.concat_tables(made).unify_dictionaries() if tiles > 1 else made[0]


def _tile(held: Ground, number: int, tile: int, rows: int) -> pa.Table:
    rng = np.random.default_rng([SEED, number, tile])
    cell = rng.choice(len(held.cell_chance), rows, p=held.cell_chance)
    area, slug = held.cell_lsoa[cell], held.cell_slug[cell]
    total = np.concatenate([[0.0], np.cumsum(held.weight)])
    firsts = np.searchsorted(held.lsoa, np.arange(len(held.lsoas)))
    lasts = np.append(firsts[1:], len(held.lsoa))
    centre = rng.random(rows) < CENTRE
    low = np.where(centre, 0.0, total[firsts[area]])
    high = np.where(centre, total[-1], total[lasts[area]])
    point = np.searchsorted(total, low + rng.random(rows) * (high - low), "right") - 1
    point = np.minimum(point, len(held.lat) - 1)
    nowhere = rng.random(rows) < NOWHERE
    north, east = TILES[tile][0] * STEP[0], TILES[tile][1] * STEP[1]
    silent = slug == held.slugs.index("anti-social-behaviour")
    outcome = np.minimum(np.searchsorted(np.cumsum(list(OUTCOMES.values())), rng.random(rows) * 100, "right"),
                         len(OUTCOMES))  # fmt: skip
    outcome[silent] = len(OUTCOMES)
    after = np.where(outcome < len(OUTCOMES), rng.geometric(0.4, rows).clip(1, 5) - 1, 5)
    names = [_month(number + later) for later in range(5)] + [""]
    force = "west-midlands" if tile == 0 else f"synthetic-{tile:02}"
    prefix = "E01" if tile == 0 else f"X{tile:02}"
    columns = {
        "month": _same(_month(number), rows),
        "crime_id": _ids(rng, silent),
        "latitude": pa.array(np.round(held.lat[point] + north, 6), mask=nowhere),
        "longitude": pa.array(np.round(held.lng[point] + east, 6), mask=nowhere),
        "street": _coded([*held.streets, ""], np.where(nowhere, len(held.streets), held.street[point])),
        "lsoa": _coded([*(prefix + code[3:] for code in held.lsoas), ""],
                       np.where(nowhere, len(held.lsoas), held.lsoa[point])),
        "category": _coded(held.slugs, slug),
        "outcome": _coded([*OUTCOMES, ""], outcome),
        "outcome_month": _coded(names, after),
        "force": _same(force, rows),
        "location_type": _coded(["Force", ""], nowhere),
        "location_subtype": _same("", rows),
        "context": _same(CONTEXT, rows),
        "imputed": pa.repeat(pa.scalar(False), rows),
    }  # fmt: skip
    return pa.table({name: columns[name] for name in CRIMES.names})


def _ids(rng: np.random.Generator, silent: np.ndarray) -> pa.Array:
    """64 hex digits a row, "" where silent."""
    lengths = np.where(silent, 0, 64)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    digits = rng.bytes(int(lengths.sum()) // 2).hex().encode()
    return pa.Array.from_buffers(pa.string(), len(silent), [None, pa.py_buffer(offsets), pa.py_buffer(digits)])


def _coded(values: list[str], numbers: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pa.array(values, pa.string()))


def _same(value: str, rows: int) -> pa.DictionaryArray:
    return _coded([value], np.zeros(rows, np.int32))


def _month(number: int) -> str:
    year, month = divmod(int(FIRST[:4]) * 12 + int(FIRST[5:]) - 1 + number, 12)
    return f"{year:04}-{month + 1:02}"
