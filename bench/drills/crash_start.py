"""Everything of the embedded PostgreSQL is killed under four writers, again and again: what it acknowledged must stand.

Plays on a server of its own in a temporary folder. `doubled` counts rows found twice; `unacknowledged` those found
though the writer never heard so, which is allowed: at most one for each writer and round.
"""

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psycopg

from wmp2020.plumbing import postgres

ROUNDS = {True: 3, False: 25}
WRITERS = 4
SECONDS = 1.0  # of writing before each kill


def run(quick: bool) -> dict[str, Any]:
    """Figures: rounds tried, rows acknowledged, lost, doubled and unacknowledged, seconds until it answers again."""
    written: set[tuple[int, int, int]] = set()
    starts = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as spare:
        Path(spare).chmod(0o755)  # the server's user passes through
        with postgres.running(Path(spare)) as server:
            with _connect(server) as db:
                db.execute("CREATE TABLE acknowledged (round int, writer int, n int)")
            for number in range(ROUNDS[quick]):
                written |= _round(server, number)
                began = time.perf_counter()
                server.start()
                starts.append(time.perf_counter() - began)
            with _connect(server) as db:
                rows = db.execute("SELECT round, writer, n FROM acknowledged").fetchall()
        server.place.run("rm", "-rf", server.place.sockets, server.place.data.parent)
    found = set(rows)
    figures = {
        "tried": ROUNDS[quick],
        "acknowledged": len(written),
        "lost": len(written - found),
        "doubled": len(rows) - len(found),
        "unacknowledged": len(found - written),
        "start_seconds_median": round(statistics.median(starts), 2),
        "start_seconds_slowest": round(max(starts), 2),
    }
    targets = {
        "lost": ["==", 0],
        "doubled": ["==", 0],
        "unacknowledged": ["<=", WRITERS * ROUNDS[quick]],
        "acknowledged": [">=", 100 * ROUNDS[quick]],
        "start_seconds_slowest": ["<=", 20],
    }
    return {"figures": figures, "ratios": {}, "targets": targets}


def _round(server: postgres.Server, number: int) -> set[tuple[int, int, int]]:
    """Write, kill -9 every process of the server at once, and return what was acknowledged until then."""
    told: list[tuple[int, int, int]] = []

    def write(writer: int) -> None:
        try:
            with _connect(server) as db:
                for n in range(10_000_000):
                    db.execute("INSERT INTO acknowledged VALUES (%s, %s, %s)", [number, writer, n])
                    told.append((number, writer, n))
        except psycopg.OperationalError:
            return  # the server is gone, as it was meant to be

    writers = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(SECONDS)
    pid = server.pid()
    if pid is None:
        raise RuntimeError("the server ended by itself")
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    for one in [pid, *map(int, children.split())]:
        os.kill(one, signal.SIGKILL)
    for writer in writers:
        writer.join()
    return set(told)


def _connect(server: postgres.Server) -> psycopg.Connection:
    return psycopg.connect(host=str(server.place.sockets), dbname="wmp2020", user=postgres.OWNER, autocommit=True)
