"""The drill: servers started, crashed and started again in folders of their own, with rows counted afterwards."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.kit.ground import ground
from wmp2020.plumbing import postgres
from wmp2020.plumbing.postgres import binaries, supervisor
from wmp2020.plumbing.postgres.place import Place

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def var():
    """One cluster for the whole file: making one takes longer than all else here."""
    with ground() as var:
        yield var


@pytest.fixture
def own_var():
    """A cluster of the test's own."""
    with ground() as var:
        yield var


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""  # empty: ended, and not buried yet
    except OSError:
        return False


def connect(server: postgres.Server, user: str = "wmp_owner", database: str = "wmp2020") -> psycopg.Connection:
    return psycopg.connect(host=str(server.place.sockets), dbname=database, user=user, autocommit=True)


def family(pid: int) -> list[int]:
    """A server's process and its children."""
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [pid, *map(int, said.split())]


def crash(server: postgres.Server) -> None:
    """kill -9 of every process of the server at once."""
    pid = server.pid()
    assert pid
    for one in family(pid):
        os.kill(one, signal.SIGKILL)


def test_it_answers_in_the_block_and_is_gone_after_it(var):
    with postgres.running(var) as server:
        pid = server.pid()
        with connect(server) as db:
            assert db.execute("SELECT current_user::text, current_setting('data_checksums')").fetchone() == (
                "wmp_owner", "on",
            )  # fmt: skip
            assert db.execute("SHOW listen_addresses").fetchone() == ("",)
        with connect(server, "wmp_app") as db:
            held = db.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
            assert held == (False, False)
    assert not server.answers()
    assert not alive(pid)


def test_others_on_this_machine_are_kept_out(var):
    with postgres.running(var) as server:
        assert stat.S_IMODE(server.place.sockets.stat().st_mode) == 0o700
        with pytest.raises(psycopg.OperationalError, match=r"does not exist|failed for user"):
            connect(server, "somebody")
        if os.geteuid() == 0:
            nobody = Place(supervisor.pwd.getpwnam("nobody"), server.place.state, server.place.sockets)
            tried = nobody.run(
                server.programs / "psql", "-h", server.place.sockets, "-U", "wmp_owner", "-c", "", "wmp2020"
            )
            assert "Permission denied" in tried.stderr


def test_two_users_share_it_and_the_last_one_out_stops_it(var):
    with postgres.running(var) as first:
        pid = first.pid()
        with postgres.running(var) as second:
            assert second.pid() == pid
        assert first.answers()
        assert first.place.sockets.is_dir()
    assert not first.answers()
    assert not first.place.sockets.exists()


def test_one_that_chose_its_place_before_another_left_still_starts(var):
    late = postgres.Server(var)
    with postgres.running(var):
        pass
    assert not late.place.sockets.exists()
    with late.alone():
        late.start()
    assert late.answers()
    late.stop()


@pytest.mark.parametrize("again", [1, 2])
def test_no_acknowledged_row_is_lost_when_everything_is_killed(var, again):
    """Writers keep what the server acknowledged; after kill -9 of all of it, the next start has every such row."""
    acknowledged: list[int] = []
    with postgres.running(var) as server:
        with connect(server) as db:
            db.execute("CREATE TABLE IF NOT EXISTS kept (round int, n int)")

        def write(lane: int) -> None:
            with connect(server) as db:
                for n in range(lane, 10_000_000, 3):
                    db.execute("INSERT INTO kept VALUES (%s, %s)", [again, n])
                    acknowledged.append(n)

        def lane(number: int) -> None:
            with pytest.raises(psycopg.OperationalError):
                write(number)

        lanes = [threading.Thread(target=lane, args=[number]) for number in range(3)]
        for one in lanes:
            one.start()
        while len(acknowledged) < 300:
            time.sleep(0.01)
        crash(server)
        for one in lanes:
            one.join(20)
        server.start()
        with connect(server) as db:
            found = {n for (n,) in db.execute("SELECT n FROM kept WHERE round = %s", [again])}
        assert set(acknowledged) <= found
        assert len(found) <= len(acknowledged) + len(lanes)  # a row written and not acknowledged may stand


def test_a_server_left_behind_by_a_killed_user_is_taken_over(var):
    program = (
        "import sys, time; from pathlib import Path; from wmp2020.plumbing import postgres\n"
        "with postgres.running(Path(sys.argv[1])) as s: print(s.pid(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, var], cwd=ROOT, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout
        pid = int(user.stdout.readline())
        user.kill()
    assert alive(pid)
    with postgres.running(var) as server:
        assert server.pid() == pid
    assert not alive(pid)


def test_a_half_made_cluster_is_made_anew_and_a_ghost_is_ended(own_var):
    with postgres.running(own_var) as server:
        ghost = server.pid()
        server.place.run("rm", "-rf", server.place.data)  # as when somebody empties var/ under a running server
        server.place.run("mkdir", "-p", server.place.data.with_name("data.new") / "base")
        said: list[str] = []
        with postgres.running(own_var, announce=said.append) as fresh:
            assert fresh.pid() != ghost
            assert said == [f"making a PostgreSQL {binaries.major(fresh.programs)} cluster in {fresh.place.state}"]
            with connect(fresh) as db:
                assert db.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_a_server_that_cannot_start_says_why(own_var, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.0)
    server = postgres.Server(own_var)
    server._make()
    server._configure()
    (server.place.conf / "pg_hba.conf").write_text("nonsense\n")
    monkeypatch.setattr(server, "_configure", lambda: None)
    with pytest.raises(postgres.NotStarted, match=r"(?s)does not start.*pg_hba.conf"):
        server.start()


def test_a_log_grown_too_long_starts_afresh(var, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 10)
    with postgres.running(var) as server:
        log = server.place.data.parent / "log"
        assert "starting PostgreSQL" in log.read_text()
        assert (log.with_name("log.1")).exists()


def test_a_refused_rows_values_stay_out_of_the_log(var):
    with postgres.running(var) as server:
        with connect(server) as db:
            db.execute("CREATE TABLE secretive (told text UNIQUE); INSERT INTO secretive VALUES ('hush-hush')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                db.execute("INSERT INTO secretive VALUES ('hush-hush')")
        log = (server.place.data.parent / "log").read_text()
    assert "duplicate key" in log
    assert "hush" not in log
