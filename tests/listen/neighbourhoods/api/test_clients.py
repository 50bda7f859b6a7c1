"""Programs written for data.police.uk, as they are on PyPI, against us by a change of address: every call they have."""

import asyncio
from datetime import datetime

import police_api
import pyrozza
import pytest
import requests
import uk_police
import uk_police.client
import uk_police_api
from django.utils import timezone
from police_api.crime import CrimeCategory

from tests.kit import book, months
from tests.kit.served import served
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import demonstration

LAT, LNG = months.spot(1)
CORNERS = [(52.39, -1.91), (52.39, -1.85), (52.43, -1.85), (52.43, -1.91)]


@pytest.fixture
def address(held):
    demonstration.invent(areas.atlas(), by="load", at=timezone.now())  # its events are still to come
    with served() as address:
        yield f"{address}/api/"


class TestPoliceApiClient:
    """police-api-client 1.2.2: every method, every lazy property."""

    @pytest.fixture
    def api(self, address, monkeypatch):
        monkeypatch.setattr(police_api.forces.Force, "_resource_cache", {})
        monkeypatch.setattr(police_api.neighbourhoods.Neighbourhood, "_resource_cache", {})
        return police_api.PoliceAPI(base_url=address)

    def test_forces(self, api):
        (force,) = api.get_forces()
        assert (force.id, force.slug, force.name) == ("eastmere", "eastmere", "Eastmere Police")
        assert force.description.startswith("Demonstration record")
        assert force.telephone == "101"
        assert force.url.startswith("https://")
        assert force.engagement_methods[0]["title"]
        assert next(o.rank for o in force.senior_officers) == "Chief Constable"
        assert {n.id for n in force.neighbourhoods} == set(book.WARDS)
        assert api.get_force("eastmere", name="given").name == "given"

    def test_a_neighbourhood_and_all_it_fetches_when_asked(self, api):
        found = {n.id: n for n in api.get_neighbourhoods("eastmere")}
        ward = found[book.ST_ANNES]
        assert ward.name == "St. Anne's & Selly Green"
        assert ward.population == 4_800
        assert ward.contact_details["telephone"] == "101"
        assert ward.links[0]["url"]
        assert ward.locations[0]["type"] == "desk"
        assert float(ward.centre["latitude"]) == pytest.approx(52.409)
        assert ward.url_force
        assert ward.officers[0].name
        assert all(isinstance(event.start_date, datetime) for event in ward.events)
        dates = [priority.issue_date for priority in ward.priorities]
        assert dates == sorted(dates, reverse=True)
        assert len(ward.boundary) == 5

    def test_a_neighbourhoods_crimes_by_posting_its_boundary(self, api):
        ward = api.get_neighbourhood("eastmere", book.HARBOUR)
        streets = {crime.location.name for crime in ward.crimes}

        assert streets == {"On or near Street 1", "On or near Street 5", "On or near Street 9", "Eastmere (station)"}
        assert [crime.location.is_btp() for crime in ward.crimes].count(True) == 1

    def test_locating(self, api):
        assert api.locate_neighbourhood(*book.middle(2, 1)).id == book.MILL_END
        assert api.locate_neighbourhood(51.5, -0.1) is None

    def test_dates(self, api):
        assert api.get_dates() == sorted(months.POINT_MONTHS, reverse=True)
        assert api.get_latest_date() == months.LATEST

    def test_categories(self, api):
        assert len(api.get_crime_categories()) == 14
        assert isinstance(api.get_crime_category("drugs", date="2026-01"), CrimeCategory)
        with pytest.raises(police_api.InvalidCategoryException):
            api.get_crime_category("pigeons")

    def test_crimes_by_point_area_and_location(self, api):
        near = api.get_crimes_point(LAT, LNG)
        area = api.get_crimes_area(CORNERS, date="2026-01", category="burglary")
        at = api.get_crimes_location(near[0].location.id, date="2026-02")

        assert len(near) > 40
        assert all(crime.category.name for crime in near)
        assert {crime.category.id for crime in area} == {"burglary"}
        assert {crime.location.id for crime in at} == {near[0].location.id}
        assert any(crime.outcome_status and crime.outcome_status.category.name for crime in near)

    def test_crimes_without_location(self, api):
        crimes = api.get_crimes_no_location("eastmere", date="2026-01")  # the client drops their categories

        assert [crime.month for crime in crimes] == ["2026-01", "2026-01"]

    def test_a_crime_and_its_outcomes(self, api):
        crime = api.get_crime(months.crime_id("2025-11", 1))
        assert next(o.category.id for o in crime.outcomes) in ("charged", "awaiting-court-result")

        anti_social = next(c for c in api.get_crimes_point(LAT, LNG) if not c.persistent_id)
        assert anti_social.outcomes == []
        fetched = next(
            c for c in api.get_crimes_point(LAT, LNG, date="2025-11") if c.persistent_id == crime.persistent_id
        )
        assert len(fetched.outcomes) == 4

    def test_a_refusal_is_the_clients_own_error(self, api):
        with pytest.raises(police_api.APIError) as caught:
            api.get_crimes_point(LAT, LNG, date="1999-01")
        assert caught.value.status_code == 404


