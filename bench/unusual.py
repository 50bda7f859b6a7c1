"""unusual: how well "is this month unusual here?" judges, on the real counts of the West Midlands.

Ten complete months are judged one by one, each from the months before it alone, for every small area and category and
for every ward and category. How often each rule speaks on the counts as they are, whether its chances are right, and
how many of the spikes put in it finds. Spikes: in each month SPIKED of all series, drawn anew each round, get a Poisson
number of extra crimes with mean SIZE times the standard deviation of their own past (Noufaily and others 2013 use 2 to
10), and at least LEAST. Real surprises in the counts are taken for false alarms, so precision is a floor.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wmp2020.information.measures.distributions import at_least
from wmp2020.information.measures.expectation import TAILS, fit, nominal, predict, share_beyond
from wmp2020.information.measures.model import FITTED_ON, exposure
from wmp2020.information.measures.series import gaps
from wmp2020.information.measures.unusual import ALARM
from wmp2020.information.sources.west_midlands import WestMidlandsFolder
from wmp2020.plumbing.findings import Findings

JUDGED = 10  # months
SPIKED, SIZE, LEAST = 0.005, 8.0, 5
SIZES = (4.0, 6.0, 8.0, 10.0)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rule:
    """Speaks where a count so high has less than `least` chance."""

    means: Floats
    sizes: Floats
    least: Floats | float

    def __call__(self, counts: Floats) -> NDArray[np.bool_]:
        return at_least(counts, self.means, self.sizes) < self.least


def run(quick: bool) -> dict[str, Any]:
    """Figures, ratios and targets; quick fits the habits once instead of before each month, and draws fewer spikes."""
    from django.conf import settings

    return measured(Path(settings.DATA or settings.BESIDE), quick=quick)


def measured(folder: Path, *, quick: bool) -> dict[str, Any]:
    """The same for a folder, without settings."""
    figures: dict[str, float] = {}
    months, small, places, wards = counted(folder)
    for name, areas in (("lsoa", small), ("ward", wards)):
        say(f"{name}: {areas['counts'].shape[1] * areas['counts'].shape[2]:,} series")
        began = time.perf_counter()
        y, means, sizes, tails = one_by_one(months, places, areas, refit=not quick)
        figures[f"{name}_fit_and_predict_seconds"] = round(time.perf_counter() - began, 2)
        figures[f"{name}_series"] = y.shape[1] * y.shape[2]
        figures |= {f"{name}_{key}": value for key, value in alone(y, means, sizes, tails).items()}
        past = areas["counts"][:-JUDGED]
        least = np.array([nominal(ALARM, t) for t in tails])[:, None, None]
        rule = Rule(means, sizes, least)
        figures |= {f"{name}_{key}": value for key, value in found(y, past, rule, quick=quick).items()}
        if name == "lsoa":
            figures |= peers(y, past, areas, quick=quick)
    ratios = {"flags_of_two_sd_over_ours": round(figures["two_sd_flags_a_month"] / figures["lsoa_flags_a_month"], 1)}
    targets = {
        "lsoa_flags_a_month": ["<=", 20], "lsoa_precision": [">=", 0.85], "lsoa_recall": [">=", 0.85],
        "lsoa_calibration_off_at_05": ["<=", 0.2], "lsoa_calibration_off_at_01": ["<=", 0.2],
        "lsoa_calibration_off_at_001": ["<=", 0.2],
    }  # fmt: skip
    return {"figures": figures, "ratios": ratios, "targets": targets}


def counted(folder: Path) -> tuple[list[str], dict[str, Floats], Floats, dict[str, Floats]]:
    """Complete months, small areas, the force's totals [month, category], wards: each with counts and residents."""
    supply = WestMidlandsFolder(folder, imputed=False)
    book, table = supply.book(Findings()), supply.counts(Findings())
    assert table is not None
    table = table.filter(table["complete"])
    codes = {k: sorted(set(table[k].to_pylist())) for k in ("month", "lsoa", "category")}
    at = {k: {code: i for i, code in enumerate(v)} for k, v in codes.items()}
    index = [np.array([at[k][v] for v in table[k].to_pylist()]) for k in ("month", "lsoa", "category")]
    block = np.zeros([len(codes[k]) for k in ("month", "lsoa", "category")])
    block[tuple(index)] = table["count"].to_numpy()
    rows = {r.code: r for r in book.areas}
    wards = [r for r in book.areas if r.kind == "ward" and not r.ended_on]
    of_ward = [block[:, [at["lsoa"][c] for c in w.lsoas if c in at["lsoa"]]].sum(axis=1) for w in wards]
    people = float(sum(r.residents or 0 for r in book.areas if r.kind == "lsoa"))

    def areas(counts: Floats, residents: list[int | None]) -> dict[str, Floats]:
        return {"counts": counts, "residents": np.array(residents, float), "everyone": np.array(people)}

    small = areas(block, [rows[c].residents for c in codes["lsoa"]])
    return codes["month"], small, block.sum(axis=1), areas(np.stack(of_ward, axis=1), [w.residents for w in wards])


