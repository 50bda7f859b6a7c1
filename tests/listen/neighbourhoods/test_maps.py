"""The map's classes, words and JSON."""

import json

import numpy as np
import pytest

from tests.kit import book, years
from wmp2020.listen.neighbourhoods import counting, maps

WARD = book.HARBOUR
YEAR = years.MONTHS[-12:]


def test_classes_hold_about_as_many_areas_each(told):
    archive, atlas = told
    cuts = maps.breaks(archive, atlas, "lsoa", YEAR, "all-crime")
    assert list(cuts) == sorted(set(cuts))
    assert len(cuts) == 4
    rates = counting.rates(archive, atlas, "lsoa", YEAR, "all-crime")
    sizes = np.bincount(np.searchsorted(cuts, rates, side="right"), minlength=5)
    assert sizes.sum() == 12
    assert sizes.max() <= 5


def test_a_colour_means_the_same_on_every_page_of_a_kind(sheet_of):
    assert sheet_of(WARD).breaks == sheet_of(book.MILL_END).breaks
    assert sheet_of(book.WESTMERE).breaks == sheet_of(book.FORCE).breaks


def test_no_rates_make_no_classes(told, monkeypatch):
    archive, atlas = told
    monkeypatch.setattr(counting, "rates", lambda *_: [])
    assert maps.breaks(archive, atlas, "ward", YEAR, "all-crime") == ()


def test_equal_rates_make_fewer_classes(told, monkeypatch):
    archive, atlas = told
    monkeypatch.setattr(counting, "rates", lambda *_: [0.0, 0.0, 0.0, 5.0, 5.0])
    assert maps.breaks(archive, atlas, "ward", YEAR, "all-crime") == (2.0, 5.0)


@pytest.mark.parametrize(
    ("cuts", "said"),
    [
        ((), [(3, "all alike")]),
        ((10.0,), [(1, "under 10"), (5, "10 or more")]),
        ((45.0, 68.0, 94.0, 140.0),
         [(1, "under 45"), (2, "45 to 68"), (3, "68 to 94"), (4, "94 to 140"), (5, "140 or more")]),
    ],
)  # fmt: skip
def test_the_legend_names_every_class(cuts, said):
    assert maps.legend(cuts) == said


@pytest.mark.parametrize("code", [WARD, book.WESTMERE, book.FORCE, book.OLD_MILL])
def test_the_json_is_plain_and_complete(sheet_of, code):
    made = sheet_of(code)
    told = json.loads(json.dumps(made.map()))
    features = told["areas"]["features"]
    assert len(features) == len(made.counted)
    assert len(told["legend"]["labels"]) == len(told["legend"]["breaks"]) + 1
    west, south, east, north = told["bounds"]
    assert west < east
    assert south < north
    assert told["outline"]["type"] == "Polygon"
    assert told["points"] is None


def test_wards_have_addresses_and_small_areas_streets(sheet_of):
    wards = {one["properties"]["href"] for one in sheet_of(book.FORCE).map()["areas"]["features"]}
    assert wards == {f"/areas/{code}/" for code in book.WARDS}
    small = [one["properties"] for one in sheet_of(WARD).map()["areas"]["features"]]
    assert {one["href"] for one in small} == {""}
    assert small[0]["name"] == "High Street (Mere 001A)"
    assert small[2]["name"] == "Mere 003A"  # no street is known there


def test_words_give_count_rate_and_interval(sheet_of):
    part = sheet_of(WARD).counted[0]
    said = maps.words(part)
    assert said.startswith("680 recorded, 618.2 per 1,000 residents (95% interval ")


def test_without_residents_there_is_a_count_and_no_shade():
    part = counting.Part(None, 12, None)
    assert maps.words(part) == "12 recorded; residents are not known"
    assert maps.value(part) is None


def test_the_note_says_how_the_colours_are_made():
    assert "all wards" in maps.note("ward")
    assert "1,000 to 3,000 residents" in maps.note("lsoa")


def test_an_area_without_a_shape_is_left_off_the_map_not_off_the_table(sheet_of, monkeypatch):
    made = sheet_of(WARD)
    monkeypatch.setattr(maps, "shapes", lambda *_: {})
    told = made.map()
    assert told["areas"]["features"] == []
    assert len(told["bounds"]) == 4
    assert len(made.table("places").rows) == 3
