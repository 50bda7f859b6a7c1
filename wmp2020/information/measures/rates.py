"""Rates per 1,000 residents with their intervals, and whether two counts differ."""

from dataclasses import dataclass
from functools import lru_cache

from .distributions import beta_share, bisect, gamma_share, normal_quantile

PER = 1000
CITY_CENTRE = (
    "Residents are a poor yardstick for a centre where many people work, shop or go out but few live: "
    "the rate there says little about the risk to one person."
)


@dataclass(frozen=True)
class Rate:
    """A count over residents. value, low and high are per 1,000 residents over the period; low to high covers 95 %."""

    count: int
    residents: int
    value: float
    low: float
    high: float
    per: int = PER
    method: str = "Byar's approximation; exact Poisson below ten"


@lru_cache(maxsize=65_536)
def poisson_interval(count: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval for the mean behind a count: exact (Garwood 1936) below ten, Byar's approximation from ten on.

    As the Office for Health Improvement and Disparities does in Fingertips: "Technical Guide: Confidence Intervals"
    (PHE 2018), after Breslow and Day (1987). ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a count cannot be negative")
    tail = (1 - confidence) / 2
    if count < 10:
        return exact_interval(count, tail=tail)
    z = normal_quantile(1 - tail)
    low = count * (1 - 1 / (9 * count) - z / (3 * count**0.5)) ** 3
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * (count + 1) ** 0.5)) ** 3
    return low, high


def exact_interval(count: int, *, tail: float = 0.025) -> tuple[float, float]:
    """Garwood's interval: half the chi-squared quantiles with 2n and 2n + 2 degrees of freedom."""
    top = count + 20 + 10 * count**0.5
    low = 0.0 if count == 0 else bisect(lambda m: gamma_share(count, m) - tail, 0.0, top)
    return low, bisect(lambda m: gamma_share(count + 1, m) - (1 - tail), 0.0, top)


def rate(count: int, residents: int | None) -> Rate | None:
    """The rate per 1,000 residents with its 95 % interval; None when no one lives there or it is not known."""
    if not residents or residents < 0:
        return None
    low, high = poisson_interval(count)
    scale = PER / residents
    return Rate(count, residents, count * scale, low * scale, high * scale)


def same_mean(now: int, before: int) -> float:
    """The chance, were both months alike, of two counts at least this far apart (conditional exact test, two-sided).

    Given the sum, one of two Poisson counts with equal means is binomial with share one half (Przyborowski and Wilenski
    1940); doubled smaller tail. Crimes come in clusters, so real counts vary more than this supposes: a small answer is
    needed before a difference means anything.
    """
    total, most = now + before, max(now, before)
    if total == 0:
        return 1.0
    return min(1.0, 2 * float(beta_share(most, total - most + 1, 0.5)))
