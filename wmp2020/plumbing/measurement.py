"""What was measured, where and with what: the one JSON object that `wmp2020 bench` and `wmp2020 drill` end with.

A bench is a module of the repository's bench/ (a drill, of bench/drills/) with `run(quick: bool) -> dict`, giving
figures, ratios (ours over the peer's), targets ({key: [">=", number]}) and whatever versions it used itself.
"""

import operator
import os
import platform
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
PARTS = ("django", "granian", "psycopg", "numpy", "pyarrow", "shapely")


class NoSuch(Exception):
    """There is no bench or drill of that name; the message lists those there are."""


def named(package: str, name: str) -> Callable[[bool], Mapping[str, Any]]:
    """The `run` of one module of `package` ("bench", "bench.drills"); NoSuch when there is none."""
    if not name.isidentifier() or not find_spec(f"{package}.{name}"):
        there = ", ".join(names(package)) or "none"
        raise NoSuch(f"There is no {package.rpartition('.')[2]} named {name[:40]!r}. There are: {there}.")
    run: Callable[[bool], Mapping[str, Any]] = import_module(f"{package}.{name}").run
    return run


def names(package: str) -> list[str]:
    """The names of the modules in a package that have a `run`."""
    folder = Path(str(import_module(package).__path__[0]))
    return sorted(file.stem for file in folder.glob("*.py") if "\ndef run(" in file.read_text())


def report(kind: str, name: str, measured: Mapping[str, Any], *, quick: bool, database: str) -> dict[str, Any]:
    """The whole object: {kind: name, "quick", "machine", "versions", "figures", "ratios", "targets", "holds"}."""
    figures, ratios = dict(measured.get("figures", {})), dict(measured.get("ratios", {}))
    targets = dict(measured.get("targets", {}))
    every = figures | ratios
    holds = {key: key in every and COMPARE[sign](every[key], than) for key, (sign, than) in targets.items()}
    return {
        kind: name,
        "quick": quick,
        "machine": machine(),
        "versions": {"python": platform.python_version(), "postgresql": database}
        | {part: version(part) for part in PARTS}
        | dict(measured.get("versions", {})),
        "figures": figures,
        "ratios": ratios,
        "targets": targets,
        "holds": holds | dict(measured.get("holds", {})),
    }


def machine() -> dict[str, Any]:
    """What it was measured on: processor, cores this process may use, memory in GB; nothing that names the machine."""
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory, 1),
        "system": platform.system(),
    }
