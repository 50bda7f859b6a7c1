"""The prepared folder: what its own SOURCES.md says is what we read."""

import os
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pytest

from wmp2020.information.areas import AreaBook
from wmp2020.information.sources import police_uk
from wmp2020.information.sources.schemas import COUNTS, CRIMES
from wmp2020.information.sources.west_midlands import WestMidlandsFolder, is_there, slugs
from wmp2020.plumbing.findings import Findings

FOLDER = Path(os.environ.get("WMP2020_DATA") or Path(__file__).parents[4] / "shared/data/west-midlands")
real = pytest.mark.skipif(not is_there(FOLDER), reason="the data folder is not beside the project")


@pytest.fixture(scope="module")
def book() -> AreaBook:
    return WestMidlandsFolder(FOLDER, imputed=True).book(Findings())


def test_an_empty_folder_is_not_it(tmp_path: Path) -> None:
    assert not is_there(tmp_path)
    assert not is_there(tmp_path / "nowhere")


def test_an_unknown_category_is_one_finding_with_its_rows() -> None:
    findings = Findings()
    names = pa.chunked_array([["Burglary", "Cattle raiding", "Cattle raiding"]])
    assert slugs(names, findings, "f").to_pylist() == ["burglary", "", ""]
    assert findings.counts == {"unknown-category": 1}
    assert "2 rows" in str(next(iter(findings)))


@real
def test_counts_are_those_of_the_publication() -> None:
    findings = Findings()
    counts = WestMidlandsFolder(FOLDER, imputed=False).counts(findings)
    assert counts.schema == COUNTS
    assert (len(counts), pc.sum(counts["count"]).as_py()) == (292_504, 879_009)
    complete = counts.filter(counts["complete"])
    assert pc.sum(complete["count"]).as_py() == 773_625
    assert len(pc.unique(complete["month"])) == 28
    assert len(pc.unique(counts["category"])) == 14
    assert not findings.counts


@real
def test_points_are_those_of_the_publication_and_imputed_ones_say_so() -> None:
    findings = Findings()
    tables = list(WestMidlandsFolder(FOLDER, imputed=True).crimes(findings))
    assert all(t.schema == CRIMES for t in tables)
    rows = {t["month"][0].as_py(): len(t) for t in tables}
    assert len(rows) == len(tables) == 24
    assert all(pc.count_distinct(t["month"]).as_py() == 1 for t in tables)
    assert rows["2011-02"] == 25_558
    assert sum(n for m, n in rows.items() if m.startswith("2017")) == 17_260
    assert sum(n for m, n in rows.items() if m >= "2025") == 320_054
    old = Counter(tables[0]["category"].to_pylist())
    assert old["anti-social-behaviour"] == 8_728
    assert len(old) == 6
    assert findings.counts == {"outside-the-force": 1}
    for one in tables:
        imputed = one["month"][0].as_py() >= "2025"
        assert pc.all(pc.equal(one["imputed"], imputed)).as_py()
        if imputed:
            assert pc.all(pc.ends_with(one["street"], "(imputed)")).as_py()
            assert pc.all(pc.starts_with(one["context"], "Imputed")).as_py()


@real
def test_production_sees_no_imputed_point() -> None:
    supply = WestMidlandsFolder(FOLDER, imputed=False)
    assert max(t["month"][0].as_py() for t in supply.crimes(Findings())) == "2017-11"
    assert "imputed" not in supply.says
    assert not any("mputed" in note.name for note in supply.notes)
    assert supply.fingerprint != WestMidlandsFolder(FOLDER, imputed=True).fingerprint
    assert list(supply.outcomes(Findings())) == list(supply.stops(Findings())) == []


@real
def test_coverage_knows_which_months_are_whole() -> None:
    coverage = WestMidlandsFolder(FOLDER, imputed=True).coverage
    assert list(coverage) == sorted(coverage)
    assert sum(coverage.values()) == 28 + 1
    short = [m for m, whole in coverage.items() if not whole and m > "2018"]
    assert short == ["2023-05", "2023-06", "2023-07", "2023-08", "2024-09", "2024-10", "2025-03"]


