"""Outcomes where they are held."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.kit.measuring import Held, town
from wmp2020.information.measures import series
from wmp2020.information.measures.outcomes import outcomes

CODES = ("charged", "no-further-action", "piracy")


class With(Held):
    """An archive whose crimes of some months have outcomes: so many of each code a month."""

    months_known: tuple[str, ...] = ()

    def outcome_counts(self, lsoas: Any) -> Any:
        each = np.tile(np.array([2, 10, 1]), (len(self.months_known), 1))
        return SimpleNamespace(months=self.months_known, categories=CODES, counts=each, complete=None)


def known(months: slice) -> tuple[With, Any, Any]:
    held, places = town()
    archive = With(held.months, held.categories, held.by_lsoa, held.complete, "outcomes")
    archive.months_known = held.months[months]
    area = places.area("E05900003")
    return archive, area, series(archive, area)


def test_a_whole_year_is_told_where_it_is_held() -> None:
    archive, area, monthly = known(slice(-12, None))
    told = outcomes(archive, area, monthly)
    assert told is not None
    assert told.months == monthly.year()
    assert [(r.code, r.count) for r in told.rows] == [("no-further-action", 120), ("charged", 24)]
    assert told.rows[1].name == "Suspect charged"
    assert told.rows[1].share == pytest.approx(24 / told.of)


def test_else_the_newest_month_with_outcomes() -> None:
    archive, area, monthly = known(slice(-4, -2))
    told = outcomes(archive, area, monthly)
    assert told is not None
    assert told.months == (monthly.months[-3],)
    assert told.of == monthly.total(told.months)


def test_where_none_are_held_nothing_is_told() -> None:
    archive, area, monthly = known(slice(0, 0))
    assert outcomes(archive, area, monthly) is None
