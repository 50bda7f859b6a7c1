"""Tables: order, headings that lead to it, and files that a spreadsheet can open without harm."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing.tables import Column, Table

COLUMNS = (
    Column("ward", "Ward", link=lambda row: f"/areas/{row['ward']}/"),
    Column("crimes", "Crimes", numeric=True),
    Column("note", "Note", sortable=False),
)
ROWS = (
    {"ward": "Perry Barr", "crimes": 30, "note": "x"},
    {"ward": "aston", "crimes": None},
    {"ward": "Bournville", "crimes": 1200, "note": "=HYPERLINK(1)"},
)
TABLE = Table("wards", "Wards", COLUMNS, ROWS)


def order(table, key="ward"):
    return [row[key] for row in table.rows]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("ward", ["aston", "Bournville", "Perry Barr"]),
        ("-ward", ["Perry Barr", "Bournville", "aston"]),
        ("crimes", ["Perry Barr", "Bournville", "aston"]),
        ("-crimes", ["Bournville", "Perry Barr", "aston"]),  # a missing number is last either way
        ("note", order(TABLE)), ("nothing", order(TABLE)), ("", order(TABLE)), (None, order(TABLE)),
    ],
)  # fmt: skip
def test_sorting(sort, expected):
    assert order(TABLE.sorted_by(sort)) == expected


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), max_size=12), st.booleans())
def test_sorting_is_a_permutation_in_order_with_the_missing_last(values, down):
    table = Table("t", "T", (Column("n", "N", numeric=True),), [{"n": value} for value in values])
    found = order(table.sorted_by("-n" if down else "n"), "n")
    known = [value for value in values if value is not None]
    assert found == sorted(known, reverse=down) + [None] * (len(values) - len(known))


def test_names_sort_as_people_expect():
    table = Table(
        "t", "T", (Column("n", "N"),), [{"n": name} for name in ("Nechells", "edgware", "Édgbaston", "Aston")]
    )
    assert order(table.sorted_by("n"), "n") == ["Aston", "Édgbaston", "edgware", "Nechells"]


def test_headings_say_the_order_and_lead_to_the_next():
    ward, crimes, _ = COLUMNS
    assert TABLE.direction(crimes) == "none"
    assert TABLE.sort_link(crimes, {"month": "2026-03", "sort": "ward"}) == "?month=2026-03&sort=-crimes#wards"
    down = TABLE.sorted_by("-crimes")
    assert down.direction(crimes) == "descending"
    assert down.direction(ward) == "none"
    assert down.sort_link(crimes, {}) == "?sort=crimes#wards"
    assert down.sort_link(ward, {}) == "?sort=ward#wards"
    assert TABLE.sorted_by("ward").direction(ward) == "ascending"
    assert TABLE.sorted_by("ward").sort_link(ward, {}) == "?sort=-ward#wards"


def test_cells_are_written_for_people():
    ward, crimes, note = COLUMNS
    assert [crimes.text(row) for row in ROWS] == ["30", "", "1,200"]
    assert [note.text(row) for row in ROWS] == ["x", "", "=HYPERLINK(1)"]
    assert ward.href(ROWS[0]) == "/areas/Perry Barr/"
    assert crimes.href(ROWS[0]) == ""
    assert Column("crimes", "C", write=lambda value: f"<{value}>").text(ROWS[1]) == "<None>"


def test_csv_keeps_values_and_defuses_formulas():
    told = list(csv.reader(io.StringIO(TABLE.csv(notes=["Counts are of snap points", "-late"]))))
    assert told[0] == ["ward", "crimes", "note"]
    assert told[1:4] == [["Perry Barr", "30", "x"], ["aston", "", ""], ["Bournville", "1200", "'=HYPERLINK(1)"]]
    assert told[4:] == [[], ["Counts are of snap points"], ["'-late"]]
    assert TABLE.csv().endswith("\r\n")


def test_negative_numbers_stay_numbers():
    table = Table("t", "T", (Column("n", "N"),), ({"n": -3},))
    assert table.csv().splitlines() == ["n", "-3"]


def test_records_are_the_columns_alone():
    assert TABLE.records()[1] == {"ward": "aston", "crimes": None, "note": None}
    assert TABLE.named("again").id == "again"
    assert TABLE.named("again", "Other").caption == "Other"