@real
def test_the_book_has_every_area_and_wards_add_up_to_their_council(book: AreaBook) -> None:
    kinds = Counter((a.kind, a.generation, a.ended_on is None) for a in book.areas)
    assert kinds == {
        ("force", "2024", True): 1, ("authority", "2024", True): 7, ("ward", "2024", True): 192,
        ("ward", "2022", False): 44, ("msoa", "2021", True): 357, ("lsoa", "2021", True): 1719,
    }  # fmt: skip
    assert len({a.code for a in book.areas}) == len(book.areas)
    by_code = {a.code: a for a in book.areas}
    assert by_code["E23000014"].residents == 2_919_662
    assert by_code["E23000014"].households == 1_131_725
    for council in (a for a in book.areas if a.kind == "authority"):
        for kind in ("ward", "msoa", "lsoa"):
            parts = [a for a in book.areas if a.kind == kind and a.parent == council.code and a.ended_on is None]
            assert sum(a.residents or 0 for a in parts) == council.residents
            assert sorted(code for a in parts for code in a.lsoas) == sorted(council.lsoas)
            assert all(a.geometry and a.imd_score is not None for a in parts)


@real
def test_redrawn_wards_say_best_fit_and_derived_ones_say_derived(book: AreaBook) -> None:
    wards = [a for a in book.areas if a.kind == "ward" and a.ended_on is None]
    best_fit = [a for a in wards if "best" in a.geometry_note]
    derived = [a for a in wards if "derived" in a.geometry_note]
    assert {a.parent for a in best_fit} == {"E08000027", "E08000031"}
    assert (len(best_fit), len(derived)) == (44, 69)
    assert {a.parent for a in derived} == {"E08000025"}
    assert all(any("never decide" in c for c in a.caveats) for a in derived)
    assert {a.ended_on for a in book.areas if a.ended_on} == {"2024-05-02", "2023-05-04"}


@real
def test_postcodes_keep_the_quirks_straight(book: AreaBook) -> None:
    postcodes = book.postcodes
    assert len(postcodes) == 136_525
    assert postcodes["lat"].null_count == postcodes["lng"].null_count == 309
    ours = postcodes.filter(pc.is_in(postcodes["authority"], pa.array([f"E080000{n}" for n in range(25, 32)])))
    assert len(ours) == 87_013
    assert pc.sum(ours["live"]).as_py() == 58_239
    assert postcodes.filter(postcodes["live"])["ended"].null_count == pc.sum(postcodes["live"]).as_py()
    gone = postcodes.filter(pc.equal(postcodes["postcode"], "B1 1AA")).to_pylist()[0]
    assert (gone["live"], gone["ended"], gone["lsoa"]) == (False, "2010-08", "E01033625")


@real
def test_streets_name_streets(book: AreaBook) -> None:
    names = book.streets["name"].to_pylist()
    assert "Corporation Street" in names
    assert not any(n.startswith("On or near") or n == "Parking Area" for n in names)
    assert 8_000 < len(names) < 10_324
    assert names.count("High Street") > 5


@real
def test_the_stop_and_search_sample_reads_as_the_archive_does() -> None:
    path = FOLDER / "crime/wm_stop_and_search_2018-08_sample.csv"
    findings = Findings()
    made = police_uk.stops(path.read_bytes(), file=path.name, month="2018-08", force="west-midlands", findings=findings)
    assert len(made) == len(pcsv.read_csv(path)) == 10
    assert not findings.counts
    codes = Counter(made["outcome_code"].to_pylist())
    assert codes == {
        "bu-no-further-action": 3,
        "": 2,
        "bu-arrest": 3,
        "bu-drugs-possession-warning": 1,
        "bu-penalty-notice": 1,
    }
