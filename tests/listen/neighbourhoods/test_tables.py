"""Tables of a page and of its files: the same numbers, fewer columns where a page is narrow."""

import csv
import io

import pytest

from tests.kit import book, years
from wmp2020.listen.neighbourhoods import tables

WARD = book.HARBOUR


def read(text):
    """A CSV's rows as dictionaries, up to the empty line before its notes."""
    body = text.split("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(body)))


def keys(table):
    return [column.key for column in table.columns]


def test_months_stand_newest_first_and_a_short_one_is_compared_with_nothing(sheet_of):
    table = sheet_of(WARD).table("months")
    assert [row["month"] for row in table.rows] == list(reversed(years.MONTHS))
    short = next(row for row in table.rows if row["month"] == years.SHORT)
    assert short["state"] == "incomplete, do not compare"
    assert short["expected"] is short["low"] is short["high"] is None
    newest = table.rows[0]
    assert newest["low"] < newest["expected"] < newest["high"] < newest["count"]
    assert table.columns[0].text(newest) == "March 2026"
    assert table.columns[2].text(short) == ""


def test_months_of_one_category_hold_its_counts(sheet_of):
    table = sheet_of(WARD, "shoplifting").table("months")
    assert table.caption == "Shoplifting by month"
    assert [row["count"] for row in reversed(table.rows)] == [
        sum(years.of(month, n, "shoplifting") for n in years.HARBOUR) for month in years.MONTHS
    ]


def test_categories_lead_to_their_own_page(sheet_of):
    table = sheet_of(WARD).table("categories")
    assert keys(table) == ["category", "month", "year", "share", "rate", "unusual"]
    assert sum(row["share"] for row in table.rows) == pytest.approx(1)
    burglary = next(row for row in table.rows if row["slug"] == "burglary")
    assert table.columns[0].href(burglary) == "?category=burglary#months"
    assert burglary["unusual"] == "much higher than usual"
    assert table.columns[1].name == "Mar 2026"


def test_categories_without_a_year_say_nothing_of_one(db, settings, tmp_path, fresh):
    from wmp2020.listen.neighbourhoods.sheet import sheet

    atlas = book.areas_loaded(settings)
    archive = years.counted(settings, tmp_path, years.MONTHS[-3:])
    made = sheet(archive, atlas, atlas.area(WARD), "")
    assert keys(made.table("categories")) == ["category", "month", "unusual"]
    assert {row["unusual"] for row in made.table("categories").rows} == {"cannot say"}
    assert made.months == (years.LATEST,)
    assert made.table("alike") is None


def test_areas_alike_begin_with_this_one_which_has_no_link(sheet_of):
    table = sheet_of(WARD).table("alike")
    assert table.rows[0]["code"] == WARD
    assert table.columns[0].href(table.rows[0]) == ""
    assert table.columns[0].href(table.rows[1]) == f"/areas/{table.rows[1]['code']}/"
    assert ", " in table.rows[1]["name"]  # with its council: two may share a name


def test_areas_alike_are_in_the_order_of_likeness(sheet_of):
    made = sheet_of(WARD)
    assert [row["code"] for row in made.table("alike").rows[1:]] == [
        like.code for like, _r in made.figures.alike.others
    ]


@pytest.mark.parametrize(
    ("code", "page", "file"),
    [
        (WARD, ["name", "around", "count", "rate", "interval"],
         ["name", "around", "code", "residents", "count", "rate", "low", "high"]),
        (book.WESTMERE, ["name", "count", "rate", "interval"],
         ["name", "council", "code", "residents", "count", "rate", "low", "high"]),
        (book.FORCE, ["name", "council", "count", "rate", "interval"],
         ["name", "council", "code", "residents", "count", "rate", "low", "high"]),
    ],
)  # fmt: skip
def test_parts_have_the_columns_that_tell_them_apart(sheet_of, code, page, file):
    made = sheet_of(code)
    assert keys(made.table("places")) == page
    assert keys(made.table("places", in_file=True)) == file


def test_wards_lead_to_their_page_and_small_areas_are_named_by_streets(sheet_of):
    wards = sheet_of(book.FORCE).table("places")
    assert {wards.columns[0].href(row) for row in wards.rows} == {f"/areas/{code}/" for code in book.WARDS}
    small = sheet_of(WARD).table("places")
    assert {small.columns[0].href(row) for row in small.rows} == {""}
    assert small.rows[0]["around"] == "High Street"


def test_a_file_holds_the_numbers_of_the_page(sheet_of):
    made = sheet_of(book.FORCE, "burglary")
    page, file = made.table("places"), read(made.table("places", in_file=True).csv(made.notes()))
    assert [int(row["count"]) for row in file] == [row["count"] for row in page.rows]
    assert [float(row["rate"]) for row in file] == pytest.approx([row["rate"] for row in page.rows])
    assert [row["code"] for row in file] == [row["code"] for row in page.rows]


def test_sorting_changes_order_only(sheet_of):
    table = sheet_of(book.FORCE).table("places")
    down = table.sorted_by("-rate")
    assert sorted(row["code"] for row in down.rows) == sorted(row["code"] for row in table.rows)
    assert [row["rate"] for row in down.rows] == sorted((row["rate"] for row in table.rows), reverse=True)
    assert [row["code"] for row in table.sorted_by("nonsense").rows] == [row["code"] for row in table.rows]


@pytest.mark.parametrize(
    ("value", "said"), [(None, ""), (0.0, "0%"), (0.004, "under 1%"), (0.005, "0%"), (0.456, "46%"), (1.0, "100%")]
)
def test_a_share_never_rounds_something_to_nothing(value, said):
    assert tables.share(value) == said if value != 0.005 else tables.share(value) in ("0%", "1%")


def test_missing_numbers_are_empty_cells():
    assert tables.whole(None) == tables.tenths(None) == tables.between(None) == ""
    assert tables.whole(1234) == "1,234"
    assert tables.tenths(1234.56) == "1,234.6"
