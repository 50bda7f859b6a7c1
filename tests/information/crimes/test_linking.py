from tests.kit.crime_tables import an_id, crime, outcome, table
from wmp2020.information.crimes import checks, pieces, writing
from wmp2020.information.crimes.linking import linked
from wmp2020.information.sources.schemas import OUTCOMES
from wmp2020.plumbing.findings import Findings


def link(root, crimes, outcomes):
    """Write crimes by month, then link outcomes to them."""
    findings, folders = Findings(), {}
    for month in {row["month"] for row in crimes}:
        rows = [row for row in crimes if row["month"] == month]
        folders[month] = writing.crimes(root, month, checks.crimes(table(rows), findings))
    return linked(checks.outcomes(table(outcomes, OUTCOMES), findings), root, folders).to_pylist()


def test_an_outcome_learns_its_crimes_month_category_and_number(tmp_path):
    crimes = [crime(crime_id=an_id(n), month=month, category=category) for n, (month, category) in enumerate(
        [("2025-01", "drugs"), ("2025-01", "robbery"), ("2026-03", "burglary")])]  # fmt: skip
    found = link(tmp_path, crimes, [outcome(crime_id=an_id(n), category="") for n in (2, 0, 1)])
    assert [(row["crime_month"], row["category"]) for row in found] == [
        ("2026-03", "burglary"), ("2025-01", "drugs"), ("2025-01", "robbery"),
    ]  # fmt: skip
    assert found[0]["number"] == pieces.crime_number("2026-03")
    assert {found[1]["number"], found[2]["number"]} == {pieces.crime_number("2025-01", n) for n in (0, 1)}


def test_a_crime_in_two_months_is_the_newer_one(tmp_path):
    crimes = [crime(crime_id=an_id(1), month=month) for month in ("2025-01", "2025-06")]
    assert link(tmp_path, crimes, [outcome()])[0]["crime_month"] == "2025-06"


def test_a_crime_not_held_keeps_what_its_outcome_says_and_a_number_no_crime_has(tmp_path):
    strangers = [outcome(crime_id=an_id(8), crime_month="2019-01", category="drugs"), outcome(crime_id=an_id(9))]
    found = link(tmp_path, [crime(crime_id=an_id(1))], strangers)
    assert [(row["crime_month"], row["category"]) for row in found] == [("2019-01", "drugs"), ("", "")]
    above = pieces.crime_number("2026-03", pieces.ROWS_A_MONTH // 2)
    assert [row["number"] for row in found] == [above, above + 1]


def test_who_found_the_crime_and_whether_it_has_a_place_make_its_location_type(tmp_path):
    rows = [outcome(), outcome(force="btp"), outcome(latitude=None, longitude=None, street="")]
    assert [row["location_type"] for row in link(tmp_path, [], rows)] == ["Force", "BTP", ""]


def test_ids_that_begin_alike_are_told_apart_where_it_counts(tmp_path):
    alike = [an_id(1)[:16] + end * 48 for end in "ab"]
    from tests.kit.crime_tables import archive

    held = archive(tmp_path, [crime(crime_id=alike[0]), crime(crime_id=alike[1], category="drugs")])
    assert [held.by_id(each)[0]["category"] for each in alike] == ["burglary", "drugs"]
