import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wmp2020.plumbing import children
from wmp2020.plumbing.children import Children, last_words

ROOT = Path(__file__).resolve().parents[2]
FAMILY = "sleep 60 & echo $! $$; wait"  # a shell that prints its child's id and its own


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""  # empty: ended, and not buried yet
    except OSError:
        return False


def until(true, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


def started(log: Path) -> list[int]:
    assert until(lambda: log.exists() and log.read_text().endswith("\n"))
    return [int(word) for word in log.read_text().split()]


@pytest.mark.parametrize("stubborn", ["", "trap '' TERM; "])
def test_leaving_the_block_ends_children_and_grandchildren(tmp_path, stubborn):
    with Children(patience=0.3) as family:
        family.start("a family", ["sh", "-c", stubborn + FAMILY], env=os.environ, log=tmp_path / "log")
        pids = started(tmp_path / "log")
        assert all(alive(pid) for pid in pids)
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_an_error_in_the_block_ends_them_too(tmp_path):
    def interrupted() -> None:
        with Children() as family:
            family.start("a family", ["sh", "-c", FAMILY], env=os.environ, log=tmp_path / "log")
            pids.extend(started(tmp_path / "log"))
            raise KeyboardInterrupt

    pids: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert pids
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_ctrl_c_in_the_terminal_does_not_reach_them(tmp_path):
    with Children() as family:
        child = family.start("a family", ["sh", "-c", FAMILY], env=os.environ, log=tmp_path / "log")
        started(tmp_path / "log")
        assert os.getpgid(child.process.pid) == child.process.pid != os.getpgid(0)


def test_a_child_that_ended_by_itself_is_named_with_its_last_words(tmp_path):
    with Children() as family:
        family.start("one that stays", ["sleep", "60"], env=os.environ, log=None)
        assert family.ended() is None
        family.start("one that goes", ["sh", "-c", "seq 30; exit 3"], env=os.environ, log=tmp_path / "log")
        assert until(family.ended)
        gone = family.ended()
        assert gone
        assert (gone.name, gone.process.returncode) == ("one that goes", 3)
        assert last_words(gone.log, lines=2) == "29\n30"
    assert last_words(None) == last_words(tmp_path / "none") == ""


def test_children_die_with_a_parent_that_is_killed(tmp_path):
    program = (
        "import os, sys, time; from pathlib import Path; from wmp2020.plumbing.children import Children\n"
        "with Children() as c: c.start('one', ['sh', '-c', sys.argv[2]], env=os.environ, log=Path(sys.argv[1]));"
        " time.sleep(60)"
    )
    command = [sys.executable, "-c", program, tmp_path / "log", "trap 'kill $!; exit' TERM; " + FAMILY]
    with subprocess.Popen(command, cwd=ROOT) as parent:
        pids = started(tmp_path / "log")
        parent.send_signal(signal.SIGKILL)
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_a_log_grown_too_long_starts_afresh(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "LOG_LIMIT", 3)
    log = tmp_path / "logs" / "log"
    for word in ("first", "second"):
        with Children() as family:
            family.start("one", ["echo", word], env=os.environ, log=log).process.wait()
    assert (log.read_text(), log.with_name("log.1").read_text()) == ("second\n", "first\n")
