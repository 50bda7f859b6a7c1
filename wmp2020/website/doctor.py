"""`make doctor`: what this installation has, what it lacks, and the command that mends each lack.

Plain python3 runs it as well, before anything is installed.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from wmp2020.plumbing import postgres
from wmp2020.website.database import database

FREE = 2_000_000_000  # bytes that a load and a set-up need
NODE = 18


@dataclass(frozen=True)
class Found:
    """One thing looked at. mend is the command or step that would make it well; needless ones are for tests only."""

    what: str
    well: bool
    says: str
    mend: str = ""
    needless: bool = False

    def __str__(self) -> str:
        mend = "" if self.well else f" -> {self.mend}"
        return f"{'ok' if self.well else 'missing':8} {self.what:12} {self.says}{mend}"


def main(arguments: Sequence[str]) -> int:
    """Print one line for each thing; 1 when something that the site needs is missing."""
    parser = ArgumentParser(prog="wmp2020 doctor", description=__doc__)
    parser.add_argument("--port", type=int, default=8020)
    port = parser.parse_args(arguments).port
    ill = False
    for found in examine(port):
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()
        ill |= not (found.well or found.needless)
    return int(ill)


def examine(port: int) -> Iterator[Found]:
    """Everything, cheapest first; what stands on something missing is not looked at."""
    from wmp2020.website import settings

    yield _python()
    yield _packages(settings.ROOT / "requirements" / "run.lock")
    yield _node()
    yield _assets(settings.ROOT / "build")
    yield _chromium()
    yield _disk(settings.VAR)
    yield _port(port)
    yield from _database()


def _python() -> Found:
    version = ".".join(map(str, sys.version_info[:3]))
    return Found(
        "python", sys.version_info >= (3, 11), version, "apt-get install python3 python3-venv, then make setup"
    )


def _packages(lock: Path) -> Found:
    """The installed packages against the lock. One with a marker may be absent, or locked twice for two Pythons."""
    locked: dict[str, set[str]] = {}
    for name, version, rest in re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^ ;\\]+)(.*)$", lock.read_text(), re.MULTILINE):
        locked.setdefault(name, set()).update({version, ""} if ";" in rest else {version})
    held = {name: _version(name) for name in locked}
    wrong = [f"{name} {held[name] or 'missing'}" for name in locked if held[name] not in locked[name]]
    return Found("packages", not wrong, ", ".join(wrong[:5]) or f"{len(locked)} as locked", "make setup")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _node() -> Found:
    if not (node := shutil.which("node")) or not shutil.which("npm"):
        return Found("node", False, "node or npm", "apt-get install nodejs npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    return Found("node", int(re.sub(r"\D.*", "", version[1:]) or 0) >= NODE, version, f"node {NODE} or newer")


def _assets(build: Path) -> Found:
    sheets = list(build.glob("assets/*/site.css"))
    return Found("assets", bool(sheets), str(sheets[0].parent.name) if sheets else "style sheets", "make assets")


def _chromium() -> Found:
    found = shutil.which("chromium")
    return Found("chromium", bool(found), found or "for tests only", "apt-get install chromium", needless=True)


def _disk(var: Path) -> Found:
    free = shutil.disk_usage(var if var.exists() else var.parent).free
    return Found("disk", free > FREE, f"{free / 1e9:.1f} GB free in {var}", "make room: a load needs 2 GB")


def _port(port: int) -> Found:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
            return Found("port", True, f"{port} is free")
        except OSError:
            pass
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/healthz")
        ours = asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        ours = False
    finally:
        asked.close()
    mend = f"make run PORT={port + 1}"
    return Found("port", ours, f"{port}: the site answers there" if ours else f"{port} is another program's", mend)


def _database() -> Iterator[Found]:
    if not find_spec("django") or not find_spec("psycopg"):
        yield Found("database", False, "not looked at without the packages", "make setup, then make run")
        return
    try:
        with database():
            import django

            django.setup()
            yield from _inside()
    except (postgres.NoPlace, postgres.NotStarted) as lacking:
        yield Found("database", False, str(lacking), "mend that, then make run")


def _inside() -> Iterator[Found]:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    named = "WMP2020_DATABASE_URL" if os.environ.get("WMP2020_DATABASE_URL") else "embedded"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            (major,) = cursor.fetchone()
            cursor.execute("SELECT extname FROM pg_extension")
            missing = set(postgres.EXTENSIONS) - {name for (name,) in cursor.fetchall()}
            role = postgres.role_of_app(cursor)
    except DatabaseError as refused:
        yield Found("database", False, str(refused).strip(), "check WMP2020_DATABASE_URL and that its server runs")
        return
    yield Found("database", major >= 15, f"PostgreSQL {major}, {named}", "PostgreSQL 15 or newer")
    yield Found("extensions", not missing, ", ".join(sorted(missing)) or "all", "wmp2020 migrate")
    yield Found("roles", role, f"{postgres.APP} serves" if role else postgres.APP, "wmp2020 migrate")
    executor = MigrationExecutor(connection)
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Found("tables", not left, f"{len(left)} migrations to do" if left else "up to date", "wmp2020 migrate")
    if not left:
        yield _told("areas", _areas)
        yield _told("crimes", _crimes)


def _told(what: str, ask: Callable[[], str]) -> Found:
    from wmp2020.information import areas, crimes

    try:
        return Found(what, True, ask())
    except (areas.NoAreas, crimes.NoArchive, OSError, ValueError) as lacking:
        return Found(what, False, str(lacking) or "nothing is loaded", "wmp2020 load")


def _areas() -> str:
    from wmp2020.information import areas

    atlas = areas.atlas()
    return f"{atlas.force.area_name}, {len(atlas.areas('ward'))} wards (version {atlas.version})"


def _crimes() -> str:
    from wmp2020.information import crimes

    held = crimes.current()
    return f"{len(held.months)} months to {held.latest} (version {held.version})"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
