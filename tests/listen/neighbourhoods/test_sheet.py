"""A sheet holds everything a page says, each thing in its place and once."""

import dataclasses

import pytest

from tests.kit import book, years
from wmp2020.information import areas, measures
from wmp2020.listen.neighbourhoods import places
from wmp2020.listen.neighbourhoods.sheet import FILES, sheet

WARD = book.HARBOUR


def test_a_sheet_is_of_all_crime_unless_a_category_is_asked(told):
    archive, atlas = told
    assert sheet(archive, atlas, atlas.area(WARD), "").category == "all-crime"
    assert sheet(archive, atlas, atlas.area(WARD), "burglary").what == "Burglary"


@pytest.mark.parametrize("category", ["treason", "all-crime ", "BURGLARY", "\x00", "drugs"])
def test_a_category_the_archive_does_not_hold_makes_no_sheet(told, category):
    archive, atlas = told
    assert sheet(archive, atlas, atlas.area(WARD), category) is None


def test_the_figures_are_those_of_the_chosen_category(sheet_of):
    numbers = {category: sheet_of(WARD, category).chosen.month_count for category in ("all-crime", "burglary")}
    assert numbers["burglary"] == sum(years.of(years.LATEST, n, "burglary") for n in years.HARBOUR)
    assert numbers["all-crime"] == sum(
        years.of(years.LATEST, n, category) for n in years.HARBOUR for category in years.CATEGORIES
    )


def test_a_flood_of_burglaries_is_called_unusual_and_nothing_else_is(sheet_of):
    assert sheet_of(WARD, "burglary").verdict.level == "much_higher"
    assert sheet_of(WARD, "shoplifting").verdict.level == "usual"
    assert sheet_of(book.MILL_END, "burglary").verdict.level == "usual"
    assert [row.slug for row in sheet_of(WARD).figures.standing_out] == ["burglary"]


def test_reasons_name_the_category_when_one_is_chosen(sheet_of):
    assert sheet_of(WARD).reasons[0].endswith(" crimes were recorded.")
    assert sheet_of(WARD, "burglary").reasons[0].startswith("Burglary: ")


@pytest.mark.parametrize(
    ("code", "kind", "parts", "number"),
    [
        (WARD, "Ward", "lsoa", 3),
        (book.WESTMERE, "Council", "ward", 2),
        (book.FORCE, "Police force area", "ward", 4),
        (book.OLD_MILL, "Ward", "lsoa", 3),
    ],
)
def test_each_kind_of_place_is_made_of_its_parts(sheet_of, code, kind, parts, number):
    made = sheet_of(code)
    assert made.kind == kind
    assert (made.parts.kind, len(made.parts.areas), len(made.counted)) == (parts, number, number)


def test_the_parts_of_a_place_sum_to_it(sheet_of):
    for code in (WARD, book.WESTMERE, book.FORCE):
        made = sheet_of(code, "shoplifting")
        assert sum(part.count for part in made.counted) == made.chosen.year_count


def test_the_months_are_the_year_or_the_newest_month(sheet_of, told):
    assert sheet_of(WARD).months == years.MONTHS[-12:]


def test_every_category_can_be_chosen_all_crime_first(sheet_of):
    slugs = [slug for slug, _name in sheet_of(WARD).categories]
    assert slugs[0] == "all-crime"
    assert slugs[1:] == sorted(years.CATEGORIES)


def test_who_published_leaves_out_who_invented_places(sheet_of):
    assert sheet_of(WARD).publishers == ["The tests"]


def test_each_caveat_stands_in_one_place_only(sheet_of):
    made = sheet_of(WARD)
    assert measures.SNAP in made.beside_map
    assert measures.SNAP in made.figures.caveats
    assert not set(made.beside_map) & set(made.caveats)
    assert len(made.caveats) == len(set(made.caveats))
    short = "The data published for March 2025 are not complete."
    assert [said for said in made.caveats if said.startswith(short)]


def test_a_wards_map_says_that_small_areas_do_not_follow_its_line(sheet_of):
    assert made_of_small_areas(sheet_of(WARD))
    assert not made_of_small_areas(sheet_of(book.WESTMERE))


