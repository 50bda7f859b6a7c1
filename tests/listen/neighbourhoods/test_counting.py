"""Counts of parts, held against the sums of what the kit put in."""

import pytest

from tests.kit import book, years
from wmp2020.listen.neighbourhoods import counting

YEAR = years.MONTHS[-12:]


def put_in(areas, category, months=YEAR):
    """The slow obvious twin: cell by cell."""
    kinds = years.CATEGORIES if category == "all-crime" else (category,)
    numbers = [book.LSOAS.index(code) for code in areas]
    return sum(years.of(m, n, c) for m in months for n in numbers for c in kinds)


@pytest.mark.parametrize("category", ["all-crime", *years.CATEGORIES])
@pytest.mark.parametrize("kind", ["ward", "lsoa", "authority", "force"])
def test_totals_are_the_sums_of_cells(told, kind, category):
    archive, atlas = told
    totals = counting.totals(archive, atlas, kind, YEAR).of(category)
    assert totals == {area.code: put_in(area.lsoas, category) for area in atlas.areas(kind)}


def test_parts_come_in_the_order_asked_with_their_rates(told):
    archive, atlas = told
    wards = atlas.areas("ward")[::-1]
    parts = counting.part_counts(archive, atlas, "ward", wards, YEAR, "burglary")
    assert [part.area.code for part in parts] == [ward.code for ward in wards]
    for part in parts:
        assert part.rate.value == pytest.approx(1000 * part.count / part.area.residents)
        assert part.rate.low < part.rate.value < part.rate.high


def test_rates_are_of_every_area_of_the_kind(told):
    archive, atlas = told
    rates = counting.rates(archive, atlas, "lsoa", YEAR, "all-crime")
    assert len(rates) == 12
    assert rates[0] == pytest.approx(1000 * put_in([book.LSOAS[0]], "all-crime") / 1100)


def test_totals_are_summed_once_for_a_version(told, monkeypatch):
    archive, atlas = told
    first = counting.totals(archive, atlas, "ward", YEAR)
    monkeypatch.setattr(counting, "_totals", None)
    assert counting.totals(archive, atlas, "ward", YEAR) is first


def test_what_is_kept_stays_small(told):
    archive, atlas = told
    for month in years.MONTHS[:10]:
        counting.totals(archive, atlas, "ward", (month,))
    assert len(counting._kept) == counting.KEPT


def test_an_unknown_category_is_refused(told):
    archive, atlas = told
    with pytest.raises(ValueError, match="not in tuple"):
        counting.totals(archive, atlas, "ward", YEAR).of("treason")


def test_no_months_count_nothing(told):
    archive, atlas = told
    assert set(counting.totals(archive, atlas, "ward", ()).of("all-crime").values()) == {0}
