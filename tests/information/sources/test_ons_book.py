"""The book made of what was fetched from a small country on loopback."""

import json
from pathlib import Path

import pytest

from tests.kit import geography
from tests.kit.publisher import open_for_business
from wmp2020.information.areas import AreaBook, read_force
from wmp2020.information.sources import ons, ons_book
from wmp2020.information.sources.downloads import Line
from wmp2020.information.sources.schemas import CRIMES, table
from wmp2020.plumbing.findings import Findings

FORCE = read_force("west-midlands", Path(__file__).parents[3] / "forces")


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ons")
    with open_for_business() as publisher, Line() as line:
        told = geography.stock(publisher)
        ons.fetch(line, FORCE, folder, geography=told["geography"], nomis=told["nomis"])
    return folder


@pytest.fixture
def folder(fetched: Path, tmp_path: Path) -> Path:
    """What was fetched, to be spoilt."""
    for path in ons.files(fetched):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def read(folder: Path) -> tuple[AreaBook, Findings]:
    findings = Findings()
    points = table(CRIMES, 2, street="On or near High Street", lsoa="E01000001")
    return ons_book.read(folder, FORCE, [points], findings), findings


def test_a_renamed_column_is_found_by_its_stem(folder: Path) -> None:
    book, _ = read(folder)
    first = book.postcodes.to_pylist()[0]
    assert first == {
        "postcode": "B1 0AA", "lat": 52.405, "lng": pytest.approx(-1.995), "authority": "E08000025",
        "ward": "E05000001", "lsoa": "E01000001", "live": True, "ended": None,
    }  # fmt: skip


def test_the_book_adds_up(folder: Path) -> None:
    book, findings = read(folder)
    by_code = {a.code: a for a in book.areas}
    assert by_code[FORCE.area_code].residents == 5015
    assert by_code["E08000025"].residents == 3006
    assert by_code["E08000025"].lsoas == ("E01000001", "E01000002", "E01000003")
    assert by_code["E05000001"].parent == "E08000025"
    assert by_code["E05000001"].geometry_note == ""
    assert "best" in by_code["E05000002"].geometry_note  # its outline was not to be had
    assert by_code["E01000001"].area_km2 == pytest.approx(0.757, abs=0.002)
    ended, nowhere = book.postcodes.to_pylist()[1:3]
    assert (ended["live"], ended["ended"]) == (False, "2021-05")
    assert (nowhere["lat"], nowhere["lng"], nowhere["live"]) == (None, None, True)
    assert len(book.streets) == 0  # the points have no position
    assert not findings.counts


def test_what_lacks_figures_is_said(folder: Path) -> None:
    (folder / "residents.json").write_text(json.dumps({"residents": {"E01000001": 5}}))
    book, findings = read(folder)
    assert findings.counts == {"area-without-figures": 4}
    assert {a.code: a for a in book.areas}["E05000003"].residents is None


@pytest.mark.parametrize("lat", ["99.999999", "", "north", "0"])
def test_a_postcode_somewhere_impossible_has_no_place(folder: Path, lat: str) -> None:
    told = json.loads((folder / "postcodes.json").read_text())
    told["features"][0]["properties"]["LAT"] = lat
    (folder / "postcodes.json").write_text(json.dumps(told))
    row = read(folder)[0].postcodes.to_pylist()[0]
    assert (row["lat"], row["lng"], row["authority"]) == (None, None, "E08000025")


def test_streets_come_from_published_points(folder: Path) -> None:
    points = table(CRIMES, 1, street="On or near High Street", lsoa="E01000001").set_column(
        CRIMES.get_field_index("latitude"), CRIMES.field("latitude"), [[52.405]]
    )
    points = points.set_column(CRIMES.get_field_index("longitude"), CRIMES.field("longitude"), [[-1.995]])
    book = ons_book.read(folder, FORCE, [points, points], Findings())
    assert book.streets.to_pylist() == [{"name": "High Street", "lat": 52.405, "lng": -1.995, "lsoa": "E01000001"}]
