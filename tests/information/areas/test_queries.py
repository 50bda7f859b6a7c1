"""Whatever a person types is answered: found, listed, or told why not."""

import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.kit import book as kit
from wmp2020.information import areas


@pytest.mark.parametrize("typed", ["52.403, -1.895", "52.403,-1.895", "52.403 -1.895", "52.403N 1.895W"])
def test_coordinates_lead_to_the_ward(atlas, typed):
    found = areas.find(typed)
    assert found.sure
    assert found.matches[0] == areas.Match(
        "coordinates", "52.40300, -1.89500", "Harbour, Westmere", 52.403, -1.895, kit.HARBOUR
    )


def test_coordinates_the_other_way_round_are_turned_and_it_is_said(atlas):
    found = areas.find("-1.895, 52.403")
    assert not found.sure
    assert found.matches[0].area_code == kit.HARBOUR
    assert "latitude usually comes first" in found.says


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("48.85, 2.35", "not in Great Britain"),
        ("999, 999", "not in Great Britain"),
        ("55.0, -3.0", "outside the area of Eastmere Police. Police.uk finds the force"),
        ("52.5001, -1.88", "It is in Northmere, which Northmere Police serves."),  # by the nearest postcode
        ("-3.0, 55.0", "latitude usually comes first"),
    ],
)
def test_coordinates_elsewhere_say_where(atlas, typed, said):
    found = areas.find(typed)
    assert said in found.says
    assert found.matches == ()


def test_a_ward_council_or_force_by_its_very_name_is_sure(atlas):
    assert areas.find("Mill End").sure
    assert areas.find("mill end").matches[0].area_code == kit.MILL_END
    assert areas.find("westmere").matches[0].kind == "authority"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Mill End ward", kit.MILL_END),
        ("ward of Mill End", kit.MILL_END),
        ("Mill End Ward, Eastmere", kit.MILL_END),
        ("Mill End, Eastmere", kit.MILL_END),
        ("Westmere council", kit.WESTMERE),
        ("Eastmere Borough Council", kit.EASTMERE),
        (kit.HARBOUR, kit.HARBOUR),
        (kit.HARBOUR.lower(), kit.HARBOUR),
        (kit.WESTMERE, kit.WESTMERE),
    ],
)
def test_a_ward_by_its_kind_its_council_or_its_code_is_sure(atlas, typed, code):
    found = areas.find(typed)
    assert found.sure
    assert [match.area_code for match in found.matches] == [code]


def test_codes_of_small_ended_and_unknown_areas_say_what_they_are(atlas):
    small = areas.find(kit.LSOAS[0])
    assert (small.matches[0].area_code, small.sure) == (kit.HARBOUR, False)
    assert small.says == f"{kit.LSOAS[0]} is Mere 001A, a small area. By best fit it is in this ward:"
    assert areas.find(kit.OLD_MILL).says.startswith("This ward ended in May 2024.")
    assert areas.find("E05999999").says.startswith("There is no page for an area with the code E05999999.")
    assert areas.find("E05999999").matches == ()


def test_a_name_of_two_things_lists_both(atlas):
    found = areas.find("Eastmere")
    assert [(m.kind, m.area_code) for m in found.matches] == [("force", kit.FORCE), ("authority", kit.EASTMERE)]
    assert not found.sure


def test_streets_of_one_name_are_told_apart_by_ward_and_council(atlas):
    found = areas.find("high st")
    assert [(m.name, m.detail) for m in found.matches] == [
        ("High Street", "Harbour, Westmere"),
        ("High Street", "High Moor North, Eastmere"),
        ("High Street", "St. Anne's & Selly Green, Westmere"),
    ]
    assert not found.sure
    assert [m.area_code for m in areas.find("high street eastmere").matches] == [kit.HIGH_MOOR]


def test_more_than_fit_are_counted(atlas):
    found = areas.find("high street", limit=2)
    assert len(found.matches) == 2
    assert found.says == "3 places fit; 2 are shown. Add the ward or council."


def test_an_ended_ward_is_found_and_says_what_replaced_it(atlas):
    found = areas.find("old mill")
    assert found.matches[0].area_code == kit.OLD_MILL
    assert found.says == "This ward ended in May 2024. By best fit it is now in Mill End and High Moor North."
    assert not found.sure


def test_an_error_in_typing_is_offered_not_taken(atlas):
    found = areas.find("wheelright cresent")
    assert found.matches[0].name == "Wheelwright Crescent"
    assert found.says == "We found nothing called “wheelright cresent”. Did you mean one of these?"
    assert not found.sure