def made_of_small_areas(made):
    return any("do not follow the dark line" in said for said in made.beside_map)


def test_a_note_on_the_shape_stands_beside_the_map(told):
    archive, atlas = told
    rough = dataclasses.replace(atlas.area(WARD), geometry_note="Drawn by hand.", caveats=("Drawn by hand.",))
    made = sheet(archive, atlas, rough, "")
    assert made.beside_map[-1] == "Drawn by hand."


def test_a_centre_where_few_live_says_beside_the_rate_that_residents_are_a_poor_yardstick(told):
    archive, atlas = told
    emptied = dataclasses.replace(atlas.area(WARD), residents=100)
    measures.forget()
    made = sheet(archive, atlas, emptied, "")
    assert made.beside_rate == measures.CITY_CENTRE
    assert measures.CITY_CENTRE not in made.caveats
    measures.forget()


def test_elsewhere_the_rate_stands_alone(sheet_of):
    assert sheet_of(book.HIGH_MOOR).beside_rate == ""


@pytest.mark.parametrize("name", FILES)
def test_a_part_is_a_table_or_nothing(sheet_of, name):
    table = sheet_of(WARD).table(name)
    held = name in ("months", "categories", "alike", "places")
    assert (table is not None) is held
    if table:
        assert table.rows
        assert table.records()


def test_an_unknown_part_is_no_table(sheet_of):
    assert sheet_of(WARD).table("weather") is None


def test_the_force_has_none_alike(sheet_of):
    assert sheet_of(book.FORCE).table("alike") is None


def test_downloads_lead_to_each_kind_of_file_with_the_pages_own_query(sheet_of):
    made = sheet_of(WARD, "burglary")
    links = dict(made.downloads("months", f"/areas/{WARD}/", "?category=burglary"))
    assert list(links) == ["CSV", "JSON", "PNG"]
    assert links["CSV"] == f"/areas/{WARD}/months.csv?category=burglary"
    assert "PNG" not in dict(made.downloads("outcomes", "/", ""))


def test_notes_name_place_versions_sources_and_caveats(sheet_of):
    made = sheet_of(WARD, "burglary")
    notes = made.notes()
    assert notes[0] == f"Harbour ({WARD}), Burglary"
    assert notes[1] == "The month is 2026-03; the year, rates and shares are of 2025-04 to 2026-03"
    assert made.archive.version in notes[2]
    assert made.atlas.version in notes[2]
    assert "Crimes by small area, The tests (None: invented)" in notes
    assert notes[-1] == made.figures.caveats[-1]


def test_the_map_tells_each_part_once(sheet_of):
    told = sheet_of(WARD).map()
    assert [one["properties"]["code"] for one in told["areas"]["features"]] == [book.LSOAS[n] for n in years.HARBOUR]


def test_outcomes_where_held_are_a_table_of_shares(db, settings, tmp_path, fresh):
    from tests.kit import months

    atlas = book.areas_loaded(settings)
    archive = months.archive_loaded(settings, tmp_path)
    made = sheet(archive, atlas, atlas.area(WARD), "")
    table = made.table("outcomes")
    assert table.caption == "What became of the crimes recorded in March 2026"
    counts = {row["outcome"]: row["count"] for row in table.rows}
    assert sum(counts.values()) <= made.figures.outcomes.of
    assert all(0 < row["share"] <= 1 for row in table.rows)
    areas.forget()


def test_a_drawn_area_keeps_its_outline_in_its_links(told):
    archive, atlas = told
    poly = places.corners(atlas.area(WARD).geometry)
    drawn = areas.drawn(poly)
    made = sheet(archive, atlas, places.drawn(atlas, drawn.polygon, drawn.notes), "", poly)
    assert made.kind == "Drawn area"
    assert made.area.lsoas == atlas.area(WARD).lsoas
    assert made.chosen.month_count == sheet(archive, atlas, atlas.area(WARD), "").chosen.month_count
    link = made.table("categories").columns[0].href(made.table("categories").rows[0])
    assert link.startswith("?poly=52.4")
    assert "category=" in link
