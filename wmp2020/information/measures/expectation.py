"""What a month should bring here: an empirical-Bayes negative binomial with the force's own movement taken out.

For area i, category c and month t the count y is expected to follow the rest of the force, x = (force total - y) times
the area's residents over everyone else's. The area's level relative to the rest, theta, has a gamma prior fitted over
all areas of its kind (empirical Bayes) and is learnt from the area's own months, older ones counting less: the
power-steady gamma-Poisson filter (Smith 1979; Harvey and Fernandes 1989). Months also cluster; so

    mean      m = x (shape + S) / (shape/centre + W)         S, W: sums of y and x, times memory for each month gone by
    variance  m + m² (1 / (shape + S) + 1 / steadiness')     steadiness' = steadiness (theta / centre)^slope

and the count is negative binomial with this mean and variance (as in Farrington's method after Noufaily and others
2013). A past count far beyond its expectation is learnt only up to that bound, so that one surprise does not hide the
next (Farrington and others 1996 reweight for the same reason). The five numbers of each category are those under which
the past months were most likely, each predicted from the months before it. Arrays are [month, area, category].
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .distributions import Floats, at_least, at_most, log_chance, log_gamma

WARM_UP = 6  # months before predictions count towards the fit
LEARNT_UP_TO = 4.0  # standard deviations above the expectation, and two crimes
START = (0.5, 0.0, 2.5, 2.0, 0.2)  # log shape, log centre, logit memory, log steadiness, slope
WIDTH = (1.5, 1.0, 1.5, 1.5, 0.5)  # standard deviations of the weak prior that keeps a few areas from saying too much
FIRST_STEP, LAST_STEP, ROUNDS = 0.6, 0.07, 14
TAILS = (0.05, 0.01, 0.001)
STEADY = 25.0  # events of one's own before an observed tail outweighs the nominal one


@dataclass(frozen=True)
class Habits:
    """What was fitted for one kind of area; each array has one number a category. tails: see `tail_factors`."""

    shape: Floats
    centre: Floats
    memory: Floats
    steadiness: Floats
    slope: Floats
    tails: tuple[float, ...]
    areas: int
    months: int


def predict(counts: Floats, exposure: Floats, gaps: Floats, habits: Habits) -> tuple[Floats, Floats]:
    """Mean and size of every month given only the months before it; the first rests on the prior alone.

    gaps are the calendar months since the month before (the first is not used): incomplete months are left out of
    counts and only make the memory fade.
    """
    means, sizes = np.empty(counts.shape), np.empty(counts.shape)
    seen, exposed = np.zeros(counts.shape[1:]), np.zeros(counts.shape[1:])
    for t in range(len(counts)):
        fade = habits.memory ** gaps[t]
        seen, exposed = seen * fade, exposed * fade
        learnt = habits.shape + seen
        theta = learnt / (habits.shape / habits.centre + exposed)
        mean = np.maximum(exposure[t] * theta, 1e-9)
        wobble = 1 / learnt + 1 / (habits.steadiness * (theta / habits.centre) ** habits.slope)
        means[t], sizes[t] = mean, 1 / wobble
        bound = mean + LEARNT_UP_TO * np.sqrt(mean + mean * mean * wobble) + 2
        seen, exposed = seen + np.minimum(counts[t], bound), exposed + exposure[t]
    return means, sizes


def fit(counts: Floats, exposure: Floats, gaps: Floats) -> Habits:
    """The habits under which these months, each predicted from those before, were most likely.

    One pattern search (Hooke and Jeeves 1961) for all categories in step: they share the arrays and not the numbers.
    """
    months, areas, categories = counts.shape
    total = np.maximum(counts.sum((0, 1)), 1.0)
    centre = total / np.maximum(exposure.sum((0, 1)), 1e-9)
    start = np.repeat(np.array(START)[:, None], categories, axis=1)
    width = np.array(WIDTH)[:, None]
    warm = min(WARM_UP, months // 2)

    fixed = log_gamma(counts[warm:] + 1)

    def score(v: Floats) -> Floats:
        habits = _habits(v, centre, areas, months)
        means, sizes = predict(counts, exposure, gaps, habits)
        likely = log_chance(counts[warm:], means[warm:], sizes[warm:], log_factorial=fixed).sum((0, 1))
        return np.asarray(likely - 0.5 * (((v - start) / width) ** 2).sum(0))

    best, step = start.copy(), np.full(start.shape, FIRST_STEP)
    reached = score(best)
    for _ in range(ROUNDS):
        for row in range(len(START)):
            moved = np.zeros(categories, bool)
            for sign in (1.0, -1.0):
                trial = best.copy()
                trial[row] += np.where(moved, 0.0, sign * step[row])
                got = score(trial)
                better = (got > reached) & ~moved
                best[row], reached = np.where(better, trial[row], best[row]), np.where(better, got, reached)
                moved |= better
            step[row] = np.where(moved, step[row] * 1.3, step[row] * 0.5)
        if np.all(step < LAST_STEP):
            break
    habits = _habits(best, centre, areas, months)
    means, sizes = predict(counts, exposure, gaps, habits)
    tails = tail_factors(counts[warm:], means[warm:], sizes[warm:])
    return Habits(**{**habits.__dict__, "tails": tails})


def _habits(v: Floats, centre: Floats, areas: int, months: int) -> Habits:
    v = np.clip(v, -6, 8)
    shape, memory = np.exp(v[0]), 1 / (1 + np.exp(-v[2]))
    return Habits(shape, centre * np.exp(v[1]), memory, np.exp(v[3]), v[4], (1.0,) * len(TAILS), areas, months)


def share_beyond(counts: Floats, means: Floats, sizes: Floats, chance: float) -> tuple[float, float]:
    """The share of counts above the point that `chance` of them should be above, and of those below its like.

    A count that the point falls on is split evenly: the non-randomised PIT of Czado, Gneiting and Held (2009), under
    which a right model gives `chance` for counts too.
    """
    itself = np.exp(log_chance(counts, means, sizes))
    above, below = at_least(counts + 1, means, sizes), at_most(counts - 1, means, sizes)
    high, low = (float(np.clip((chance - side) / itself, 0, 1).mean()) for side in (above, below))
    return high, low


def tail_factors(counts: Floats, means: Floats, sizes: Floats) -> tuple[float, ...]:
    """How many times more often than it should a past month fell beyond each of TAILS, both ends together.

    Shrunk towards one where events are few.
    """
    beyond = [sum(share_beyond(counts, means, sizes, tail)) * counts.size for tail in TAILS]
    return tuple((b + STEADY) / (2 * tail * counts.size + STEADY) for b, tail in zip(beyond, TAILS, strict=True))


def tail_factor(chance: Floats, tails: tuple[float, ...]) -> Floats:
    """The factor for these chances: linear in their logarithm between TAILS, level beyond."""
    at = np.log(np.maximum(chance, 1e-12))
    return np.interp(at, np.log(TAILS[::-1]), tails[::-1])


@lru_cache(maxsize=256)
def nominal(chance: float, tails: tuple[float, ...]) -> float:
    """The model's own chance that, by its record, means this one: chance = x times the factor at x."""
    x = chance
    for _ in range(50):
        x = chance / float(tail_factor(np.array(x), tails))
    return x