class TestUkPoliceApi:
    """uk-police-api 0.1.0: strict types."""

    @pytest.fixture
    def api(self, address, monkeypatch):
        monkeypatch.setattr(uk_police_api._client, "BASE_URL", address)
        with uk_police_api.PoliceAPI(max_retries=0, cache_ttl=None) as api:
            yield api

    def test_crimes(self, api):
        crimes = api.crimes
        near = crimes.street(lat=LAT, lng=LNG)
        place = near[0].location.street.id
        assert {c.category for c in crimes.street("drugs", lat=LAT, lng=LNG)} == {"drugs"}
        assert {c.month for c in crimes.street(poly=CORNERS, date="2026-01")} == {"2026-01"}
        assert {c.location.street.id for c in crimes.street("all-crime", location_id=place)} == {place}
        circle = uk_police_api.circle_polygon(LAT, LNG, 1.0, num_points=90)
        assert crimes.street(poly=circle)  # long enough to be posted
        assert {c.location.street.id for c in crimes.at_location(location_id=place)} == {place}
        assert crimes.at_location(lat=LAT, lng=LNG)
        assert [c.location for c in crimes.no_location("all-crime", "eastmere")] == [None, None]
        assert len(crimes.categories()) == len(crimes.categories("2026-01")) == 15
        assert crimes.last_updated().date == "2026-03-01"
        assert crimes.outcomes_at_location(lat=LAT, lng=LNG, date="2026-02")[0]["crime"]["month"] == "2025-11"
        assert crimes.outcomes_at_location(location_id=place) is not None
        assert len(crimes.outcomes_at_location(poly=CORNERS)) == 3
        assert len(crimes.outcomes_for_crime(months.crime_id("2025-11", 1)).outcomes) == 4

    def test_stops(self, api):
        stops = api.stop_search
        assert len(stops.street(lat=LAT, lng=LNG)) == len(stops.street(poly=CORNERS)) == 4
        place = stops.street(lat=LAT, lng=LNG)[0].location.street.id
        assert len(stops.at_location(place)) == 1
        assert [s.location for s in stops.no_location("eastmere")] == [None]
        assert {s.outcome for s in stops.by_force("eastmere")} == {"Arrest", "", None}

    def test_the_same_without_waiting(self, address, monkeypatch):
        monkeypatch.setattr(uk_police_api._client, "BASE_URL", address)

        async def ask():
            async with uk_police_api.AsyncPoliceAPI(max_retries=0) as api:
                return await asyncio.gather(
                    api.crimes.street(lat=LAT, lng=LNG), api.stop_search.by_force("eastmere"), api.forces.list(),
                    api.neighbourhoods.get("eastmere", book.HARBOUR), api.availability.dates(),
                )  # fmt: skip

        crimes, stops, forces, ward, dates = asyncio.run(ask())
        assert (len(crimes) > 40, len(stops), forces[0].id, ward.id, len(dates)) == (
            True, 5, "eastmere", book.HARBOUR, 5,
        )  # fmt: skip

    def test_forces_and_neighbourhoods(self, api):
        assert api.forces.list()[0].id == "eastmere"
        assert api.forces.get("eastmere").telephone == "101"
        assert len(api.forces.people("eastmere")) == 3
        found = api.neighbourhoods
        assert len(found.list("eastmere")) == 4
        ward = found.get("eastmere", book.HARBOUR)
        assert (ward.population, ward.contact_details.telephone) == ("4500", "101")
        assert len(found.boundary("eastmere", book.HARBOUR)) == 5
        assert found.people("eastmere", book.HARBOUR)
        assert found.events("eastmere", book.HARBOUR)[0].start_date
        assert found.priorities("eastmere", book.HARBOUR)[0].issue
        assert found.locate(*book.middle(0, 0)).neighbourhood == book.HARBOUR
        with pytest.raises(uk_police_api.PoliceAPINotFoundError):
            found.locate(51.5, -0.1)
        assert api.availability.dates()[0].stop_and_search == ["eastmere"]


