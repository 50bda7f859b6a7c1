"""`wmp2020 run` itself, in a folder of its own: it answers, it recovers, and it leaves nothing running."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection

from tests.kit.ground import ground
from wmp2020.plumbing import postgres
from wmp2020.plumbing.postgres import place
from wmp2020.website.management.commands import run

WMP2020 = Path(sys.executable).with_name("wmp2020")


class Site:
    """One `wmp2020 run` with its own var and port; `processes` are all that carry its mark in their environment."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("WMP2020")} | {
            "WMP2020_VAR": str(var)
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it and wait for its last word about being ready; returns what it said until then."""
        said = self.var / "said"
        with said.open("w") as out:
            self.process = subprocess.Popen(
                [WMP2020, "run", "--no-load", "--workers", "1", "--port", str(self.port)],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        while "Ctrl-C stops everything" not in said.read_text():
            assert self.process.poll() is None, said.read_text()
            time.sleep(0.05)
        return said.read_text()

    def processes(self) -> set[int]:
        mark = f"WMP2020_VAR={self.var}\0".encode()
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes() and (folder / "cmdline").read_bytes():
                    found.add(int(folder.name))
            except OSError:
                pass
        return found

    def until_gone(self, *, but: str = "nothing") -> None:
        """Wait until no process is left; `but` is a program that may stay."""
        end = time.monotonic() + 20
        while (left := {p for p in self.processes() if but not in program(p)}) and time.monotonic() < end:
            time.sleep(0.05)
        assert left == set()

    def status(self) -> int:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as asked:
            asked.request("GET", "/healthz")
            return asked.getresponse().status


def program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().partition("\0")[0]
    except OSError:
        return ""


@pytest.fixture
def site():
    with ground() as var:
        site = Site(var)
        yield site
        for pid in site.processes():
            os.kill(pid, signal.SIGKILL)


def test_it_answers_recovers_from_kill_9_and_leaves_nothing_running(site):
    said = site.start()
    assert f"The site answers at http://127.0.0.1:{site.port}/" in said
    assert site.status() == 200
    again = subprocess.run(
        [WMP2020, "run", "--no-load", "--port", str(site.port)], env=site.environment, capture_output=True, text=True
    )
    assert again.returncode == 1
    assert f"Port {site.port} on 127.0.0.1 cannot be used" in again.stderr
    assert site.status() == 200  # and the first goes on

    site.process.kill()
    site.process.wait()
    site.until_gone(but="bin/postgres")  # with nobody left to stop it, it waits to be taken over
    site.start()
    for pid in site.processes():
        os.kill(pid, signal.SIGKILL)
    site.process.wait()

    site.start()
    assert site.status() == 200
    os.killpg(site.process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
    assert site.process.wait(20) == 0  # make would print any other as an error
    site.until_gone()
    assert not place.socket_folder(site.var).exists()


def test_a_port_in_use_is_said_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CommandError, match="make run PORT="):
        run._must_be_free("127.0.0.1", other.getsockname()[1])
    run._must_be_free("127.0.0.1", 0)


@pytest.mark.django_db
def test_pages_are_served_as_the_app_and_in_production_as_nothing_else(monkeypatch, settings, capsys):
    assert run.Command()._role() == "app"
    monkeypatch.setattr(postgres, "role_of_app", lambda cursor: False)
    assert run.Command()._role() == "owner"
    assert "served as its owner" in capsys.readouterr().out
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="Production serves as the role wmp_app"):
        run.Command()._role()
    connection.close()


def test_a_part_that_ended_or_is_silent_is_named_with_the_end_of_its_log(tmp_path):
    log = tmp_path / "pages.log"
    with run.Children() as children:
        child = children.start("pages", ["sh", "-c", "echo no such module; exit 3"], env=os.environ, log=log)
        child.process.wait()
        with pytest.raises(CommandError, match=r"(?s)runs pages ended by itself \(exit code 3\).*no such module"):
            run.Command()._wait_for_first_answer(children, "127.0.0.1", 9)
