"""Our own embedded PostgreSQL: made once, started for as long as somebody uses it, started again after any crash.

Users of one server count themselves by a shared lock, which a killed process drops by itself; the last one out stops
the server. A server left behind by kill -9 is taken over by the next user.
"""

import contextlib
import fcntl
import os
import pwd
import shlex
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from wmp2020.plumbing.postgres import binaries, place
from wmp2020.plumbing.postgres.address import APP, DATABASE, OWNER
from wmp2020.plumbing.postgres.roles import EXTENSIONS

PATIENCE = 60.0  # seconds until a server that does not answer is called broken
SUPERUSER = "postgres"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - closed to plain users in some containers
LOG_LIMIT = 10_000_000  # bytes; beyond, the log starts afresh beside one older copy


class NotStarted(Exception):
    """The embedded server does not come up; the message ends with the last lines of its log."""


@contextlib.contextmanager
def running(var: Path, *, announce: Callable[[str], object] = lambda words: None) -> "Iterator[Server]":
    """The embedded server, answering, for the length of the block; stopped after it unless others still use it."""
    server = Server(var)
    with contextlib.ExitStack() as held:
        users = held.enter_context(_opened(server.place.state / "users"))
        with server.alone():
            fcntl.flock(users, fcntl.LOCK_SH)
            server.start(announce=announce)
        try:
            yield server
        finally:
            with server.alone():
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # somebody else still works with it
                else:
                    server.stop()


