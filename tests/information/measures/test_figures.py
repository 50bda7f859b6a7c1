"""Everything about an area in one call, over an invented town and over the real counts."""

import time
from dataclasses import replace

import numpy as np
import pytest

from tests.kit.measuring import SLUGS, Held, months, real, town
from wmp2020.information import measures
from wmp2020.information.measures import AreaFigures
from wmp2020.information.measures.figures import _figures
from wmp2020.information.measures.rates import CITY_CENTRE


@pytest.fixture(autouse=True)
def _fresh() -> None:
    measures.forget()


def of(held: Held, places: object, code: str) -> AreaFigures:
    return measures.area_figures(held, places, places.area(code))  # type: ignore[arg-type, attr-defined]


def test_a_ward_in_one_call() -> None:
    held, places = town()
    told = of(held, places, "E05900003")
    area = places.area("E05900003")
    counts = held.counts(area.lsoas).counts
    assert (told.month, told.month_count) == ("2026-03", counts[-1].sum())
    assert told.year == months("2025-04", 12)
    assert told.year_count == counts[-12:].sum()
    assert told.rate is not None
    assert told.rate.value == pytest.approx(1000 * told.year_count / area.residents)
    assert told.rate.low < told.rate.value < told.rate.high
    assert {c.slug for c in told.categories} == set(SLUGS)
    assert sum(c.year_count or 0 for c in told.categories) == told.year_count
    assert [c.year_count for c in told.categories] == sorted((c.year_count for c in told.categories), reverse=True)
    assert sum(c.share or 0 for c in told.categories) == pytest.approx(1)
    assert len(told.alike.others) == 8
    assert told.outcomes is None


def test_an_ordinary_month_is_usual_and_a_spike_is_called_out_where_it_is() -> None:
    held, places = town()
    ward = places.area("E05900003")
    assert of(held, places, ward.code).verdict.level == "usual"
    spiked = {code: counts.copy() for code, counts in held.by_lsoa.items()}
    spiked[ward.lsoas[0]][-1, SLUGS.index("burglary")] += 60
    told = of(replace(held, by_lsoa=spiked, version="spiked"), places, ward.code)
    assert [c.slug for c in told.standing_out] == ["burglary"]
    assert told.standing_out[0].verdict.level == "much_higher"
    assert of(replace(held, by_lsoa=spiked, version="spiked"), places, "E05900004").standing_out == ()


def test_a_month_in_which_everything_rises_everywhere_is_not_unusual_for_one_ward() -> None:
    held, places = town()
    risen = {code: counts.copy() for code, counts in held.by_lsoa.items()}
    for counts in risen.values():
        counts[-1] *= 2
    told = of(replace(held, by_lsoa=risen, version="risen"), places, "E05900003")
    assert told.verdict.level == "usual"
    assert told.verdict.expected == pytest.approx(2 * of(held, places, "E05900003").verdict.expected, rel=0.1)  # type: ignore[operator]


def test_incomplete_months_are_never_used() -> None:
    held, places = town()
    complete = [True] * 26
    complete[5] = complete[25] = False
    zeroed = {code: counts.copy() for code, counts in held.by_lsoa.items()}
    for counts in zeroed.values():
        counts[[5, 25]] = 0
    short = of(replace(held, complete=complete, version="short"), places, "E05900003")
    empty = of(replace(held, by_lsoa=zeroed, complete=complete, version="empty"), places, "E05900003")
    assert short.month == "2026-02"
    assert short.verdict == empty.verdict
    assert short.rate == empty.rate
    assert "July 2024 and March 2026 are not complete" in short.caveats[0]
    assert short.caveats[1] == "The figures stop at February 2026, the newest complete month."
    drawn = short.series()
    assert not drawn.complete[[5, 25]].any()
    assert np.isnan(drawn.expected[[5, 25]]).all()


def test_with_few_months_nothing_is_judged() -> None:
    held, places = town(how_many=9)
    told = of(held, places, "E05900003")
    assert (told.verdict.level, told.year, told.year_count, told.rate) == ("cannot_judge", (), None, None)
    assert "It needs 12 complete months before it and 8 are held." in told.verdict.says
    assert told.over_the_year.direction == "unknown"
    assert told.month_rate is not None
    assert np.isnan(told.series().expected).all()


def test_three_julys_are_compared_with_the_year_before_only() -> None:
    held, places = town(how_many=3)
    told = of(replace(held, months=("2016-07", "2017-07", "2018-07"), version="julys"), places, "E05900003")
    assert told.verdict.level in ("same", "more", "fewer")
    assert "recorded in July 2018 and" in told.verdict.says
    assert told.year_count is None
    assert "(1) to compare" in told.against_before.says


def test_months_of_an_older_era_are_no_part_of_the_series() -> None:
    held, places = town()
    older = ("2011-02", *held.months[1:])
    told = of(replace(held, months=older, version="older"), places, "E05900003")
    assert told.monthly.months == held.months[1:]


def test_the_whole_force_is_judged_by_its_own_past_and_compared_with_no_one() -> None:
    held, places = town(how_many=30)
    told = of(held, places, "E23900001")
    assert told.verdict.level == "usual"
    assert told.verdict.method.startswith("Quasi-Poisson regression")
    assert told.alike.position == "unknown"


def test_a_busy_centre_is_told_that_residents_are_a_poor_yardstick() -> None:
    held, places = town()
    busy = {
        code: counts * (30 if code in places.area("E05900003").lsoas else 1) for code, counts in held.by_lsoa.items()
    }
    busier = replace(held, by_lsoa=busy, version="busy")
    assert CITY_CENTRE in of(busier, places, "E05900003").caveats
    assert CITY_CENTRE not in of(busier, places, "E05900004").caveats


def test_rows_of_a_series_say_what_the_chart_says() -> None:
    held, places = town()
    row = of(held, places, "E05900003").series("burglary").rows()[-1]
    assert row["month"] == "2026-03"
    assert row["complete"] is True
    assert row["low"] <= row["expected"] <= row["high"]
    with pytest.raises(KeyError):
        of(held, places, "E05900003").series("piracy")


def test_a_new_archive_gives_new_figures_and_the_same_one_the_kept() -> None:
    held, places = town()
    first = of(held, places, "E05900003")
    assert of(held, places, "E05900003") is first
    assert of(replace(held, version="newer"), places, "E05900003") is not first


def test_real_counts_are_judged_soberly() -> None:
    held, places = real()
    wards = places.areas("ward")
    told = [of(held, places, w.code) for w in wards]
    assert {t.month for t in told} == {"2026-03"}
    assert sum(t.verdict.tone in ("high", "low") for t in told) <= 4
    assert sum(len(t.standing_out) for t in told) <= 20
    assert sum(t.year_count or 0 for t in told) == pytest.approx(320_054, abs=200)
    assert all(len(t.alike.others) == 8 for t in told)
    assert "May 2023 to August 2023, September 2024 to October 2024 and March 2025" in told[0].caveats[0]


def test_an_area_costs_a_page_little() -> None:
    held, places = real()
    measures.prepare(held, places)
    wards = places.areas("ward")[:40]
    spent = []
    for ward in wards:
        began = time.process_time()
        _figures(held, places, ward)
        spent.append(time.process_time() - began)
    assert np.median(spent) < 0.02  # 2 to 3 ms on a quiet machine
