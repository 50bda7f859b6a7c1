"""Which areas are like this one, and whether its rate stands out among them. Never a league table: a range, with names.

Alike means near in deprivation, in residents and in residents per square kilometre, each standardised over the areas of
the kind (the last two as logarithms). Rates are judged by a funnel whose limits allow for areas differing more than
chance alone would make them (Spiegelhalter 2005, "Handling over-dispersion of performance indicators", winsorised,
additive).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from wmp2020.plumbing.british import number

from .distributions import Floats
from .rates import Rate, rate

HOW_MANY = 8
FEATURES = ("deprivation", "residents", "residents per square kilometre")
WINSORISED = 0.1  # of the areas at each end
NORMAL = 0.678649  # mean square of a standard normal winsorised so: what is left of chance alone
LIMITS = 3.090232306167813  # standard deviations: one in a thousand each way
MOST = 1.959963984540054


class Place(Protocol):
    """What is read of an area."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def residents(self) -> int | None: ...
    @property
    def area_km2(self) -> float | None: ...
    @property
    def imd_score(self) -> float | None: ...


@dataclass(frozen=True)
class Likeness:
    """One area alike; distance 0 is the same in all features, 1 is about one standard deviation in one of them."""

    code: str
    name: str
    distance: float
    imd_score: float | None
    residents: int | None
    density: float | None


@dataclass(frozen=True)
class Compared:
    """This area's rate among those alike. position is "higher", "lower", "similar" or "unknown"."""

    position: str
    says: str
    own: Rate | None
    middle: float | None = None  # rate of those alike together
    low: float | None = None  # limits, per 1,000 residents
    high: float | None = None
    others: tuple[tuple[Likeness, Rate], ...] = ()
    spread: float = 0.0  # standard deviation, on the log scale, by which areas alike differ beyond chance


class Neighbours:
    """The areas of a kind, ready to be asked which are most alike. names: the features compared."""

    def __init__(self, areas: Sequence[Place]) -> None:
        self.areas = tuple(a for a in areas if a.residents)
        rows = [_told(a) for a in self.areas]
        known = [all(row[i] is not None for row in rows) for i in range(len(FEATURES))]
        self.columns = [i for i, whole in enumerate(known) if whole and rows]
        self.names = tuple(FEATURES[i] for i in self.columns)
        table = np.array([[row[i] for i in self.columns] for row in rows], float).reshape(len(rows), len(self.columns))
        spread = table.std(axis=0) if rows else np.ones(0)
        self.middle = table.mean(axis=0) if rows else np.zeros(0)
        self.scale = np.where(spread > 0, spread, 1)
        self.table = (table - self.middle) / self.scale

    def nearest(self, area: Place, k: int = HOW_MANY) -> tuple[Likeness, ...]:
        """The k areas most like one, nearest first, ties by code, itself left out; none for one without residents.

        What is not known of the area itself is taken to be average.
        """
        if not area.residents or not self.areas:
            return ()
        told = [_told(area)[i] for i in self.columns]
        own = np.array([m if v is None else v for v, m in zip(told, self.middle, strict=True)])
        distances = np.sqrt(((self.table - (own - self.middle) / self.scale) ** 2).sum(axis=1)).round(9)
        order = np.lexsort((np.array([a.code for a in self.areas]), distances))
        found = [i for i in order[: k + 1] if self.areas[i].code != area.code][:k]
        return tuple(_likeness(self.areas[i], float(distances[i])) for i in found)


def _told(area: Place) -> tuple[float | None, float | None, float | None]:
    """Deprivation score, logarithm of residents, logarithm of residents per square kilometre."""
    people = float(np.log(area.residents)) if area.residents else None
    dense = people - float(np.log(area.area_km2)) if people is not None and area.area_km2 else None
    return area.imd_score, people, dense


def _likeness(area: Place, distance: float) -> Likeness:
    density = area.residents / area.area_km2 if area.residents and area.area_km2 else None
    return Likeness(area.code, area.name, distance, area.imd_score, area.residents, density)


def extra_spread(observed: Floats, expected: Floats) -> float:
    """tau: how far, on the log scale, areas differ beyond chance; 0 when chance explains them.

    z = (ln observed/expected) sqrt(expected), winsorised at WINSORISED of each end; phi = mean z² over
    NORMAL; tau² by the method of moments (Spiegelhalter 2005, equations 9 to 11; DerSimonian and Laird 1986).
    """
    keep = expected > 0
    observed, expected = observed[keep], expected[keep]
    if len(observed) < 4:
        return 0.0
    z = np.log(np.maximum(observed, 0.5) / expected) * np.sqrt(expected)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float((np.clip(z, low, high) ** 2).mean()) / NORMAL
    n, w = len(z), expected
    return max(0.0, (n * phi - (n - 1)) / float(w.sum() - (w**2).sum() / w.sum())) ** 0.5


def compare(
    own: tuple[int, int | None], others: Sequence[tuple[Likeness, int]], *, spread: float, what: str = "recorded"
) -> Compared:
    """The area's (count, residents) against the pooled rate of those alike, in plain words."""
    here = rate(*own)
    known = [(like, r) for like, count in others if (r := rate(count, like.residents))]
    total, people = sum(r.count for _, r in known), sum(r.residents for _, r in known)
    if here is None or len(known) < 3 or not total:
        return Compared("unknown", "There are too few areas alike to compare this one with.", here, others=tuple(known))
    middle = total / people
    error = (1 / (middle * here.residents) + 1 / total + spread**2) ** 0.5
    low, high = (1000 * middle * float(np.exp(sign * LIMITS * error)) for sign in (-1, 1))
    position = "higher" if here.value > high else "lower" if here.value < low else "similar"
    told = f"{number(here.value, 1)} {what} per 1,000 residents in twelve months here"
    among = f"{number(1000 * middle, 1)} in the {len(known)} areas most alike, taken together"
    usual = f"Areas alike differ: anything from {number(low, 1)} to {number(high, 1)} is usual"
    end = {"higher": "so this is higher than areas alike", "lower": "so this is lower than areas alike",
           "similar": "so this is nothing out of the way"}[position]  # fmt: skip
    says = f"{told}, and {among}. {usual}, {end}."
    return Compared(position, says, here, 1000 * middle, low, high, tuple(known), spread)
