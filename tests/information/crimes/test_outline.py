"""What an outline costs is known beforehand and bounded; what it holds equals the slow twin's count."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit import plainly_streets
from wmp2020.information.crimes.outline import MOST_MEETINGS, Outline, Tangled

SOUTH, NORTH, WEST, EAST = 52.3, 52.7, -2.2, -1.4
corner = st.tuples(st.integers(0, 8), st.integers(0, 8))  # few values: corners, edges and points often meet
PLACES = 12_000  # snap points of a month in the West Midlands' box, rounded up


@pytest.fixture(scope="module")
def points():
    return scattered(PLACES)


def scattered(count):
    rng = np.random.default_rng(count)
    return np.stack([rng.uniform(SOUTH, NORTH, count), rng.uniform(WEST, EAST, count)], axis=1)


def around(count, reach):
    """An outline of so many corners about the middle; reach: of each corner, as a part of the box."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    lats, lngs = (NORTH - SOUTH) / 2 * reach * np.cos(angle), (EAST - WEST) / 2 * reach * np.sin(angle)
    return np.stack([(SOUTH + NORTH) / 2 + lats, (WEST + EAST) / 2 + lngs], axis=1)


@given(st.lists(corner, min_size=3, max_size=12), st.lists(corner, min_size=1, max_size=30))
def test_holds_and_meets_what_the_slow_twin_counts(ring, points):
    outline, lats = Outline(np.array(ring)), [lat for lat, _ in points]
    expected = [plainly_streets.inside(at, ring) for at in points]

    assert outline.holds(np.array(points, float)).tolist() == expected
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    spanning = sum(min(a[0], b[0]) <= lat <= max(a[0], b[0]) for lat in lats for a, b in edges)
    assert outline.meetings(np.array(lats, float)) == spanning


@pytest.mark.parametrize("reach", [
    0.9, 0.8 + 0.1 * np.sin(np.linspace(0, 800 * np.pi, 25_000)),
    0.8 + 0.01 * np.random.default_rng(1).standard_normal(25_000),
], ids=["round", "wavy", "rough"])  # fmt: skip
def test_outlines_of_25000_corners_pass_for_a_year_within_a_second(points, reach):
    began = time.process_time()
    outline = Outline(around(25_000, reach))
    found = [outline.holds(points).sum() for _ in range(12)]

    assert time.process_time() - began < 1
    assert min(found) == max(found) > PLACES / 3


@pytest.mark.parametrize("corners", [6_000, 8_000, 16_000, 25_000])
def test_tangles_are_refused_before_any_work(points, corners):
    began = time.process_time()
    with pytest.raises(Tangled) as caught:
        Outline(scattered(corners)).holds(points)

    assert time.process_time() - began < 0.1
    assert caught.value.meetings > MOST_MEETINGS


def test_the_worst_that_is_answered_takes_no_second(points):
    tangle = Outline(scattered(4_900))  # a third of the edges span any latitude
    began = time.process_time()
    tangle.holds(points)

    assert MOST_MEETINGS * 0.9 < tangle.meetings(points[:, 0]) <= MOST_MEETINGS
    assert time.process_time() - began < 1


def test_months_asked_about_the_same_outline_add_up(points):
    tangle = Outline(scattered(1_500))
    for _ in range(MOST_MEETINGS // tangle.meetings(points[:, 0])):
        assert tangle.holds(points).any()

    with pytest.raises(Tangled):
        tangle.holds(points)