def test_uk_police(address, monkeypatch):
    """uk-police 0.3.0: bare GETs, every call."""
    monkeypatch.setattr(uk_police.client.uk_police, "BASE_URL", address.rstrip("/"))
    street, stops = uk_police.StreetLevelCrime(), uk_police.StopSearch()
    forces, found = uk_police.Forces(), uk_police.Neighbourhoods()
    poly = ":".join(f"{lat},{lng}" for lat, lng in CORNERS)

    assert len(street.get_street_crimes_in_area(poly)) == 61
    near = street.get_street_crimes_at_location(LAT, LNG, date="2026-03")
    place = str(near[0]["location"]["street"]["id"])
    assert street.get_outcomes_by_coordinates(LAT, LNG)
    assert len(street.get_outcomes_in_area(poly, date="2026-02")) == 3
    assert street.get_outcomes_at_location(place) is not None
    assert street.get_crimes_at_specific_location(location_id=place)
    assert street.get_crimes_at_specific_location(lat=LAT, lng=LNG)
    assert len(street.get_crimes_no_location("all-crime", "eastmere")) == 2
    assert len(street.get_crime_categories()) == len(street.get_crime_categories("2026-01")) == 15
    assert street.get_last_updated() == {"date": "2026-03-01"}
    assert street.get_outcomes_for_crime(months.crime_id("2025-11", 1))["outcomes"]
    assert len(stops.stop_and_search_by_area(poly=poly)) == len(stops.stop_and_search_by_area(lat=LAT, lng=LNG)) == 4
    stop = str(stops.stop_and_search_by_area(poly=poly)[0]["location"]["street"]["id"])
    assert len(stops.stop_and_search_by_location(stop)) == 1
    assert len(stops.stop_and_search_no_location("eastmere")) == 1
    assert len(stops.stop_and_search_by_force("eastmere", "2026-03")) == 5
    assert forces.list_forces() == [{"id": "eastmere", "name": "Eastmere Police"}]
    assert forces.get_force_details("eastmere")["telephone"] == "101"
    assert len(forces.get_senior_officers("eastmere")) == 3
    assert len(found.list_neighbourhoods("eastmere")) == 4
    assert found.get_neighbourhood_details("eastmere", book.HARBOUR)["id"] == book.HARBOUR
    assert len(found.get_neighbourhood_boundary("eastmere", book.HARBOUR)) == 5
    for call in (found.get_neighbourhood_team, found.get_neighbourhood_events, found.get_neighbourhood_priorities):
        assert call("eastmere", book.HARBOUR)
    assert found.locate_neighbourhood(*book.middle(3, 1))["neighbourhood"] == book.HIGH_MOOR


def test_pyrozza(address):
    """pyrozza 0.1.0: passes None as `date=`, and a polygon as it is given."""
    client = pyrozza.Client()
    client._domain = address
    poly = ":".join(f"{lat},{lng}" for lat, lng in CORNERS)

    near = client.street_level_crimes(lat=LAT, lon=LNG, date="2026-01")
    assert {row["month"] for row in near} == {"2026-01"}
    assert len(client.street_level_crimes(poly=poly)) == 61
    assert client.street_level_outcomes(lat=LAT, lon=LNG)
    assert len(client.street_level_outcomes(poly=poly, date="2026-02")) == 3
    place = near[0]["location"]["street"]["id"]
    assert client.street_level_outcomes(location_id=place) is not None
    assert len(client.crime_categories()) == len(client.crime_categories(date="2011-02")) + 8


def test_a_client_that_follows_links_over_http(address):
    """Pages, gzip and revalidation as `requests` does them."""
    url, found = f"{address}crimes-street/all-crime?lat={LAT}&lng={LNG}&limit=20", []
    while url:
        response = requests.get(url, timeout=10)
        found += response.json()
        url = response.links.get("next", {}).get("url")
    whole = requests.get(f"{address}crimes-street/all-crime", params={"lat": LAT, "lng": LNG, "date": None}, timeout=10)

    assert found == whole.json()
    assert whole.headers["Content-Encoding"] == "gzip"
    again = requests.get(whole.url, headers={"If-None-Match": whole.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")
    assert requests.head(whole.url, timeout=10).status_code == 200
