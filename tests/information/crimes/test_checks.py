import math

import pytest

from tests.kit.crime_tables import an_id, archive, crime, outcome, stop, table
from wmp2020.information.crimes import checks
from wmp2020.information.sources.schemas import OUTCOMES, STOPS
from wmp2020.plumbing.findings import Findings


def checked(*rows):
    findings = Findings()
    return checks.crimes(table(list(rows)), findings).to_pylist(), findings.counts


def test_good_rows_pass_untouched():
    rows = [crime(), crime(latitude=None), crime(crime_id=an_id(1), outcome="charged", outcome_month="2026-04")]
    assert checked(*rows) == (rows, {})


@pytest.mark.parametrize(
    ("odd", "becomes", "kind"),
    [
        ({"category": "witchcraft"}, None, "unknown-category"),
        ({"category": ""}, None, "unknown-category"),
        ({"category": "all-crime"}, None, "unknown-category"),
        ({"outcome": "transported"}, {}, "unknown-outcome"),
        ({"crime_id": 'a"b'}, {}, "bad-crime-id"),
        ({"crime_id": "f" * 65}, {}, "bad-crime-id"),
        ({"crime_id": "\0" * 3}, {}, "bad-crime-id"),
        ({"street": "On or near Church\0 Road"}, {}, "control-character"),
        ({"latitude": 0.0, "longitude": 0.0}, {"latitude": None}, "outside-country"),
        ({"latitude": -1.89, "longitude": 52.48}, {"latitude": None}, "outside-country"),
        ({"latitude": math.inf}, {"latitude": None}, "outside-country"),
        ({"latitude": math.nan}, {"latitude": None}, None),
        ({"longitude": None}, {"latitude": None}, None),
    ],
)
def test_an_odd_row_becomes_a_finding(odd, becomes, kind):
    rows, counts = checked(crime(**odd), crime())
    expected = [] if becomes is None else [crime(**becomes) | {"lsoa": "E01008881"}]
    assert rows == [*expected, crime()]
    assert dict(counts) == ({kind: 1} if kind else {})


def test_an_outcome_without_crime_or_known_name_is_left_out():
    findings = Findings()
    rows = [outcome(), outcome(crime_id=""), outcome(outcome="hanged"), outcome(category="witchcraft")]
    found = checks.outcomes(table(rows, OUTCOMES), findings).to_pylist()
    assert found == [outcome(), outcome()]
    assert dict(findings.counts) == {"no-crime-id": 1, "unknown-outcome": 1, "unknown-category": 1}


def test_a_stop_keeps_its_empty_and_its_missing_outcome_apart():
    rows = [stop(outcome=""), stop(outcome=None)]
    found = checks.stops(table(rows, STOPS), Findings()).to_pylist()
    assert [row["outcome"] for row in found] == ["", None]


@pytest.mark.parametrize(("text", "is_one"), [
    ("2026-03", True), ("2010-01", True), ("2026-13", False), ("2026-3", False), ("1999-01", False), ("", False),
    ("2026-03-01", False),
])  # fmt: skip
def test_months(text, is_one):
    assert checks.is_month(text) is is_one


def test_a_load_of_nothing_but_odd_rows_says_so_and_stands(tmp_path):
    findings = Findings()
    held = archive(tmp_path, [crime(month="2026-13"), crime(category="witchcraft")], findings=findings)
    assert dict(findings.counts) == {"bad-month": 1, "unknown-category": 1}
    assert held.near(52.48, -1.89, month="2026-03").count == 0
