"""The one rule for small numbers, and an attacker who tries to undo it."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.kit import plainly_measures
from tests.kit.measuring import months
from wmp2020.information.measures.suppress import BASE, HIDDEN, SMALL, suppress, windows

TABLES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.integers(0, 40))


def test_open_counts_are_shown_as_they_are() -> None:
    told = suppress([[1, 0], [7, 300]], "open")
    assert told.values.tolist() == [[1, 0], [7, 300]]
    assert told.total == 308
    assert "already public" in told.says


def test_personal_counts_are_hidden_then_rounded_then_summed() -> None:
    told = suppress([[7, 8, 12], [0, 13, 52]], "personal")
    assert told.values.tolist() == [[HIDDEN, 10, 10], [HIDDEN, 15, 50]]
    assert [t.tolist() for t in told.totals] == [[0, 25, 60], [20, 65]]
    assert told.total == 85


@given(TABLES)
def test_nothing_published_depends_on_a_hidden_number(cells: np.ndarray) -> None:
    other = np.where(cells <= SMALL, (cells + 3) % (SMALL + 1), cells)
    told, same = suppress(cells, "personal"), suppress(other, "personal")
    assert np.array_equal(told.values, same.values)
    assert told.total == same.total


@given(TABLES)
def test_small_numbers_are_hidden_and_others_near_the_truth(cells: np.ndarray) -> None:
    told = suppress(cells, "personal")
    assert np.array_equal(told.hidden, cells <= SMALL)
    shown = ~told.hidden
    assert (told.values[shown] % BASE == 0).all()
    assert (abs(told.values[shown] - cells[shown]) <= BASE // 2).all()


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_an_attacker_with_every_true_total_gets_no_hidden_number_back(cells: np.ndarray) -> None:
    hidden = cells <= SMALL
    assume(not hidden.all(axis=0).any())  # a known total of a line that hides all of it cannot be defended
    assume(not hidden.all(axis=1).any())
    told = suppress(cells, "personal", known_totals=(0, 1))
    rows, columns = cells.sum(axis=1).tolist(), cells.sum(axis=0).tolist()
    assert plainly_measures.recovered(told.values.tolist(), rows, columns, SMALL, BASE) == {}


def test_a_lone_hidden_number_takes_the_smallest_other_with_it() -> None:
    told = suppress([[3, 20, 31], [40, 50, 60], [70, 80, 90]], "personal", known_totals=(1,))
    assert told.values.tolist() == [[HIDDEN, HIDDEN, 30], [40, 50, 60], [70, 80, 90]]


@pytest.mark.parametrize(("counts", "kind"), [([-1], "open"), ([1.5], "personal"), ([1], "secret")])
def test_what_is_no_count_or_no_kind_is_refused(counts: list[float], kind: str) -> None:
    with pytest.raises(ValueError, match=r"count|neither"):
        suppress(counts, kind)  # type: ignore[arg-type]


def test_windows_never_overlap() -> None:
    held = months("2024-01", 27)
    found = windows(held, 12)
    assert [(w[0], w[-1]) for w in found] == [("2025-04", "2026-03"), ("2024-04", "2025-03")]
    with pytest.raises(ValueError, match="at least one"):
        windows(held, 0)


@pytest.mark.parametrize("axes", [(0, 1), (0, 1, 2)])
def test_a_million_cells_give_nothing_back_by_subtraction(axes: tuple[int, ...]) -> None:
    """Small areas by category by month, sparse as the real ones: no line has one hidden number beside a known total."""
    random = np.random.default_rng(4)
    cells = random.poisson(random.gamma(0.5, 8, (400, 14, 1)) * np.ones((1, 1, 36)))
    told = suppress(cells[:60], "personal", known_totals=axes)
    for axis in axes:
        hidden = told.hidden.sum(axis=axis)
        lost = np.where(told.hidden, cells[:60], 0).sum(axis=axis)
        alone = (hidden == 1) & (told.hidden.shape[axis] > 1)
        assert not alone.any()
        assert (lost[(hidden > 0) & (hidden < cells.shape[axis])] > SMALL).all()
