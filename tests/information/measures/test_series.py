"""A place's months."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kit.measuring import town
from wmp2020.information.measures import ALL, series
from wmp2020.information.measures.series import gaps


def test_all_crime_is_the_sum_of_the_categories_and_areas_add_up() -> None:
    held, places = town()
    ward = places.area("E05900003")
    told = series(held, ward)
    assert np.array_equal(told.of(ALL), told.counts[:, :-1].sum(axis=1))
    assert np.array_equal(told.of("robbery"), sum(held.by_lsoa[code][:, 1] for code in ward.lsoas))
    assert told.total(told.months[:2], "robbery") == told.of("robbery")[:2].sum()
    with pytest.raises(KeyError):
        told.of("piracy")


def test_a_year_is_twelve_complete_months_in_a_row() -> None:
    held, places = town()
    ward = places.area("E05900003")
    assert series(held, ward).year() == held.months[-12:]
    short = replace(held, complete=[m != "2025-09" for m in held.months])
    assert series(short, ward).year() == ()
    assert "2025-09" not in series(short, ward).whole


def test_categories_of_another_era_are_left_out() -> None:
    held, places = town()
    told = series(
        replace(held, categories=("burglary", "public-disorder-weapons", "drugs", "robbery")), places.area("E05900003")
    )
    assert told.categories == ("burglary", "drugs", "robbery", ALL)


def test_gaps_count_calendar_months() -> None:
    assert gaps(("2024-11", "2024-12", "2025-02")).tolist() == [0, 1, 2]
    assert gaps(()).tolist() == []
