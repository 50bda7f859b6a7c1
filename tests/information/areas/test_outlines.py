"""Outlines are light, keep shared borders, and stay near the truth."""

import json
import re

import pytest
import shapely

from tests.kit import book as kit
from wmp2020.information.areas import outlines


def test_neighbours_still_touch_and_nothing_is_lost(atlas):
    shapes = outlines.simplified(atlas.areas("ward"), metres=500)
    assert list(shapes) == list(kit.WARDS)
    assert shapely.union_all(list(shapes.values())).equals(atlas.extent)


def test_areas_without_a_shape_are_left_out():
    assert outlines.simplified([]) == {}


def test_a_feature_is_geojson_with_the_area_s_name_and_address(atlas):
    ward = atlas.area(kit.HARBOUR)
    told = json.loads(json.dumps(outlines.feature(ward, ward.geometry, value=3)))
    assert told["properties"] == {"code": kit.HARBOUR, "name": "Harbour", "href": "/areas/E05900001/", "value": 3}
    assert told["geometry"]["type"] == "Polygon"
    assert shapely.geometry.shape(told["geometry"]).equals(ward.geometry)


def test_bounds_are_west_south_east_north(atlas):
    assert outlines.bounds([atlas.extent]) == [-1.9, 52.4, -1.86, 52.418]


def test_paths_fill_their_box_with_north_up(atlas):
    drawn = outlines.paths({a.code: a.geometry for a in atlas.areas("ward")}, width=402)
    assert set(drawn.paths) == set(kit.WARDS)
    first = drawn.paths[kit.HARBOUR]
    assert re.fullmatch(r"M[\d.]+ [\d.]+l(-?[\d.]+ -?[\d.]+ ?)+z", first)
    assert drawn.height == pytest.approx(400 * 0.018 / (0.04 * 0.6101) + 2, abs=2)


def test_the_real_wards_are_under_a_hundred_kilobytes_compressed(real_book):
    import gzip

    from wmp2020.information.areas.atlases import area_of

    wards = [
        area_of(row, shapely.geometry.shape(row.geometry))
        for row in real_book.areas
        if row.kind == "ward" and not row.ended_on
    ]
    shapes = outlines.simplified(wards)
    text = json.dumps([outlines.feature(ward, shapes[ward.code]) for ward in wards])
    assert len(gzip.compress(text.encode())) < 100_000
    off = [ward.geometry.symmetric_difference(shapes[ward.code]).area / ward.geometry.area for ward in wards]
    assert max(off) < 0.02
