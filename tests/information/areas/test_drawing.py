"""A drawn area is read, mended where certain, or refused in words: never a fault."""

import math
import random
import resource
import time

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wmp2020.information.areas.drawing import MOST, TANGLED, area_of, km2_of
from wmp2020.information.areas.drawing import read as drawn

FORCE = shapely.box(-2.0, 52.4, -1.8, 52.6)
SQUARE = "52.48,-1.90:52.49,-1.90:52.49,-1.88:52.48,-1.88"


def test_a_plain_square_is_taken_as_it_is():
    found = drawn(SQUARE, FORCE)
    assert found
    assert found.notes == ()
    assert found.polygon.equals(shapely.box(-1.90, 52.48, -1.88, 52.49))
    assert found.inside == pytest.approx(1)
    assert found.km2 == pytest.approx(1.113 * 2.226 * math.cos(math.radians(52.485)), rel=0.002)


def test_the_first_corner_may_be_repeated_and_blanks_do_not_matter():
    again = drawn(SQUARE.replace(":", " : ") + ":52.48 , -1.90:", FORCE)
    assert again.polygon.equals(drawn(SQUARE, FORCE).polygon)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least three corners; this has 0"),
        ("52.48,-1.90:52.49,-1.90", "at least three corners; this has 2"),
        ("52.48,-1.90:52.49,-1.90:52.48,-1.90", "at least three corners; this has 2"),
        ("52.48,-1.90:north,-1.90:52.49,-1.88", "Corner 2 is not a latitude and a longitude"),
        ("52.48,-1.90:nan,-1.90:52.49,-1.88", "Corner 2 is not"),
        ("52.48,-1.90:1e5,-1.90:52.49,-1.88", "Corner 2 is not"),
        ("52.48,-1.90:52.49\0,-1.90:52.49,-1.88", "Corner 2 is not"),
        ("٥٢.٤٨,-1.90:52.49,-1.90:52.49,-1.88", "Corner 1 is not"),
        ("52.48,-1.90:-1.90,52.49:52.49,-1.88", "Corner 2 (-1.9, 52.49) has latitude and longitude swapped"),
        ("52.48,-1.90:48.85,2.35:52.49,-1.88", "Corner 2 (48.85, 2.35) is not in Great Britain"),
        ("52.48,-1.90:52.49,-1.89:52.50,-1.88", "enclose no area"),
        ("52.48,-1.90:52.4801,-1.90:52.4801,-1.8999", "too small"),
        ("50,-5:58,-5:58,1:50,1", "too large"),
        ("53.0,-1.90:53.1,-1.90:53.1,-1.88", "lies outside the area of the force"),
        (":".join(["52.48,-1.90"] * (MOST + 1)), "more than 10,000 corners"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(text, said):
    found = drawn(text, FORCE)
    assert not found
    assert said in found.refused


def test_ten_thousand_corners_are_taken():
    turn = [2 * math.pi * i / MOST for i in range(MOST)]
    circle = [(52.5 + 0.02 * math.sin(t), -1.9 + 0.03 * math.cos(t)) for t in turn]
    assert area_of(circle, FORCE).km2 == pytest.approx(
        math.pi * 0.02 * 0.03 * 111.32**2 * math.cos(math.radians(52.5)), rel=1e-3
    )


def test_pairs_given_the_other_way_round_throughout_are_turned_and_it_is_said():
    swapped = ":".join(",".join(reversed(pair.split(","))) for pair in SQUARE.split(":"))
    found = drawn(swapped, FORCE)
    assert found.polygon.equals(drawn(SQUARE, FORCE).polygon)
    assert "other way round" in found.notes[0]


def test_a_bow_tie_becomes_its_two_halves_and_the_crossing_is_named():
    found = drawn("52.48,-1.90:52.49,-1.88:52.49,-1.90:52.48,-1.88", FORCE)
    assert len(shapely.get_parts(found.polygon)) == 2
    assert "crosses itself near 52.4850, -1.8900" in found.notes[0]
    assert "2 parts" in found.notes[0]


def test_what_the_line_goes_round_twice_is_left_out():
    star = [(52.5 + 0.03 * math.sin(a), -1.9 + 0.05 * math.cos(a)) for a in (i * 4 * math.pi / 5 for i in range(5))]
    found = area_of(star, FORCE)
    assert not found.polygon.contains(shapely.Point(-1.9, 52.5))
    assert len(shapely.get_parts(found.polygon)) == 5


def test_an_area_half_outside_says_how_much_lies_within():
    found = drawn("52.5,-1.82:52.52,-1.82:52.52,-1.78:52.5,-1.78", FORCE, force_name="Eastmere Police")
    assert found.inside == pytest.approx(0.5)
    assert found.notes == ("50% of that area lies within the area of Eastmere Police; figures are of that part.",)


def at_random(corners):
    draw = random.Random(corners)
    return [(draw.uniform(52.4, 52.6), draw.uniform(-2.0, -1.8)) for _ in range(corners)]


def links(corners):
    """A chain whose links meet at corners: no edge crosses another, and there are a quarter as many parts."""
    width = [0.01 * math.sin(n * math.pi / 2) for n in range(corners // 2)]
    there = [(52.5 + w, -1.99 + 0.18 * n / len(width)) for n, w in enumerate(width)]
    back = [(52.5 - w, -1.99 + 0.18 * n / len(width)) for n, w in enumerate(width)]
    return there + back[::-1]


def to_and_fro(corners):
    return [(52.41 + 0.08 * (n % 2) + 0.1 * n / corners, -1.99 + 0.08 * (n % 2)) for n in range(corners)]


@pytest.mark.parametrize("corners", [100, 280, 800, MOST])
@pytest.mark.parametrize("tangle", [at_random, links, to_and_fro])
def test_a_tangle_is_answered_or_refused_in_words_within_a_second_and_little_memory(tangle, corners):
    points = tangle(corners)
    began, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = area_of(points, FORCE)
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 200 * 1024  # KiB
    assert found or found.refused == TANGLED


def test_one_triangle_drawn_thousands_of_times_costs_little():
    triangle = ["52.48,-1.90", "52.49,-1.90", "52.49,-1.88"]
    began = time.process_time()
    even, odd = (drawn(":".join(triangle * times), FORCE) for times in (3_000, 3_001))
    assert time.process_time() - began < 1
    assert "even number of times" in even.refused
    assert odd.polygon.equals(drawn(":".join(triangle), FORCE).polygon)


def test_one_crossing_among_ten_thousand_corners_is_mended():
    turn = [2 * math.pi * i / MOST for i in range(MOST)]
    turn[10], turn[13] = turn[13], turn[10]
    found = area_of([(52.5 + 0.02 * math.sin(t), -1.9 + 0.03 * math.cos(t)) for t in turn], FORCE)
    assert "crosses itself" in found.notes[0]
    assert found.km2 == pytest.approx(math.pi * 0.02 * 0.03 * 111.32**2 * math.cos(math.radians(52.5)), rel=1e-3)


corner = st.tuples(st.floats(allow_nan=True) | st.floats(52.3, 52.7), st.floats(allow_nan=True) | st.floats(-2.1, -1.7))


@given(st.lists(corner, max_size=12))
@settings(max_examples=200, deadline=None)
def test_whatever_the_corners_the_answer_is_a_valid_area_or_a_sentence(points):
    found = area_of(points, FORCE)
    if found:
        assert found.polygon.is_valid
        assert found.polygon.area > 0
        assert 0 < found.inside <= 1
        assert found.km2 == km2_of(found.polygon)
    else:
        assert found.refused.endswith(".")


@given(st.text(max_size=60))
def test_whatever_the_text_there_is_an_answer(text):
    found = drawn(text, FORCE)
    assert bool(found) != bool(found.refused)
