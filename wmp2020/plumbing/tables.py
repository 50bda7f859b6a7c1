"""A table as a value: one set of columns and rows for a page, for sorting with or without script, for CSV and JSON."""

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from .british import number

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: `key` in the rows, its heading, whether it holds numbers, and how a value is written for people.

    `link` gives a row's address for this cell, or "".
    """

    key: str
    name: str
    numeric: bool = False
    sortable: bool = True
    write: Callable[[Any], str] | None = None
    link: Callable[[Row], str] | None = None

    def text(self, row: Row) -> str:
        """What a person reads in this row's cell; a missing value is an empty cell unless `write` says otherwise."""
        value = row.get(self.key)
        if self.write:
            return self.write(value)
        return "" if value is None else number(value) if isinstance(value, int | float) else str(value)

    def href(self, row: Row) -> str:
        """The address this row's cell leads to, or ""."""
        return self.link(row) if self.link else ""


@dataclass(frozen=True)
class Table:
    """Rows under columns. `sort` is a column's key, with "-" in front for largest first; "" leaves the order given."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    sort: str = ""

    def sorted_by(self, sort: str | None) -> "Table":
        """The same table in another order, missing values last either way; a sort we do not know changes nothing."""
        key = (sort or "").removeprefix("-")
        if not any(column.key == key and column.sortable for column in self.columns):
            return self
        down = (sort or "").startswith("-")
        known = [row for row in self.rows if row.get(key) is not None]
        missing = [row for row in self.rows if row.get(key) is None]
        known.sort(key=lambda row: _order(row[key]), reverse=down)
        return replace(self, rows=tuple(known + missing), sort=sort or "")

    def named(self, id: str, caption: str = "") -> "Table":
        """The same table under another id, for a second place on one page."""
        return replace(self, id=id, caption=caption or self.caption)

    def direction(self, column: Column) -> str:
        """aria-sort of a heading: "ascending", "descending" or "none"."""
        if self.sort.removeprefix("-") != column.key:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def sort_link(self, column: Column, query: Mapping[str, str]) -> str:
        """The query that sorts by this column, other parameters kept; numbers begin with the largest."""
        first, then = (f"-{column.key}", column.key) if column.numeric else (column.key, f"-{column.key}")
        others = {name: value for name, value in query.items() if name != "sort"}
        return f"?{urlencode(others | {'sort': then if self.sort == first else first})}#{self.id}"

    def records(self) -> list[dict[str, Any]]:
        """Rows as JSON has them: the columns' keys and plain values."""
        return [{column.key: row.get(column.key) for column in self.columns} for row in self.rows]

    def csv(self, notes: Sequence[str] = ()) -> str:
        """Comma-separated, keys as the header row, CRLF; notes follow the rows after an empty line, one a line.

        Text that a spreadsheet would run as a formula is led by an apostrophe.
        """
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.key for column in self.columns])
        writer.writerows([[_safe(row.get(column.key)) for column in self.columns] for row in self.rows])
        if notes:
            writer.writerow([])
            writer.writerows([[_safe(note)] for note in notes])
        return out.getvalue()


def _order(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
    return plain.casefold(), value


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
