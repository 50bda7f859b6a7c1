"""Months in words, months in a row, fingerprints; and every supply keeps the same promises."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit import files, geography, opendata, west_midlands
from tests.kit.publisher import open_for_business
from wmp2020.information import crimes
from wmp2020.information.areas import POSTCODES, STREETS
from wmp2020.information.sources.choosing import choose
from wmp2020.information.sources.supply import Supply, fingerprint, months_between, span
from wmp2020.information.sources.west_midlands import WestMidlandsFolder
from wmp2020.information.sources.wheels import WestYorkshireWheels
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import quietly


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


def _fetched(tmp_path: Path) -> Supply:
    with open_for_business() as publisher:
        publishers = geography.stock(publisher)
        publisher.put("/api/crimes-street-dates", b'[{"date": "2024-03"}]')
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            texts = {"street": files.STREET, "outcomes": files.OUTCOMES, "stop-and-search": files.STOPS}
            for kind, text in texts.items():
                archive.writestr(f"2024-03/2024-03-west-midlands-{kind}.csv", text.replace(b"2024-01", b"2024-03"))
        publisher.put("/data/archive/2024-03.zip", packed.getvalue())
        return choose("", tmp_path / "none", announce=lambda words: None, var=tmp_path, publishers=publishers)


SUPPLIES: dict[str, Callable[[Path], Supply]] = {
    "folder": lambda path: WestMidlandsFolder(west_midlands.folder(path / "f"), imputed=True),
    "wheels": lambda path: WestYorkshireWheels(opendata.folder(path / "f")),
    "publishers": _fetched,
}


@pytest.mark.parametrize("made", SUPPLIES.values(), ids=SUPPLIES)
def test_every_supply_keeps_its_promises_and_fills_an_archive(made: Callable[[Path], Supply], tmp_path: Path) -> None:
    supply, findings = made(tmp_path), Findings()
    assert supply.id
    assert supply.says.endswith(".")
    assert len(supply.fingerprint) == 16
    book = supply.book(findings)
    assert book.force_id == supply.force_id
    assert book.postcodes.schema == POSTCODES
    assert book.streets.schema == STREETS
    assert [a.kind for a in book.areas].count("force") == 1
    tables = list(supply.crimes(findings))
    months = [t["month"][0].as_py() for t in tables]
    assert len(set(months)) == len(months)
    assert set(months) <= set(supply.coverage)
    assert all(note.licence and note.url and note.publisher for note in supply.notes)
    crimes.build(
        tmp_path / "archive", crimes=supply.crimes(findings, quietly), counts=supply.counts(findings),
        outcomes=supply.outcomes(findings, quietly), stops=supply.stops(findings, quietly), notes=supply.notes,
        force_id=supply.force_id, at=datetime(2026, 1, 1, tzinfo=UTC), progress=quietly,
    )  # fmt: skip
    archive = crimes.current(tmp_path / "archive")
    assert archive.force_id == supply.force_id
    assert list(archive.point_months) == sorted(months)
    assert bool(archive.imputed_months) == any(note.name == "Imputed points" for note in supply.notes)
