"""Postcodes joined from three publications inside the wheels."""

from pathlib import Path

import pytest

from tests.kit import opendata
from wmp2020.information.areas import POSTCODES
from wmp2020.information.sources import wheels_postcodes
from wmp2020.plumbing.progress import quietly


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return opendata.folder(tmp_path / "kit")


def test_each_publication_gives_its_part(kit: Path) -> None:
    made = wheels_postcodes.read(kit)
    assert made.schema == POSTCODES
    live, ended, nowhere = made.to_pylist()
    assert live == {
        "postcode": "BD1 1AA", "lat": pytest.approx(53.793, abs=0.01), "lng": pytest.approx(-1.757, abs=0.01),
        "authority": "E08000032", "ward": "E05001347", "lsoa": "E01010568", "live": True, "ended": None,
    }  # fmt: skip
    assert (ended["live"], ended["ended"], ended["ward"]) == (False, "2019-05", "")
    assert (nowhere["lat"], nowhere["lng"], nowhere["authority"], nowhere["lsoa"]) == (None, None, "", "")


def test_ward_names_lose_their_last_word_and_other_sheets_are_passed_over(kit: Path) -> None:
    assert wheels_postcodes.ward_names(kit) == {"E05001347": "City & Castle"}


@pytest.mark.parametrize("size", [1, 7, 40, 1000])
def test_a_lookup_in_any_pieces_reads_the_same(size: int) -> None:
    rows = [f"M{n} 1AA,BD{n} 1AA,{'201905' if n % 2 else ''},E0101{n:04}" for n in range(30)]
    text = "\ufeff" + "\r\n".join(["pcd7,pcds,doterm,lsoa11cd", *rows, "X1,B1 1AA,,E01000001", ""])
    chunks = wheels_postcodes._Chunks(("BD",), at_once=size)
    content = text.encode()
    for start in range(0, len(content), size):
        chunks.write(content[start : start + size])
    chunks.take(bytes(chunks.rest))
    assert chunks.found == {f"BD{n} 1AA": (f"E0101{n:04}", "2019-05" if n % 2 else "") for n in range(30)}


def test_the_lookup_streams_out_of_its_archive(kit: Path) -> None:
    assert wheels_postcodes._ons_lookup(kit, quietly) == {
        "BD1 1AA": ("E01010568", ""),
        "BD1 1AB": ("E01010569", "2019-05"),
    }
