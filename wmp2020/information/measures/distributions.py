"""Tail probabilities and quantiles of counts, in numpy alone: the run-time lock has no scipy.

Vectorised over arrays of equal shape. Checked to nine figures against scipy 1.16 (tables in the tests).
"""

from collections.abc import Callable, Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TINY = 1e-300
STRIDE_FROM = 200.0  # counts


def log_gamma(x: ArrayLike) -> Floats:
    """ln Γ(x) for x > 0: Stirling's series after six steps of the recurrence (Abramowitz and Stegun 6.1.41)."""
    x = np.asarray(x, float)
    shift = x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5)
    z = x + 6
    i = 1 / (z * z)
    series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i * (1 / 1188 - i * 691 / 360360))))) / z
    return (z - 0.5) * np.log(z) - z + 0.9189385332046727 + series - np.log(shift)


def beta_share(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    """The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Numerical Recipes 6.4)."""
    a, b, x = (np.array(v, float) for v in np.broadcast_arrays(a, b, x))
    swap = x > (a + 1) / (a + b + 2)
    a, b, x = np.where(swap, b, a), np.where(swap, a, b), np.where(swap, 1 - x, x)
    x = np.clip(x, TINY, 1.0)
    log_front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * np.log(x) + b * np.log1p(-np.minimum(x, 1 - 1e-16))
    c, d = np.ones_like(x), 1 / _away(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, 600):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _away(1 + even * d), _away(1 + even / c)
        h *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _away(1 + odd * d), _away(1 + odd / c)
        h *= d * c
        if np.all(np.abs(d * c - 1) < 1e-12):
            break
    share = np.exp(log_front) * h / a
    return np.clip(np.where(swap, 1 - share, share), 0.0, 1.0)


def _away(x: Floats) -> Floats:
    return np.where(np.abs(x) < TINY, TINY, x)


def at_least(count: ArrayLike, mean: ArrayLike, size: ArrayLike) -> Floats:
    """P(X >= count), X negative binomial with this mean and variance mean + mean²/size."""
    count, mean, size = np.broadcast_arrays(np.asarray(count, float), np.asarray(mean, float), np.asarray(size, float))
    return np.where(count <= 0, 1.0, beta_share(np.maximum(count, 1), size, mean / (mean + size)))


def at_most(count: ArrayLike, mean: ArrayLike, size: ArrayLike) -> Floats:
    """P(X <= count), X negative binomial with this mean and variance mean + mean²/size."""
    count, mean, size = np.broadcast_arrays(np.asarray(count, float), np.asarray(mean, float), np.asarray(size, float))
    return np.where(count < 0, 0.0, beta_share(size, np.maximum(count, 0) + 1, size / (mean + size)))


def log_chance(count: Floats, mean: Floats, size: Floats, *, log_factorial: Floats | None = None) -> Floats:
    """ln P(X = count) of the negative binomial; ln count! may be given by who asks often."""
    both = size + mean
    fixed = log_gamma(count + 1) if log_factorial is None else log_factorial
    spread = log_gamma(count + size) - log_gamma(size) - fixed
    return spread + size * np.log(size / both) + count * np.log(np.maximum(mean, TINY) / both)


def quantiles(shares: Sequence[float], mean: Floats, size: Floats) -> Ints:
    """For each share (row) and each mean (column) the smallest k with P(X <= k) >= share.

    Probabilities are summed from 9 standard deviations below the mean upwards: at every k, so the answer is exact; or,
    far from zero with a standard deviation over STRIDE_FROM, at every few, so it is right to 1/100 of that.
    """
    mean = np.maximum(mean, TINY)
    spread = np.sqrt(mean + mean * mean / size)
    start = np.maximum(np.floor(mean - 9 * spread), 0)
    stride = np.where(start > 0, np.maximum(np.floor(spread / STRIDE_FROM), 1), 1)
    steps = int(np.max((mean + 7 * spread - start) / stride)) + 12
    while True:
        grid = start[:, None] + stride[:, None] * np.arange(steps)
        if np.all(stride == 1):
            first = log_chance(start, mean, size)[:, None]
            rises = np.log((size[:, None] + grid[:, :-1]) / (grid[:, :-1] + 1)) + np.log(mean / (size + mean))[:, None]
            logs = np.concatenate([first, first + np.cumsum(rises, axis=1)], axis=1)
        else:
            logs = log_chance(grid, mean[:, None], size[:, None])
        below = np.cumsum(np.exp(logs) * stride[:, None], axis=1)
        if below[:, -1].min() >= max(shares) or steps > 400_000:
            break
        steps *= 2
    place = np.array([[np.searchsorted(row, share) for row in below] for share in shares])
    return np.asarray(start + stride * np.minimum(place, steps - 1), np.int64)


def normal_quantile(share: float) -> float:
    """The standard normal quantile."""
    return NormalDist().inv_cdf(share)


def bisect(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses zero between low and high, to 1e-10 of its size."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
        if high - low <= 1e-10 * max(1.0, high):
            break
    return (low + high) / 2


def gamma_share(a: float, x: float) -> float:
    """The regularised lower incomplete gamma function P(a, x): series below a + 1, else Lentz (Num. Recipes 6.2)."""
    if x <= 0:
        return 0.0
    front = float(np.exp(a * np.log(x) - x - log_gamma(a)))
    if x < a + 1:
        term = total = 1 / a
        step = a
        while abs(term) > total * 1e-15:
            step += 1
            term *= x / step
            total += term
        return front * total
    b, c = x + 1 - a, 1 / TINY
    h = d = 1 / b
    for i in range(1, 10_000):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return 1 - front * h


@cache
def student_quantile(share: float, freedom: int) -> float:
    """The quantile of Student's t for share > .5."""

    def over(t: float) -> float:
        return float(1 - beta_share(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2) - share

    return bisect(over, 0.0, 1e4)
