"""Places from the wheels: wards by the votes of postcodes, sums, and what super-generalised outlines cannot say."""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from shapely.geometry import shape

from tests.kit import opendata
from tests.kit.opendata import INSTALLED, SMALL, real
from wmp2020.information.areas import AreaBook
from wmp2020.information.sources import wheels_book
from wmp2020.information.sources.wheels import WestYorkshireWheels
from wmp2020.plumbing.findings import Findings


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return opendata.folder(tmp_path / "kit")


def test_a_kit_of_the_same_files_makes_a_book(kit: Path) -> None:
    findings = Findings()
    supply = WestYorkshireWheels(kit)
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


def test_an_area_without_outline_is_said(kit: Path) -> None:
    (kit / wheels_book.OUTLINES).write_text('{"features": []}\n')
    findings = Findings()
    book = WestYorkshireWheels(kit).book(findings)
    assert findings.counts["area-without-figures"] == 2
    assert all(a.geometry is None for a in book.areas)
    assert {a.code: a for a in book.areas}["E08000032"].residents == 3000


def test_only_the_force_is_read_from_the_census(kit: Path) -> None:
    assert wheels_book.lsoa_codes(kit) == set(SMALL)


@pytest.fixture(scope="module")
def book() -> AreaBook:
    return WestYorkshireWheels(INSTALLED).book(Findings())


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
    assert all(shape(a.geometry).is_valid for a in book.areas if a.kind == "ward")
    assert all("not for telling" in a.geometry_note for a in book.areas)
