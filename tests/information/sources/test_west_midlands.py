"""The prepared folder's crimes and counts: a kit of the same files in small, and the real ones where they are."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.kit import west_midlands as kit
from tests.kit.west_midlands import FOLDER, real
from wmp2020.information.sources import police_uk
from wmp2020.information.sources.schemas import COUNTS, CRIMES
from wmp2020.information.sources.west_midlands import COUNTS_FILE, WestMidlandsFolder, is_there, slugs
from wmp2020.plumbing.findings import Findings


@pytest.fixture
def small(tmp_path: Path) -> WestMidlandsFolder:
    return WestMidlandsFolder(kit.folder(tmp_path / "folder"), imputed=True)


def test_a_folder_is_known_by_its_files(small: WestMidlandsFolder, tmp_path: Path) -> None:
    assert is_there(small.folder)
    assert not is_there(tmp_path)
    assert not is_there(tmp_path / "nowhere")
    (small.folder / COUNTS_FILE).unlink()
    assert not is_there(small.folder)


def test_an_unknown_category_is_one_finding_with_its_rows() -> None:
    findings = Findings()
    names = pa.chunked_array([["Burglary", "Cattle raiding", "Cattle raiding"]])
    assert slugs(names, findings, "f").to_pylist() == ["burglary", "", ""]
    assert findings.counts == {"unknown-category": 1}
    assert "2 rows" in str(next(iter(findings)))
    assert slugs(pa.chunked_array([["Drugs", None]]), findings, "f").to_pylist() == ["drugs", ""]


def test_counts_carry_whether_their_month_is_whole(small: WestMidlandsFolder) -> None:
    findings = Findings()
    counts = small.counts(findings)
    assert counts.schema == COUNTS
    assert len(counts) == 16
    assert findings.counts == {"unknown-category": 1}
    assert {(r["month"], r["complete"]) for r in counts.to_pylist()} == {("2025-03", False), ("2025-04", True)}
    assert counts.to_pylist()[0] == {
        "month": "2025-03", "lsoa": "E01008881", "category": "burglary", "count": 1, "complete": False,
    }  # fmt: skip


def test_each_month_of_points_is_a_table(small: WestMidlandsFolder) -> None:
    findings = Findings()
    tables = list(small.crimes(findings))
    assert [t["month"][0].as_py() for t in tables] == ["2011-02", *(f"2017-{n:02}" for n in range(1, 12)), "2025-04"]
    assert all(t.schema == CRIMES for t in tables)
    first, outside = tables[0].to_pylist()
    assert (first["category"], first["location_type"], first["lsoa"]) == ("violent-crime", "Force", "E01008881")
    assert (outside["category"], outside["context"], outside["lsoa"]) == ("robbery", "Airport", "")
    assert findings.counts == {"outside-the-force": 1}


def test_invented_places_say_so_themselves_and_stay_out_of_production(small: WestMidlandsFolder) -> None:
    row = list(small.crimes(Findings()))[-1].to_pylist()[0]
    assert (row["imputed"], row["street"]) == (True, "On or near Alfred Road (imputed)")
    assert row["context"] == "Imputed position: real count, invented place"
    assert "imputed" in small.says
    assert any(note.name == "Imputed points" for note in small.notes)
    production = WestMidlandsFolder(small.folder, imputed=False)
    assert not any(row for t in production.crimes(Findings()) for row in t["imputed"].to_pylist())
    assert "imputed" not in production.says
    assert not any("mputed" in note.name for note in production.notes)
    assert production.fingerprint != small.fingerprint


def test_coverage_and_notes_name_the_short_months(small: WestMidlandsFolder) -> None:
    assert small.coverage["2025-03"] is False
    assert small.coverage["2025-04"] is True
    assert small.coverage["2011-02"] is True
    assert not any(small.coverage[f"2017-{n:02}"] for n in range(1, 12))
    assert "never to be read as a fall in crime: March 2025" in small.notes[0].note
    assert list(small.outcomes(Findings())) == list(small.stops(Findings())) == []


def test_a_touched_file_changes_the_fingerprint(small: WestMidlandsFolder) -> None:
    before = small.fingerprint
    assert WestMidlandsFolder(small.folder, imputed=True).fingerprint == before
    (small.folder / "crime/new.csv").write_text("x")
    assert WestMidlandsFolder(small.folder, imputed=True).fingerprint != before


@real
def test_counts_are_those_of_the_publication() -> None:
    findings = Findings()
    counts = WestMidlandsFolder(FOLDER, imputed=False).counts(findings)
    assert (len(counts), pc.sum(counts["count"]).as_py()) == (292_504, 879_009)
    complete = counts.filter(counts["complete"])
    assert pc.sum(complete["count"]).as_py() == 773_625
    assert len(pc.unique(complete["month"])) == 28
    assert len(pc.unique(counts["category"])) == 14
    assert not findings.counts


@real
def test_points_are_those_of_the_publication() -> None:
    findings = Findings()
    tables = list(WestMidlandsFolder(FOLDER, imputed=True).crimes(findings))
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
        assert pc.all(pc.equal(pc.ends_with(one["street"], "(imputed)"), imputed)).as_py()


@real
def test_the_real_coverage_knows_which_months_are_whole() -> None:
    coverage = WestMidlandsFolder(FOLDER, imputed=True).coverage
    assert list(coverage) == sorted(coverage)
    assert sum(coverage.values()) == 28 + 1
    short = [m for m, whole in coverage.items() if not whole and m > "2018"]
    assert short == ["2023-05", "2023-06", "2023-07", "2023-08", "2024-09", "2024-10", "2025-03"]


@real
def test_the_stop_and_search_sample_reads_as_the_archive_does() -> None:
    path = FOLDER / "crime/wm_stop_and_search_2018-08_sample.csv"
    findings = Findings()
    made = police_uk.stops(path.read_bytes(), file=path.name, month="2018-08", force="west-midlands", findings=findings)
    assert len(made) == 10
    assert not findings.counts
    assert Counter(made["outcome_code"].to_pylist()) == {
        "bu-no-further-action": 3, "": 2, "bu-arrest": 3, "bu-drugs-possession-warning": 1, "bu-penalty-notice": 1,
    }  # fmt: skip
