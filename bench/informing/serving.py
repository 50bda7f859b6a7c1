"""The site's server as `wmp2020 run` starts it, on a free port, with the bench's doors when they are wanted."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.informing.load import Connection

WORKERS = 2


def free_port() -> int:
    """A loopback port nobody uses now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def served(*, doors: bool, **environ: str) -> Iterator[tuple[int, int]]:
    """Granian with two workers; yields (port, process id of the master) once it answers /healthz."""
    port = free_port()
    settings = "bench.informing.settings" if doors else "wmp2020.website.settings"
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "wmp2020.website.wsgi:application",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "4",
        "--backpressure", "16", "--workers-kill-timeout", "5", "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    keys = {"DJANGO_SETTINGS_MODULE": settings, "WMP2020_LOG": "ERROR", **environ}
    server = subprocess.Popen(command, env={**os.environ, **keys}, cwd=Path(__file__).parents[2], process_group=0)
    try:
        for _ in range(300):
            try:
                if Connection(port).get("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("The server did not answer within 30 s.")
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def settled(master: int, *, at_most: float = 180.0) -> float:
    """Wait until a server has drawn what it draws ahead of being asked: its processes rest; the seconds that took."""
    began = time.monotonic()
    ticks = _ticks(master)
    while time.monotonic() - began < at_most:
        time.sleep(2)
        before, ticks = ticks, _ticks(master)
        if ticks - before < 10:  # hundredths of a second in two seconds
            break
    return round(time.monotonic() - began, 1)


def _ticks(master: int) -> int:
    """Processor time of a server's processes, in clock ticks."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if master in (int(stat.parent.name), int(fields[1])):
            used += int(fields[11]) + int(fields[12])
    return used


def resident_mb(master: int) -> float:
    """The largest resident set among a server's processes, in MB, mapped files included."""
    largest = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if str(master) in (lines.get("Pid"), lines.get("PPid")):
            largest = max(largest, int(lines.get("VmRSS", "0 kB").split()[0]))
    return round(largest / 1024, 1)
