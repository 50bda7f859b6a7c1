"""Versions on disk: one is current, its name swapped by an atomic rename; the last few stay readable.

root/current                 the current version's name
root/versions/<name>.json    which months a version is made of
root/months/<kind>-<month>-<hash>/   never changed, shared between versions
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from wmp2020.information.crimes import cube, month
from wmp2020.information.crimes.archive import Archive
from wmp2020.information.crimes.folders import FORMAT, settle

KEPT = 3  # versions, the current one among them
EVERY = 0.5  # seconds between looks for a newer version

_seen: dict[Path, tuple[float, tuple[int, int], Archive]] = {}


class NoArchive(Exception):
    """Nothing was loaded yet, or the version asked for is gone."""


def current(root: Path | None = None) -> Archive:
    """The current version of the archive under root (the installation's own by default); NoArchive before any load.

    Cheap: a dictionary look-up, and every half second one stat.
    """
    root = settings.ARCHIVE if root is None else root
    seen = _seen.get(root)
    now = time.monotonic()
    if seen and now - seen[0] < EVERY:
        return seen[2]
    try:
        stat = (root / "current").stat()
        mark = (stat.st_ino, stat.st_mtime_ns)
        archive = seen[2] if seen and seen[1] == mark else _newer(root, seen)
    except FileNotFoundError:
        _seen.pop(root, None)
        raise NoArchive("no crimes are loaded yet") from None
    _seen[root] = (now, mark, archive)
    return archive


def _newer(root: Path, seen: object) -> Archive:
    if seen:  # let go of the files of months that a load replaced; questions under way hold on to theirs
        month.opened.cache_clear()
        cube.opened.cache_clear()
    return _read(root, (root / "current").read_text())


def version(name: str, root: Path | None = None) -> Archive:
    """An earlier version still kept; NoArchive when it is gone."""
    root = settings.ARCHIVE if root is None else root
    held = current(root)
    if held.version == name:
        return held
    if not name.isalnum():
        raise NoArchive("no such version")
    try:
        return _read(root, name)
    except FileNotFoundError:
        raise NoArchive("that version is gone") from None


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One load at a time; the lock goes with the process that holds it."""
    for folder in ("months", "versions"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def manifest(root: Path) -> dict[str, Any] | None:
    """The current version's manifest; None before any load, and after a load by software that wrote otherwise."""
    try:
        return _manifest(root, (root / "current").read_text())
    except FileNotFoundError:
        return None


def swap(root: Path, made: Mapping[str, Any]) -> None:
    """Make a version current: its manifest first, then the name, each whole or not at all."""
    _replace(root / "versions" / f"{made['version']}.json", json.dumps(made, ensure_ascii=False))
    _replace(root / "current", made["version"])
    _seen.pop(root, None)


def prune(root: Path) -> None:
    """Keep the newest versions; take away the months that none of them names, and what a killed load left."""
    held = manifest(root)
    newest = sorted((root / "versions").glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    kept = [path for path in newest if held and path.stem == held["version"]]
    kept += [path for path in newest if path not in kept][: KEPT - 1]
    named: set[str] = set()
    for path in newest:
        if path not in kept:
            path.unlink()
            continue
        told = json.loads(path.read_text())
        if told.get("format") != FORMAT:
            continue
        parts = [*told["months"].values(), told["series"], told["became"]]
        named |= {name for folders in parts for name in folders.values()}
    for folder in (root / "months").iterdir():
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def _read(root: Path, name: str) -> Archive:
    return Archive(root, _manifest(root, name))


def _manifest(root: Path, name: str) -> dict[str, Any]:
    told = dict(json.loads((root / "versions" / f"{name}.json").read_text()))
    if told.get("format") != FORMAT:
        raise FileNotFoundError(f"{name} was written in another format")
    return told


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".coming-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)
    settle(path.parent)
