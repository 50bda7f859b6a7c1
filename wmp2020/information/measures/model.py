"""What is known of all areas of a kind together: fitted once for a version of the archive, then kept.

`known` is what makes an area's figures cheap: the force's counts, the habits of the kind, and how far areas alike
differ. A kind with too few areas, and the force itself, are judged by regression on their own past instead.
"""

import threading
from calendar import monthrange
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .alike import Neighbours, extra_spread
from .distributions import Floats
from .expectation import Habits, fit, predict
from .series import Archive, Atlas, Monthly, series
from .series import gaps as months_between
from .trend import quasi_poisson
from .unusual import ENOUGH_MONTHS

FEW_AREAS = 5
FITTED_ON = 500  # areas at most, evenly spaced by code: more change the habits little and the time a lot
TWO_YEARS = 24
DOUBT = 2.58  # standardised residual beyond which a past month weighs less (Noufaily and others 2013)
KEPT = 12
_kept: OrderedDict[tuple[str, str, str], "Kind"] = OrderedDict()
_lock = threading.Lock()
_learning = threading.Lock()


@dataclass(frozen=True)
class Kind:
    """All areas of a kind. counts are [complete month, area, category]; habits None when there is too little to fit."""

    name: str
    areas: tuple[Any, ...]
    force: Monthly
    force_weight: float
    force_residents: int | None
    counts: Floats
    habits: Habits | None

    @cached_property
    def gaps(self) -> Floats:
        """Calendar months between the complete ones."""
        return months_between(self.force.whole)

    @cached_property
    def whole_force(self) -> Floats:
        """The force's counts in its complete months, [month, category]."""
        return self.force.counts[self.force.complete].astype(float)

    def predict(self, counts: Floats, weight: float) -> tuple[Floats, Floats]:
        """Mean and size of each complete month and category of a place with these counts, [month, category]."""
        if self.habits is None:
            raise LookupError(f"too little is held to know what is usual for areas of kind {self.name}")
        seen = counts[:, None, :]
        mean, size = predict(seen, exposure(seen, self.whole_force, np.array([weight]), self.force_weight), self.gaps,
                             self.habits)  # fmt: skip
        return mean[:, 0], size[:, 0]

    @cached_property
    def position(self) -> dict[str, int]:
        """Where an area of this code stands in counts."""
        return {a.code: i for i, a in enumerate(self.areas)}

    @cached_property
    def year_counts(self) -> Floats:
        """Each area's counts over the year, [area, category]; zeros when no year is held."""
        year = self.force.year()
        return self.counts[-12:].sum(axis=0) if year else np.zeros(self.counts.shape[1:])

    @cached_property
    def neighbours(self) -> Neighbours:
        """Its areas, ready to be asked which are alike."""
        return Neighbours(self.areas)

    @cached_property
    def spread(self) -> float:
        """By how much, on the log scale, areas differ from those alike beyond chance, over the year and all crime."""
        seen, expected = [], []
        for area in self.areas:
            likes = self.neighbours.nearest(area)
            people = sum(like.residents or 0 for like in likes)
            if people and area.residents:
                seen.append(self.year_counts[self.position[area.code], -1])
                around = sum(self.year_counts[self.position[like.code], -1] for like in likes)
                expected.append(around * area.residents / people)
        return extra_spread(np.array(seen), np.array(expected))


def exposure(counts: Floats, force: Floats, weights: Floats, force_weight: float) -> Floats:
    """The rest of the force's counts, scaled to each area's share of residents: [month, area, category]."""
    share = weights / np.maximum(force_weight - weights, 1e-9)
    return np.maximum(force[:, None, :] - counts, 0.5) * share[None, :, None]


def weight(area: Any) -> float:
    """How big an area is for the expectation: its residents, or a usual number for each small area."""
    return float(area.residents or 1600 * max(len(area.lsoas), 1))


