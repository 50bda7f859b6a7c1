"""Slow and obvious twins of the statistics in information.measures: one number at a time."""

import itertools
import math
from collections.abc import Sequence


def predicted(
    counts: Sequence[int], rest: Sequence[float], gaps: Sequence[int], *, shape: float, centre: float, memory: float,
    steadiness: float, slope: float,
) -> list[tuple[float, float]]:  # fmt: skip
    """Mean and variance of each month from the sums over the months before it, each weighted by its age."""
    made: list[tuple[float, float]] = []
    learnt: list[float] = []
    for t in range(len(counts)):
        ages = [sum(gaps[i + 1 : t + 1]) for i in range(t)]
        seen = sum(y * memory**age for y, age in zip(learnt, ages, strict=True))
        exposed = sum(x * memory**age for x, age in zip(rest, ages, strict=False))
        theta = (shape + seen) / (shape / centre + exposed)
        mean = rest[t] * theta
        variance = mean + mean**2 * (1 / (shape + seen) + 1 / (steadiness * (theta / centre) ** slope))
        made.append((mean, variance))
        learnt.append(min(counts[t], mean + 4 * math.sqrt(variance) + 2))
    return made


def chance_at_least(count: int, mean: float, size: float) -> float:
    """One less the sum of the negative binomial's probabilities below a count."""
    p = size / (size + mean)
    total, term = 0.0, p**size
    for k in range(count):
        total += term
        term *= (size + k) / (k + 1) * (1 - p)
    return 1 - total


def most_alike(features: dict[str, tuple[float, ...]], code: str, k: int) -> list[str]:
    """The k nearest by distance over columns standardised one by one."""
    columns = list(zip(*features.values(), strict=True))
    middle = [sum(c) / len(c) for c in columns]
    spread = [math.sqrt(sum((v - m) ** 2 for v in c) / len(c)) or 1 for c, m in zip(columns, middle, strict=True)]

    def far(other: str) -> float:
        pairs = zip(features[other], features[code], spread, strict=True)
        return round(math.sqrt(sum(((a - b) / s) ** 2 for a, b, s in pairs)), 9)

    return sorted((o for o in features if o != code), key=lambda o: (far(o), o))[:k]


def recovered(
    published: list[list[int]], rows: list[int], columns: list[int], small: int, base: int
) -> dict[tuple, int]:
    """What an attacker gets to know exactly of hidden cells (-1) from true totals of rows and columns.

    Every cell is bounded (hidden: 0 to small or, when it was taken along, anything; shown: within rounding) and bounds
    are tightened by each total until nothing moves.
    """
    half = base // 2
    bounds = {}
    for i, j in itertools.product(range(len(published)), range(len(published[0]))):
        seen = published[i][j]
        bounds[i, j] = [0, 10**6] if seen < 0 else [max(seen - half, small + 1), seen + half]
    lines = [([(i, j) for j in range(len(columns))], rows[i]) for i in range(len(rows))]
    lines += [([(i, j) for i in range(len(rows))], columns[j]) for j in range(len(columns))]
    moved = True
    while moved:
        moved = False
        for cells, total in lines:
            for cell in cells:
                others = [bounds[c] for c in cells if c != cell]
                low = max(bounds[cell][0], total - sum(b[1] for b in others))
                high = min(bounds[cell][1], total - sum(b[0] for b in others))
                if [low, high] != bounds[cell]:
                    bounds[cell], moved = [low, high], True
    return {c: b[0] for c, b in bounds.items() if b[0] == b[1] and published[c[0]][c[1]] < 0}
