"""Progress passes everything on, and says how far it is without flooding a log."""

import io

import pytest

from wmp2020.plumbing import progress as module
from wmp2020.plumbing.progress import line, progress, quietly


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_quick_work_says_nothing_in_a_log() -> None:
    told = io.StringIO()
    assert list(progress(range(1000), "rows", stream=told)) == list(range(1000))
    assert told.getvalue() == ""


def test_long_work_says_so_now_and_then_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(clock)))
    told = io.StringIO()
    assert list(progress(iter("abcdefgh"), "months", total=8, unit="files", stream=told)) == list("abcdefgh")
    lines = told.getvalue().splitlines()
    assert 2 <= len(lines) < 8
    assert lines[0].startswith("months: ")
    assert "of 8 files" in lines[0]
    assert lines[-1].startswith("months: 8 of 8 files in ")


def test_a_terminal_gets_a_bar() -> None:
    told = Terminal()
    assert list(progress([1, 2, 3], "postcodes", stream=told)) == [1, 2, 3]
    assert "postcodes" in told.getvalue()
    assert "3/3" in told.getvalue()


def test_an_early_stop_closes_the_bar_and_an_error_passes_through() -> None:
    told = Terminal()
    steps = progress(range(10), "rows", stream=told)
    assert next(iter(steps)) == 0
    steps.close()
    with pytest.raises(ZeroDivisionError):
        sum(1 / n for n in progress([0], "rows", stream=told))


def test_lines_read_well() -> None:
    assert line("postcodes", 12000, 87013, "rows") == "postcodes: 12,000 of 87,013 rows (13 %)"
    assert line("crimes", 3, None, seconds=2.04) == "crimes: 3 in 2.0 s"
    assert list(quietly([1, 2], "x", unit="y")) == [1, 2]
