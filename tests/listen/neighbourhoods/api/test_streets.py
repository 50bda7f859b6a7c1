"""Crimes, outcomes and stops: shapes to the key, places to the edge, and every way to ask for them."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.kit import book, months, plainly_streets
from wmp2020.information import crimes

HERE = "lat=52.403&lng=-1.895"
BOX = "52.39,-1.91:52.39,-1.85:52.43,-1.85:52.43,-1.91"
CRIME = {
    "category", "location_type", "location", "context", "outcome_status", "persistent_id", "id", "location_subtype",
    "month",
}  # fmt: skip
STOP = {
    "type", "involved_person", "datetime", "operation", "operation_name", "location", "gender", "age_range",
    "self_defined_ethnicity", "officer_defined_ethnicity", "legislation", "object_of_search", "outcome",
    "outcome_object", "outcome_linked_to_object_of_search", "removal_of_more_than_outer_clothing",
}  # fmt: skip


@pytest.fixture
def everything(ask):
    return ask(f"crimes-street/all-crime?poly={BOX}").json


def street_id(rows, name):
    return next(row["location"]["street"]["id"] for row in rows if row["location"]["street"]["name"] == name)


def test_a_crime_has_exactly_upstreams_keys_and_types(everything):
    assert len(everything) == 61
    for row in everything:
        assert set(row) == CRIME
        assert set(row["location"]) == {"latitude", "longitude", "street"}
        assert set(row["location"]["street"]) == {"id", "name"}
        assert type(row["id"]) is type(row["location"]["street"]["id"]) is int
        assert row["location"]["latitude"].split(".")[1].isdigit()
        assert len(row["location"]["longitude"].split(".")[1]) == 6
        if row["outcome_status"]:
            assert set(row["outcome_status"]) == {"category", "date"}
    assert len({row["id"] for row in everything}) == 61


def test_anti_social_behaviour_has_no_id_and_no_outcome(everything):
    rows = [row for row in everything if row["category"] == "anti-social-behaviour"]

    assert rows
    assert {(row["persistent_id"], row["outcome_status"]) for row in rows} == {("", None)}


def test_a_btp_row_names_its_kind_of_place(everything):
    (row,) = [row for row in everything if row["location_type"] == "BTP"]

    assert row["location_subtype"] == "STATION"


def test_outcome_status_is_the_long_name(everything):
    said = [row["outcome_status"] for row in everything if row["outcome_status"]]

    assert said[0] == {"category": "Investigation complete; no suspect identified", "date": "2026-03"}


@pytest.mark.parametrize("category", months.CATEGORIES)
def test_a_category_is_that_part_of_all(ask, everything, category):
    rows = ask(f"crimes-street/{category}?poly={BOX}").json

    assert rows == [row for row in everything if row["category"] == category]


def test_categories_of_older_schemes_are_known_and_others_are_not(ask):
    assert ask(f"crimes-street/public-disorder-weapons?{HERE}").json == []

    answer = ask(f"crimes-street/pigeons?{HERE}")
    assert answer.problem == (404, "not-found", "category")


def test_the_law_nothing_asked_for_nothing_added(ask):
    for path in (f"crimes-street/all-crime?{HERE}", f"crimes-street/all-crime?poly={BOX}"):
        assert not {"Link", "X-Total-Count", "X-WMP2020-Imputed"} & set(ask(path).headers)


def test_poly_beats_lat_and_lng(ask, everything):
    assert ask(f"crimes-street/all-crime?lat=1&lng=1&poly={BOX}").json == everything


def test_outside_our_area_is_empty(ask):
    assert ask("crimes-street/all-crime?lat=51.5&lng=-0.1").json == []
    assert ask("crimes-street/all-crime?poly=51,0:51,1:52,1").json == []


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("crimes-street/all-crime", "lat"),
        ("crimes-street/all-crime?lat=52", "lng"),
        ("crimes-street/all-crime?poly=1,1:2,2", "poly"),
        (f"crimes-street/all-crime?{HERE}&date=2026-13", "date"),
        ("crimes-street/all-crime?lat=nan&lng=1", "lat"),
        ("crimes-street/all-crime?lat=52%00&lng=1", "lat"),
        ("crimes-at-location", "location_id"),
        ("crimes-at-location?location_id=x", "location_id"),
        ("crimes-no-location?force=eastmere", "category"),
        ("crimes-no-location?category=drugs", "force"),
        ("outcomes-at-location", "location_id"),
        ("stops-street", "lat"),
        ("stops-at-location", "location_id"),
        ("stops-no-location", "force"),
        ("stops-force", "force"),
    ],
)
def test_what_is_missing_or_malformed_is_named(ask, path, parameter):
    assert ask(path).problem == (400, "invalid-parameter", parameter)


def test_swapped_coordinates(ask):
    for path in ("crimes-street/all-crime?lat=-1.895&lng=52.403", "stops-street?poly=-1.9,52.4:-1.8,52.4:-1.8,52.5"):
        assert ask(path).problem[1] == "coordinates-swapped"


def test_a_month_not_held_is_said_not_to_be_held(ask):
    archive = crimes.current()
    for path, held in (
        (f"crimes-street/all-crime?{HERE}&date=2024-01", archive.point_months),
        ("stops-force?force=eastmere&date=1999-01", archive.stop_months),
        ("stops-force?force=eastmere&from=1999-01&to=1999-02", archive.stop_months),
        (f"outcomes-at-location?{HERE}&date=1999-01", archive.outcome_months),
    ):
        answer = ask(path)
        assert answer.problem == (404, "month-not-held", None)
        assert answer.json["months_held"] == sorted(held, reverse=True) != []
    assert set(archive.stop_months) < set(archive.point_months)


def test_imputed_rows_are_labelled_in_three_places(ask):
    answer = ask(f"crimes-street/all-crime?{HERE}&date={months.IMPUTED}")

    assert answer.headers["X-WMP2020-Imputed"] == "1"
    assert all(
        "mputed" in row["context"] and row["location"]["street"]["name"].endswith("(imputed)") for row in answer.json
    )
    assert "X-WMP2020-Imputed" not in ask(f"crimes-street/all-crime?lat=51&lng=0&date={months.IMPUTED}").headers


def test_at_one_snap_point_by_id_and_by_nearness(ask, everything):
    named = street_id(everything, "On or near Street 2")
    rows = [row for row in everything if row["location"]["street"]["id"] == named]
    lat, lng = months.spot(1)

    assert len(rows) == 5
    assert ask(f"crimes-at-location?location_id={named}").json == rows
    assert ask(f"crimes-at-location?lat={lat + 0.0005}&lng={lng}").json == rows
    assert ask(f"crimes-street/crimes-at-location?location_id={named}").json == rows
    assert ask(f"crimes-street/all-crime?location_id={named}").json == rows
    for category in {row["category"] for row in rows}:
        of_one = ask(f"crimes-street/{category}?location_id={named}").json
        assert of_one == [row for row in rows if row["category"] == category]
    assert ask("crimes-at-location?location_id=1").json == []


def test_crimes_without_location(ask):
    rows = ask("crimes-no-location?category=all-crime&force=EASTMERE").json

    assert len(rows) == 2
    assert {(row["location"], row["location_type"]) for row in rows} == {(None, None)}
    assert set(rows[0]) == CRIME
    (one,) = ask(f"crimes-no-location?category={rows[0]['category']}&force=eastmere").json
    assert one == rows[0]
    assert ask("crimes-no-location?category=all-crime&force=leicestershire").problem == (404, "not-found", "force")
    assert ask("crimes-no-location?category=pigeons&force=eastmere").problem == (404, "not-found", "category")


def test_outcomes_are_filtered_by_their_own_month(ask, everything):
    rows = ask(f"outcomes-at-location?{HERE}&date=2026-02").json

    assert len(rows) == 3
    for row in rows:
        assert set(row) == {"category", "date", "person_id", "crime"}
        assert set(row["category"]) == {"code", "name"}
        assert set(row["crime"]) == CRIME - {"outcome_status"}
        assert (row["date"], row["person_id"]) == ("2026-02", None)
    assert {row["crime"]["month"] for row in rows} == {"2025-11", "2019-05"}


@pytest.mark.parametrize("where", [HERE, f"poly={BOX}", "location_id={}"])
def test_outcomes_by_point_polygon_and_snap_point(ask, everything, where):
    where = where.format(street_id(everything, "On or near Street 2"))

    assert len(ask(f"outcomes-at-location?{where}").json) == 3
    assert ask(f"crimes-street/outcomes-at-location?{where}&date=2026-02").json
    assert ask("outcomes-at-location", method="POST", form=f"{where}&date=2026-01").json == []  # held, none given


def test_outcomes_of_one_crime_stand_oldest_first(ask):
    answer = ask(f"outcomes-for-crime/{months.crime_id('2025-11', 1)}").json

    assert set(answer) == {"crime", "outcomes"}
    assert set(answer["crime"]) == CRIME - {"outcome_status"}
    assert [o["date"] for o in answer["outcomes"]] == ["2026-02", "2026-02", "2026-03", "2026-03"]
    assert all(set(o) == {"category", "date", "person_id"} for o in answer["outcomes"])


@pytest.mark.parametrize("name", ["0" * 64, "x", "0" * 63, "%00", "é" * 64])
def test_a_crime_not_held_is_not_found(ask, name):
    assert ask(f"outcomes-for-crime/{name}").problem[:2] == (404, "not-found")


def test_stops_have_exactly_upstreams_keys_and_never_false_for_an_outcome(ask):
    rows = ask("stops-force?force=eastmere").json

    assert len(rows) == 5
    assert all(set(row) == STOP for row in rows)
    assert {row["outcome"] for row in rows} == {"Arrest", "", None}
    assert all(row["outcome"] is not False for row in rows)
    assert {row["outcome_object"]["id"] for row in rows} == {"bu-arrest", ""}
    assert [row["involved_person"] for row in rows if row["type"] == "Vehicle search"] == [False]
    assert {row["operation"] for row in rows} == {False, None}


def test_stops_by_place_and_without_one(ask):
    lat, lng = months.spot(1)
    everything = ask(f"stops-street?poly={BOX}").json
    named = next(s["location"]["street"]["id"] for s in everything if s["outcome"] == "")

    assert len(everything) == 4
    assert len(ask(f"stops-street?lat={lat}&lng={lng}").json) == 4
    assert [row["outcome"] for row in ask(f"stops-at-location?location_id={named}").json] == [""]
    assert [row["location"] for row in ask("stops-no-location?force=Eastmere").json] == [None]
    assert ask("stops-force?force=eastmere&date=2026-01").json == []  # held, but the force gave none
    assert ask("stops-force?force=nowhere").problem == (404, "not-found", "force")


def test_the_transport_police_have_rows_of_their_own_though_no_list_names_them(ask, settings, tmp_path, monkeypatch):
    for path in ("crimes-no-location?category=all-crime&force=BTP", "stops-no-location?force=btp",
                 "stops-force?force=btp"):  # fmt: skip
        answer = ask(path)
        assert (answer.status, answer.json) == (200, [])  # the kit's one row of theirs has a place

    plain = months.crimes
    theirs = pa.Table.from_pylist(
        [months.crime("2026-03", 1_006, force="btp", **months.NOWHERE)], plain("2026-03").schema
    )
    monkeypatch.setattr(
        months, "crimes", lambda month, rows: pa.concat_tables([plain(month, rows), *[theirs] * (month == "2026-03")])
    )
    months.archive_loaded(settings, tmp_path)
    (row,) = ask("crimes-no-location?category=all-crime&force=btp").json
    assert (row["location"], row["month"]) == (None, "2026-03")
    assert len(ask("crimes-no-location?category=all-crime&force=eastmere").json) == 2


@pytest.fixture
def rows(everything):
    return everything


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lat=st.floats(52.37, 52.45), lng=st.floats(-1.95, -1.81))
def test_a_mile_equals_the_plain_measure(ask, rows, lat, lng):
    assert ask(f"crimes-street/all-crime?lat={lat!r}&lng={lng!r}").json == plainly_streets.near(rows, lat, lng)


def test_a_mile_includes_its_edge(ask):
    lat, lng = months.spot(0)
    reach = 1_609.344 / 6_371_008.8 * 57.29577951308232
    south, beyond = lat - reach, lat - reach - 1e-6

    assert any(
        row["location"]["street"]["name"].endswith("Street 1")
        for row in ask(f"crimes-street/all-crime?lat={south!r}&lng={lng}").json
    )
    assert ask(f"crimes-street/all-crime?lat={beyond!r}&lng={lng}").json == []


corner = st.one_of(
    st.sampled_from([months.spot(n) for n in range(12)]),
    st.tuples(st.floats(52.39, 52.43), st.floats(-1.91, -1.85)),
)


@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ring=st.lists(corner, min_size=3, max_size=9))
def test_any_polygon_equals_the_plain_count_of_crossings(ask, rows, ring):
    poly = ":".join(f"{lat!r},{lng!r}" for lat, lng in ring)

    assert ask(f"crimes-street/all-crime?poly={poly}").json == plainly_streets.within(rows, ring)


def test_a_polygon_that_crosses_itself_is_even_odd(ask, rows):
    lat, lng = months.spot(5)
    twice = [(lat - 1, lng - 1), (lat - 1, lng + 1), (lat + 1, lng + 1), (lat + 1, lng - 1)] * 2  # round it twice
    poly = ":".join(f"{a},{b}" for a, b in twice)

    assert ask(f"crimes-street/all-crime?poly={poly}").json == plainly_streets.within(rows, twice)


def test_the_edge_of_a_polygon_is_inside(ask):
    (south, west), (north, east) = months.spot(0), months.spot(5)
    rows = ask(f"crimes-street/all-crime?poly={south},{west}:{south},{east}:{north},{east}:{north},{west}").json

    assert {row["location"]["street"]["name"] for row in rows} == {f"On or near Street {n}" for n in (1, 2, 5, 6)}


def test_ten_thousand_rows_are_sent_and_one_more_is_too_many(ask, settings, tmp_path):
    months.archive_loaded(settings, tmp_path / "a", latest_rows=9_999)  # and the BTP's
    full = ask(f"crimes-street/all-crime?poly={BOX}")
    assert (full.status, len(full.json)) == (200, 10_000)

    months.archive_loaded(settings, tmp_path / "b", latest_rows=10_000)
    over = ask("crimes-street/all-crime", method="POST", form=f"poly={BOX}")
    assert over.problem == (503, "area-too-large", None)
    assert over.json["count"] == 10_001
    assert "limit" in over.json["hint"]
    assert "Retry-After" not in over.headers
    paged = ask(f"crimes-street/all-crime?poly={BOX}&limit=2")
    assert (paged.status, paged.headers["X-Total-Count"]) == (200, "10001")
    assert ask(f"crimes-street/all-crime?{HERE}").status == 200  # a mile is no custom area


def test_wards_are_the_kits():
    assert len(book.WARDS) == 4
