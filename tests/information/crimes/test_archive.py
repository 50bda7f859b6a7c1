import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import plainly
from tests.kit.crime_tables import an_id, archive, crime, outcome, stop
from wmp2020.information.sources import codes

MONTH = "2026-03"
FIELD = [(52.479, -1.891), (52.479, -1.889), (52.481, -1.889), (52.481, -1.891)]
AROUND = np.array(FIELD)

degree = st.integers(-30, 30)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
rows = st.lists(
    st.builds(
        lambda lat, lng, street, kind, became, silent, number: crime(
            latitude=None if lat is None else 52.48 + lat / 2000,
            longitude=None if lat is None else -1.89 + lng / 2000,
            street="" if lat is None else f"On or near {street}",
            category=kind, outcome=became, outcome_month="2026-04" if became else "",
            crime_id="" if silent else an_id(number), location_type="" if lat is None else "Force",
        ),
        st.one_of(st.none(), degree), degree, texts, st.sampled_from(sorted(codes.CATEGORIES)),
        st.sampled_from(["", *codes.OUTCOMES]), st.booleans(), st.integers(0, 10**6),
    ),
    min_size=1, max_size=80,
)  # fmt: skip


def as_loaded(row):
    """What makes a crime itself: all but its number and its street's id."""
    place = row["location"] and (
        row["location"]["latitude"],
        row["location"]["longitude"],
        row["location"]["street"]["name"],
    )
    status = row["outcome_status"] and (row["outcome_status"]["category"], row["outcome_status"]["date"])
    return (row["category"], place, status, row["persistent_id"], row["location_type"], row["month"])


def by_twin(row):
    return as_loaded(json.loads(plainly.crime(row, 0, 0)))


def in_order(some):
    return sorted(some, key=repr)


@settings(max_examples=25, deadline=None)
@given(rows, degree, degree, st.integers(0, 4000))
def test_answers_hold_the_twins_rows_byte_for_byte(tmp_path_factory, given_rows, lat, lng, metres):
    held = archive(tmp_path_factory.mktemp("archive"), given_rows)
    lat, lng = 52.48 + lat / 2000, -1.89 + lng / 2000
    near = plainly.near(given_rows, lat, lng, metres + 0.001)
    within = plainly.within(given_rows, FIELD)
    nowhere = [row for row in given_rows if row["latitude"] is None]
    for hits, expected in [
        (held.near(lat, lng, month=MONTH, metres=metres), near),
        (held.within(AROUND, month=MONTH), within),
        (held.no_location(month=MONTH), nowhere),
    ]:
        found = hits.rows()
        assert hits.count == len(found) == len(expected)
        assert in_order(map(as_loaded, found)) == in_order(map(by_twin, expected))
        assert hits.json() == json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
        numbers = [row["id"] for row in found]
        assert numbers == sorted(set(numbers))
        assert hits.slice(1, 3).rows() == found[1:3]
    for category in {row["category"] for row in given_rows}:
        some = held.near(lat, lng, month=MONTH, metres=metres, category=category).rows()
        assert some == [r for r in held.near(lat, lng, month=MONTH, metres=metres).rows() if r["category"] == category]


def test_a_crime_is_spelt_exactly_as_upstream_does(tmp_path):
    row = crime(street='On or near "Ty\'r Felin" \\ Ŵ', crime_id=an_id(7), outcome="charged", outcome_month="2026-05",
                location_subtype="ROAD")  # fmt: skip
    hits = archive(tmp_path, [row]).near(52.48, -1.89, month=MONTH)
    found = hits.rows()[0]
    assert hits.json() == b"[" + plainly.crime(row, found["id"], found["location"]["street"]["id"]) + b"]"
    assert found["outcome_status"] == {"category": "Suspect charged", "date": "2026-05"}
    assert found["location"]["latitude"] == "52.480000"
    assert list(found) == ["category", "location_type", "location", "context", "outcome_status", "persistent_id", "id",
                           "location_subtype", "month"]  # fmt: skip


def test_street_ids_hold_across_months_and_find_their_place(tmp_path):
    rows = [
        crime(month=month, longitude=-1.89 + step / 100, street=f"On or near {step}")
        for month in ("2026-02", MONTH)
        for step in range(5)
    ]
    held = archive(tmp_path, rows)
    ids = [{row["location"]["street"]["id"] for row in held.within(AROUND * [1, 1.1], month=month).rows()}
           for month in ("2026-02", MONTH)]  # fmt: skip
    assert ids[0] == ids[1]
    assert all(0 < number < 2**53 for number in ids[0])
    place = held.nearest_place(52.48, -1.8601, month=MONTH)
    assert [row["location"]["street"]["name"] for row in held.at_place(place, month=MONTH).rows()] == ["On or near 3"]
    assert held.at_place(None, month=MONTH).count == held.at_place(1, month=MONTH).count == 0


def test_what_is_not_held_is_empty_and_raises_nothing(tmp_path):
    held = archive(tmp_path, [crime()])
    empty = [
        held.near(52.48, -1.89, month="1999-01"), held.within(AROUND, month="x"), held.no_location(month=MONTH),
        held.near(52.48, -1.89, month=MONTH, category="no-such"), held.outcomes_near(52.48, -1.89, month=MONTH),
        held.stops_of_force(month=MONTH, force="west-midlands"), held.no_location(month=MONTH, force="nowhere"),
    ]  # fmt: skip
    assert {hits.json() for hits in empty} == {b"[]"}
    assert held.nearest_place(52.48, -1.89, month="1999-01") is None
    assert held.by_id("") is held.by_id("é") is held.by_id(an_id(404)) is None
    assert held.outcome_counts(["E01008881"]) is None


