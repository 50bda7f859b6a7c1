"""The same rows as GeoJSON and as the monthly archive's CSV."""

import csv
import io

import pytest

from tests.kit import book, months
from wmp2020.listen.neighbourhoods.api import formats

BOX = "52.39,-1.91:52.39,-1.85:52.43,-1.85:52.43,-1.91"
STREET = f"crimes-street/all-crime?poly={BOX}"


def table(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.response.content.decode())))


@pytest.mark.parametrize(
    "how", [{"path": f"{STREET}&format=geojson"}, {"path": STREET, "accept": "application/geo+json"}]
)
def test_geojson_has_longitude_first_and_every_other_key(ask, how):
    answer = ask(how.pop("path"), **how)
    rows = ask(STREET).json

    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.json["type"] == "FeatureCollection"
    assert [f["properties"] for f in answer.json["features"]] == rows
    for feature, row in zip(answer.json["features"], rows, strict=True):
        lng, lat = feature["geometry"]["coordinates"]
        assert (f"{lat:.6f}", f"{lng:.6f}") == (row["location"]["latitude"], row["location"]["longitude"])
        assert feature["id"] == row["id"]


def test_without_location_the_geometry_is_null(ask):
    features = ask("crimes-no-location?category=all-crime&force=eastmere&format=geojson").json["features"]

    assert [f["geometry"] for f in features] == [None, None]


def test_outcomes_and_stops_have_their_places_too(ask):
    outcomes = ask(f"outcomes-at-location?poly={BOX}&format=geojson").json["features"]
    stops = ask("stops-force?force=eastmere&format=geojson").json["features"]

    assert all(f["geometry"]["coordinates"][1] == months.spot(1)[0] for f in outcomes)
    assert [f["geometry"] is None for f in stops].count(True) == 1


def test_crimes_have_the_monthly_archives_columns(ask):
    rows = table(ask(f"{STREET}&format=csv"))
    told = ask(STREET).json

    assert list(rows[0]) == [
        "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
        "LSOA name", "Crime type", "Last outcome category", "Context",
    ]  # fmt: skip
    assert [row["Crime ID"] for row in rows] == [row["persistent_id"] for row in told]
    assert [row["Latitude"] for row in rows] == [row["location"]["latitude"] for row in told]
    assert {row["LSOA code"] for row in rows} == set(book.LSOAS)
    assert {row["LSOA name"] for row in rows} > {"Mere 001A"}
    assert {row["Reported by"] for row in rows} == {"Eastmere Police", "British Transport Police"}
    assert "Violence and sexual offences" in {row["Crime type"] for row in rows}
    assert {row["Last outcome category"] for row in rows} == {"", "Investigation complete; no suspect identified"}


def test_what_the_monthly_archive_says_without_location(ask):
    rows = table(ask("crimes-no-location?category=all-crime&force=eastmere&format=csv"))

    assert {(row["Location"], row["Latitude"], row["LSOA code"]) for row in rows} == {("No Location", "", "")}


def test_outcomes_and_stops_have_theirs(ask):
    outcomes = table(ask(f"outcomes-at-location?poly={BOX}&format=csv"))
    stops = table(ask("stops-force?force=eastmere&format=csv"))

    assert {row["Outcome type"] for row in outcomes} == {"Suspect charged", "Awaiting court outcome", "Offender fined"}
    assert list(stops[0]) == list(formats.STOPS.columns)
    assert {row["Part of a policing operation"] for row in stops} == {"False", ""}
    assert {row["Outcome"] for row in stops} == {"Arrest", ""}


def test_pages_ranges_and_imputed_rows_keep_their_headers(ask):
    answer = ask(f"{STREET}&from=2025-12&to=2026-01&limit=5&format=csv")

    assert len(table(answer)) == 5
    assert answer.headers["X-WMP2020-Imputed"] == "1"
    assert 'rel="next"' in answer.headers["Link"]


def test_each_format_has_an_etag_of_its_own(ask):
    tags = {ask(f"{STREET}&format={format}").headers["ETag"] for format in ("json", "geojson", "csv")}

    assert len(tags) == 3


def test_an_unknown_format_is_refused(ask):
    assert ask(f"{STREET}&format=xml").problem == (400, "invalid-parameter", "format")


def test_an_empty_answer_has_its_header_row(ask):
    assert table(ask("crimes-street/all-crime?lat=51&lng=0&format=csv")) == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-1.894800", "-1.894800"), ("+44", "'+44"), ("-cmd", "'-cmd"),
     ("On or near", "On or near"), (None, None)],
)  # fmt: skip
def test_nothing_a_spreadsheet_would_run(cell, written):
    assert formats._safe(cell) == written
