from collections.abc import Callable
from datetime import timedelta
from typing import Any

from wmp2020.information import journal

from .conftest import NOW


def test_since_gives_lines_and_the_bookmark_to_go_on_from(wrote: Callable[..., Any]) -> None:
    for kind in ("crime.recorded", "crime.cancelled", "crime.recorded", "crime.cancelled"):
        wrote(kind)
    lines, bookmark = journal.since(0, {"crime.recorded"}, limit=2)
    assert ([line.sequence for line in lines], bookmark) == ([1, 3], 3)
    lines, bookmark = journal.since(bookmark, {"crime.recorded"}, limit=2)
    assert (lines, bookmark) == ([], 4)


def test_since_an_empty_journal_stays_where_it_was(db: None) -> None:
    assert journal.since(0, {"crime.recorded"}) == ([], 0)


def test_looks_are_not_news(wrote: Callable[..., Any]) -> None:
    wrote("person.looked")
    assert journal.since(0, {"person.looked"}) == ([], 0)


def test_one_things_history_is_in_the_order_it_happened(wrote: Callable[..., Any]) -> None:
    wrote("crime.recorded", at=NOW + timedelta(hours=2))
    wrote("crime.looked", at=NOW + timedelta(hours=1))
    wrote("crime.recorded", about="another")
    assert [line.kind for line in journal.about("WM-7F3K")] == ["crime.looked", "crime.recorded"]
