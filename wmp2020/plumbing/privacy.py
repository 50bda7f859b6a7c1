"""How a model says, beside its fields, what each one tells about a person and when it is scrubbed.

Every model of ours has an inner class Privacy with up to three groups; every field stands in exactly one:

    class Privacy:
        plain = {"id", "reference"}
        personal = {"told_us": Keep("incident", scrub="sentence")}
        sensitive = {"health_note": Keep("incident", scrub="blank")}

plain tells nothing about a person; personal identifies or describes one; sensitive would harm if it were read by the
wrong eyes and is sealed. A Keep names a period of rules/retention.yaml and how the value ends.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Scrub = Literal["row", "blank", "sentence", "pseudonym", "never"]


@dataclass(frozen=True)
class Keep:
    """How long a value lives and how it ends.

    period is a name in rules/retention.yaml. scrub: "row" goes with its whole row; "blank" becomes empty; "sentence"
    becomes a sentence saying that it was removed and when; "pseudonym" is already one, readable only to
    whoever holds the key; "never" says why not in the period's text.
    """

    period: str
    scrub: Scrub


@dataclass(frozen=True)
class Period:
    """One retention period as information governance wrote it; days counts from `starts`, None means for ever."""

    name: str
    days: int | None
    starts: str
    why: str
    source: str


def periods(path: Path) -> dict[str, Period]:
    """Every period of a retention file, by name. A missing key is our mistake and raises."""
    written = yaml.safe_load(path.read_text())
    return {
        name: Period(name, entry["days"], entry["starts"], entry["why"], entry["source"])
        for name, entry in written["periods"].items()
    }


def strays(fields: set[str], privacy: Any) -> list[str]:
    """Sentences naming each field in no group or in two, and each name that is no field; empty when all is declared."""
    if privacy is None:
        return ["it declares no Privacy"]
    groups = {kind: set(getattr(privacy, kind, ())) for kind in ("plain", "personal", "sensitive")}
    said = [f"{f} is in no group" for f in sorted(fields - set().union(*groups.values()))]
    for kind, names in groups.items():
        said += [f"{n} in {kind} is no field" for n in sorted(names - fields)]
    kinds = list(groups)
    for i, one in enumerate(kinds):
        for other in kinds[i + 1 :]:
            said += [f"{n} is in both {one} and {other}" for n in sorted(groups[one] & groups[other])]
    return said
