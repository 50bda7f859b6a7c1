"""What we count and why: one YAML file a measure, reviewed by analysts, read once and checked when read."""

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[3] / "measures"
PRIVACY = ("open", "personal")


class Undefined(ValueError):
    """A definition file lacks something, has something unknown, or says what it may not."""


@dataclass(frozen=True)
class Measure:
    """One measure. numerator and denominator are words; categories the slugs counted, empty when not by slug."""

    id: str
    name: str
    means: str
    numerator: str
    denominator: str
    unit: str
    owner: str
    source: str
    review_on: date
    privacy: str
    limits: str
    categories: tuple[str, ...] = ()


def read(path: Path) -> Measure:
    """One file; Undefined names the file and what is wrong with it."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise Undefined(f"{path.name}: a mapping of names to values is expected")
    names = {f.name for f in fields(Measure)}
    if strange := set(told) - names:
        raise Undefined(f"{path.name}: unknown: {', '.join(sorted(map(str, strange)))}")
    if lacking := names - {"categories"} - {key for key, value in told.items() if value not in (None, "")}:
        raise Undefined(f"{path.name}: lacks {', '.join(sorted(lacking))}")
    if told["id"] != path.stem:
        raise Undefined(f"{path.name}: its id is {told['id']!r}; it must be the file's name")
    if told["privacy"] not in PRIVACY:
        raise Undefined(f"{path.name}: privacy is one of {', '.join(PRIVACY)}")
    if not isinstance(told["review_on"], date):
        raise Undefined(f"{path.name}: review_on must be a date")
    return Measure(**{**told, "categories": tuple(told.get("categories") or ())})


@cache
def measures(folder: Path = FOLDER) -> dict[str, Measure]:
    """Every measure by id, in the files' order; Undefined when one is wrong or the folder is empty."""
    found = {m.id: m for m in map(read, sorted(folder.glob("*.yaml")))}
    if not found:
        raise Undefined(f"{folder} holds no measure")
    return found
