"""Rates and their intervals: published examples, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.measures import rates

# Garwood's exact limits, from the table in Ulm (1990), American Journal of Epidemiology 131:373.
EXACT = [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (7, 2.8144, 14.4227), (9, 4.1154, 17.0848)]


@pytest.mark.parametrize(("count", "low", "high"), EXACT)
def test_small_counts_have_exact_limits(count: int, low: float, high: float) -> None:
    assert rates.poisson_interval(count) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize("count", [10, 25, 100, 4000])
def test_byars_limits_are_close_to_the_exact_ones(count: int) -> None:
    assert rates.poisson_interval(count) == pytest.approx(rates.exact_interval(count), rel=2e-3)


@given(st.integers(0, 5000))
def test_the_interval_holds_its_count_and_grows_with_it(count: int) -> None:
    low, high = rates.poisson_interval(count)
    assert low <= count < high
    above = rates.poisson_interval(count + 1)
    assert above[0] >= low
    assert above[1] > high


def test_a_rate_is_per_thousand_residents() -> None:
    told = rates.rate(250, 12_500)
    assert told is not None
    assert (told.value, told.per) == (20.0, 1000)
    assert told.low == pytest.approx(17.60, abs=0.01)
    assert told.high == pytest.approx(22.64, abs=0.01)


@pytest.mark.parametrize("residents", [None, 0, -1])
def test_where_no_one_lives_there_is_no_rate(residents: int | None) -> None:
    assert rates.rate(5, residents) is None


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rates.poisson_interval(-1)


# scipy.stats.binomtest(now, now + before).pvalue
SAME = [(10, 20, 0.0987371), (0, 0, 1.0), (5, 5, 1.0), (30, 5, 2.2362e-5)]


@pytest.mark.parametrize(("now", "before", "chance"), SAME)
def test_two_months_alike(now: int, before: int, chance: float) -> None:
    assert rates.same_mean(now, before) == pytest.approx(chance, rel=1e-4)
    assert rates.same_mean(before, now) == rates.same_mean(now, before)