def test_crimes_without_location_go_by_force_and_category(tmp_path):
    rows = [crime(latitude=None, force=force, category=kind)
            for force in ("west-midlands", "btp") for kind in ("burglary", "drugs")]  # fmt: skip
    held = archive(tmp_path, [*rows, crime()])
    assert held.no_location(month=MONTH).count == 4
    assert held.no_location(month=MONTH, force="BTP").count == 2
    only = held.no_location(month=MONTH, force="btp", category="drugs").rows()
    assert [(row["category"], row["location"], row["location_type"]) for row in only] == [("drugs", None, None)]


def test_a_crime_by_its_id_comes_with_its_outcomes_oldest_first(tmp_path):
    rows = [
        crime(crime_id=an_id(1), month="2026-01", outcome="charged", outcome_month="2026-03"),
        crime(crime_id=an_id(2)),
    ]
    became = [outcome(), outcome(outcome="under-investigation", outcome_month="2026-02")]
    held = archive(tmp_path, rows, outcomes=became[::-1])
    found, outcomes = held.by_id(an_id(1))
    assert "outcome_status" not in found
    assert (found["month"], found["persistent_id"]) == ("2026-01", an_id(1))
    assert [(row["category"]["code"], row["date"], row["person_id"]) for row in outcomes] == [
        ("under-investigation", "2026-02", None), ("charged", "2026-03", None),
    ]  # fmt: skip
    assert held.by_id(an_id(2))[1] == []
    assert held.by_id(an_id(1).upper()) is None


def test_without_outcomes_of_its_own_the_latest_outcome_is_the_one(tmp_path):
    held = archive(tmp_path, [crime(crime_id=an_id(1), outcome="charged", outcome_month="2026-05")])
    assert held.by_id(an_id(1))[1] == [
        {"category": {"code": "charged", "name": "Suspect charged"}, "date": "2026-05", "person_id": None}
    ]


def test_outcomes_are_found_by_their_own_month_and_know_their_crime(tmp_path):
    held = archive(
        tmp_path, [crime(crime_id=an_id(1), month="2025-11")], outcomes=[outcome(), outcome(crime_id=an_id(9))]
    )
    assert held.outcome_months == (MONTH,)
    known, stranger = sorted(
        held.outcomes_near(52.48, -1.89, month=MONTH).rows(), key=lambda r: r["crime"]["month"] == ""
    )
    number = held.near(52.48, -1.89, month="2025-11").rows()[0]["id"]
    assert known["category"] == {"code": "charged", "name": "Suspect charged"}
    assert (known["date"], known["person_id"]) == (MONTH, None)
    assert {key: known["crime"][key] for key in ("category", "month", "id")} == {
        "category": "burglary", "month": "2025-11", "id": number,
    }  # fmt: skip
    assert "outcome_status" not in known["crime"]
    assert stranger["crime"]["persistent_id"] == an_id(9)
    place = known["crime"]["location"]["street"]["id"]
    assert held.outcomes_at_place(place, month=MONTH).count == held.outcomes_within(AROUND, month=MONTH).count == 2


def test_a_stop_has_text_or_null_and_never_false(tmp_path):
    rows = [
        stop(),
        stop(type="Vehicle search", outcome="", outcome_code="", gender="", linked=None, removal=None, operation=True),
        stop(type="Person and Vehicle search", outcome=None, outcome_code="", latitude=None, longitude=None, street=""),
    ]
    held = archive(tmp_path, [crime()], stops=rows)
    assert held.stop_months == (MONTH,)
    found = {row["type"]: row for row in held.stops_of_force(month=MONTH, force="West-Midlands").rows()}
    person, vehicle, both = (found[row["type"]] for row in rows)
    assert person["outcome_object"] == {"id": "bu-arrest", "name": "Arrest"}
    assert (person["involved_person"], vehicle["involved_person"]) == (True, False)
    assert (vehicle["outcome"], vehicle["outcome_object"], vehicle["gender"]) == ("", {"id": "", "name": ""}, None)
    assert (both["outcome"], both["location"]) == (None, None)
    assert person["datetime"] == "2026-03-01T12:30:00+00:00"
    assert held.stops_no_location(month=MONTH, force="west-midlands").rows() == [both]
    assert held.stops_near(52.48, -1.89, month=MONTH).count == held.stops_within(AROUND, month=MONTH).count == 2
    assert held.stops_at_place(person["location"]["street"]["id"], month=MONTH).count == 2


def test_imputed_places_say_so_even_when_their_source_forgot(tmp_path):
    held = archive(tmp_path, [crime(imputed=True), crime(month="2026-02")])
    assert held.imputed_months == {MONTH}
    row = held.near(52.48, -1.89, month=MONTH).rows()[0]
    assert row["context"] == "Imputed position: real count, invented place"
    assert row["location"]["street"]["name"] == "On or near Church Road (imputed)"
    assert held.near(52.48, -1.89, month="2026-02").rows()[0]["context"] == ""
    assert held.months == ("2026-02",)  # nothing imputed is counted


def test_what_the_archive_says_of_itself(tmp_path):
    held = archive(tmp_path, [crime(month="2025-12", latitude=52.3, longitude=-2.1), crime()])
    assert (held.point_months, held.latest, held.force_id) == (("2025-12", MONTH), MONTH, "west-midlands")
    assert held.point_bounds == pytest.approx((52.3, -2.1, 52.48, -1.89))
    assert held.near(52.48, -1.89, month=MONTH).table().to_pylist() == [crime()]
    assert held.near(0, 0, month=MONTH).table() is None
    assert len(held.version) == 12
