"""Who may import whom: .importlinter, and what it cannot see."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

THEMES = ("listen", "prevent", "respond", "learn", "information")


def test_imports_run_down_and_every_package_stands_somewhere() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    told = subprocess.run([linter, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[told.stdout.find("Broken contracts") :]


def _package_of(name: str) -> str:
    """The desk, or the part of information, that a dotted name lies in; "" for what has no front door."""
    parts = name.split(".")
    if len(parts) > 2 and parts[0] == "wmp2020" and parts[1] in THEMES:
        return ".".join(parts[:3])
    return ""


def _is_package(name: str) -> bool:
    return (tree.ROOT / name.replace(".", "/")).is_dir()


# What a front door may be gone past for, and why.
OPEN = {
    "wmp2020.information.areas.book": "the plain values that sources write and areas load",
    "wmp2020.information.sources.schemas": "the columns that sources hand on and crimes keep",
    "wmp2020.information.sources.codes": "the one table of categories and outcomes",
    "wmp2020.listen.neighbourhoods.api": "what the middleware hands /api/ to, before any page",
    "wmp2020.listen.neighbourhoods.warming": "what wsgi.py begins in each process that will serve",
}
GATHERING = ("models.py", "jobs.py", "urls.py")  # Django's own rooms: tables, work and addresses are gathered for it


def past_front_doors(file: Path) -> list[str]:
    """Imports that reach into another package without using its front door."""
    ours = _package_of(tree.module(file))
    found = []
    for line, name in tree.imports(file):
        package = _package_of(name)
        if not package or package == ours or not _is_package(package):
            continue
        beyond = name[len(package) + 1 :].split(".")[0]
        if any(name == book or name.startswith(f"{book}.") for book in OPEN):
            continue
        if f'"{beyond}"' in tree.text(Path(package.replace(".", "/")) / "__init__.py") and name.count(".") == 3:
            continue  # a file that the front door itself shows
        is_file = beyond and any(
            (tree.ROOT / package.replace(".", "/") / f"{beyond}{end}").exists() for end in (".py", "")
        )
        if is_file and not (file.name in GATHERING and len(file.parts) < 4):
            found.append(f"{file}:{line} imports {name}")
    return found


def test_other_packages_are_used_through_their_front_door() -> None:
    assert [said for file in tree.sources() for said in past_front_doors(file)] == []


def test_a_way_past_a_front_door_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "from wmp2020.information.areas.queries import find\nfrom wmp2020.information import areas\n"
    monkeypatch.setattr(tree, "parsed", lambda file: ast.parse(code))
    assert past_front_doors(Path("wmp2020/listen/neighbourhoods/actions.py")) == [
        "wmp2020/listen/neighbourhoods/actions.py:1 imports wmp2020.information.areas.queries.find"
    ]


def hidden_ties(file: Path) -> list[str]:
    """Ways to reach another theme's tables that no import shows: get_model, and foreign keys named as text."""
    found = []
    theme = file.parts[1] if len(file.parts) > 2 else ""
    for node in ast.walk(tree.parsed(file)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "get_model":
            found.append(f"{file}:{node.lineno} calls get_model")
        if name in ("ForeignKey", "OneToOneField", "ManyToManyField"):
            target = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "to"), None)
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
                other = target.value.split(".")[0]
                if other not in (theme, "information"):
                    found.append(f"{file}:{node.lineno} holds a key to {target.value}")
    return found


def test_no_theme_reaches_anothers_tables_by_name() -> None:
    assert [said for file in tree.sources() for said in hidden_ties(file)] == []


def test_a_hidden_tie_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
apps.get_model("respond", "Crime")
report = models.ForeignKey("respond.Incident", on_delete=models.PROTECT)
area = models.ForeignKey("information.HeldArea", on_delete=models.PROTECT)
"""
    monkeypatch.setattr(tree, "parsed", lambda file: ast.parse(code))
    assert len(hidden_ties(Path("wmp2020/listen/reports/models.py"))) == 2


CLOCKS = {"now", "today", "utcnow", "localtime", "localdate", "time"}
# These ask the clock for themselves: how fast, how far, when to come back, when said, whether a new day began.
READERS = (
    "views",
    "jobs",
    "middleware",
    "management",
    "limits",
    "health",
    "sign_in",
    "progress",
    "downloads",
    "logs",
    "edition",
)


def clocks_read(file: Path) -> list[str]:
    """Where a file asks what time it is; measuring how long something took (monotonic, perf_counter) does not."""
    found = []
    for node in ast.walk(tree.parsed(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = ast.unparse(node.func.value)
            if owner.split(".")[-1] in ("datetime", "timezone", "date", "time"):
                if node.args and node.func.attr.startswith("local"):
                    continue  # an instant given, put on the clock of a place
                found.append(f"{file}:{node.lineno} reads the clock")
    return found


def test_only_views_jobs_commands_and_middleware_read_the_clock() -> None:
    inner = [f for f in tree.sources() if not any(part.startswith(READERS) for part in f.parts[1:])]
    assert [said for file in inner for said in clocks_read(file)] == []


def test_a_clock_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "a = timezone.now()\nb = datetime.now(UTC)\nc = time.time()\nd = time.monotonic()\ne = date.today()\n"
    monkeypatch.setattr(tree, "parsed", lambda file: ast.parse(code))
    assert len(clocks_read(Path("x.py"))) == 4
