import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.crime_tables import AT, an_id, archive, crime, outcome, table
from wmp2020.information import crimes
from wmp2020.information.areas import SourceNote
from wmp2020.information.sources.schemas import OUTCOMES
from wmp2020.plumbing.findings import Findings

HERE = (52.48, -1.89)


def build(root, tables, **given):
    return crimes.build(root, crimes=tables, force_id="west-midlands", at=AT, **given)


def files(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.name != "lock")


def test_a_month_given_again_is_replaced_and_the_others_stay(tmp_path):
    before = archive(tmp_path, [crime(month="2026-02"), crime()])
    name = build(tmp_path, [table([crime(), crime(category="drugs")])])
    after = crimes.current(tmp_path)
    assert after.version == name != before.version
    assert after.near(*HERE, month="2026-03").count == 2
    assert before.near(*HERE, month="2026-03").count == 1
    assert after._crimes["2026-02"] == before._crimes["2026-02"]
    assert after.counts(["E01008881"]).counts.sum() == 3


def test_the_same_load_again_makes_no_new_version(tmp_path):
    rows = [crime(month="2026-02"), crime(crime_id=an_id(1))]
    first = archive(tmp_path, rows, outcomes=[outcome()])
    held = files(tmp_path)
    assert archive(tmp_path, rows, outcomes=[outcome()]).version == first.version
    assert files(tmp_path) == held


def test_another_force_or_a_fresh_load_starts_anew(tmp_path):
    archive(tmp_path, [crime(month="2026-02")])
    assert archive(tmp_path, [crime()], fresh=True).point_months == ("2026-03",)
    assert archive(tmp_path, [crime(month="2026-01")], force_id="west-yorkshire").point_months == ("2026-01",)


def test_a_month_may_come_in_pieces_but_not_twice(tmp_path):
    findings = Findings()
    months = ["2026-01", "2026-02", "2026-02", "2026-01"]
    build(tmp_path, [table([crime(month=month)]) for month in months], findings=findings)
    held = crimes.current(tmp_path)
    assert [held.near(*HERE, month=month).count for month in months[:2]] == [1, 2]
    assert dict(findings.counts) == {"month-twice": 1}


def test_a_load_that_breaks_changes_nothing(tmp_path):
    before = archive(tmp_path, [crime(month="2026-02")])
    held = files(tmp_path)

    def breaking():
        yield table([crime(month="2026-01")])
        yield table([crime()])
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        build(tmp_path, breaking())
    assert files(tmp_path) == held
    assert crimes.current(tmp_path).version == before.version


def test_a_load_that_breaks_in_its_outcomes_changes_nothing(tmp_path):
    before = archive(tmp_path, [crime(month="2026-02")])
    held = files(tmp_path)
    nameless = table([outcome()], OUTCOMES).drop_columns(["crime_id"])
    with pytest.raises(KeyError):
        build(tmp_path, [table([crime()])], outcomes=[nameless])
    assert (files(tmp_path), crimes.current(tmp_path).version) == (held, before.version)


KILLED = """
import os, signal, sys, time, django
django.setup()
from pathlib import Path
from tests.kit.crime_tables import crime, table
from tests.information.crimes.test_building import build
def dying():
    yield table([crime(month="2026-01")] * 50_000)
    yield table([crime(month="2026-04")])
    yield table([crime(month="2026-05")])
    while not any(Path(sys.argv[1], "months").glob("coming-*/*")):
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGKILL)
build(Path(sys.argv[1]), dying())
"""


def test_a_load_that_is_killed_changes_nothing_and_the_next_one_tidies_up(tmp_path):
    before = archive(tmp_path, [crime(month="2026-02")])
    held = files(tmp_path)
    here = Path(__file__).parents[3]
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "wmp2020.website.settings"}
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=here, env=settings, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert files(tmp_path) != held  # it was in the middle of it
    assert crimes.current(tmp_path).version == before.version
    assert before.near(*HERE, month="2026-02").count == 1
    build(tmp_path, [])
    assert files(tmp_path) == held


def test_notes_are_kept_until_others_are_given(tmp_path):
    note = SourceNote("Street crime", "data.police.uk", "OGL", "https://data.police.uk/", ("2026-03",), "")
    assert archive(tmp_path, [crime()], notes=[note]).notes == (note,)
    assert archive(tmp_path, [crime(month="2026-02")]).notes == (note,)
    assert crimes.current(tmp_path).loaded_at == AT


def test_nothing_at_all_is_an_archive_too(tmp_path):
    held = archive(tmp_path, [])
    assert (held.months, held.point_months, held.latest, held.point_bounds) == ((), (), "", None)
    assert held.counts(["E01008881"]).counts.shape == (0, 0)


def test_old_months_of_a_whole_country_are_packed_and_answer_alike(tmp_path, monkeypatch):
    rows = [crime(month=month, longitude=-1.89 + step / 1000, street=f"On or near {step % 7}", crime_id=an_id(step))
            for month in ("2020-01", "2026-03") for step in range(300)]  # fmt: skip
    plain = archive(tmp_path / "plain", rows)
    monkeypatch.setattr("wmp2020.information.crimes.building.LARGE", 100)
    packed = archive(tmp_path / "packed", rows)
    names = {path.name for path in (tmp_path / "packed/months").glob("crimes-*/rows.*")}
    assert names == {"rows.json", "rows.lz4", "rows.parquet"}
    for month in ("2020-01", "2026-03"):
        for metres in (0, 200, 5_000, 90_000):
            both = [held.near(52.48, -1.80, month=month, metres=metres) for held in (plain, packed)]
            assert both[0].json() == both[1].json()
            assert both[0].slice(3, 150).json() == both[1].slice(3, 150).json()
    assert packed.by_id(an_id(5)) == plain.by_id(an_id(5))
