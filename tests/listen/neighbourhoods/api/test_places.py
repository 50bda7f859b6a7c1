"""Whole areas: rows and series over the same small areas, so that they agree."""

import csv
import io

import pytest

from tests.kit import book, months

WARD = f"areas/{book.HARBOUR}"
OWN = {book.LSOAS[n] for n in (0, 4, 8)}
STREETS = {"On or near Street 1", "On or near Street 5", "On or near Street 9"}


def test_a_neighbourhoods_crimes_are_those_of_its_small_areas(ask):
    rows = ask(f"{WARD}/crimes?date=2026-01").json

    assert {row["location"]["street"]["name"] for row in rows} == {*STREETS, "Eastmere (station)"}
    assert ask(f"eastmere/{book.HARBOUR}/crimes?date=2026-01").json == rows


@pytest.mark.parametrize("month", ["2025-11", "2026-01", "2026-02", "2026-03"])
@pytest.mark.parametrize("code", [book.HARBOUR, book.MILL_END, book.WESTMERE, book.FORCE])
def test_rows_and_series_agree(ask, code, month):
    rows = ask(f"areas/{code}/crimes?date={month}").json
    (told,) = [m for m in ask(f"areas/{code}/series").json if m["month"] == month]

    assert told["total"] == len(rows) == sum(told["counts"].values())
    for slug, count in told["counts"].items():
        assert count == len(ask(f"areas/{code}/crimes?date={month}&category={slug}").json)


def test_outcomes_and_stops_of_an_area(ask):
    assert len(ask(f"areas/{book.ST_ANNES}/outcomes?date=2026-02").json) == 3
    assert ask(f"{WARD}/outcomes?date=2026-02").json == []
    assert [row["outcome"] for row in ask(f"{WARD}/stops").json] == ["Arrest"]
    assert len(ask(f"areas/{book.FORCE}/stops").json) == 4
    assert ask(f"eastmere/{book.HARBOUR}/stops").json == ask(f"{WARD}/stops").json


def test_series_of_a_range_and_as_a_table(ask):
    told = ask(f"{WARD}/series?from=2026-01&to=2026-02").json
    table = ask(f"{WARD}/series?from=2026-01&to=2026-02&format=csv")

    assert [m["month"] for m in told] == ["2026-01", "2026-02"]
    assert all(m["complete"] is True for m in told)
    rows = list(csv.DictReader(io.StringIO(table.response.content.decode())))
    assert [int(row["Total"]) for row in rows] == [m["total"] for m in told]
    assert rows[0]["Complete"] == "True"


def test_imputed_months_are_in_no_series(ask):
    assert months.IMPUTED not in {m["month"] for m in ask(f"{WARD}/series").json}


def test_areas_are_paged_and_bounded_like_polygons(ask, settings, tmp_path):
    months.archive_loaded(settings, tmp_path, latest_rows=10_000)

    assert ask(f"areas/{book.FORCE}/crimes").problem[1] == "area-too-large"
    assert len(ask(f"areas/{book.FORCE}/crimes?limit=3").json) == 3


@pytest.mark.parametrize("code", ["nope", book.LSOAS[0], book.HARBOUR.lower(), "%00"])
@pytest.mark.parametrize("what", ["crimes", "outcomes", "stops", "series"])
def test_other_codes_are_not_found(ask, code, what):
    assert ask(f"areas/{code}/{what}").problem[:2] == (404, "not-found")


def test_an_unknown_category_is_not_found(ask):
    assert ask(f"{WARD}/crimes?category=pigeons").problem == (404, "not-found", "category")
