"""What other users of the machine may do with what is kept: nothing."""

import os
import subprocess
from pathlib import Path

import pytest

from wmp2020.plumbing.closed import closed, unreadable


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize(("passed", "expected"), [(False, 0o700), (True, 0o711)])
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_folder_is_made_closed_whatever_the_umask(tmp_path: Path, passed: bool, expected: int, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert mode(closed(tmp_path / "var" / "mail", passed=passed)) == expected
    finally:
        os.umask(before)


def test_one_made_earlier_is_tightened_and_never_opened(tmp_path: Path) -> None:
    for was, becomes in ((0o755, 0o700), (0o777, 0o700), (0o500, 0o500)):
        (folder := tmp_path / f"{was:o}").mkdir()
        folder.chmod(was)
        assert mode(closed(folder)) == becomes
    (narrow := tmp_path / "narrow").mkdir(mode=0o700)
    assert mode(closed(narrow, passed=True)) == 0o700


def test_a_folder_that_is_not_ours_to_change_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, mode: int) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refused)
    assert closed(tmp_path) == tmp_path
    assert mode(tmp_path) == 0o755


def test_files_written_meanwhile_are_ours_alone_by_children_too(tmp_path: Path) -> None:
    with unreadable():
        (tmp_path / "a").write_text("x")
        subprocess.run(["touch", tmp_path / "b"], check=True)
    (tmp_path / "c").write_text("x")
    assert [mode(tmp_path / name) & 0o077 for name in "ab"] == [0, 0]
    assert mode(tmp_path / "c") & 0o077 == 0o666 & 0o077 & ~_umask()


def _umask() -> int:
    os.umask(now := os.umask(0o022))
    return now
