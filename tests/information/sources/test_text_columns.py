"""A CSV file from outside as columns of text: the quick way and the careful way see the same."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.sources import text_columns
from wmp2020.information.sources.text_columns import TextColumns
from wmp2020.plumbing.findings import Findings

NEEDS = {"Name": ("Title",), "Town": ()}


def read(text: bytes, may_have: tuple[str, ...] = ("Note",)) -> tuple[TextColumns | None, Findings]:
    findings = Findings()
    return text_columns.read(text, file="f.csv", needs=NEEDS, may_have=may_have, findings=findings), findings


def plain(rows: TextColumns | None) -> list[tuple[str, str]]:
    assert rows is not None
    return list(zip(rows["Name"].to_pylist(), rows["Town"].to_pylist(), strict=True))


@pytest.mark.parametrize("head", ["Name,Town", " name ,TOWN", "Na_me,to-wn", '"Name","Town"', "\ufeffName,Town"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_headers_and_line_ends_in_any_clothes(head: str, end: str) -> None:
    rows, findings = read(end.join([head, "a,b", "c,d", ""]).encode())
    assert plain(rows) == [("a", "b"), ("c", "d")]
    assert rows is not None
    assert rows.numbers.tolist() == [1, 2]
    assert not findings.counts


def test_order_and_strangers_do_not_matter_and_an_absent_column_is_empty() -> None:
    rows, findings = read(b"Town,Colour,Name\nb,red,a\n")
    assert plain(rows) == [("a", "b")]
    assert rows is not None
    assert rows["Note"].to_pylist() == [""]
    assert not findings.counts


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    assert plain(read(b"Name,Town,Name\na,b,c\n")[0]) == [("a", "b")]


def test_a_synonym_is_said_with_both_names() -> None:
    rows, findings = read(b"Title,Town\na,b\n")
    assert plain(rows) == [("a", "b")]
    assert str(next(iter(findings))) == "f.csv, column Name: The column Name is called “Title” here; taken as the same."


@pytest.mark.parametrize("text", [b"", b"Name\na\n", b"a,b\n", "Name,Town\na,b\n".encode("utf-16"), b"\0\0\0"])
def test_a_file_without_the_columns_is_returned_whole(text: bytes) -> None:
    rows, findings = read(text)
    assert rows is None
    assert len(findings) == 1


def test_bad_lines_are_numbered_as_in_the_file() -> None:
    rows, findings = read(b'Name,Town\na,b\nshort\n"open,c\n\nd,\0\ne,f,g\nh,"i, j"\n')
    assert plain(rows) == [("a", "b"), ("h", "i, j")]
    assert rows is not None
    assert rows.numbers.tolist() == [1, 7]
    assert [(f.kind, f.row) for f in findings] == [
        ("malformed-row", 2), ("malformed-row", 3), ("malformed-row", 4), ("nul-byte", 5), ("malformed-row", 6),
    ]  # fmt: skip


def test_keep_keeps_numbers_beside_their_rows() -> None:
    rows, _ = read(b"Name,Town\na,b\nc,d\ne,f\n")
    assert rows is not None
    kept = rows.keep(rows.numbers != 2)
    assert plain(kept) == [("a", "b"), ("e", "f")]
    assert kept.numbers.tolist() == [1, 3]
    assert kept["Note"].to_pylist() == ["", ""]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=9)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.booleans())
def test_what_python_writes_is_what_we_read(rows: list[tuple[str, str]], quoted: bool) -> None:
    """Twin: written by Python's csv, whatever the cells hold, read back the same by either way."""
    text = io.StringIO(newline="")
    written = csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    written.writerows([("Name", "Town"), *rows])
    made, findings = read(text.getvalue().encode())
    assert plain(made) == rows
    assert not findings.counts
