"""Months in words, months in a row, and fingerprints."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.sources.supply import fingerprint, months_between, span


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([], "no months"),
        (["2011-02"], "February 2011"),
        (["2023-11", "2023-12", "2024-01"], "November 2023 to January 2024"),
        (["2018-07", "2016-07", "2017-07"], "July 2016, July 2017 and July 2018"),
        (["2024-01", "2024-02", "2024-02", "2024-12"], "January 2024 to February 2024 and December 2024"),
    ],
)
def test_months_are_said_as_a_person_would(months: list[str], said: str) -> None:
    assert span(months) == said


@given(st.integers(2010 * 12, 2030 * 12), st.integers(0, 60))
def test_months_in_a_row(first: int, many: int) -> None:
    names = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, first + many + 1)]
    assert months_between(names[0], names[-1]) == names
    assert months_between(names[-1], names[0]) == (names if many == 0 else [])


def test_no_months() -> None:
    assert months_between("", "2024-01") == months_between("2024-01", "") == []


def test_a_fingerprint_follows_names_sizes_times_and_choices(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    first = fingerprint("s", [one, two], True)
    assert len(first) == 16
    assert fingerprint("s", [two, one], True) == first
    assert fingerprint("t", [one, two], True) != first
    assert fingerprint("s", [one, two], False) != first
    os.utime(one, ns=(1, 1))
    assert fingerprint("s", [one, two], True) != first
