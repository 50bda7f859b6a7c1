"""Is this month unusual here? The verdict in words, with what was expected and how far chance alone reaches.

A month is called higher or lower than usual when a count so far out happens by chance in fewer than one month in a
thousand, each way (the alarm limits of Spiegelhalter 2005, three standard deviations), the model's tails corrected by
their own record; much higher or lower when it is also at least twice or at most half of what we expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wmp2020.plumbing.british import month as say_month
from wmp2020.plumbing.british import number

from . import rates
from .distributions import Floats, Ints, at_least, at_most, quantiles
from .expectation import TAILS, nominal, tail_factor

Level = Literal[
    "usual", "higher", "lower", "much_higher", "much_lower", "too_few", "cannot_judge", "same", "more", "fewer"
]
WORDS: dict[Level, str] = {
    "usual": "about what we would expect",
    "higher": "higher than usual",
    "lower": "lower than usual",
    "much_higher": "much higher than usual",
    "much_lower": "much lower than usual",
    "too_few": "too few to judge",
    "cannot_judge": "cannot be judged",
    "same": "about the same as a year before",
    "more": "more than a year before",
    "fewer": "fewer than a year before",
}
TONE: dict[Level, str] = {"higher": "high", "much_higher": "high", "more": "high", "lower": "low", "much_lower": "low",
                          "fewer": "low", "usual": "usual", "same": "usual"}  # fmt: skip
ALARM = 0.001  # each way
MOST = 0.025  # each way: nineteen months in twenty
MUCH = 2.0  # times
ENOUGH_MONTHS = 12
ONE_A_MONTH = 1.0  # below this expectation a count near it says nothing


@dataclass(frozen=True)
class Verdict:
    """The answer for one month and category. low to high holds nearly every month, most_low to most_high 19 in 20."""

    level: Level
    says: str
    month: str
    observed: int
    expected: float | None = None
    low: int | None = None
    high: int | None = None
    most_low: int | None = None
    most_high: int | None = None
    chance: float | None = None  # of a count at least this far out, on its side
    months: int = 0  # complete months it was judged by
    method: str = ""

    @property
    def words(self) -> str:
        """The level in the public's words."""
        return WORDS[self.level]

    @property
    def tone(self) -> str:
        """high, low, usual or unsure: which colour and sign a page gives it."""
        return TONE.get(self.level, "unsure")


@dataclass(frozen=True)
class Band:
    """Limits month by month: low to high holds nearly every month, most_low to most_high nineteen in twenty."""

    expected: Floats
    low: Ints
    high: Ints
    most_low: Ints
    most_high: Ints

    @property
    def rows(self) -> Floats:
        """expected, low, high, most_low, most_high as rows of one table."""
        return np.array([self.expected, self.low, self.high, self.most_low, self.most_high], float)


def limits(means: Floats, sizes: Floats, tails: tuple[float, ...] = (1.0,) * len(TAILS)) -> Band:
    """The band of these predictions, widened or narrowed by what the tails' record says."""
    alarm, most = nominal(ALARM, tails), nominal(MOST, tails)
    low, most_low, most_high, high = quantiles((alarm, most, 1 - most, 1 - alarm), means, sizes)
    return Band(means, low, high, most_low, most_high)


def chances(
    counts: NDArray[np.number], means: Floats, sizes: Floats, tails: tuple[float, ...]
) -> tuple[Floats, Floats]:
    """For each count the chance of one at least as high and of one at least as low, corrected by the tails' record."""
    up, down = at_least(counts, means, sizes), at_most(counts, means, sizes)
    return np.minimum(up * tail_factor(up, tails), 1), np.minimum(down * tail_factor(down, tails), 1)


def judge(
    *, names: Sequence[str], month: str, observed: NDArray[np.int64], means: Floats, sizes: Floats,
    tails: tuple[float, ...], months: int, method: str,
) -> list[Verdict]:  # fmt: skip
    """A verdict for each count of one complete month with enough complete months behind it."""
    band = limits(means, sizes, tails)
    chance = np.minimum(*chances(observed, means, sizes, tails))
    return [
        _verdict(name, month, int(n), float(mean), [int(v) for v in at], float(p), months, method)
        for name, n, mean, at, p in zip(names, observed, means, band.rows[1:].T, chance, strict=True)
    ]


def _verdict(
    name: str, month: str, observed: int, mean: float, at: Sequence[int], chance: float, months: int, method: str
) -> Verdict:
    low, high, most_low, most_high = at
    level = _level(observed, mean, low, high)
    told = f"{name}: {number(observed)} recorded in {say_month(month)}"
    nearly = f"nearly every month brings {_between(low, high)}"
    if level == "usual":
        says = f"{told}, about what we would expect here. We expected about {_about(mean)}; {nearly}."
        if not most_low <= observed <= most_high:
            side = "high" if observed > mean else "low"
            says += f" It is on the {side} side: nineteen months in twenty bring {_between(most_low, most_high)}."
    elif level == "too_few":
        says = f"{told}. We expected about {_about(mean)}: so few that one month says little. Nothing stands out."
    else:
        says = f"{told}, {WORDS[level]} here. We expected about {_about(mean)}; {nearly}."
    return Verdict(level, says, month, observed, mean, low, high, most_low, most_high, chance, months, method)


def _level(observed: int, mean: float, low: int, high: int) -> Level:
    if observed > high:
        return "much_higher" if observed >= MUCH * mean else "higher"
    if observed < low:
        return "much_lower" if observed * MUCH <= mean else "lower"
    return "too_few" if mean < ONE_A_MONTH else "usual"


def cannot(*, name: str, month: str, observed: int, why: str, months: int = 0) -> Verdict:
    """No verdict, and the reason as a sentence."""
    return Verdict(
        "cannot_judge", f"{name}: whether {say_month(month)} is unusual cannot be judged. {why}", month, observed,
        months=months, method="none",
    )  # fmt: skip


def year_before(*, name: str, month: str, now: int, before: int, before_month: str) -> Verdict:
    """Where no series is held: one month against the same month of the year before, by the conditional exact test."""
    chance = rates.same_mean(now, before)
    level: Level = "same" if chance >= 2 * ALARM else "more" if now > before else "fewer"
    told = f"{name}: {number(now)} recorded in {say_month(month)} and {number(before)} in {say_month(before_month)}"
    says = f"{told}, {WORDS[level]}."
    if level != "same":
        says += " Real counts vary more from month to month than this test supposes, so read it with care."
    says += " With single months and no series we cannot say what is usual here."
    return Verdict(level, says, month, now, float(before), chance=chance, months=2, method=SAME_MONTH)


SAME_MONTH = "Conditional exact test of two Poisson counts (Przyborowski and Wilenski 1940); assumes no clusters"
FILTER = (
    "Empirical-Bayes negative binomial, the rest of the force's movement taken out, limits at one in a thousand "
    "(Farrington 1996; Noufaily 2013; Spiegelhalter 2005; Harvey and Fernandes 1989)"
)
REGRESSION = (
    "Quasi-Poisson regression on trend and season with negative binomial limits at one in a thousand "
    "(Farrington 1996; Noufaily 2013)"
)


def _about(mean: float) -> str:
    return number(mean, 1) if mean < 10 else number(round(mean))


def _between(low: int, high: int) -> str:
    return f"{number(high)} or fewer" if low == 0 else f"between {number(low)} and {number(high)}"
