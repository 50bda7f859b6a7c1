"""The front page's figures: the archive's own sums, and a year only when all of it is there."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.kit import book, months
from wmp2020.information import areas, crimes
from wmp2020.information.crimes import Series
from wmp2020.website import headline as headlines
from wmp2020.website.headline import headline


def test_the_headline_is_the_archives_own_sum(loaded):
    told = headline()
    series = crimes.current().counts(loaded.area(book.FORCE).lsoas)
    assert told.month == months.LATEST
    assert told.crimes == series.counts[series.months.index(months.LATEST)].sum()
    assert told.year is None  # five months are held, not twelve
    assert told.href == f"/areas/{book.FORCE}/"


def test_nothing_loaded_no_headline(unloaded):
    assert headline() is None


def series(months_, complete, per_month):
    counts = np.array([[n, 1] for n in per_month], np.int64)
    return Series(tuple(months_), ("burglary", "robbery"), counts, np.array(complete, bool))


YEAR = [f"2025-{m:02}" for m in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize(
    ("told", "month", "count", "year"),
    [
        (series(YEAR, [True] * 12, range(12)), "2026-03", 12, sum(range(12)) + 12),
        (series(YEAR, [True] * 11 + [False], range(12)), "2026-02", 11, None),  # the short month is no fall
        (series(YEAR, [True, False] + [True] * 10, range(12)), "2026-03", 12, None),
        (series(["2024-12", *YEAR[1:]], [True] * 12, range(12)), "2026-03", 12, None),  # a month is missing
        (series(["2024-01", *YEAR], [True] * 13, range(13)), "2026-03", 13, sum(range(1, 13)) + 12),
    ],
)
def test_a_year_is_twelve_whole_months_in_a_row(monkeypatch, told, month, count, year):
    area = SimpleNamespace(lsoas=("a",), url="/areas/x/")
    atlas = SimpleNamespace(version="v", force=SimpleNamespace(area_code="x"), area=lambda code: area)
    monkeypatch.setattr(areas, "atlas", lambda: atlas)
    monkeypatch.setattr(crimes, "current", lambda: SimpleNamespace(version=id(told), counts=lambda lsoas: told))
    headlines._kept.cache_clear()
    found = headline()
    headlines._kept.cache_clear()
    assert (found.month, found.crimes, found.year) == (month, count, year)
    assert (found.top_name, found.top_count) == ("Burglary", count - 1)


def test_no_complete_month_no_headline(monkeypatch):
    told = series(["2026-03"], [False], [5])
    atlas = SimpleNamespace(
        version="w", force=SimpleNamespace(area_code="x"), area=lambda code: SimpleNamespace(lsoas=())
    )
    monkeypatch.setattr(areas, "atlas", lambda: atlas)
    monkeypatch.setattr(crimes, "current", lambda: SimpleNamespace(version="w", counts=lambda lsoas: told))
    headlines._kept.cache_clear()
    assert headline() is None
    headlines._kept.cache_clear()
