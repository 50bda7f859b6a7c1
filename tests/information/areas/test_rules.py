"""What people type is read as they meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.plainly_areas import slips_by_table
from wmp2020.information.areas import rules


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  B1\t1AA\n", "B1 1AA"),
        ("a\0b", "a b"),
        ("\u202eHarborne\u202c", "Harborne"),
        ("Ｂ１　１ＡＡ", "B1 1AA"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_typed_text_becomes_one_plain_line(typed, plain):
    assert rules.clean(typed) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. James's Road", "st james rd"),
        ("St Peters", "St. Peter's"),
        ("Saint Peter's", "ST PETERS"),
        ("King's Norton", "Kings Norton"),
        ("King’s Norton", "Kings Norton"),
        ("Weoley & Selly Oak", "weoley and selly oak"),
        ("On or near High Street", "High St."),
        ("Église Lane", "eglise ln"),
        ("Rushall-Shelfield", "Rushall Shelfield"),
        ("The Crescent", "the crescent"),
        ("Bull Ring Sq", "bull ring square"),
    ],
)
def test_names_that_people_do_not_tell_apart_fold_alike(one, other):
    assert rules.fold(one) == rules.fold(other)


@pytest.mark.parametrize(("one", "other"), [("St Johns Road", "Johns Street Road"), ("Park Road", "Park Street")])
def test_names_that_differ_stay_apart(one, other):
    assert rules.fold(one) != rules.fold(other)


@given(st.text(max_size=80))
def test_folding_any_text_is_stable(text):
    once = rules.fold(text)
    assert once == once.strip()
    assert "\0" not in once


@pytest.mark.parametrize("typed", ["B1 1AA", "b11aa", " b1 1aa ", "B 1 1 A A", "b1-1aa", "B1.1AA"])
def test_a_postcode_is_read_in_any_spacing_and_case(typed):
    assert rules.read_postcode(typed) == "B11AA"


@pytest.mark.parametrize("typed", ["WC1A 1BB", "EC1A1BB", "M11AA", "B331AA", "CV1 2AB"])
def test_every_form_of_postcode_is_known(typed):
    assert rules.read_postcode(typed) == rules.compact(typed)


@pytest.mark.parametrize(
    "typed", ["B1", "B1 1A", "B1 1AAA", "11 1AA", "BIRM 1AA", "B1 1AA;", "B1 1A'", "", "B333 1AA", "Bé1 1AA"]
)
def test_what_has_not_the_form_is_no_postcode(typed):
    assert rules.read_postcode(typed) is None


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("B1 1BB,", ("B11BB",)),
        ("(B1 1BB)", ("B11BB",)),
        ("b1/1bb", ("B11BB",)),
        ("Broad Street, B12HF Birmingham", ("B12HF",)),
        ("B1 1BB to B2 4QA and b1 1bb", ("B11BB", "B24QA")),
        ("B1 1BBC", ()),
        ("XB1B1 1BB", ()),
        ("É1 1BB", ()),
        ("High Street", ()),
        ("", ()),
    ],
)
def test_whole_postcodes_are_found_in_a_longer_text(typed, codes):
    assert rules.postcodes_in(typed) == codes


@pytest.mark.parametrize(
    ("typed", "read"),
    [("e05011151", "E05011151"), (" (E05011151), ", "E05011151"), ("E0501115", None), ("X05011151", None), ("", None)],
)
def test_the_code_of_an_area_is_known(typed, read):
    assert rules.read_code(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ladywood ward", ("ladywood", "ward")),
        ("Ladywood Ward, Birmingham", ("ladywood birmingham", "ward")),
        ("Ward of Ladywood", ("ladywood", "ward")),
        ("Birmingham City Council", ("birmingham", "authority")),
        ("ward", None),
        ("City council", None),
        ("Steward Street", None),
    ],
)
def test_the_word_for_a_kind_of_area_is_told_from_the_name(typed, read):
    assert rules.without_kind(typed) == read


@pytest.mark.parametrize(
    ("typed", "part"),
    [("b1", "B1"), ("CV1 2", "CV12"), ("b33 8t", "B338T"), ("High", None), ("B1,", None), ("Bé1", None), ("B_1", None)],
)
def test_the_beginning_of_a_postcode_is_known(typed, part):
    assert rules.read_part(typed) == part


@pytest.mark.parametrize("slip", ["B11AB", "B1AA", "B111AA", "BI1AA", "B1A1A", "1B1AA", "B11A"])
def test_a_slip_in_a_postcode_leads_back_to_it(slip):
    assert "B11AA" in rules.postcode_slips(slip)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("52.4862, -1.8904", (52.4862, -1.8904)),
        ("52.4862,-1.8904", (52.4862, -1.8904)),
        ("52.4862 -1.8904", (52.4862, -1.8904)),
        ("52.4862;-1.8904", (52.4862, -1.8904)),
        ("52.4862°N 1.8904°W", (52.4862, -1.8904)),
        ("52, -2", (52.0, -2.0)),
        ("12 14", None),
        ("52.4862", None),
        ("52.4862, -1.8904, 3", None),
        ("1e3, 4.0", None),
        ("nan, inf", None),
    ],
)
def test_two_numbers_are_coordinates(typed, read):
    assert rules.read_coordinates(typed) == read


def test_latitude_and_longitude_are_told_apart_in_this_country():
    assert rules.look_swapped(-1.89, 52.48)
    assert not rules.look_swapped(52.48, -1.89)
    assert not rules.look_swapped(48.85, 2.35)


@given(st.text("abc ", max_size=9), st.text("abc ", max_size=9))
def test_slips_are_counted_as_the_table_counts_them(a, b):
    assert rules.typing_distance(a, b) == slips_by_table(a, b)


@given(st.text(max_size=70), st.text(max_size=70))
def test_slips_of_any_texts_are_counted_as_the_table_counts_them(a, b):
    assert rules.typing_distance(a, b) == slips_by_table(a, b)


def test_trigrams_are_those_of_postgresql():
    assert rules.trigrams("word") == {"  w", " wo", "wor", "ord", "rd "}
    assert rules.trigrams("a b") == {"  a", " a ", "  b", " b "}


@pytest.mark.parametrize(
    ("query", "name", "slips"),
    [
        ("harborne", "harborne", 0),
        ("harborne", "harborne lane", 0.2),
        ("harb", "harborne lane", 0.3),
        ("lane", "harborne lane", 0.4),
        ("harbrone", "harborne", 1),
        ("harbrone", "harborne lane", 1.5),
    ],
)
def test_the_very_name_comes_before_its_beginning_and_that_before_a_slip(query, name, slips):
    assert rules.slips(query, name) == slips


def test_a_middle_st_may_be_a_street_or_a_saint():
    assert rules.readings("High St Erdington") == ("high st erdington", "high street erdington")
    assert rules.readings("St Peters") == ("st peter",)


@pytest.mark.parametrize(
    ("ward", "places"),
    [
        ("Weoley & Selly Oak", ("Weoley", "Selly Oak")),
        ("Halesowen North", ("Halesowen",)),
        ("Charlemont with Grove Vale", ("Charlemont", "Grove Vale")),
        ("Rushall-Shelfield", ("Rushall", "Shelfield")),
        ("Aldridge Central and South", ("Aldridge",)),
        ("Harborne", ()),
    ],
)
def test_a_ward_s_name_holds_the_places_people_know(ward, places):
    assert rules.place_names(ward) == places
