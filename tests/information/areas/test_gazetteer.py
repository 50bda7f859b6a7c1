"""What can be found by name, and what each name says."""

from dataclasses import replace

import pyarrow as pa

from tests.kit import book as kit
from wmp2020.information.areas.book import STREETS
from wmp2020.information.areas.checks import check
from wmp2020.information.areas.gazetteer import ended, everything_named, streets_by_ward
from wmp2020.plumbing.findings import Findings


def placed(*rows, areas=None):
    table = pa.table([list(c) for c in zip(*rows, strict=True)], schema=STREETS)
    book = replace(kit.book(), streets=table, areas=areas or kit.book().areas)
    return [(row["name"], row["ward"]) for row in streets_by_ward(check(book, Findings())).to_pylist()]


def test_a_street_comes_once_a_ward():
    rows = [("High Street", *kit.middle(c, r), "") for c, r in ((0, 0), (0, 1), (0, 2), (3, 0))]
    assert placed(*rows) == [("High Street", kit.HARBOUR), ("High Street", kit.HIGH_MOOR)]


def test_of_several_places_in_a_ward_the_one_nearest_their_middle_stands_for_the_street():
    rows = [("Long Lane", *kit.middle(0, r), "") for r in (0, 1, 2)]
    table = pa.table([list(c) for c in zip(*rows, strict=True)], schema=STREETS)
    kept = streets_by_ward(check(replace(kit.book(), streets=table), Findings())).to_pylist()
    assert [(row["lat"], row["lng"]) for row in kept] == [kit.middle(0, 1)]


def test_spellings_that_fold_alike_are_one_street():
    rows = [("St. James's Road", *kit.middle(0, 0), ""), ("St James Rd", *kit.middle(0, 1), "")]
    assert len(placed(*rows)) == 1


def test_in_a_sliver_the_small_area_tells_the_ward_and_outside_there_is_none():
    torn = [replace(a, geometry=kit.box(0, 0, 1, 2)) if a.code == kit.HARBOUR else a for a in kit.book().areas]
    rows = [("Sliver Street", *kit.middle(0, 2), kit.LSOAS[8]), ("Far Street", 52.9, -1.9, "E01999999")]
    assert placed(*rows, areas=torn) == [("Sliver Street", kit.HARBOUR)]


def test_every_kind_of_name_is_there(atlas):
    found = {(match.kind, match.name, match.detail) for _, match in everything_named(atlas, atlas._streets)}
    assert {
        ("force", "Eastmere", "the whole force area"),
        ("authority", "Eastmere", "council area"),
        ("ward", "Mill End", "Eastmere"),
        ("ward", "Old Mill", "Eastmere"),
        ("place", "Selly Green", "St. Anne's & Selly Green, Westmere"),
        ("place", "High Moor", "High Moor North, Eastmere"),
        ("street", "Wheelwright Crescent", "High Moor North, Eastmere"),
    } <= found


def test_an_ended_ward_says_when_and_what_holds_it_now(atlas):
    old = atlas.area(kit.OLD_MILL)
    assert ended(old, atlas) == "This ward ended in May 2024. By best fit it is now in Mill End and High Moor North."
    assert ended(atlas.area(kit.MILL_END), atlas) == ""
    assert ended(replace(old, ended_on="2024", lsoas=()), atlas) == "This ward ended in 2024."
