import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from wmp2020.plumbing import measurement


@pytest.fixture
def benches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "benches_for_tests"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "sums.py").write_text("\ndef run(quick):\n    return {'figures': {'n': 1 if quick else 9}}\n")
    (folder / "part.py").write_text("PI = 3\n")
    monkeypatch.syspath_prepend(tmp_path)


def test_a_bench_is_found_by_name(benches: None) -> None:
    assert measurement.named("benches_for_tests", "sums")(True) == {"figures": {"n": 1}}
    assert measurement.names("benches_for_tests") == ["sums"]


@pytest.mark.parametrize("name", ["nothing", "../sums", "os.path", "", "x" * 5000])
def test_another_name_lists_those_there_are(benches: None, name: str) -> None:
    with pytest.raises(measurement.NoSuch, match=r"There are: sums\.") as told:
        measurement.named("benches_for_tests", name)
    assert len(str(told.value)) < 200


def test_the_report_says_where_with_what_and_whether_targets_hold() -> None:
    measured = {
        "figures": {"ms": 1.5, "rows": 10},
        "ratios": {"ours_over_theirs": 21.0},
        "targets": {"ms": ["<=", 2], "rows": [">=", 11], "ours_over_theirs": [">=", 20], "not_measured": ["==", 1]},
        "versions": {"peer": "3.3"},
    }
    told = measurement.report("bench", "inform", measured, quick=True, database="18.6")
    assert list(told) == ["bench", "quick", "machine", "versions", "figures", "ratios", "targets", "holds"]
    assert told["holds"] == {"ms": True, "rows": False, "ours_over_theirs": True, "not_measured": False}
    assert {"peer": "3.3", "postgresql": "18.6"}.items() <= told["versions"].items()
    assert told["machine"]["cores"] >= 1
    assert json.loads(json.dumps(told)) == told


def fake(monkeypatch: pytest.MonkeyPatch, n: float) -> None:
    told = {"figures": {"n": n}, "targets": {"n": [">=", 1]}}
    monkeypatch.setattr(measurement, "named", lambda package, name: lambda quick: told)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["bench", "drill"])
def test_the_last_line_is_the_object(command: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    fake(monkeypatch, 3)
    call_command(command, "it", "--quick")
    *table, last = capsys.readouterr().out.splitlines()
    assert "holds: >= 1" in table[0]
    told = json.loads(last)
    assert (told[command], told["quick"], told["figures"]) == ("it", True, {"n": 3})


@pytest.mark.django_db
def test_a_missed_target_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    fake(monkeypatch, 0)
    with pytest.raises(SystemExit) as ended:
        call_command("bench", "it", "--json")
    assert ended.value.code == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.django_db
def test_what_is_kept_says_what_and_when(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    fake(monkeypatch, 3)
    settings.ROOT = tmp_path
    (tmp_path / "bench").mkdir()
    call_command("bench", "it", "--quick", "--keep")
    (file,) = (tmp_path / "bench/results").iterdir()
    assert file.name.startswith("it-quick-20")
    assert json.loads(file.read_text())["figures"] == {"n": 3}
    assert str(tmp_path) in sys.path


@pytest.mark.django_db
def test_no_such_bench_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="There is no bench named 'nothing'"):
        call_command("bench", "nothing")
