"""How twelve months ran, and how they stand against the twelve before: change with its interval, or no clear change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wmp2020.plumbing.british import number, percent

from .distributions import Floats, student_quantile

YEAR = 12
ENOUGH_PAIRS = 6
SEASONS = "Seasons are not taken out: a year that begins in winter and ends in summer rises for many crimes."


@dataclass(frozen=True)
class Change:
    """A ratio of later to earlier with its 95 % interval; direction is "rise", "fall", "none" or "unknown"."""

    direction: str
    says: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A quasi-Poisson fit: coefficients, their covariance times dispersion, fitted means, dispersion (at least 1)."""

    beta: Floats
    covariance: Floats
    fitted: Floats
    dispersion: float
    freedom: int


def quasi_poisson(counts: Floats, design: Floats, offset: Floats | None = None, weights: Floats | None = None) -> Line:
    """Poisson regression with log link by iteratively reweighted least squares; dispersion from Pearson's chi-squared.

    McCullagh and Nelder (1989), sections 2.5 and 6.2. design is [row, column].
    """
    y, rest = np.asarray(counts, float), np.zeros(len(counts)) if offset is None else offset
    w = np.ones(len(y)) if weights is None else weights
    eta = np.log(np.maximum(y, 0.5))
    inverse = np.eye(design.shape[1])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        mean = np.exp(np.clip(eta, -30, 30))
        working = eta - rest + (y - mean) / mean
        inverse = np.linalg.pinv(design.T @ (design * (w * mean)[:, None]))
        fresh = inverse @ (design.T @ (w * mean * working))
        moved = np.max(np.abs(fresh - beta))
        beta, eta = fresh, design @ fresh + rest
        if moved < 1e-10:
            break
    mean = np.exp(np.clip(eta, -30, 30))
    freedom = max(len(y) - design.shape[1], 1)
    dispersion = max(1.0, float((w * (y - mean) ** 2 / mean).sum() / freedom))
    return Line(beta, inverse * dispersion, mean, dispersion, freedom)


def over_the_year(months: Sequence[str], counts: Sequence[int], rest: Sequence[int] | None = None) -> Change:
    """The change from the first to the last of twelve complete months along a log-linear quasi-Poisson line.

    rest: the counts of the rest of the force, whose own movement (seasons, counting rules, weather) is then taken out.
    """
    if len(months) != YEAR or months_apart(months[0], months[-1]) != YEAR - 1:
        return Change("unknown", "Twelve complete months in a row are needed to say how the year ran.")
    if sum(counts) < YEAR:
        return Change("unknown", "Fewer than one a month: too few to see a direction.", months=tuple(months))
    steps = np.arange(YEAR, dtype=float)
    offset = None if rest is None else np.log(np.maximum(np.array(rest, float), 0.5))
    line = quasi_poisson(np.array(counts, float), np.column_stack([np.ones(YEAR), steps]), offset)
    slope, error = float(line.beta[1]), float(line.covariance[1, 1]) ** 0.5
    reach = student_quantile(0.975, line.freedom) * error
    ratio, low, high = (float(np.exp((YEAR - 1) * s)) for s in (slope, slope - reach, slope + reach))
    since = "over these twelve months" + ("" if rest is None else ", measured against the rest of the force")
    return _change(ratio, low, high, tuple(months), since, f" {SEASONS}" if rest is None else "")


def against_the_year_before(months: Sequence[str], counts: Sequence[int], complete: Sequence[bool]) -> Change:
    """The last twelve months against the twelve before, month by month where both are complete.

    The interval of the ratio of the two sums: log ratio ± t sqrt(dispersion (1/later + 1/earlier)), dispersion from
    the months themselves after their own year-and-month pattern is taken out (quasi-Poisson, as above).
    """
    held = {m: c for m, c, ok in zip(months, counts, complete, strict=True) if ok}
    last = [m for m in months if months_apart(m, months[-1]) < YEAR]
    pairs = [(m, year_before(m)) for m in last if m in held and year_before(m) in held]
    if len(pairs) < ENOUGH_PAIRS:
        return Change("unknown", f"Too few of the last 12 months are complete in both years ({len(pairs)}) to compare.")
    later, earlier = np.array([held[a] for a, _ in pairs], float), np.array([held[b] for _, b in pairs], float)
    if later.sum() + earlier.sum() < YEAR or min(later.sum(), earlier.sum()) == 0:
        return Change("unknown", "Too few to compare the two years.")
    n = len(pairs)
    both, share = later + earlier, later.sum() / (later.sum() + earlier.sum())
    told = both > 0  # the two-way Poisson model fits month by year in closed form: row times column over the total
    off = ((later - both * share) ** 2)[told] / (both * share * (1 - share))[told]
    freedom = max(int(told.sum()) - 1, 1)
    dispersion = max(1.0, float(off.sum()) / freedom)
    middle = float(np.log(later.sum() / earlier.sum()))
    reach = student_quantile(0.975, freedom) * (dispersion * (1 / later.sum() + 1 / earlier.sum())) ** 0.5
    ratio, low, high = (float(np.exp(v)) for v in (middle, middle - reach, middle + reach))
    part = "" if n == YEAR else f", counting only the {n} months that are complete in both years"
    return _change(ratio, low, high, tuple(m for m, _ in pairs), f"than in the twelve months before{part}", "")


def _change(ratio: float, low: float, high: float, months: tuple[str, ...], since: str, tail: str) -> Change:
    between = f"between {_signed(low)} and {_signed(high)}"
    before = since.startswith("than")
    if low <= 1 <= high:
        versus = since.replace("than in", "against", 1) if before else since
        return Change("none", f"No clear change {versus} (the change lies {between}).{tail}", ratio, low, high, months)
    word = ("more" if before else "Up") if ratio > 1 else ("fewer" if before else "Down")
    size = percent(abs(ratio - 1))
    says = f"{size} {word} {since} ({between}).{tail}" if before else f"{word} {size} {since} ({between}).{tail}"
    return Change("rise" if ratio > 1 else "fall", says, ratio, low, high, months)


def _signed(ratio: float) -> str:
    change = round((ratio - 1) * 100)
    return f"+{number(change)}%" if change > 0 else f"{number(change)}%"


def months_apart(first: str, last: str) -> int:
    """Calendar months from "YYYY-MM" to "YYYY-MM"."""
    (a, b), (c, d) = (tuple(map(int, m.split("-"))) for m in (first, last))
    return (c - a) * 12 + d - b


def year_before(month: str) -> str:
    """ "2026-03" -> "2025-03"."""
    return f"{int(month[:4]) - 1:04}{month[4:]}"
