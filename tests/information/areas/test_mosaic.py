"""A million points find their polygon exactly as one point does, borders included."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.plainly_areas import covering
from wmp2020.information.areas import mosaic
from wmp2020.information.areas.mosaic import BORDER, Mosaic, Raster

LEFT, RIGHT = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
HOLED = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])


@pytest.mark.parametrize(
    ("lat", "lng", "position"),
    [
        (0.5, 0.5, 0),
        (0.5, 1.5, 1),
        (0.5, 1.0, 0),  # on the shared border: the lowest
        (1.0, 1.0, 0),  # on a shared corner
        (1.0, 2.0, 1),  # on the outer corner: covered
        (1.0000001, 1.0, -1),
        (float("nan"), 0.5, -1),
        (float("inf"), 0.5, -1),
        (91.0, 0.5, -1),
        (0.5, -181.0, -1),
    ],
)
def test_the_border_belongs_to_the_lowest_position(lat, lng, position, monkeypatch):
    tiles = Mosaic([LEFT, RIGHT])
    assert tiles.at(lat, lng) == position
    assert tiles.positions(np.array([lat]), np.array([lng])).tolist() == [position]
    monkeypatch.setattr(mosaic, "MANY", 0)
    assert tiles.positions(np.array([lat]), np.array([lng])).tolist() == [position]


def test_a_hole_and_a_missing_shape_cover_nothing():
    tiles = Mosaic([None, HOLED])
    assert tiles.at(1.5, 1.5) == -1
    assert tiles.at(1.0, 1.5) == 1  # on the hole's edge
    assert tiles.at(0.5, 0.5) == 1


def test_no_polygons_cover_nothing():
    assert Mosaic([]).positions(np.array([1.0]), np.array([1.0])).tolist() == [-1]
    assert Mosaic([]).at(1.0, 1.0) == -1


def test_arrays_of_two_lengths_are_our_mistake():
    with pytest.raises(ValueError, match="one length"):
        Mosaic([LEFT]).positions(np.array([1.0]), np.array([1.0, 2.0]))


def test_most_cells_know_their_answer_without_asking(monkeypatch):
    monkeypatch.setattr(mosaic, "CELLS", 10_000)
    raster = Raster(Mosaic([LEFT, RIGHT]))
    assert (raster.cells == BORDER).mean() < 0.1
    assert set(np.unique(raster.cells)) == {BORDER, 0, 1}


coordinate = st.floats(-1, 5, allow_subnormal=False) | st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 4.0])
corner = st.tuples(coordinate, coordinate)


def only_areas(ring):
    parts = shapely.get_parts(shapely.make_valid(shapely.Polygon(ring)))
    return shapely.union_all([part for part in parts if part.area > 1e-9])


def is_an_area(shape):  # the union of slivers may leave a line behind, which no book of areas may hold
    return shape.area > 0 and shape.geom_type in ("Polygon", "MultiPolygon")


polygon = st.lists(corner, min_size=3, max_size=9).map(only_areas).filter(is_an_area)


@given(st.lists(polygon, min_size=1, max_size=5), st.lists(corner, min_size=1, max_size=40), st.integers(4, 3000))
@settings(max_examples=150, deadline=None)
def test_a_raster_of_any_fineness_answers_as_the_plain_twin(polygons, points, cells):
    on_borders = [p for shape in polygons for p in shapely.get_coordinates(shape).tolist()]
    points = [*points, *on_borders]
    lngs, lats = (np.array(axis, float) for axis in zip(*points, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mosaic, "MANY", 0)
        patch.setattr(mosaic, "CELLS", cells)
        found = Mosaic(polygons).positions(lats, lngs)
    assert found.tolist() == covering(polygons, lats, lngs)


def test_wards_of_the_real_force_equal_the_plain_twin(real_book):
    shapes = [shapely.geometry.shape(a.geometry) for a in real_book.areas if a.kind == "ward" and not a.ended_on]
    rng = np.random.default_rng(20260401)
    some = rng.choice(len(real_book.postcodes), 3000, replace=False)
    lats = np.nan_to_num(real_book.postcodes["lat"].to_numpy()[some], nan=0.0)
    lngs = np.nan_to_num(real_book.postcodes["lng"].to_numpy()[some], nan=0.0)
    corners = shapely.get_coordinates(shapes)[::40]
    lats, lngs = np.append(lats, corners[:, 1]), np.append(lngs, corners[:, 0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mosaic, "MANY", 0)
        found = Mosaic(shapes).positions(lats, lngs)
    assert (found >= 0).mean() > 0.5
    assert found.tolist() == covering(shapes, lats, lngs)
