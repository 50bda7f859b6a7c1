"""Postcodes: live, ended, unknown, begun, next door; each with the sentence a person needs."""

import pytest

from tests.kit import book as kit
from wmp2020.information import areas


@pytest.mark.parametrize("typed", ["QM1 1AA", "qm11aa", " qm1  1aa ", "Q M 1 1 A A", "QM1-1AA"])
def test_a_live_postcode_leads_to_its_ward(atlas, typed):
    found = areas.find(typed)
    assert found.sure
    assert found.says == ""
    (match,) = found.matches
    assert (match.kind, match.name, match.detail) == ("postcode", "QM1 1AA", "Harbour, Westmere")
    assert (match.area_code, match.lat, match.lng) == (kit.HARBOUR, *kit.middle(0, 0))
    assert areas.postcode(typed) == found


@pytest.mark.parametrize(
    "typed",
    ["QM1 1AA,", "(QM1 1AA)", "QM1/1AA", "“QM1 1AA”", "QM1 1AA, Westmere", "QM1 1AA Westmere", "High Street QM1 1AA",
     "1 High Street, Westmere. qm11aa."],
)  # fmt: skip
def test_a_postcode_is_taken_from_whatever_stands_round_it(atlas, typed):
    found = areas.find(typed)
    assert found.sure
    assert [match.name for match in found.matches] == ["QM1 1AA"]


def test_of_two_postcodes_none_is_picked(atlas):
    found = areas.find("QM1 1AA to QM1 1AB")
    assert [match.name for match in found.matches] == ["QM1 1AA", "QM1 1AB"]
    assert found.says == "That has 2 postcodes. Choose one:"
    assert not found.sure


def test_an_address_with_a_postcode_that_does_not_exist_says_so(atlas):
    assert areas.find("(QM1 1AC)").says.startswith("There is no postcode QM1 1AC")
    found = areas.find("Nonesuch Parade, QM1 1AC")
    assert found.says.startswith("There is no postcode QM1 1AC")
    assert found.matches[0].name == "QM1 1AA"


def test_what_looks_like_a_postcode_in_a_name_hides_no_name(atlas):
    assert areas.find("M6 5th High Street").says.startswith(("There is no", "M6 5TH is not"))
    assert areas.postcode("(QM1 1AA),").sure


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("QM1 1AE", "QM1 1AE ended in August 2010. This is where it was."),
        ("QM1 1AF", "QM1 1AF is no longer in use. This is where it was."),
    ],
)
def test_an_ended_postcode_says_so_and_still_shows_where_it_was(atlas, typed, said):
    found = areas.find(typed)
    assert not found.sure
    assert found.says == said
    assert found.matches[0].area_code == kit.HARBOUR  # by its position: the publisher gives it no ward


def test_a_postcode_without_position_or_ward_leads_to_its_council(atlas):
    found = areas.find("QM2 9ZZ")
    assert not found.sure
    assert found.matches[0].area_code == kit.WESTMERE
    assert found.says == "QM2 9ZZ is in Westmere; in which ward is not known."


def test_a_postcode_next_door_names_the_council_and_its_force(atlas):
    found = areas.find("QM9 1AA")
    assert not found.sure
    assert found.says == (
        "QM9 1AA is outside the area of Eastmere Police. It is in Northmere, which Northmere Police serves."
    )
    assert found.matches[0].area_code == ""
    assert "Police.uk finds the force" in areas.find("QM9 1AB").says  # in a council that the force file does not name


def test_a_postcode_that_does_not_exist_says_so_and_offers_its_neighbours(atlas):
    found = areas.find("QM1 1AC")
    assert found.says.startswith("There is no postcode QM1 1AC in the list we hold.")
    assert [match.name for match in found.matches][:3] == ["QM1 1AA", "QM1 1AB", "QM1 1AD"]
    assert found.matches[-1].note == "No longer in use."
    assert not found.sure


def test_one_of_another_part_of_the_country_is_not_ours(atlas):
    found = areas.find("SW1A 1AA")
    assert found.says.startswith("SW1A 1AA is not a postcode of the Eastmere police area. Check it.")
    assert found.matches == ()


@pytest.mark.parametrize("typed", ["QMI 1AA", "QM1 IAA", "QM1 1AAA", "QQM1 1AA"])
def test_a_slip_that_is_no_postcode_at_all_is_still_understood(atlas, typed):
    found = areas.find(typed)
    assert "QM1 1AA" in [match.name for match in found.matches]
    assert not found.sure


def test_the_beginning_of_a_postcode_lists_its_wards(atlas):
    found = areas.find("qm2")
    assert [(m.kind, m.area_code, m.note) for m in found.matches] == [
        ("ward", kit.ST_ANNES, "9 postcodes beginning QM2"),
    ]
    assert found.says == "Postcodes beginning QM2 lie in 1 ward. Type the whole postcode to find yours."
    assert areas.find("QM2 3").matches[0].note == "3 postcodes beginning QM2 3"
    assert areas.find("QM2. 3").matches[0].note == "3 postcodes beginning QM2 3"
    assert areas.find("QM23").matches[0].note == "3 postcodes beginning QM2 3"
    assert areas.find("QM2 3A").matches[0].note == "3 postcodes beginning QM2 3A"


def test_a_beginning_that_lies_next_door_says_so(atlas):
    assert areas.find("QM9").matches == ()
    assert areas.find("QM9").says.startswith("Postcodes beginning QM9 are outside the area of Eastmere Police.")
    assert areas.find("QM8").says.startswith("We found nothing called “QM8”.")


@pytest.mark.parametrize("typed", ["", "QM1", "High Street", "\0", "x" * 9999])
def test_the_postcode_question_takes_only_postcodes(atlas, typed):
    assert areas.postcode(typed).says == "That is not a whole postcode, such as B1 1AA."
