"""What became of an area's crimes, where outcome files are held."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from wmp2020.information.sources import codes

from .series import Archive, Monthly

NEW = "Crimes of a new month have had little time: most are still under investigation."
WITHOUT = "anti-social-behaviour"  # has no outcome


@dataclass(frozen=True)
class Outcome:
    """One outcome: how many crimes of the months have it as their latest, and their share of those crimes."""

    code: str
    name: str
    count: int
    share: float


@dataclass(frozen=True)
class Outcomes:
    """The latest known outcomes of the crimes of these months, most frequent first; of: crimes that can have one."""

    months: tuple[str, ...]
    of: int
    rows: tuple[Outcome, ...]
    caveat: str = NEW


def outcomes(archive: Archive, area: Any, monthly: Monthly) -> Outcomes | None:
    """For the year where it is held whole, else for the newest month held with outcomes; None where none is."""
    held = archive.outcome_counts(area.lsoas)
    months = [m for m in held.months if m in monthly.whole] if held else []
    if held is None or not months:
        return None
    year = monthly.year()
    shown = year if year and set(year) <= set(months) else (months[-1],)
    counts = np.asarray(held.counts)[[held.months.index(m) for m in shown]].sum(axis=0)
    of = monthly.total(shown) - (monthly.total(shown, WITHOUT) if WITHOUT in monthly.categories else 0)
    rows = [Outcome(code, codes.OUTCOMES[code], int(n), int(n) / of)
            for code, n in zip(held.categories, counts, strict=True) if n and code in codes.OUTCOMES]  # fmt: skip
    return Outcomes(tuple(shown), of, tuple(sorted(rows, key=lambda r: (-r.count, r.name)))) if of else None
