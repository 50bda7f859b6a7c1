import time

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.kit import plainly
from wmp2020.information.crimes.curve import along_curve
from wmp2020.information.crimes.places import BLOCK, MILE, Places, boxes_of, metres_between

# Few distinct values, so that points, corners and edges often meet.
degree = st.integers(-20, 20).map(lambda n: n * 500)
point = st.tuples(degree.map(lambda n: 52_480_000 + n), degree.map(lambda n: -1_890_000 + n))


def places(points):
    micro = np.array(sorted(set(points)), np.int64).reshape(-1, 2)
    micro = micro[np.argsort(along_curve(micro[:, 0], micro[:, 1]), kind="stable")].astype(np.int32)
    return Places(micro, boxes_of(micro))


def rows(held):
    return [
        {"latitude": lat / 1e6, "longitude": lng / 1e6, "at": at} for at, (lat, lng) in enumerate(held.micro.tolist())
    ]


@given(st.lists(point, max_size=150), point, st.floats(0, 3_000))
def test_a_circle_holds_what_the_slow_twin_finds(points, centre, metres):
    held, (lat, lng) = places(points), (centre[0] / 1e6, centre[1] / 1e6)
    for row in rows(held):  # the twin has no grace, so keep off the last millimetres
        assume(abs(plainly.metres(lat, lng, row["latitude"], row["longitude"]) - metres) > 0.01)
    assert held.near(lat, lng, metres).tolist() == [row["at"] for row in plainly.near(rows(held), lat, lng, metres)]


@given(st.lists(point, min_size=1, max_size=20), point)
def test_the_edge_of_a_circle_is_inside(points, centre):
    held, (lat, lng) = places(points), (centre[0] / 1e6, centre[1] / 1e6)
    for row in rows(held):
        assert row["at"] in held.near(lat, lng, plainly.metres(lat, lng, row["latitude"], row["longitude"]))


@given(st.lists(point, max_size=150), st.lists(point, min_size=3, max_size=9))
@example([(52_480_000, -1_890_000)], [(52_480_000, -1_890_000)] * 3)
@example([(52_480_000, -1_890_000)], [(52_470_000, -1_890_000), (52_490_000, -1_890_000), (52_470_000, -1_890_000)])
def test_a_polygon_holds_what_the_slow_twin_finds_also_when_it_crosses_itself(points, corners):
    held, ring = places([*points, *corners]), [(lat / 1e6, lng / 1e6) for lat, lng in corners]
    expected = [row["at"] for row in plainly.within(rows(held), ring)]
    assert held.within(np.array(ring)).tolist() == expected
    assert held.within(np.array([*ring, ring[0]])).tolist() == expected


def test_a_pentagram_is_hollow():
    star = [(52.5 + np.cos(a) / 100, -1.9 + np.sin(a) / 100) for a in np.arange(5) * 4 * np.pi / 5]
    held = places([(52_500_000, -1_900_000), (52_508_000, -1_900_000)])
    assert len(held.within(np.array(star))) == 1


@given(st.lists(point, min_size=1, max_size=100), point)
def test_the_nearest_is_no_farther_than_any(points, centre):
    held, (lat, lng) = places(points), (centre[0] / 1e6, centre[1] / 1e6)
    nearest = rows(held)[held.nearest(lat, lng)]
    best = min(plainly.metres(lat, lng, row["latitude"], row["longitude"]) for row in rows(held))
    assert plainly.metres(lat, lng, nearest["latitude"], nearest["longitude"]) == pytest.approx(best, abs=1e-6)


def test_no_places_at_all():
    held = places([])
    assert held.near(52.48, -1.89).tolist() == held.within(np.array([(0, 0), (0, 1), (1, 1)])).tolist() == []
    assert held.nearest(52.48, -1.89) is None


@pytest.mark.parametrize(("lat", "lng"), [(90.0, 0.0), (-90.0, 180.0), (89.99, -180.0), (52.48, 179.9)])
def test_a_circle_far_away_finds_nothing_and_raises_nothing(lat, lng):
    assert places([(52_480_000, -1_890_000)]).near(lat, lng).tolist() == []


def test_distances_agree_with_the_other_formula():
    lats, lngs = np.linspace(49, 61, 50), np.linspace(-9, 2, 50)
    slow = [plainly.metres(52.5, -1.9, lat, lng) for lat, lng in zip(lats, lngs, strict=True)]
    assert metres_between(52.5, -1.9, lats, lngs) == pytest.approx(slow, rel=1e-9, abs=1e-3)


def test_ten_thousand_corners_cost_milliseconds_and_a_mile_among_many_points_less():
    rng = np.random.default_rng(1)
    held = places(zip(rng.integers(52_300_000, 52_700_000, 100_000).tolist(),
                      rng.integers(-2_200_000, -1_400_000, 100_000).tolist(), strict=True))  # fmt: skip
    angle = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
    reach = 0.1 + 0.02 * np.sin(40 * angle)
    ring = np.stack([52.5 + reach * np.cos(angle), -1.8 + reach * np.sin(angle)], axis=1)
    began = time.perf_counter()
    found = held.within(ring)
    assert time.perf_counter() - began < 1
    sample = held.micro[:: len(held.micro) // 40] / 1e6
    slow = [plainly.inside(lat, lng, ring.tolist()) for lat, lng in sample.tolist()]
    assert np.isin(np.arange(len(held.micro))[:: len(held.micro) // 40], found).tolist() == slow
    assert 0 < len(held.near(52.5, -1.8, MILE)) < len(found)
    assert len(held.boxes) == -(-len(held.micro) // BLOCK)
