"""Neighbourhoods in the shapes strict clients parse, and who is responsible for a place."""

import dataclasses
from datetime import timedelta

import pytest
import shapely
from django.utils import timezone

from tests.kit import book
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import demonstration, queries
from wmp2020.listen.neighbourhoods.api.neighbourhoods import largest_ring
from wmp2020.listen.neighbourhoods.models import Priority

TIME = "%Y-%m-%dT%H:%M:%S"


@pytest.fixture
def invented(held):
    demonstration.invent(areas.atlas(), by="load", at=timezone.now())


def test_all_neighbourhoods_by_name(ask):
    rows = ask("eastmere/neighbourhoods").json

    assert [row["name"] for row in rows] == sorted(book.NAMES)
    assert {row["id"] for row in rows} == set(book.WARDS)


def test_a_neighbourhood(ask, invented):
    told = ask(f"EASTMERE/{book.HARBOUR}").json

    assert set(told) == {
        "id", "name", "description", "url_force", "population", "centre", "contact_details", "links", "locations",
        "welcome_message",
    }  # fmt: skip
    assert (told["id"], told["name"], told["population"]) == (book.HARBOUR, "Harbour", "4500")
    assert told["description"].startswith("Demonstration record")
    assert told["welcome_message"].startswith("Demonstration record")
    assert all(isinstance(value, str) for value in told["contact_details"].values())
    assert all(isinstance(value, str) for row in told["links"] + told["locations"] for value in row.values())
    assert set(told["links"][0]) == {"url", "title", "description"}
    assert float(told["centre"]["latitude"]) == pytest.approx(52.409)


def test_without_records_it_still_has_upstreams_keys(ask):
    told = ask(f"eastmere/{book.HARBOUR}").json

    assert (told["contact_details"], told["links"], told["locations"]) == ({}, [], [])
    assert "welcome_message" not in told


@pytest.mark.parametrize(
    "path",
    [f"eastmere/{book.HARBOUR.lower()}", "eastmere/nope", f"leicestershire/{book.HARBOUR}", f"eastmere/{book.OLD_MILL}",
     f"eastmere/{book.EASTMERE}", f"eastmere/{book.LSOAS[0]}", "eastmere/55.CB3001/people", "nope/neighbourhoods"],
)  # fmt: skip
def test_ids_are_exact_and_only_wards_in_force_are_neighbourhoods(ask, path):
    assert ask(path).problem[:2] == (404, "not-found")


def test_people_events_and_priorities(ask, invented):
    from datetime import datetime

    people, events, priorities = (
        ask(f"eastmere/{book.HARBOUR}/{what}").json for what in ("people", "events", "priorities")
    )

    assert people
    assert all(set(p) == {"name", "rank", "bio", "contact_details"} for p in people)
    assert all(
        set(e) == {"title", "description", "address", "type", "start_date", "end_date", "contact_details"}
        for e in events
    )
    assert all(set(p) == {"issue", "action", "issue-date", "action-date"} for p in priorities)
    for text in [e["start_date"] for e in events] + [p["issue-date"] for p in priorities]:
        datetime.strptime(text, TIME)  # noqa: DTZ007
    assert [p["action"] is None for p in priorities] == [p["action-date"] is None for p in priorities] == [True, False]


def test_an_event_is_listed_until_it_is_over(ask, invented, monkeypatch):
    first, later = queries.events(book.HARBOUR)
    seconds = timedelta(seconds=1)
    for now, held in ((first.ends_at - seconds, [first, later]), (first.ends_at + seconds, [later]),
                      (later.ends_at + seconds, [])):  # fmt: skip
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert ask(f"eastmere/{book.HARBOUR}/events").json == [event.told() for event in held]


def test_a_change_of_records_changes_the_etag(ask, invented):
    before = ask(f"eastmere/{book.HARBOUR}/priorities").headers["ETag"]
    Priority.objects.filter(area=book.HARBOUR).delete()

    after = ask(f"eastmere/{book.HARBOUR}/priorities", if_none_match=before)
    assert (after.status, after.json) == (200, [])


def test_a_boundary_is_one_ring_of_texts(ask):
    ring = ask(f"eastmere/{book.HARBOUR}/boundary").json

    assert ring[0] == ring[-1]
    assert len(ring) == 5
    assert all(set(corner) == {"latitude", "longitude"} for corner in ring)
    assert min(float(corner["latitude"]) for corner in ring) == 52.4


def two_parts():
    small, large = shapely.box(-1.9, 52.4, -1.899, 52.401), shapely.box(-1.89, 52.4, -1.85, 52.42)
    return shapely.MultiPolygon([small, large])


def test_of_two_parts_the_largest_is_the_ring_and_geojson_has_both(ask, monkeypatch):
    atlas = areas.atlas()
    area = dataclasses.replace(atlas.area(book.HARBOUR), geometry=two_parts())
    monkeypatch.setitem(atlas._by_code, book.HARBOUR, area)

    ring = ask(f"eastmere/{book.HARBOUR}/boundary").json
    shape = ask(f"eastmere/{book.HARBOUR}/boundary?format=geojson")
    same = ask(f"eastmere/{book.HARBOUR}/boundary", accept="application/geo+json")

    assert {float(corner["longitude"]) for corner in ring} == {-1.89, -1.85}
    assert shape.headers["Content-Type"] == "application/geo+json"
    assert shape.json["geometry"]["type"] == "MultiPolygon"
    assert shapely.equals(shapely.geometry.shape(shape.json["geometry"]), two_parts())
    assert same.json == shape.json
    assert all(shapely.is_ccw(part.exterior) for part in shapely.geometry.shape(shape.json["geometry"]).geoms)


def test_the_largest_ring_leaves_holes_out():
    hole = shapely.Polygon(shapely.box(0, 0, 4, 4).exterior, [shapely.box(1, 1, 2, 2).exterior])

    assert len(largest_ring(hole)) == 5
    assert max(largest_ring(two_parts()))[0] == -1.85


@pytest.mark.parametrize("n", range(4))
def test_a_place_is_in_its_ward(ask, n):
    lat, lng = book.middle(n, 1)

    assert ask(f"locate-neighbourhood?q={lat},{lng}").json == {"force": "eastmere", "neighbourhood": book.WARDS[n]}
    assert ask(f"locate-neighbourhood?postcode=qm{n + 1}2aa").json["neighbourhood"] == book.WARDS[n]


@pytest.mark.parametrize("path", ["q=51.5,-0.1", "postcode=QM9+1AA", "postcode=ZZ1+1ZZ", "postcode=QM2+9ZZ"])
def test_outside_nobody_is_responsible(ask, path):
    answer = ask(f"locate-neighbourhood?{path}")

    assert answer.problem[:2] == (404, "not-found")
    assert answer.json["detail"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [("", "q"), ("q=", "q"), ("q=52", "q"), ("q=a,b", "q"), ("q=52,-1,3", "q"), ("postcode=%00", "postcode"),
     ("postcode=B1-1AA", "postcode"), ("postcode=" + "A" * 40, "postcode"), ("q=91,0", "q")],
)  # fmt: skip
def test_places_that_are_none(ask, path, parameter):
    assert ask(f"locate-neighbourhood?{path}").problem == (400, "invalid-parameter", parameter)


def test_no_neighbourhood_is_called_neighbourhoods(ask):
    assert isinstance(ask("eastmere/neighbourhoods").json, list)
    assert ask("eastmere/neighbourhoods/people").status == 404