def one_by_one(
    months: list[str], force: Floats, areas: dict[str, Floats], *, refit: bool
) -> tuple[Floats, Floats, Floats, list[tuple[float, ...]]]:
    """The judged months' counts with mean, size and tails, each from the months before it alone."""
    counts, apart = areas["counts"], gaps(months)
    some = np.unique(np.linspace(0, counts.shape[1] - 1, min(counts.shape[1], FITTED_ON)).round().astype(int))
    x = exposure(counts, force, areas["residents"], float(areas["everyone"]))
    means, sizes, tails, habits = [], [], [], None
    for t in range(len(months) - JUDGED, len(months)):
        if refit or habits is None:
            habits = fit(counts[:t, some], x[:t, some], apart[:t])
        mean, size = predict(counts[: t + 1], x[: t + 1], apart[: t + 1], habits)
        means.append(mean[-1])
        sizes.append(size[-1])
        tails.append(habits.tails)
    return counts[-JUDGED:], np.array(means), np.array(sizes), tails


def alone(y: Floats, means: Floats, sizes: Floats, tails: list[tuple[float, ...]]) -> dict[str, float]:
    """What the rule says of the counts as they are, and whether its chances come true."""
    flags = sum(float((at_least(y[t], means[t], sizes[t]) < nominal(ALARM, tails[t])).sum()) for t in range(JUDGED))
    told = {"flags_a_month": flags / JUDGED}
    for tail in TAILS:
        shares = [share_beyond(y[t], means[t], sizes[t], nominal(tail, tails[t])) for t in range(JUDGED)]
        high, low = (float(np.mean(side)) / tail for side in zip(*shares, strict=True))
        name = f"{tail:g}".removeprefix("0.")
        told |= {f"above_{name}_over_nominal": round(high, 3), f"below_{name}_over_nominal": round(low, 3),
                 f"calibration_off_at_{name}": round(max(abs(high - 1), abs(low - 1)), 3)}  # fmt: skip
    return told


def found(y: Floats, past: Floats, flagged: Any, *, quick: bool) -> dict[str, float]:
    """Precision and recall of a rule for spikes of SIZE, and recall for each of SIZES."""
    told = {}
    quiet = flagged(y)
    spread = past.std(axis=0)
    each = max(round(SPIKED * y.shape[1] * y.shape[2]), 1)
    for size in SIZES:
        hits = wrong = 0
        random = np.random.default_rng(20260401)
        rounds = 3 if quick else 12
        for _ in range(rounds):
            spiked = np.zeros(y.shape, bool)
            for t in range(JUDGED):
                spiked[t].flat[random.choice(spiked[t].size, each, replace=False)] = True
            extra = np.where(spiked, np.maximum(random.poisson(size * np.broadcast_to(spread, y.shape)), LEAST), 0)
            called = np.where(spiked, flagged(y + extra), quiet)
            hits, wrong = hits + int((called & spiked).sum()), wrong + int((called & ~spiked).sum())
        told[f"recall_at_{size:g}_sd"] = round(hits / (each * JUDGED * rounds), 3)
        if size == SIZE:
            told |= {"recall": told[f"recall_at_{size:g}_sd"], "precision": round(hits / (hits + wrong), 3)}
    return told


def peers(y: Floats, past: Floats, areas: dict[str, Floats], *, quick: bool) -> dict[str, float]:
    """The two plain rules beside ours: mean and two standard deviations; a static empirical-Bayes negative binomial."""
    counts = areas["counts"]
    ends = range(len(counts) - JUDGED, len(counts))
    middle = np.array([counts[:t].mean(axis=0) for t in ends])
    spread = np.array([counts[:t].std(axis=0) for t in ends])
    static = [_static(counts, t) for t in ends]
    means, sizes = (np.array(v) for v in zip(*static, strict=True))
    rules = {"two_sd": lambda c: c > middle + 2 * spread, "static": Rule(means, sizes, ALARM)}
    told = {}
    for name, rule in rules.items():
        told[f"{name}_flags_a_month"] = float(rule(y).sum()) / JUDGED
        told |= {f"{name}_{key}": value for key, value in found(y, past, rule, quick=True).items()}
    return told


def _static(counts: Floats, t: int) -> tuple[Floats, Floats]:
    """Gamma prior by moments, every month alike in weight, one dispersion a category."""
    force = counts.sum(axis=1)
    levels = counts[:t].sum(axis=0) / force[:t].sum(axis=0)
    centre = levels.mean(axis=0)
    shape = centre**2 / np.maximum(levels.var(axis=0) - centre / force[:t].sum(axis=0), 1e-15)
    level = (shape + counts[:t].sum(axis=0)) / (shape / centre + force[:t].sum(axis=0))
    expected = level * force[:t, None, :]
    over = ((counts[:t] - expected) ** 2 - expected).sum((0, 1)) / (expected**2).sum((0, 1))
    return level * force[t], np.broadcast_to(1 / np.maximum(over, 1e-6), level.shape)


def say(words: str) -> None:
    """Progress goes to standard error: the last line of standard output is the result."""
    print(f"{time.strftime('%H:%M:%S')} unusual: {words}", file=sys.stderr, flush=True)
