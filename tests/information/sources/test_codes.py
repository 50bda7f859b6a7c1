"""The one table of codes: complete, unambiguous, and right for its date."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.sources import codes

SHARED = Path(__file__).parents[4] / "shared/data/west-midlands/codes/police_uk_crime_categories.csv"


@pytest.mark.parametrize(
    ("month", "many"),
    [("2010-12", 6), ("2011-08", 6), ("2011-09", 11), ("2013-04", 11), ("2013-05", 14), ("2031-01", 14)],
)
def test_each_era_has_its_categories_and_all_crime_first(month: str, many: int) -> None:
    listed = codes.categories_for(month)
    assert listed[0] == ("all-crime", "All crime")
    assert len(listed) == many + 1
    assert len({slug for slug, _ in listed}) == len({name for _, name in listed}) == many + 1


def test_a_month_before_the_first_scheme_gets_the_first() -> None:
    assert codes.categories_for("2009-01") == codes.categories_for("2011-02")


def test_a_name_changes_with_its_era_and_not_its_slug() -> None:
    assert codes.category_name("violent-crime") == "Violence and sexual offences"
    assert codes.category_name("violent-crime", "2011-02") == "Violent crime"
    assert codes.category_name("public-disorder-weapons", "2024-01") == "Public disorder and weapons"
    assert codes.category_name("all-crime", "2011-02") == "All crime"
    with pytest.raises(KeyError):
        codes.category_name("cattle-raiding")


def test_every_name_leads_to_its_own_slug_in_any_clothes() -> None:
    for scheme in codes.SCHEMES:
        for slug, name in scheme.names.items():
            for told in (name, name.upper(), f" {name} ", name.replace(" and ", " & "), slug):
                assert codes.category_slug(told) == slug
    for code, name in codes.OUTCOMES.items():
        assert codes.outcome_code(name) == codes.outcome_code(name.lower()) == codes.outcome_code(code) == code
    for code, name in codes.STOP_OUTCOMES.items():
        assert codes.stop_outcome_code(name) == code


def test_the_outcomes_are_twenty_eight_and_two_names_are_never_one() -> None:
    assert len(codes.OUTCOMES) == 28
    assert len(set(codes.OUTCOMES.values())) == 28
    assert codes.outcome_code("Offender given penalty notice") == "penalty-notice-issued"


@given(st.text(max_size=30))
def test_any_other_word_is_unknown_and_never_an_error(word: str) -> None:
    slug, outcome = codes.category_slug(word), codes.outcome_code(word)
    assert slug is None or codes.is_category(slug)
    assert outcome is None or outcome in codes.OUTCOMES
    assert codes.stop_outcome_code(word) in {"", *codes.STOP_OUTCOMES}


@pytest.mark.skipif(not SHARED.is_file(), reason="the data folder is not beside the project")
def test_slugs_are_those_of_the_published_table() -> None:
    with SHARED.open(encoding="utf-8") as file:
        published = {row["api_slug"]: row["category"] for row in csv.DictReader(file)}
    assert published == codes.CATEGORIES
