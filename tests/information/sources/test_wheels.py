"""Open data inside wheels: whole installations only, three separate Julys, and the real ones when installed."""

import sys
import textwrap
from pathlib import Path

import pyarrow.compute as pc
import pytest
from django.conf import settings

from tests.kit import opendata
from tests.kit.opendata import INSTALLED, real
from wmp2020.information.sources import wheels
from wmp2020.information.sources.wheels import WestYorkshireWheels
from wmp2020.plumbing.findings import Findings


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return opendata.folder(tmp_path / "kit")


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
        shutil.copytree({str(kit)!r}, to)
    """
    wheels.install(to, lock, told.append, uv=fake_uv(tmp_path, copy))
    assert wheels.is_there(to)
    assert not to.with_name("opendata.coming").exists()
    assert "138 MB" in told[0]


def test_without_uv_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels.shutil, "which", lambda name: None)
    with pytest.raises(wheels.NotInstalled, match="uv is not at hand"):
        wheels.install(tmp_path / "to", tmp_path / "requirements/opendata.lock", lambda words: None)


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
