"""What a month should bring: against a slow twin, against what made the numbers, and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import plainly_measures
from wmp2020.information.measures import expectation
from wmp2020.information.measures.expectation import Habits

HABITS = {"shape": 2.0, "centre": 0.8, "memory": 0.9, "steadiness": 12.0, "slope": 0.3}


def habits(**told: float) -> Habits:
    values = {name: np.array([value]) for name, value in (HABITS | told).items()}
    return Habits(**values, tails=(1.0, 1.0, 1.0), areas=1, months=1)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 40), st.integers(1, 3)), min_size=1, max_size=14),
    st.floats(0.3, 0.99),
)
@settings(max_examples=60, deadline=None)
def test_predictions_equal_the_plain_sums(months: list[tuple[int, float, int]], memory: float) -> None:
    counts, rest, gaps = (list(column) for column in zip(*months, strict=True))
    means, sizes = expectation.predict(
        np.array(counts, float)[:, None, None],
        np.array(rest)[:, None, None],
        np.array(gaps, float),
        habits(memory=memory),
    )
    plain = plainly_measures.predicted(counts, rest, gaps, **(HABITS | {"memory": memory}))
    mean, size = means[:, 0, 0], sizes[:, 0, 0]
    assert mean == pytest.approx([m for m, _ in plain], rel=1e-9)
    assert mean + mean**2 / size == pytest.approx([v for _, v in plain], rel=1e-9)


def test_a_prediction_knows_nothing_of_its_own_month() -> None:
    counts = np.array([5.0, 7, 6, 8, 5])[:, None, None]
    other = counts.copy()
    other[-1] = 500
    rest, gaps = np.full(counts.shape, 6.0), np.ones(5)
    assert np.array_equal(*(expectation.predict(c, rest, gaps, habits())[0] for c in (counts, other)))


def test_one_surprise_is_learnt_only_in_part() -> None:
    counts = np.full((12, 1, 1), 5.0)
    counts[6] = 200
    means, _ = expectation.predict(counts, np.full(counts.shape, 5.0), np.ones(12), habits())
    assert means[7, 0, 0] < 10


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """300 areas whose counts follow the force times their own level, negative binomial around it: 24 months, twice."""
    random = np.random.default_rng(7)
    level = random.gamma(2, 0.5, (1, 300, 2))
    rest = random.uniform(2, 9, (24, 1, 2)) * np.ones((24, 300, 2))
    mean = level * rest
    steady = np.array([5.0, 40.0])
    return random.negative_binomial(steady, steady / (steady + mean)).astype(float), rest


def test_the_fit_finds_what_made_the_numbers(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    found = expectation.fit(*drawn, np.ones(24))
    assert found.shape == pytest.approx([2, 2], rel=0.35)
    assert found.centre == pytest.approx([1, 1], rel=0.25)
    assert found.steadiness[0] == pytest.approx(5, rel=0.3)
    assert found.steadiness[1] > 20
    assert (found.memory > 0.93).all()


def test_its_chances_come_true(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    counts, rest = drawn
    found = expectation.fit(counts[:14], rest[:14], np.ones(14))
    means, sizes = expectation.predict(counts, rest, np.ones(24), found)
    for chance in (0.05, 0.01):
        high, low = expectation.share_beyond(counts[14:], means[14:], sizes[14:], chance)
        assert high == pytest.approx(chance, rel=0.3)
        assert low == pytest.approx(chance, rel=0.3)


def test_tails_that_were_too_thin_are_widened() -> None:
    tails = (1.0, 1.2, 1.5)
    assert float(expectation.tail_factor(np.array(0.001), tails)) == pytest.approx(1.5)
    assert float(expectation.tail_factor(np.array(1e-7), tails)) == pytest.approx(1.5)
    assert float(expectation.tail_factor(np.array(0.5), tails)) == pytest.approx(1.0)
    at = expectation.nominal(0.001, tails)
    assert at < 0.001 / 1.4
    assert at * float(expectation.tail_factor(np.array(at), tails)) == pytest.approx(0.001, rel=1e-6)
