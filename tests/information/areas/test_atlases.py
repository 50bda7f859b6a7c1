"""The atlas answers by code, by place and by best fit, keeps ended areas, and notices a new book."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import shapely
from django.db import OperationalError

from tests.kit import book as kit
from wmp2020.information import areas
from wmp2020.information.areas import atlases


def test_areas_of_a_kind_come_by_code_and_only_those_in_force(atlas):
    assert [a.code for a in atlas.areas("ward")] == list(kit.WARDS)
    assert [a.code for a in atlas.ended("ward")] == [kit.OLD_MILL]
    assert [len(atlas.areas(kind)) for kind in ("force", "authority", "msoa", "lsoa")] == [1, 2, 6, 12]


def test_an_area_carries_what_the_book_said(atlas):
    ward = atlas.area(kit.ST_ANNES)
    assert (ward.name, ward.slug, ward.url) == (
        "St. Anne's & Selly Green",
        "st-annes-and-selly-green",
        "/areas/E05900002/",
    )
    assert ward.lsoas == (kit.LSOAS[1], kit.LSOAS[5], kit.LSOAS[9])
    assert ward.residents == 1200 + 1600 + 2000
    assert ward.geometry.covers(shapely.Point(ward.centre[1], ward.centre[0]))
    assert atlas.area("E05999999") is None


def test_a_place_has_one_area_of_each_kind(atlas):
    here = atlas.at(*kit.middle(2, 1))
    assert {kind: area.code for kind, area in here.items()} == {
        "force": kit.FORCE, "authority": kit.EASTMERE, "ward": kit.MILL_END, "msoa": "E02900004", "lsoa": kit.LSOAS[6],
    }  # fmt: skip
    assert atlas.at(51.5, -0.1) == {}


def test_on_a_border_the_lower_code_wins(atlas):
    lat, lng = kit.SOUTH + 0.003, kit.WEST + 2 * kit.WIDE
    assert atlas.at(lat, lng)["authority"].code == kit.EASTMERE  # E08900001, although it lies to the east
    assert atlas.at(lat, lng)["ward"].code == kit.ST_ANNES
    assert atlas.areas("ward")[atlas.wards_of(np.array([lat]), np.array([lng]))[0]].code == kit.ST_ANNES


def test_a_sliver_between_wards_takes_the_best_fit(db, settings):
    book = kit.book()
    torn = [replace(a, geometry=kit.box(0, 0, 1, 2)) if a.code == kit.HARBOUR else a for a in book.areas]
    settings.FORCES, settings.FORCE = kit.FORCES, ""
    areas.load(replace(book, areas=torn), at=kit.LOADED_AT)
    atlas = areas.atlas()
    assert "ward" not in atlas.at(*kit.middle(0, 2))
    assert atlas.ward_at(*kit.middle(0, 2)).code == kit.HARBOUR
    assert atlas.ward_at(51.5, -0.1) is None
    areas.forget()


def test_small_areas_within_a_polygon_are_those_whose_inside_point_it_covers(atlas):
    west_half = shapely.box(kit.WEST, kit.SOUTH, kit.WEST + 1.6 * kit.WIDE, kit.SOUTH + 1.2 * kit.TALL)
    assert atlas.lsoas_within(west_half) == (kit.LSOAS[0], kit.LSOAS[1])
    assert atlas.lsoas_within(shapely.box(0, 0, 1, 1)) == ()


def test_an_ended_ward_says_what_replaced_it_by_residents(atlas):
    old = atlas.area(kit.OLD_MILL)
    assert old.ended_on == "2024-05-02"
    (first, share), (second, rest) = atlas.successors(old)
    assert (first.code, second.code) == (kit.MILL_END, kit.HIGH_MOOR)
    assert share == pytest.approx((1300 + 1700) / (1300 + 1700 + 1400))
    assert share + rest == pytest.approx(1)


def test_wards_of_an_authority_come_by_name(atlas):
    assert [a.name for a in atlas.within(kit.EASTMERE)] == ["High Moor North", "Mill End"]


def test_the_force_and_its_notes_come_with_the_atlas(atlas):
    assert atlas.force.name == "Eastmere Police"
    assert atlas.sources[0].publisher == "The tests"
    assert "lower code" in atlas.notes[0]


def test_what_is_noted_of_wards_is_said_once_for_all_of_them(atlas):
    wards = [replace(atlas.area(code), geometry_note=note) for code, note in zip(
        kit.WARDS, ["This ward's edge was derived: beware.", "Best fit.", "This ward's edge was derived: beware.", ""],
        strict=True)]  # fmt: skip
    many = areas.Atlas(version="1", loaded_at=kit.LOADED_AT, force=atlas.force, sources=(), areas=wards)
    assert many.notes[1:] == ("In 2 of 4 wards the edge was derived: beware.", "1 of 4 wards: Best fit.")


def test_a_new_book_is_noticed_within_a_second(atlas, monkeypatch):
    book = kit.book()
    areas.load(replace(book, areas=[replace(a, name=a.name.upper()) for a in book.areas]), at=kit.LOADED_AT)
    monkeypatch.setattr(atlases, "_held", atlas)  # as another process, which did not load
    monkeypatch.setattr(atlases, "_checked", atlases.time.monotonic())
    assert areas.atlas() is atlas
    monkeypatch.setattr(atlases, "_checked", atlases.time.monotonic() - 1.1)
    assert areas.atlas().area(kit.MILL_END).name == "MILL END"
    assert atlas.area(kit.MILL_END).name == "Mill End"  # what a request already holds stays of one piece


def test_while_the_database_is_away_the_atlas_held_goes_on(atlas, monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(atlases, "_version", away)
    monkeypatch.setattr(atlases, "_checked", float("-inf"))
    assert areas.atlas().version == atlas.version
    areas.forget()
    with pytest.raises(OperationalError):
        areas.atlas()


def test_without_a_book_there_is_one_clear_error(db):
    areas.forget()
    with pytest.raises(areas.NoAreas, match="wmp2020 load"):
        areas.atlas()


def test_the_same_book_has_the_same_version(atlas, settings):
    again = kit.areas_loaded(settings, kit.LOADED_AT + timedelta(days=1))
    assert again.version == atlas.version
    assert len(again.version) == 16
