"""The order of sources, each announced in one line, and what happens when none is to be had."""

import io
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import files, geography
from tests.kit.publisher import Publisher, open_for_business
from wmp2020.information import sources
from wmp2020.information.sources import choosing, west_midlands, wheels

OFF = {"police_uk": "", "geography": "", "nomis": ""}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """Both publishers on loopback: three months and a small country."""
    with open_for_business() as opened:
        dates = [{"date": month, "stop-and-search": []} for month in ("2024-03", "2024-02", "2024-01")]
        opened.put("/api/crimes-street-dates", json.dumps(dates).encode())
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for month in ("2024-02", "2024-03"):
                archive.writestr(
                    f"{month}/{month}-west-midlands-street.csv", files.STREET.replace(b"2024-01", month.encode())
                )
        opened.put("/data/archive/2024-03.zip", packed.getvalue())
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like the prepared one from outside."""
    for name in (west_midlands.COUNTS_FILE, west_midlands.COVERAGE_FILE, west_midlands.LOOKUP_FILE):
        (tmp_path / "folder" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / name).write_text("month,complete\n2023-05,False\n2023-06,True\n")
    return tmp_path / "folder"


def test_a_folder_named_or_beside_comes_first(folder: Path, tmp_path: Path, told: list[str]) -> None:
    for named, beside in ((str(folder), tmp_path / "nowhere"), ("", folder)):
        supply = sources.choose(named, beside, announce=told.append, var=tmp_path, publishers=OFF)
        assert (supply.id, supply.force_id) == ("west-midlands-folder", "west-midlands")
        assert "imputed" in supply.says
    assert len(told) == 2
    assert all(line.startswith("Data: West Midlands") and str(folder) in line for line in told)
    production = sources.choose(str(folder), folder, announce=told.append, var=tmp_path, production=True)
    assert "imputed" not in production.says


def test_a_folder_named_and_not_there_is_never_passed_over(folder: Path, tmp_path: Path, told: list[str]) -> None:
    with pytest.raises(sources.NoData, match=r"WMP2020_DATA is .*nowhere"):
        sources.choose(str(tmp_path / "nowhere"), folder, announce=told.append, var=tmp_path, publishers=OFF)
    assert told == []


def test_the_publishers_come_second_and_a_second_start_asks_nobody(
    publisher: Publisher, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "FIRST", 2)
    at = geography.stock(publisher)
    supply = sources.choose("", tmp_path / "nowhere", announce=told.append, var=tmp_path, publishers=at)
    assert supply.id == "police-uk-archive"
    assert "February 2024 to March 2024" in told[-1]
    assert any("fetching 2 months" in line for line in told)
    assert not any(line.startswith("Finding") for line in told)
    asked = len(publisher.asked)
    again = sources.choose("", tmp_path / "nowhere", announce=told.append, var=tmp_path, publishers=at)
    assert again.fingerprint == supply.fingerprint
    assert len(publisher.asked) == asked


def test_publishers_that_fail_midway_are_said_and_the_packages_are_tried(
    publisher: Publisher, tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_install(*_: object) -> None:
        raise wheels.NotInstalled("no index")

    monkeypatch.setattr(wheels, "install", no_install)
    at = geography.stock(publisher)
    publisher.shelves.pop(geography.PATHS["wards"])
    with pytest.raises(sources.NoData, match="no index"):
        sources.choose("", tmp_path / "nowhere", announce=told.append, var=tmp_path, publishers=at)
    assert any("could not be used" in line and "Wards" in line for line in told)


def test_without_internet_it_moves_on_at_once(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with open_for_business() as gone:
        at = dict.fromkeys(OFF, gone.address)

    def install(folder: Path, lock: Path, announce: object) -> None:
        assert lock.is_file()
        folder.mkdir()

    monkeypatch.setattr(wheels, "install", install)
    began = time.monotonic()
    supply = sources.choose("", tmp_path / "nowhere", announce=told.append, var=tmp_path, publishers=at)
    assert time.monotonic() - began < 3.5
    assert supply.force_id == "west-yorkshire"
    assert "cannot be reached" in told[1]
    assert "West Yorkshire" in told[2]
    assert "July 2016" in told[2]
    assert len(told) == 3


def test_fetch_brings_the_months_asked_for_and_names_gaps(
    publisher: Publisher, tmp_path: Path, told: list[str]
) -> None:
    at = geography.stock(publisher)
    findings = sources.fetch(announce=told.append, first="2024-01", last="2030-12", var=tmp_path, publishers=at)
    assert findings.counts == {"month-missing": 1}
    assert "fetching 3 months" in told[0]
    held = sorted(p.name for p in (tmp_path / "fetched/police_uk").glob("*/*.csv"))
    assert held == ["2024-02-west-midlands-street.csv", "2024-03-west-midlands-street.csv"]
    shutil.rmtree(tmp_path / "fetched")
    publisher.put("/api/crimes-street-dates", b"[]")
    with pytest.raises(sources.Failed, match="lists no months"):
        sources.fetch(announce=told.append, var=tmp_path, publishers=at)
