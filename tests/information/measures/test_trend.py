"""Change over and between years."""

import numpy as np
import pytest

from tests.kit.measuring import months
from wmp2020.information.measures import trend

YEAR = months("2025-04", 12)
# statsmodels 0.14: GLM(y, [1, t], Poisson()).fit(scale="X2"); the standard error with a dispersion of at least one.
COUNTS = [112, 118, 98, 120, 131, 125, 119, 140, 133, 127, 142, 138]
SLOPE, ERROR = 0.0221077797, 0.0074853443


def test_quasi_poisson_equals_statsmodels() -> None:
    steps = np.arange(12.0)
    line = trend.quasi_poisson(np.array(COUNTS, float), np.column_stack([np.ones(12), steps]))
    assert line.beta[1] == pytest.approx(SLOPE, rel=1e-6)
    assert line.covariance[1, 1] ** 0.5 == pytest.approx(ERROR, rel=1e-5)


def test_a_clear_rise_is_said_with_its_interval() -> None:
    told = trend.over_the_year(YEAR, COUNTS)
    assert told.direction == "rise"
    assert told.low < told.ratio < told.high  # type: ignore[operator]
    assert told.says.startswith("Up ")
    assert "Seasons are not taken out" in told.says


def test_an_interval_over_zero_is_no_clear_change() -> None:
    told = trend.over_the_year(YEAR, [100, 90, 105, 99, 104, 92, 101, 97, 103, 95, 100, 99])
    assert told.direction == "none"
    assert told.says.startswith("No clear change")


def test_what_the_rest_of_the_force_did_is_taken_out() -> None:
    season = np.array([10, 11, 13, 15, 17, 18, 18, 17, 15, 13, 11, 10]) * 2000
    told = trend.over_the_year(YEAR, (season // 200).tolist(), season.tolist())
    assert told.direction == "none"
    assert "measured against the rest of the force" in told.says


@pytest.mark.parametrize("gone", [3, 11])
def test_a_year_with_a_hole_has_no_trend(gone: int) -> None:
    held = (*YEAR[:gone], *YEAR[gone + 1 :], *months("2026-04", 1))
    told = trend.over_the_year(held, COUNTS)
    assert (told.direction, told.ratio) == ("unknown", None)


def test_only_months_complete_in_both_years_are_compared() -> None:
    held = months("2024-04", 24)
    counts = [100] * 12 + [80] * 12
    counts[3], counts[16] = 5, 5  # one short month in each year
    complete = [c != 5 for c in counts]
    told = trend.against_the_year_before(held, counts, complete)
    assert told.ratio == pytest.approx(0.8)
    assert len(told.months) == 10
    assert told.says.startswith("20% fewer than in the twelve months before, counting only the 10 months")


def test_too_few_pairs_are_not_compared() -> None:
    held = months("2024-04", 24)
    told = trend.against_the_year_before(held, [50] * 24, [False] * 8 + [True] * 16)
    assert told.direction == "unknown"
    assert told.says == "Too few of the last 12 months are complete in both years (4) to compare."


def test_the_interval_covers_a_true_change_about_19_times_in_20() -> None:
    random = np.random.default_rng(3)
    held, inside = months("2024-04", 24), 0
    for _ in range(300):
        mean = np.concatenate([np.full(12, 60.0), np.full(12, 66.0)])
        counts = random.negative_binomial(30, 30 / (30 + mean)).tolist()
        told = trend.against_the_year_before(held, counts, [True] * 24)
        inside += told.low <= 1.1 <= told.high  # type: ignore[operator]
    assert 0.92 <= inside / 300 <= 0.985
