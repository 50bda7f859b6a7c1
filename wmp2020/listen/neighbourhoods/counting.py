"""Counts of the parts of a place: a page shades 192 wards or lists small areas, so all of a kind are summed at once."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wmp2020.information import crimes, measures
from wmp2020.information.areas import Area, Atlas

KEPT = 6


@dataclass(frozen=True)
class Part:
    """One part of a place over the page's months: crimes, and the rate per 1,000 residents with its interval."""

    area: Area
    count: int
    rate: measures.Rate | None


@dataclass(frozen=True)
class Totals:
    """counts[area, category] over some months for all areas of a kind; all crime is the last category."""

    position: dict[str, int]
    categories: tuple[str, ...]
    counts: NDArray[np.int64]

    def of(self, category: str) -> dict[str, int]:
        """One category's count by area code. ValueError for a category the archive does not hold."""
        column = self.counts[:, self.categories.index(category)].tolist()
        return dict(zip(self.position, column, strict=True))


_kept: OrderedDict[tuple[str, str, str, tuple[str, ...]], Totals] = OrderedDict()
_lock = threading.Lock()


def totals(archive: crimes.Archive, atlas: Atlas, kind: str, months: tuple[str, ...]) -> Totals:
    """The counts of all areas in force of a kind over these months; kept by both versions."""
    key = (archive.version, atlas.version, kind, months)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _totals(archive, atlas.areas(kind), months)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _totals(archive: crimes.Archive, areas: Sequence[Area], months: Sequence[str]) -> Totals:
    categories = measures.series(archive, areas[0]).categories if areas else (measures.ALL,)
    held = archive.counts(())
    rows = [held.months.index(month) for month in months]
    columns = [held.categories.index(slug) for slug in categories if slug != measures.ALL]
    counts = np.zeros((len(areas), len(categories)), np.int64)
    for number, area in enumerate(areas):
        counts[number, :-1] = archive.counts(area.lsoas).counts[rows].sum(axis=0)[columns]
    counts[:, -1] = counts.sum(axis=1)
    return Totals({area.code: number for number, area in enumerate(areas)}, categories, counts)


def part_counts(
    archive: crimes.Archive, atlas: Atlas, kind: str, areas: Sequence[Area], months: tuple[str, ...], category: str
) -> list[Part]:
    """The count and rate of each of these areas, which are all of one kind."""
    counts = totals(archive, atlas, kind, months).of(category)
    return [Part(area, counts[area.code], measures.rate(counts[area.code], area.residents)) for area in areas]


def rates(archive: crimes.Archive, atlas: Atlas, kind: str, months: tuple[str, ...], category: str) -> list[float]:
    """Crimes per 1,000 residents of every area of a kind that has residents."""
    counts = totals(archive, atlas, kind, months).of(category)
    return [1000 * counts[area.code] / area.residents for area in atlas.areas(kind) if area.residents]
