"""What a crossing line encloses, beside GEOS's own reading of it, which is slow and obvious."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wmp2020.information.areas.tangles import MOST_CROSSINGS, even_odd


def plainly(corners):
    parts = shapely.get_parts(shapely.make_valid(shapely.Polygon(corners), method="linework"))
    return shapely.union_all([part for part in parts if part.area > 0])


def at_random(seed, corners):
    return np.random.default_rng(seed).uniform([-2.0, 52.4], [-1.8, 52.6], (corners, 2))


@given(st.integers(0, 2**32), st.integers(3, 25))
@settings(max_examples=100, deadline=None)
def test_it_is_what_is_wound_round_an_odd_number_of_times(seed, corners):
    points = at_random(seed, corners)
    area = even_odd(points)
    assert area.is_valid
    assert area.symmetric_difference(plainly(points)).area < 1e-12


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=12))
@settings(max_examples=200, deadline=None)
def test_corners_and_edges_in_common_make_no_fault(corners):
    area = even_odd(np.array(corners, float))
    assert area.is_valid
    centres = [(x + math.sqrt(2) / 10, y + math.sqrt(3) / 6) for x in range(4) for y in range(4)]  # on no edge
    ring = np.array([*corners, corners[0]], float)
    for x, y in centres:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        rising = (y0 > y) != (y1 > y)
        east = x0[rising] + (y - y0[rising]) / (y1 - y0)[rising] * (x1 - x0)[rising] > x
        assert area.covers(shapely.Point(x, y)) == (east.sum() % 2 == 1)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_edge_walked_twice_bounds_nothing(times):
    square = np.array([[0, 0], [0, 1], [1, 1], [1, 0]] * times, float)
    assert even_odd(square).area == times % 2


def test_a_line_there_and_back_encloses_nothing():
    assert even_odd(np.array([[0, 0], [1, 1], [2, 2], [2, 2]], float)).is_empty


def test_too_many_crossings_are_not_read():
    few, many = at_random(1, 40), at_random(1, 100)  # some 200, some 1,300
    assert even_odd(few) is not None
    assert even_odd(many) is None
    assert 200 < MOST_CROSSINGS < 1_300
