"""What a page is about: parts of areas, drawn areas, circles."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit import book
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import places
from wmp2020.plumbing.decisions import Refused


@pytest.fixture
def atlas(told):
    return told[1]


def drawn(atlas, column=0, row=0, columns=1, rows=3):
    """A drawn area over cells of the grid."""
    shape = shapely.geometry.shape(book.box(column, row, columns, rows))
    return places.drawn(atlas, shape, ())


@pytest.mark.parametrize("code", [book.HARBOUR, book.OLD_MILL, book.WESTMERE, book.FORCE])
def test_wards_councils_and_the_force_have_pages(atlas, code):
    assert places.has_page(atlas.area(code))


@pytest.mark.parametrize("code", [book.LSOAS[0], "E02900001", "nonsense"])
def test_small_areas_have_none(atlas, code):
    assert not places.has_page(atlas.area(code))


def test_parts_are_wards_by_name_or_small_areas(atlas):
    assert [one.name for one in places.parts(atlas, atlas.area(book.FORCE)).areas] == [
        "Harbour", "High Moor North", "Mill End", "St. Anne's & Selly Green",
    ]  # fmt: skip
    assert places.parts(atlas, atlas.area(book.WESTMERE)).kind == "ward"
    parts = places.parts(atlas, atlas.area(book.HARBOUR))
    assert [one.name for one in parts.areas] == ["Mere 001A", "Mere 002A", "Mere 003A"]


def test_under_the_title_stand_councils_or_the_wards_that_were_drawn_over(atlas):
    assert {one.code for one in places.inside(atlas, atlas.area(book.FORCE))} == {book.WESTMERE, book.EASTMERE}
    assert places.inside(atlas, atlas.area(book.HARBOUR)) == ()
    over = drawn(atlas, 0, 0, columns=2, rows=1)
    assert {one.code for one in places.inside(atlas, over)} == {book.HARBOUR, book.ST_ANNES}


def test_a_drawn_area_has_the_residents_and_deprivation_of_its_small_areas(atlas):
    made = drawn(atlas)
    ward = atlas.area(book.HARBOUR)
    assert (made.lsoas, made.residents, made.residents_year) == (ward.lsoas, ward.residents, 2021)
    assert made.imd_score == pytest.approx(ward.imd_score)
    assert made.area_km2 == pytest.approx(1.35)
    assert made.url == "/areas/drawn/"
    assert "counts, whole, the small areas" in made.caveats[-1]


def test_notes_of_the_drawing_are_caveats_of_the_page(atlas):
    shape = shapely.geometry.shape(book.box(0, 0))
    assert places.drawn(atlas, shape, ("Mended.",)).caveats[0] == "Mended."


@pytest.mark.parametrize("tall", [0.001, 0.002])
def test_an_area_that_holds_no_middle_is_counted_by_the_small_area_round_its_own_and_says_so(atlas, tall):
    lat, lng = book.middle(0, 0)
    made = places.drawn(atlas, shapely.box(lng + 0.004, lat - tall, lng + 0.0045, lat + tall), ("Mended.",))
    here = atlas.area(book.LSOAS[0])
    assert made.lsoas == (here.code,)
    assert (made.residents, made.area_km2) == (here.residents, pytest.approx(here.area_km2, abs=0.01))
    assert made.name == "The small area round the middle of your choice"
    assert made.caveats[0] == "Mended."
    assert f"The one that covers its middle, {here.name}, is counted whole" in made.caveats[1]


def test_where_the_middle_lies_outside_the_shape_a_place_inside_it_is_taken(atlas):
    lat, lng = book.middle(0, 0)
    corner = shapely.box(lng + 0.001, lat - 0.002, lng + 0.004, lat + 0.002)
    bent = corner - shapely.box(lng + 0.0005, lat - 0.0021, lng + 0.0038, lat + 0.0018)
    assert not bent.covers(bent.centroid)
    assert places.drawn(atlas, bent, ()).lsoas == (book.LSOAS[0],)


def test_an_area_round_no_small_area_is_refused_with_what_to_do(atlas):
    with pytest.raises(Refused, match="Draw it elsewhere, or larger"):
        places.drawn(atlas, shapely.box(0, 0, 0.01, 0.01), ())
    assert not places.may_count(())
    assert places.may_count(("E01900001",))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(column=st.floats(-0.4, 3.4), row=st.floats(-0.4, 2.4), metres=st.sampled_from([50, 120, 400, 800]))
def test_a_circle_round_any_place_in_the_force_is_counted(atlas, column, row, metres):
    lat, lng = book.middle(0, 0)
    ring = places.ring_around(lat + row * book.TALL, lng + column * book.WIDE, metres)
    found = areas.drawn(ring)
    if found or "too small" not in found.refused:  # 50 metres
        assert places.drawn(atlas, found.polygon, found.notes).lsoas


def test_corners_read_back_as_the_same_shape(atlas):
    for code in book.WARDS:
        shape = atlas.area(code).geometry
        again = areas.drawn(places.corners(shape))
        assert again.polygon.symmetric_difference(shape).area < 1e-9


def test_of_several_parts_the_largest_is_drawn():
    both = shapely.MultiPolygon([shapely.box(-1.9, 52.4, -1.89, 52.41), shapely.box(-1.8, 52.4, -1.7, 52.5)])
    lngs = [float(pair.split(",")[1]) for pair in places.corners(both).split(":")]
    assert min(lngs) >= -1.8


@settings(max_examples=60, deadline=None)
@given(lat=st.floats(50, 58), lng=st.floats(-6, 1.5), metres=st.sampled_from([400, 800, 1600]))
def test_a_circle_is_round_and_does_not_tell_where_exactly_its_middle_was(lat, lng, metres):
    pairs = [tuple(map(float, pair.split(","))) for pair in places.ring_around(lat, lng, metres).split(":")]
    at = np.array(pairs)
    middle = at.mean(axis=0)
    assert len(pairs) == 32
    assert middle == pytest.approx([round(lat, 3), round(lng, 3)], abs=2e-5)
    north = (at[:, 0] - middle[0]) * 111_320
    east = (at[:, 1] - middle[1]) * 111_320 * np.cos(np.radians(lat))
    assert np.hypot(north, east) == pytest.approx(metres, rel=0.02, abs=3)


def test_two_homes_close_by_give_the_same_circle():
    assert places.ring_around(52.48012, -1.90031, 400) == places.ring_around(52.47991, -1.89972, 400)