def known(archive: Archive, atlas: Atlas, kind: str) -> Kind:
    """What is known of a kind of area, from the shelf or fitted now, by one thread while the others wait for it."""
    key = (archive.version, atlas.version, kind)
    held = _held(key)
    if held is not None:
        return held
    with _learning:
        held = _held(key)  # another thread may have learnt it meanwhile
        if held is not None:
            return held
        made = _learn(archive, atlas, kind)
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def _held(key: tuple[str, str, str]) -> "Kind | None":
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _learn(archive: Archive, atlas: Atlas, kind: str) -> Kind:
    whole = atlas.areas("force")
    everywhere = whole[0] if whole else _Together(atlas.areas("lsoa"))
    force = series(archive, everywhere)
    areas = tuple(a for a in atlas.areas(kind) if a.lsoas)
    held = force.complete
    counts = np.zeros((int(held.sum()), len(areas), force.counts.shape[1]))
    for i, area in enumerate(areas):
        counts[:, i] = series(archive, area).counts[held]
    weights = np.array([weight(a) for a in areas])
    habits = None
    if len(areas) >= FEW_AREAS and len(force.whole) > ENOUGH_MONTHS:
        some = np.unique(np.linspace(0, len(areas) - 1, min(len(areas), FITTED_ON)).round().astype(int))
        seen = counts[:-1, some]  # the month to be judged takes no part
        totals = force.counts[held][:-1].astype(float)
        habits = fit(seen, exposure(seen, totals, weights[some], weight(everywhere)), months_between(force.whole)[:-1])
    return Kind(kind, areas, force, weight(everywhere), everywhere.residents, counts, habits)


class _Together:
    """A force made of its small areas, where the book names none."""

    def __init__(self, lsoas: Any) -> None:
        self.lsoas = tuple(a.code for a in lsoas)
        self.residents = sum(a.residents or 0 for a in lsoas) or None


def kind_for(atlas: Atlas, area: Any) -> str:
    """The kind whose habits fit a place: its own, or for a drawn one that with the nearest number of residents."""
    if area.kind in ("ward", "authority", "msoa", "lsoa"):
        return str(area.kind)
    sizes = {kind: float(np.median([weight(a) for a in atlas.areas(kind)])) for kind in ("lsoa", "ward") if
             atlas.areas(kind)}  # fmt: skip
    return min(sizes, key=lambda kind: abs(np.log(sizes[kind] / weight(area))), default="lsoa")


def by_regression(monthly: Monthly, column: int, upto: int) -> tuple[float, float]:
    """Mean and size of complete month number `upto` from those before it: level, trend and one wave a year.

    Quasi-Poisson with days in the month as offset; months far above the line weigh less in a second fit (Farrington and
    others 1996); variance is the dispersion times the mean and the line's own error. Ask only from TWO_YEARS on.
    """
    months = monthly.whole[: upto + 1]
    at = np.cumsum(months_between(months))
    wave = 2 * np.pi * at / 12
    design = np.column_stack([np.ones(len(at)), at / 12, np.sin(wave), np.cos(wave)])
    days = np.log([_days(m) / 30.4375 for m in months])
    y = monthly.counts[monthly.complete][:upto, column].astype(float)
    line = quasi_poisson(y, design[:-1], days[:-1])
    off = (y - line.fitted) / np.sqrt(line.dispersion * line.fitted)
    weights = np.where(off > DOUBT, (DOUBT / np.maximum(off, DOUBT)) ** 2, 1.0)
    line = quasi_poisson(y, design[:-1], days[:-1], weights)
    mean = float(np.exp(min(design[-1] @ line.beta + days[-1], 30)))
    variance = line.dispersion * mean + mean * mean * float(design[-1] @ line.covariance @ design[-1])
    return mean, mean * mean / max(variance - mean, 1e-9 * mean)


def _days(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


def forget() -> None:
    """Drop everything kept: between tests."""
    with _lock:
        _kept.clear()
