"""Places fetched from a small country on loopback: paged, once, and refused with the layer's name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import geography
from tests.kit.publisher import Publisher, open_for_business
from wmp2020.information.areas import read_force
from wmp2020.information.sources import ons
from wmp2020.information.sources.downloads import Failed, Line, Patience

FORCE = read_force("west-midlands", Path(__file__).parents[3] / "forces")


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_for_business() as opened:
        yield opened


def bring(publisher: Publisher, folder: Path, *, page: int = 2000, again: bool = False) -> None:
    told = geography.stock(publisher, page=page)
    with Line(Patience(attempts=2), sleep=lambda s: None) as line:
        ons.fetch(line, FORCE, folder, geography=told["geography"], nomis=told["nomis"], again=again)


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
