"""Stop and search on an area's page, where stops are held."""

import pytest

from tests.kit import book, months
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods.sheet import Sheet


@pytest.fixture
def sheets(db, settings, tmp_path):
    book.areas_loaded(settings)
    archive, atlas = months.archive_loaded(settings, tmp_path / "archive"), areas.atlas()
    return lambda area: Sheet(archive, atlas, area, "all-crime")


def test_the_force_counts_every_stop_those_without_a_place_too(sheets):
    table = sheets(areas.atlas().areas("force")[0]).table("stops")
    assert table.caption == "Stop and search in March 2026, by what was looked for"
    assert table.records() == [{"what": "Controlled drugs", "count": 5, "nothing": 0}]


def test_a_ward_counts_those_inside_it(sheets):
    counted = [sheets(ward).table("stops") for ward in areas.atlas().areas("ward")]
    assert [[row["count"] for row in table.rows] for table in counted if table] == [[1], [1], [1], [1]]


def test_where_none_is_held_there_is_no_table(sheet_of):
    assert sheet_of(book.HARBOUR).table("stops") is None


def test_they_can_be_taken_away(sheets):
    downloads = sheets(areas.atlas().areas("force")[0]).downloads("stops", "/areas/x/", "")
    assert downloads == [("CSV", "/areas/x/stops.csv"), ("JSON", "/areas/x/stops.json")]
