"""How numbers, months and dates are written."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing import british


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0, None, "0"), (1234, None, "1,234"), (1234.5, None, "1,234.5"), (52.04, 1, "52.0"), (12.0, None, "12"),
        (-3, None, "\N{MINUS SIGN}3"), (None, None, "not known"), (1234567, None, "1,234,567"),
    ],
)  # fmt: skip
def test_numbers(value, decimals, words):
    assert british.number(value, decimals) == words


@given(st.integers(-(10**12), 10**12))
def test_a_number_reads_back(value):
    assert int(british.number(value).replace(",", "").replace("\N{MINUS SIGN}", "-")) == value


@pytest.mark.parametrize(
    ("share", "decimals", "words"), [(0.1234, 0, "12%"), (0.1234, 1, "12.3%"), (None, 0, "not known")]
)
def test_percentages(share, decimals, words):
    assert british.percent(share, decimals) == words


@pytest.mark.parametrize(
    ("value", "short", "words"),
    [("2026-03", False, "March 2026"), ("2026-03", True, "Mar 2026"), (date(2011, 2, 1), False, "February 2011"),
     ("", False, "not known"), (None, True, "not known")],
)  # fmt: skip
def test_months(value, short, words):
    assert british.month(value, short=short) == words


@pytest.mark.parametrize("value", ["2026-13", "2026-00", "twelve"])
def test_what_is_no_month_is_refused(value):
    with pytest.raises(ValueError, match=r"month|unpack|invalid"):
        british.month(value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((), "no months"),
        (["2026-03"], "March 2026"),
        (["2026-02", "2025-12", "2026-01"], "December 2025 to February 2026"),
        (["2011-02", "2025-04", "2025-05", "2026-03"], "February 2011, April 2025 to May 2025 and March 2026"),
    ],
)
def test_runs_of_months_tell_their_gaps(values, words):
    assert british.months(values) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 3, 27, 14, 5, tzinfo=UTC), "27 March 2026 at 2:05pm"),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "1 July 2026 at midday"),  # London is an hour ahead
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "1 July 2026 at midnight"),
        (datetime(2026, 1, 1, 0, 30, tzinfo=UTC), "1 January 2026 at 12:30am"),
        ("2026-01-02T09:00:00+00:00", "2 January 2026 at 9am"),
        (None, "not known"),
    ],
)
def test_moments_are_londons(value, words):
    assert british.moment(value) == words


def test_days():
    assert british.day(date(2026, 3, 1)) == "1 March 2026"
    assert british.day("2026-06-30T23:30:00+00:00") == "1 July 2026"
    assert british.day("") == "not known"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_lists(words, said):
    assert british.listed(words) == said
    assert british.listed(words, "or") == said.replace(" and ", " or ")


def test_counted():
    assert british.counted(1, "crime", "crimes") == "1 crime"
    assert british.counted(1200, "crime", "crimes") == "1,200 crimes"
    assert british.counted(0, "crime", "crimes") == "0 crimes"