class Server:
    """One checkout's server. start and stop may be called again and again; `alone` keeps two processes apart."""

    def __init__(self, var: Path) -> None:
        """Raises place.NoPlace when this machine has no programs or no place for it."""
        self.place = place.choose(var)
        self.programs = binaries.choose(self.place)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with _opened(self.place.state / "lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self, *, announce: Callable[[str], object] = lambda words: None) -> None:
        """Make the cluster if there is none, start it unless it answers, make roles and database. Raises NotStarted."""
        if not (self.place.data / "PG_VERSION").exists():
            announce(f"making a PostgreSQL {binaries.major(self.programs)} cluster in {self.place.state}")
            self._make()
        self.place.open_sockets()  # another process may have taken it away since this one chose it
        self._configure()
        self._end_stranger()
        began = time.monotonic()
        said = False
        while not self.answers():
            # For seconds after kill -9 pg_ctl swears that the dead server runs: ask again until one answers.
            options = shlex.join(["-c", f"config_file={self.place.conf / 'postgresql.conf'}"])
            log = self.place.data.parent / "log"
            tried = self._pg_ctl("start", "-w", "-t", "10", "-l", log, "-o", options)
            waited = time.monotonic() - began
            if waited > PATIENCE and not self.answers():
                raise NotStarted(f"PostgreSQL does not start: {tried.strip()}\n{self._log_end(8)}")
            if waited > PATIENCE / 10 and not said:
                announce(f"PostgreSQL is not up yet ({self._log_end(1)}); waiting up to {PATIENCE:.0f} s")
                said = True
            time.sleep(0.1)
        self._make_roles()

    def stop(self) -> None:
        """Stop it in order (checkpoint, then end); quiet when it does not run."""
        self._pg_ctl("stop", "-m", "fast", "-w", "-t", "60")
        self.place.clear_sockets()

    def answers(self) -> bool:
        """Does the server of this very data folder accept connections?"""
        ready = self.place.run(
            self.programs / "pg_isready", "-q", "-h", self.place.sockets, "-U", OWNER, "-d", DATABASE
        )
        return ready.returncode == 0

    def pid(self) -> int | None:
        """The process that holds the data folder, as it wrote itself down; None when none did."""
        return _first_number(self.place.data / "postmaster.pid")

    def _pg_ctl(self, *command: str | Path) -> str:
        done = self.place.run(self.programs / "pg_ctl", "-D", self.place.data, *command)
        return done.stdout + done.stderr

    def _make(self) -> None:
        new = self.place.data.with_name("data.new")
        self.place.run("rm", "-rf", new)  # a half made one, left by a kill
        made = self.place.run(
            self.programs / "initdb", "-D", new, "-U", SUPERUSER,
            "--auth=peer", "--locale=C.UTF-8", "--encoding=UTF8", "--data-checksums",
        )  # fmt: skip
        if made.returncode or self.place.run("mv", new, self.place.data).returncode:
            raise NotStarted(f"PostgreSQL's initdb failed: {made.stderr.strip() or made.stdout.strip()}")

    def _configure(self) -> None:
        """Ours alone: no network, no passwords, no rows' contents in the log."""
        conf, client, runs_as = self.place.conf, pwd.getpwuid(os.geteuid()).pw_name, self.place.user.pw_name
        texts = {
            "pg_ident.conf": "".join(
                f'wmp "{who}" {role}\n' for who in sorted({client, runs_as}) for role in (SUPERUSER, OWNER, APP)
            ),
            "pg_hba.conf": "local all all peer map=wmp\n",
            "postgresql.conf": "\n".join(
                f"{name} = {_quoted(value)}"
                for name, value in {
                    "hba_file": conf / "pg_hba.conf",
                    "ident_file": conf / "pg_ident.conf",
                    "listen_addresses": "",
                    "unix_socket_directories": self.place.sockets,
                    "unix_socket_permissions": "0700",
                    "dynamic_shared_memory_type": "posix" if self.place.reaches(SHARED_MEMORY, "-w") else "sysv",
                    "max_connections": 100,
                    "max_wal_senders": 0,  # no replicas of a trial server: less to write
                    "wal_level": "minimal",
                    "timezone": "UTC",
                    "log_timezone": "UTC",
                    "log_line_prefix": "%m [%p] ",
                    "log_error_verbosity": "terse",  # a refused row's values are personal data
                    "log_min_error_statement": "panic",
                    "jit": "off",
                }.items()
            )
            + "\n",
        }
        for name, text in texts.items():
            part = conf / f"{name}.part"
            part.write_text(text)
            part.chmod(0o644)
            part.replace(conf / name)
        log = self.place.data.parent / "log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            self.place.run("mv", "-f", log, log.with_name("log.1"))

    def _end_stranger(self) -> None:
        """A server on our socket whose data folder was deleted under it would answer with ghosts: end it."""
        stranger = _first_number(self.place.sockets / ".s.PGSQL.5432.lock")
        if stranger is None or stranger == self.pid():
            return
        command = Path(f"/proc/{stranger}/cmdline")
        with contextlib.suppress(OSError):
            if str(self.place.conf).encode() in command.read_bytes():
                os.kill(stranger, signal.SIGQUIT)
                until = time.monotonic() + 10
                while command.read_bytes() and time.monotonic() < until:  # empty once it ended, missing once buried
                    time.sleep(0.05)

    def _make_roles(self) -> None:
        import psycopg  # a process that only reads settings needs no driver

        def connect(database: str) -> "psycopg.Connection":
            return psycopg.connect(host=str(self.place.sockets), dbname=database, user=SUPERUSER, autocommit=True)

        with connect("postgres") as db:
            known = {name for (name,) in db.execute("SELECT rolname FROM pg_roles").fetchall()}
            if OWNER not in known:
                db.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE".encode())
            if APP not in known:
                db.execute(f"CREATE ROLE {APP} LOGIN".encode())
                db.execute(f"GRANT {APP} TO {OWNER} WITH ADMIN OPTION".encode())
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                db.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())
                with connect(DATABASE) as ours:
                    for extension in EXTENSIONS:
                        ours.execute(f"CREATE EXTENSION {extension}".encode())

    def _log_end(self, lines: int) -> str:
        log = self.place.data.parent / "log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _first_number(path: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(path.read_text().splitlines()[0])
    return None


def _opened(path: Path) -> IO[str]:
    return open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "w")
