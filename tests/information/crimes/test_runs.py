import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.crimes import runs

some = st.lists(st.integers(0, 60), unique=True).map(sorted)


@given(some)
def test_numbers_become_runs_and_come_back(numbers):
    lows, highs = runs.runs_of(np.array(numbers, np.int64))
    assert runs.spread(lows, highs).tolist() == numbers
    assert (lows[1:] > highs[:-1]).all()  # as few runs as can be


@given(some, st.integers(0, 70), st.integers(0, 70))
def test_a_cut_is_a_slice_of_the_numbers(numbers, start, stop):
    low, high = runs.cut(*runs.runs_of(np.array(numbers, np.int64)), start, stop)
    assert runs.spread(low, high).tolist() == numbers[start:stop]
