"""The drawings of a page: each says what its table says, and stands alone when passed on."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.kit import book, years
from wmp2020.listen.neighbourhoods import pictures

WARD = book.HARBOUR
SVG = "{http://www.w3.org/2000/svg}"


def words_of(svg):
    return [text.text for text in ET.fromstring(svg).iter(f"{SVG}text") if text.text]


@pytest.mark.parametrize("name", pictures.NAMES)
@pytest.mark.parametrize("code", [WARD, book.WESTMERE, book.FORCE, book.OLD_MILL])
def test_every_drawing_is_one_sound_svg_with_a_title(sheet_of, code, name):
    made = sheet_of(code)
    if not pictures.has(made, name):
        assert pictures.of(made)[name] == ""
        return
    drawn = ET.fromstring(pictures.draw(made, name, id="x"))
    assert drawn.tag == f"{SVG}svg"
    assert drawn.find(f"{SVG}title").text == pictures.title(made, name)
    assert len(drawn.find(f"{SVG}desc").text) > 20
    assert "style" not in {key for element in drawn.iter() for key in element.attrib}


def test_a_page_has_every_drawing_twice_but_the_map_once(sheet_of):
    drawn = pictures.of(sheet_of(WARD))
    assert {name: svg.count("<svg") for name, svg in drawn.items()} == {
        "months": 2, "categories": 2, "alike": 2, "places": 1,
    }  # fmt: skip


def test_ids_are_unique_on_the_page(sheet_of):
    ids = re.findall(r' id="([^"]+)"', "".join(pictures.of(sheet_of(WARD)).values()))
    assert len(ids) == len(set(ids))


def test_the_pages_map_leaves_its_legend_to_the_page_and_the_files_has_one(sheet_of):
    made = sheet_of(WARD)
    legend = "per 1,000 residents"
    assert legend not in words_of(pictures.of(made)["places"])
    assert legend in words_of(pictures.draw(made, "places", id="x"))


def test_the_months_end_with_the_newest_count(sheet_of):
    made = sheet_of(WARD, "burglary")
    newest = sum(years.of(years.LATEST, n, "burglary") for n in years.HARBOUR)
    assert str(newest) in words_of(pictures.draw(made, "months", id="x"))


def test_the_categories_are_all_there_and_the_unusual_one_is_marked(sheet_of):
    drawn = pictures.draw(sheet_of(WARD), "categories", id="x")
    said = words_of(drawn)
    assert {"Burglary", "Shoplifting", "Violence and sexual offences", "Anti-social behaviour"} <= set(said)
    assert drawn.count("wmp-c-bar--high") == 1


def test_wards_on_the_map_are_links(sheet_of):
    drawn = pictures.draw(sheet_of(book.FORCE), "places", id="x")
    assert set(re.findall(r'<a href="([^"]+)"', drawn)) == {f"/areas/{code}/" for code in book.WARDS}
    assert "<a " not in pictures.draw(sheet_of(WARD), "places", id="x")


def test_areas_alike_are_named_with_this_one(sheet_of):
    made = sheet_of(WARD)
    said = words_of(pictures.draw(made, "alike", id="x"))
    assert "Harbour" in said
    assert {like.name for like, _r in made.figures.alike.others} <= {
        word.replace("\N{HORIZONTAL ELLIPSIS}", "") for word in said
    }


def test_the_title_names_place_subject_and_months(sheet_of):
    made = sheet_of(WARD, "burglary")
    assert pictures.title(made, "months") == "Harbour: Burglary by month"
    assert pictures.title(made, "places") == "Harbour: Burglary per 1,000 residents, April 2025 to March 2026"


def test_freshness_goes_with_a_picture(sheet_of):
    made = sheet_of(WARD)
    said = pictures.freshness(made)
    assert said == f"Figures to March 2026, loaded 20 April 2026. Archive {made.archive.version}."


def test_an_unknown_drawing_is_a_fault(sheet_of):
    assert not pictures.has(sheet_of(WARD), "weather")
    with pytest.raises(KeyError):
        pictures.draw(sheet_of(WARD), "weather", id="x")