@pytest.mark.parametrize("typed", ["eglise lane", "ÉGLISE LANE", "Église Ln", "e\u0301glise lane"])
def test_accents_and_case_do_not_matter(atlas, typed):
    assert areas.find(typed).matches[0].name == "Église Lane"


@pytest.mark.parametrize("typed", ["", " ", "\0", "\u202e", "%", "___", "'", ";--", "🏠"])
def test_nothing_asks_for_something(atlas, typed):
    assert areas.find(typed).says.startswith("Type a postcode")


def test_five_thousand_characters_are_too_many(atlas):
    assert areas.find("x" * 5000).says == "That is longer than any name we know. Type at most 200 characters."


HOSTILE = [
    *(
        "'; DROP TABLE information_heldarea; --",
        "a\0b",
        "\u202eHarbour",
        "%s%s%n",
        "{{7*7}}",
        "<script>",
        "\\",
        "(((((",
    ),
    *("[a-z]*", "QM1 1A\0A", "1e309, 1e309", "-0, 0", "٥٢, ٢", "ＱＭ１ １ＡＡ"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_only_text(atlas, typed):
    found = areas.find(typed)
    assert found.matches or found.says
    assert areas.find("harbour").matches


@given(st.text(max_size=220))
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_at_all_has_an_answer(atlas, typed):
    found = areas.find(typed)
    assert found.matches or found.says
    assert not found.sure or (len(found.matches) == 1 and not found.says)


def test_a_drawn_area_is_measured_against_the_force(atlas):
    ring = "52.402,-1.898:52.410,-1.898:52.410,-1.885:52.402,-1.885"
    assert areas.drawn(ring).inside == pytest.approx(1)
    assert "outside the area of Eastmere Police" in areas.drawn(ring.replace("52.4", "53.4")).refused


REAL = [  # (typed, name of the first match, its ward or area, sure)
    ("B1 1TT", "B1 1TT", "E05011151", True),
    ("b338th", "B33 8TH", "E05011186", True),
    ("Harborne", "Harborne", "E05011144", False),
    ("harbourne", "Harborne", "E05011144", False),
    ("selly oak", "Selly Oak", "E05011184", False),
    ("Solihul", "Solihull", "E08000029", False),
    ("Wolverhamton", "Wolverhampton", "E08000031", False),
    ("kings norton north", "King's Norton North", None, None),
    ("high st erdington", "High Street", "E05011135", True),
    ("stratford rd sparkhill", "Stratford Road", "E05011171", True),
    ("Bilston East", "Bilston East", "E05001321", False),
    ("West Midlands", "West Midlands", "E23000014", True),
    ("B1 1TT, Birmingham", "B1 1TT", "E05011151", True),
    ("(B1 1BB)", "B1 1BB", None, True),
    ("Broad Street B1 2HF", "B1 2HF", "E05011151", True),
    ("Ladywood ward", "Ladywood", "E05011151", True),
    ("Ladywood, Birmingham", "Ladywood", "E05011151", True),
    ("Birmingham City Council", "Birmingham", "E08000025", True),
    ("E05011151", "Ladywood", "E05011151", True),
    ("52.4862,-1.8904", "52.48620, -1.89040", "E05011155", True),
]


@pytest.fixture
def real_atlas(db, settings, real_book):
    from django.conf import settings as project

    settings.FORCES, settings.FORCE = project.ROOT / "forces", ""
    areas.forget()
    areas.load(real_book, at=kit.LOADED_AT)
    yield areas.atlas()
    areas.forget()


def test_the_real_force_is_searched_well_and_fast(real_atlas):
    for typed, name, code, sure in REAL:
        found = areas.find(typed)
        assert found.matches, typed
        assert found.matches[0].name == name, typed
        assert code is None or found.matches[0].area_code == code, typed
        assert sure is None or found.sure == sure, typed
    assert areas.find("WS13 6AA").says.endswith("It is in Lichfield, which Staffordshire Police serves.")
    assert areas.find("B1 1AA").says == "B1 1AA ended in August 2010. This is where it was."
    assert "35 places fit" in areas.find("high street").says or len(areas.find("high street", limit=50).matches) > 20
    spent = []
    for typed, *_ in REAL * 5:
        began = time.perf_counter()
        areas.find(typed)
        spent.append(time.perf_counter() - began)
    assert sorted(spent)[int(len(spent) * 0.95)] < 0.030  # 3 ms on two quiet cores
