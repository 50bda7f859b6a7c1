"""An archive and an atlas with just what measures read, over made-up or real counts, without a database.

Held(months, categories, {lsoa: counts[month, category]}, complete)   an archive
Places([AreaRow, ...])                                                 an atlas
real()                                                                 both over the West Midlands folder
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.kit.real import folder
from wmp2020.information.areas import AreaRow
from wmp2020.plumbing.findings import Findings

SLUGS = ("burglary", "robbery", "vehicle-crime", "violent-crime")


@dataclass
class Held:
    """An archive: what it answers is a sum over the small areas asked for."""

    months: tuple[str, ...]
    categories: tuple[str, ...]
    by_lsoa: dict[str, NDArray[np.int64]]
    complete: Sequence[bool] = ()
    version: str = field(default_factory=lambda: f"kit-{id(object()):x}")

    def outcome_counts(self, lsoas: Sequence[str]) -> Any:
        return None

    def counts(self, lsoas: Sequence[str]) -> Any:
        nothing = np.zeros((len(self.months), len(self.categories)), np.int64)
        total = sum((self.by_lsoa[code] for code in set(lsoas) if code in self.by_lsoa), nothing)
        whole = np.array(self.complete or [True] * len(self.months), bool)
        return SimpleNamespace(months=self.months, categories=self.categories, counts=total, complete=whole)


class Places:
    """An atlas: the rows of a book, ended ones left out."""

    def __init__(self, rows: Sequence[AreaRow], version: str = "kit") -> None:
        self.version = version
        self._rows = [r for r in rows if not r.ended_on]

    def areas(self, kind: str) -> tuple[AreaRow, ...]:
        return tuple(sorted((r for r in self._rows if r.kind == kind), key=lambda r: r.code))

    def area(self, code: str) -> AreaRow:
        return next(r for r in self._rows if r.code == code)


def months(first: str, how_many: int) -> tuple[str, ...]:
    """Calendar months in a row from "YYYY-MM"."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return tuple(f"{m // 12:04}-{m % 12 + 1:02}" for m in range(start, start + how_many))


def town(
    wards: int = 12, how_many: int = 26, *, level: float = 6.0, seed: int = 1, complete: Sequence[bool] = ()
) -> tuple[Held, Places]:
    """An invented force: wards of two small areas each in two councils, counts Poisson around the ward's own level."""
    random = np.random.default_rng(seed)
    rows, held = [], {}
    codes = [f"E0190{n:04}" for n in range(2 * wards)]
    for w in range(wards):
        own = codes[2 * w : 2 * w + 2]
        council = f"E0890000{1 + w % 2}"
        told = {"residents": 9000 + 500 * w, "area_km2": 1.5 + w / 4, "imd_score": 15.0 + 2 * w}
        rows.append(AreaRow(f"E0590{w:04}", f"Ward {w}", "ward", "2024", council, lsoas=tuple(own), **told))
        for code in own:
            rate = level * random.gamma(4, 0.25) * np.array([1.0, 0.5, 2.0, 4.0])
            held[code] = random.poisson(rate, (how_many, len(SLUGS)))
            rows.append(AreaRow(code, code, "lsoa", "2021", council, residents=4500 + 250 * w, lsoas=(code,)))
    for council in ("E08900001", "E08900002"):
        parts = [r for r in rows if r.kind == "ward" and r.parent == council]
        rows.append(_sum(council, council, "authority", parts))
    rows.append(_sum("E23900001", "Town", "force", [r for r in rows if r.kind == "ward"]))
    return Held(months("2024-02", how_many), SLUGS, held, complete), Places(rows, f"kit-{seed}-{wards}")


def _sum(code: str, name: str, kind: Any, parts: Sequence[AreaRow]) -> AreaRow:
    lsoas = tuple(code for part in parts for code in part.lsoas)
    return AreaRow(code, name, kind, "2024", residents=sum(p.residents or 0 for p in parts), lsoas=lsoas)


@cache
def real() -> tuple[Held, Places]:
    """The real counts and the real book; skips without the folder."""
    from wmp2020.information.sources.west_midlands import WestMidlandsFolder

    supply = WestMidlandsFolder(folder(), imputed=False)
    book, table = supply.book(Findings()), supply.counts(Findings())
    month, category, lsoa = (table[c].combine_chunks().dictionary_encode() for c in ("month", "category", "lsoa"))
    listed, slugs = sorted(month.dictionary.to_pylist()), sorted(category.dictionary.to_pylist())
    block = np.zeros((len(lsoa.dictionary), len(listed), len(slugs)), np.int64)
    at = [np.array([order.index(v) for v in column.dictionary.to_pylist()])[column.indices.to_numpy()]
          for column, order in ((month, listed), (category, slugs))]  # fmt: skip
    np.add.at(block, (lsoa.indices.to_numpy(), *at), table["count"].to_numpy())
    complete = [supply.coverage[m] for m in listed]
    by_lsoa = dict(zip(lsoa.dictionary.to_pylist(), block, strict=True))
    return Held(tuple(listed), tuple(slugs), by_lsoa, complete, "real"), Places(book.areas, "real")
