"""Places fetched from a small country on loopback: paged, resumed, refused with the layer's name, and made a book."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import geography
from tests.kit.publisher import Publisher, open_for_business
from wmp2020.information.areas import AreaBook, read_force
from wmp2020.information.sources import ons, ons_book
from wmp2020.information.sources.downloads import Failed, Line, Patience
from wmp2020.information.sources.schemas import CRIMES, table
from wmp2020.plumbing.findings import Findings

FORCE = read_force("west-midlands", Path(__file__).parents[3] / "forces")


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_for_business() as opened:
        yield opened


def bring(publisher: Publisher, folder: Path, *, page: int = 2000, again: bool = False) -> None:
    told = geography.stock(publisher, page=page)
    with Line(Patience(attempts=2), sleep=lambda s: None) as line:
        ons.fetch(line, FORCE, folder, geography=told["geography"], nomis=told["nomis"], again=again)


def read(folder: Path) -> tuple[AreaBook, Findings]:
    findings = Findings()
    points = table(CRIMES, 2, street="On or near High Street", lsoa="E01000001")
    return ons_book.read(folder, FORCE, [points], findings), findings


def test_every_layer_is_fetched_page_by_page_and_once(publisher: Publisher, tmp_path: Path) -> None:
    bring(publisher, tmp_path, page=2)
    assert ons.is_there(tmp_path)
    assert len(ons.properties(tmp_path, "postcodes")) == 15
    assert len(ons.properties(tmp_path, "lookup")) == 5
    assert sum(path.endswith("UK/FeatureServer/0/query") for path, _, _ in publisher.asked) == 8
    asked = len(publisher.asked)
    bring(publisher, tmp_path)
    assert len(publisher.asked) == asked
    bring(publisher, tmp_path, again=True)
    assert len(publisher.asked) > asked
    assert not list(tmp_path.glob(".*"))


def test_a_renamed_column_is_found_by_its_stem(publisher: Publisher, tmp_path: Path) -> None:
    bring(publisher, tmp_path)
    book, _ = read(tmp_path)
    first = book.postcodes.to_pylist()[0]
    assert first == {
        "postcode": "B1 0AA", "lat": 52.405, "lng": pytest.approx(-1.995), "authority": "E08000025",
        "ward": "E05000001", "lsoa": "E01000001", "live": True, "ended": None,
    }  # fmt: skip


def test_the_book_adds_up(publisher: Publisher, tmp_path: Path) -> None:
    bring(publisher, tmp_path)
    book, findings = read(tmp_path)
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


def test_what_lacks_figures_is_said(publisher: Publisher, tmp_path: Path) -> None:
    bring(publisher, tmp_path)
    (tmp_path / "residents.json").write_text(json.dumps({"residents": {"E01000001": 5}}))
    book, findings = read(tmp_path)
    assert findings.counts == {"area-without-figures": 4}
    assert {a.code: a for a in book.areas}["E05000003"].residents is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'{"error": {"code": 400, "message": "Invalid URL"}}', "Invalid URL"),
        (b"<html>", "documented"),
        (b'{"fields": [{"name": "COUNCIL"}]}', "no column LADnnCD"),
        (b"[]", "documented"),
    ],
)
def test_a_layer_that_moved_is_named(publisher: Publisher, tmp_path: Path, answer: bytes, said: str) -> None:
    told = geography.stock(publisher)
    publisher.shelves[geography.PATHS["postcodes"]] = lambda query: answer
    with Line(Patience(attempts=1)) as line, pytest.raises(Failed, match=said) as refused:
        ons.fetch(line, FORCE, tmp_path, geography=told["geography"], nomis=told["nomis"])
    assert "ONSPD_LATEST_UK" in str(refused.value)
    assert not ons.is_there(tmp_path)
    assert (tmp_path / "lookup.json").is_file()  # what came before stays
    bring(publisher, tmp_path)
    assert ons.is_there(tmp_path)


def test_a_force_that_they_do_not_know_is_said(publisher: Publisher, tmp_path: Path) -> None:
    told = geography.stock(publisher)
    kent = read_force("west-yorkshire", Path(__file__).parents[3] / "forces")
    with Line(Patience(attempts=1)) as line, pytest.raises(Failed, match="holds nothing for West Yorkshire"):
        ons.fetch(line, kent, tmp_path, geography=told["geography"], nomis=told["nomis"])
