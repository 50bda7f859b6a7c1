"""The force an installation serves: read from forces/<id>.yaml, checked, and told plainly what is wrong with it.

Another force copies a file, edits it and sets WMP2020_FORCE; no code names a force.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from wmp2020.plumbing.decisions import Refused

ONS_CODE = re.compile(r"[EWSN]\d{8}")
REQUIRED = ("id", "name", "area_name", "area_code", "authorities", "url", "telephone", "brand", "owner", "source")
OPTIONAL = ("timezone", "postcode_areas", "neighbours", "review_on")


@dataclass(frozen=True)
class Brand:
    """What the site calls itself and its main colour, `#rrggbb`."""

    product: str
    colour: str


@dataclass(frozen=True)
class Force:
    """One police force. authorities: council code to name; neighbours: outside council's code to (council, force)."""

    id: str
    name: str
    area_name: str
    area_code: str
    authorities: Mapping[str, str]
    url: str
    telephone: str
    brand: Brand
    timezone: str = "Europe/London"
    postcode_areas: tuple[str, ...] = ()
    neighbours: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def read_force(force_id: str, folder: Path) -> Force:
    """Read forces/<force_id>.yaml; Refused names the file and everything wrong with it at once."""
    path = folder / f"{force_id}.yaml"
    known = sorted(p.stem for p in folder.glob("*.yaml"))
    if force_id not in known:
        raise Refused(f"There is no force {force_id!r} in {folder.name}/. Known: {', '.join(known) or 'none'}.")
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise Refused(f"{folder.name}/{path.name} cannot be read: {' '.join(str(fault).split())}") from fault
    wrong = faults(told, force_id)
    if wrong:
        raise Refused(f"{folder.name}/{path.name}: " + " ".join(wrong))
    return Force(
        id=told["id"],
        name=told["name"],
        area_name=told["area_name"],
        area_code=told["area_code"],
        authorities=MappingProxyType(dict(told["authorities"])),
        url=told["url"],
        telephone=told["telephone"],
        brand=Brand(told["brand"]["product"], told["brand"]["colour"]),
        timezone=told.get("timezone", "Europe/London"),
        postcode_areas=tuple(told.get("postcode_areas", ())),
        neighbours=MappingProxyType(
            {code: (council, force) for force, councils in told.get("neighbours", {}).items()
             for code, council in councils.items()}
        ),
    )  # fmt: skip


def faults(told: Any, force_id: str) -> list[str]:
    """Every sentence to be said against a force file's content; empty when it is sound."""
    if not isinstance(told, dict):
        return ["It holds no table of keys."]
    wrong = [f"{key} is missing." for key in REQUIRED if not told.get(key)]
    wrong += [f"{key} is not a known key." for key in told if key not in REQUIRED + OPTIONAL]
    texts = ("id", "name", "area_name", "area_code", "url", "telephone")
    wrong += [f"{key} must be text in quotes." for key in texts if told.get(key) and not isinstance(told[key], str)]
    if told.get("id") not in (None, "", force_id):
        wrong.append(f"id is {told['id']!r}, the file's name says {force_id!r}.")
    councils = told.get("authorities") or {}
    neighbours = told.get("neighbours") or {}
    if not _texts(councils) or not isinstance(neighbours, dict) or not all(map(_texts, neighbours.values())):
        wrong.append("authorities must map code to name, and neighbours force to such a table.")
        councils, neighbours = {}, {}
    codes = [
        told.get("area_code") or "E00000000",
        *councils,
        *(code for table in neighbours.values() for code in table),
    ]
    wrong += [f"{code!r} is no ONS code." for code in codes if not ONS_CODE.fullmatch(str(code))]
    brand = told.get("brand")
    if brand and not (isinstance(brand, dict) and brand.get("product") and _is_colour(brand.get("colour"))):
        wrong.append('brand needs product and colour ("#rrggbb").')
    return wrong


def _texts(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(part, str) for pair in table.items() for part in pair)


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None
