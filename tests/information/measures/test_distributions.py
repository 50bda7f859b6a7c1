"""Counts' tails and quantiles against scipy 1.16's, whose answers are written here since it is no dependency."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.measures import distributions as d

# count, mean, size, P(X >= count), P(X <= count): scipy.stats.nbinom.sf(count - 1, ...) and .cdf(count, ...)
TAILS = [
    (0, 0.3, 0.5, 1, 0.790569415042),
    (3, 0.2, 2.0, 0.002800355167, 0.999683330125),
    (5, 0.2, 1.0, 0.000128600823045, 0.999978566529),
    (25, 9.0, 12.0, 0.00115301547293, 0.999307090145),
    (203, 120.0, 15.0, 0.0141624595776, 0.986607390393),
    (1141, 1040.0, 80.0, 0.198955032488, 0.803216367317),
    (12186, 12541.0, 900.0, 0.793300402553, 0.207372299204),
    (1, 50.0, 4.0, 0.999969893177, 0.000141613573773),
]
# share, mean, size, smallest k: scipy.stats.nbinom.ppf
QUANTILES = [
    (0.0005, 0.2, 1.0, 0),
    (0.0005, 9.0, 12.0, 0),
    (0.0005, 120.0, 15.0, 39),
    (0.0005, 703.0, 200.0, 531),
    (0.0005, 5000.0, 40.0, 2791),
    (0.0005, 12541.0, 900.0, 11164),
    (0.025, 0.2, 1.0, 0),
    (0.025, 9.0, 12.0, 3),
    (0.025, 120.0, 15.0, 64),
    (0.025, 703.0, 200.0, 596),
    (0.025, 5000.0, 40.0, 3566),
    (0.025, 12541.0, 900.0, 11707),
    (0.9995, 0.2, 1.0, 4),
    (0.9995, 9.0, 12.0, 26),
    (0.9995, 120.0, 15.0, 256),
    (0.9995, 703.0, 200.0, 902),
    (0.9995, 5000.0, 40.0, 8028),
    (0.9995, 12541.0, 900.0, 14012),
]


@pytest.mark.parametrize(("count", "mean", "size", "up", "down"), TAILS)
def test_tails_of_the_negative_binomial(count: int, mean: float, size: float, up: float, down: float) -> None:
    assert float(d.at_least(count, mean, size)) == pytest.approx(up, rel=1e-8)
    assert float(d.at_most(count, mean, size)) == pytest.approx(down, rel=1e-8)


@pytest.mark.parametrize(("share", "mean", "size", "k"), QUANTILES)
def test_quantiles_of_the_negative_binomial(share: float, mean: float, size: float, k: int) -> None:
    found = int(d.quantiles([share], np.array([mean]), np.array([size]))[0, 0])
    spread = math.sqrt(mean + mean * mean / size)
    assert found == k if spread < d.STRIDE_FROM else abs(found - k) <= spread / 100


@given(st.integers(0, 60), st.floats(0.01, 80), st.floats(0.05, 500))
def test_the_two_tails_overlap_in_the_count_itself(count: int, mean: float, size: float) -> None:
    at = (np.array([float(count)]), np.array([mean]), np.array([size]))
    both = d.at_least(*at) + d.at_most(*at) - np.exp(d.log_chance(*at))
    assert both[0] == pytest.approx(1, abs=1e-9)


@given(st.floats(0.01, 300), st.floats(0.2, 500))
def test_quantiles_rise_with_their_share_and_hold_it(mean: float, size: float) -> None:
    shares = (0.0005, 0.025, 0.5, 0.975, 0.9995)
    found = d.quantiles(shares, np.array([mean]), np.array([size]))[:, 0]
    assert list(found) == sorted(found)
    for share, k in zip(shares, found, strict=True):
        assert float(d.at_most(int(k), mean, size)) >= share - 1e-9
        assert float(d.at_most(int(k) - 1, mean, size)) < share + 1e-9


@pytest.mark.parametrize("x", [1e-3, 0.5, 1, 2.5, 30, 1e4])
def test_log_gamma(x: float) -> None:
    assert float(d.log_gamma(x)) == pytest.approx(math.lgamma(x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("share", "freedom", "t"), [(0.975, 10, 2.228138851964939), (0.975, 1, 12.706204736432095)])
def test_student_quantile(share: float, freedom: int, t: float) -> None:
    assert d.student_quantile(share, freedom) == pytest.approx(t, rel=1e-8)


@pytest.mark.parametrize(("a", "x", "share"), [(1, 1, 0.6321205588285577), (5, 9, 0.9450363585048522), (0.5, 0, 0.0)])
def test_gamma_share(a: float, x: float, share: float) -> None:
    assert d.gamma_share(a, x) == pytest.approx(share, rel=1e-12)
