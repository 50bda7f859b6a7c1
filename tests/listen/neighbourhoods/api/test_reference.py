"""Months, categories and the force, in the order and under the keys that clients rely on."""

import pytest

from tests.kit import book, months
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import demonstration


@pytest.fixture
def invented(held):
    demonstration.invent(areas.atlas(), by="load", at=book.LOADED_AT)


def test_dates_are_newest_first_with_the_forces_that_gave_stops(ask):
    rows = ask("crimes-street-dates").json

    assert [row["date"] for row in rows] == sorted(months.POINT_MONTHS, reverse=True)
    assert rows[0] == {"date": "2026-03", "stop-and-search": ["eastmere"]}
    assert rows[1] == {"date": "2026-02", "stop-and-search": []}


def test_the_last_update_is_a_day_of_the_latest_month(ask):
    assert ask("crime-last-updated").json == {"date": "2026-03-01"}


def test_the_fifteen_categories(ask):
    rows = ask("crime-categories").json

    assert len(rows) == 15
    assert rows[0] == {"url": "all-crime", "name": "All crime"}
    assert {"url": "violent-crime", "name": "Violence and sexual offences"} in rows
    assert all(set(row) == {"url", "name"} for row in rows)


@pytest.mark.parametrize(
    ("date", "count", "has"),
    [("2026-03", 15, "possession-of-weapons"), ("2012-05", 12, "public-disorder-weapons"), ("2011-02", 7, "robbery")],
)
def test_a_month_has_its_eras_categories_held_or_not(ask, date, count, has):
    rows = ask(f"crime-categories?date={date}").json

    assert len(rows) == count
    assert has in {row["url"] for row in rows}


@pytest.mark.parametrize("month", months.POINT_MONTHS)
def test_a_months_list_holds_every_slug_in_its_rows(ask, month):
    listed = {row["url"] for row in ask(f"crime-categories?date={month}").json}
    rows = ask(f"crimes-street/all-crime?lat=52.403&lng=-1.895&date={month}").json

    assert {row["category"] for row in rows} <= listed


def test_forces(ask):
    assert ask("forces").json == [{"id": "eastmere", "name": "Eastmere Police"}]


def test_a_force_in_any_case(ask, invented):
    told = ask("forces/EastMere").json

    assert set(told) == {"id", "name", "description", "url", "telephone", "engagement_methods"}
    assert (told["id"], told["telephone"]) == ("eastmere", "101")
    assert told["description"].startswith("Demonstration record")
    assert all(set(way) == {"type", "title", "description", "url"} for way in told["engagement_methods"])
    assert told["engagement_methods"]


def test_senior_officers(ask, invented):
    officers = ask("forces/eastmere/people").json

    assert len(officers) == 3
    assert all(set(o) == {"name", "rank", "bio", "contact_details"} for o in officers)
    assert officers[0]["rank"] == "Chief Constable"


@pytest.mark.parametrize("path", ["forces/leicestershire", "forces/leicestershire/people", "forces/btp"])
def test_other_forces_are_not_found(ask, path):
    assert ask(path).problem == (404, "not-found", "force")
