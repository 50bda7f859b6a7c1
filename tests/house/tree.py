"""The repository as the house tests read it: its own files, parsed once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wmp2020"
IGNORED = {"node_modules", "build", "var", ".git", ".venv", ".uv", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, committed, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode == 0:
        found = [Path(line) for line in listed.stdout.splitlines()]
    else:  # a tree without git
        found = [file.relative_to(ROOT) for file in ROOT.rglob("*") if not IGNORED & set(file.parts)]
    return tuple(sorted(file for file in found if (ROOT / file).is_file()))


def sources(*folders: str, migrations: bool = False) -> list[Path]:
    """Python files under the given folders ("wmp2020" when none is given)."""
    roots = folders or ("wmp2020",)
    return [
        file
        for file in files()
        if file.suffix == ".py" and file.parts[0] in roots and (migrations or "migrations" not in file.parts)
    ]


def templates() -> list[Path]:
    """Every page template of ours."""
    return [
        file
        for file in files()
        if file.parts[0] == "wmp2020" and {"templates", "django_templates"} & set(file.parts) and file.suffix == ".html"
    ]


@cache
def text(file: Path) -> str:
    """A file's text."""
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def parsed(file: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(text(file), str(file))


def module(file: Path) -> str:
    """The dotted name of a Python file: wmp2020/plumbing/jobs.py -> wmp2020.plumbing.jobs."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path) -> list[tuple[int, str]]:
    """(line, dotted name) of everything a file imports, relative names made whole; `from a import b` gives a.b."""
    here = module(file).split(".")
    package = here if file.name == "__init__.py" else here[:-1]
    found = []
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return found
