import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from wmp2020.plumbing import postgres
from wmp2020.website import doctor
from wmp2020.website.doctor import Found

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(r"^(ok|missing) +[a-z]+ +\S.*$")


def told(output: str) -> dict[str, str]:
    return {line.split()[1]: line for line in output.splitlines()}


def test_a_line_says_what_is_missing_and_what_mends_it():
    assert str(Found("node", True, "v20.1.0", "x")) == "ok       node         v20.1.0"
    assert str(Found("node", False, "no node", "apt-get install nodejs")).endswith("no node -> apt-get install nodejs")


@pytest.fixture
def no_database(monkeypatch):
    @contextmanager
    def database():
        raise postgres.NotStarted("it does not start")
        yield

    monkeypatch.setattr(doctor, "database", database)


def test_everything_is_examined_in_one_line_each_and_a_lack_is_exit_code_1(no_database, capsys):
    assert doctor.main(["--port", "0"]) == 1
    output = capsys.readouterr().out
    assert all(LINE.match(line) for line in output.splitlines())
    said = told(output)
    assert list(said) == ["python", "packages", "node", "assets", "chromium", "disk", "port", "database"]
    assert said["python"].startswith("ok")
    assert said["database"].endswith("it does not start -> mend that, then make run")


def test_before_set_up_plain_python_says_what_is_missing_and_what_mends_it(tmp_path):
    """As `make doctor` runs it in a checkout without .venv."""
    shutil.copytree(ROOT / "wmp2020", tmp_path / "wmp2020", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements").mkdir()
    for name in ("Makefile", "requirements/run.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    bare = tmp_path / "bin"
    bare.mkdir()
    (bare / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')  # no site-packages
    (bare / "python3").chmod(0o755)
    environment = {"PATH": f"{bare}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(["make", "doctor"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    said = told(done.stdout)
    assert "Traceback" not in done.stderr
    assert said["packages"].startswith("missing")
    assert said["packages"].endswith("-> make setup")
    assert said["database"].endswith("not looked at without the packages -> make setup, then make run")
    assert done.returncode == 2  # make's word for a recipe that failed


def test_what_only_tests_need_is_no_lack_of_the_site(monkeypatch, capsys):
    found = [Found("chromium", False, "for tests only", "apt-get install chromium", needless=True)]
    monkeypatch.setattr(doctor, "examine", lambda port: iter(found))
    assert doctor.main([]) == 0
    assert capsys.readouterr().out.startswith("missing  chromium")


def test_packages_are_held_against_the_lock(tmp_path, monkeypatch):
    held = {"plain": "1.0", "with-extra": "2", "either": "2.4"}
    monkeypatch.setattr(doctor, "_version", lambda name: held.get(name, ""))
    lock = tmp_path / "lock"
    lock.write_text(
        "plain==1.0 \\\n    --hash=sha256:aa\nwith-extra[a,b]==2 \\\n    --hash=sha256:bb\n"
        "either==2.4 ; python_full_version < '3.12' \\\n    --hash=sha256:cc\n"
        "either==2.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:dd\n"
        "elsewhere==1 ; sys_platform == 'win32' \\\n"
    )
    assert doctor._packages(lock) == Found("packages", True, "4 as locked", "make setup")
    held |= {"plain": "0.9", "with-extra": ""}
    assert doctor._packages(lock).says == "plain 0.9, with-extra missing"


def test_a_port_of_another_program_is_said_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        other.settimeout(0.1)
        monkey = doctor.http.client.HTTPConnection
        try:
            doctor.http.client.HTTPConnection = lambda host, port, timeout: monkey(host, port, timeout=0.2)
            found = doctor._port(port)
        finally:
            doctor.http.client.HTTPConnection = monkey
    assert not found.well
    assert found.mend == f"make run PORT={port + 1}"
    assert doctor._port(port).well


def test_disk_and_assets_are_looked_at(tmp_path, monkeypatch):
    assert doctor._disk(tmp_path / "not made yet").well
    monkeypatch.setattr(doctor, "FREE", 10**18)
    assert not doctor._disk(tmp_path).well
    assert doctor._assets(tmp_path).mend == "make assets"
    (tmp_path / "assets" / "abc").mkdir(parents=True)
    (tmp_path / "assets" / "abc" / "site.css").touch()
    assert doctor._assets(tmp_path) == Found("assets", True, "abc", "make assets")


@pytest.mark.django_db
def test_the_database_is_asked_for_version_role_tables_and_data():
    found = {one.what: one for one in doctor._inside()}
    assert {"database", "extensions", "roles", "tables", "areas", "crimes"} <= found.keys()
    assert all(found[what].well for what in ("database", "extensions", "roles", "tables"))
    assert not found["areas"].well  # the tests' database holds no book
    assert found["areas"].mend == "wmp2020 load"
