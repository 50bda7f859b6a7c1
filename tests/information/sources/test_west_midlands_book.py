"""The prepared folder's places: generations kept apart, caveats said, sums that add up."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from shapely.geometry import shape

from tests.kit import west_midlands as kit
from tests.kit.west_midlands import FOLDER, real
from wmp2020.information.areas import AreaBook, AreaRow
from wmp2020.information.sources import west_midlands_book
from wmp2020.plumbing.findings import Findings


@pytest.fixture
def small(tmp_path: Path) -> dict[str, AreaRow]:
    return {a.code: a for a in west_midlands_book.read(kit.folder(tmp_path / "f"), Findings()).areas}


def test_every_kind_is_there_once(small: dict[str, AreaRow]) -> None:
    assert Counter((a.kind, a.generation, a.ended_on) for a in small.values()) == {
        ("force", "2024", None): 1, ("authority", "2024", None): 2, ("ward", "2024", None): 3,
        ("ward", "2022", "2024-05-02"): 1, ("msoa", "2021", None): 2, ("lsoa", "2021", None): 4,
    }  # fmt: skip


def test_the_whole_is_the_sum_of_its_small_areas(small: dict[str, AreaRow]) -> None:
    force = small["E23000014"]
    assert (force.residents, force.households, force.imd_decile) == (6200, 2450, None)
    expected = (1600 * 43.5 + 1400 * 54.5 + 1500 * 20 + 1700 * 10) / 6200
    assert force.imd_score == pytest.approx(expected, abs=0.001)
    assert force.area_km2 == 3.02  # as measured for the councils, not summed from small areas
    assert small["E08000027"].lsoas == ("E01010000", "E01010001")
    assert small["E02002000"].residents == 3200


def test_a_kept_ward_has_its_outline_and_a_redrawn_one_is_a_best_fit(small: dict[str, AreaRow]) -> None:
    kept, redrawn, ended = small["E05011186"], small["E05015740"], small["E05001257"]
    assert "derived" in kept.geometry_note
    assert any("never decide a vote" in caveat for caveat in kept.caveats)
    assert "best" in redrawn.geometry_note
    assert shape(redrawn.geometry).equals(shape(small["E01010000"].geometry))
    assert (ended.name, ended.residents, ended.geometry_note) == ("Old Ward", 3200, "")
    assert all("best" in w.caveats[0] for w in (kept, redrawn, ended))


def test_a_small_area_keeps_its_own_figures(small: dict[str, AreaRow]) -> None:
    one = small["E01010001"]
    assert (one.name, one.residents, one.residents_year, one.imd_decile, one.imd_year) == (
        "Dudley 001B",
        1700,
        2021,
        8,
        2025,
    )
    assert (one.parent, one.lsoas) == ("E08000027", ("E01010001",))
    assert "output areas" in one.geometry_note


def test_what_is_missing_is_said_and_stays_unknown(tmp_path: Path) -> None:
    folder = kit.folder(tmp_path / "f")
    (folder / "deprivation/imd2025_wm_lsoa21.csv").write_text("lsoa21_code,IMD_decile,IMD_score\nE01008881,2,43.5\n")
    findings = Findings()
    book = west_midlands_book.read(folder, findings)
    assert findings.counts == {"area-without-figures": 3}
    by_code = {a.code: a for a in book.areas}
    assert by_code["E01010000"].imd_score is by_code["E01010000"].imd_year is None
    assert by_code["E08000025"].imd_score == 43.5
    assert by_code["E08000027"].imd_score is None


def test_postcodes_keep_their_quirks_straight(tmp_path: Path) -> None:
    rows = {
        r["postcode"]: r for r in west_midlands_book.read(kit.folder(tmp_path / "f"), Findings()).postcodes.to_pylist()
    }
    assert rows["B1 1AA"] == {
        "postcode": "B1 1AA", "lat": 52.405, "lng": -1.995, "authority": "E08000025", "ward": "E05011186",
        "lsoa": "E01008881", "live": True, "ended": None,
    }  # fmt: skip
    assert (rows["B1 1AB"]["lat"], rows["B1 1AB"]["lng"]) == (None, None)  # 0, 0 is no place
    assert (rows["B1 1AC"]["live"], rows["B1 1AC"]["ended"], rows["B1 1AC"]["ward"]) == (False, "2010-08", "")
    assert (rows["B1 1AD"]["live"], rows["B1 1AD"]["ended"]) == (True, None)  # the live flag is trusted
    assert (rows["DY1 1AA"]["lat"], rows["DY1 1AA"]["authority"]) == (None, "")


def test_streets_are_streets(tmp_path: Path) -> None:
    book = west_midlands_book.read(kit.folder(tmp_path / "f"), Findings())
    assert [(r["name"], r["lsoa"]) for r in book.streets.to_pylist()] == [("Alfred Road", "E01008881"), ("Edge", "")]


@pytest.fixture(scope="module")
def book() -> AreaBook:
    return west_midlands_book.read(FOLDER, Findings())


@real
def test_the_real_book_has_every_area_and_wards_add_up_to_their_council(book: AreaBook) -> None:
    kinds = Counter((a.kind, a.generation, a.ended_on is None) for a in book.areas)
    assert kinds == {
        ("force", "2024", True): 1, ("authority", "2024", True): 7, ("ward", "2024", True): 192,
        ("ward", "2022", False): 44, ("msoa", "2021", True): 357, ("lsoa", "2021", True): 1719,
    }  # fmt: skip
    by_code = {a.code: a for a in book.areas}
    assert len(by_code) == len(book.areas)
    assert (by_code["E23000014"].residents, by_code["E23000014"].households) == (2_919_662, 1_131_725)
    for council in (a for a in book.areas if a.kind == "authority"):
        for kind in ("ward", "msoa", "lsoa"):
            parts = [a for a in book.areas if a.kind == kind and a.parent == council.code and a.ended_on is None]
            assert sum(a.residents or 0 for a in parts) == council.residents
            assert sorted(code for a in parts for code in a.lsoas) == sorted(council.lsoas)
            assert all(a.geometry and a.imd_score is not None for a in parts)


@real
def test_real_redrawn_wards_say_best_fit_and_derived_ones_say_derived(book: AreaBook) -> None:
    wards = [a for a in book.areas if a.kind == "ward" and a.ended_on is None]
    best_fit = [a for a in wards if "best" in a.geometry_note]
    derived = [a for a in wards if "derived" in a.geometry_note]
    assert {a.parent for a in best_fit} == {"E08000027", "E08000031"}
    assert (len(best_fit), len(derived)) == (44, 69)
    assert {a.parent for a in derived} == {"E08000025"}
    assert {a.ended_on for a in book.areas if a.ended_on} == {"2024-05-02", "2023-05-04"}


@real
def test_dissolved_outlines_cover_what_they_are_made_of(book: AreaBook) -> None:
    by_code = {a.code: a for a in book.areas}
    for ward in (a for a in book.areas if a.kind == "ward" and a.ended_on is None and "best" in a.geometry_note):
        outline = shape(ward.geometry)
        assert outline.is_valid
        parts = sum(shape(by_code[code].geometry).area for code in ward.lsoas)
        assert outline.area == pytest.approx(parts, rel=0.002)


@real
def test_real_postcodes_are_those_described(book: AreaBook) -> None:
    postcodes = book.postcodes
    assert len(postcodes) == 136_525
    assert postcodes["lat"].null_count == postcodes["lng"].null_count == 309
    ours = postcodes.filter(pc.is_in(postcodes["authority"], pa.array([f"E080000{n}" for n in range(25, 32)])))
    assert len(ours) == 87_013
    assert pc.sum(ours["live"]).as_py() == 58_239
    assert postcodes.filter(postcodes["live"])["ended"].null_count == pc.sum(postcodes["live"]).as_py()


@real
def test_real_streets_name_streets(book: AreaBook) -> None:
    names = book.streets["name"].to_pylist()
    assert "Corporation Street" in names
    assert not any(n.startswith("On or near") or n == "Parking Area" for n in names)
    assert 8_000 < len(names) < 10_324
    assert names.count("High Street") > 5
