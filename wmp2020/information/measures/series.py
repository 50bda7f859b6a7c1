"""Monthly counts of a place with their complete flags, and what is read of the archive and the atlas."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wmp2020.information.sources import codes

from .distributions import Floats
from .trend import months_apart

ALL = "all-crime"


class Counts(Protocol):
    """What `archive.counts(lsoas)` answers: counts[month, category], complete[month]."""

    @property
    def months(self) -> tuple[str, ...]: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def counts(self) -> NDArray[Any]: ...
    @property
    def complete(self) -> NDArray[Any]: ...


class Archive(Protocol):
    """What is read of the crime archive."""

    @property
    def version(self) -> str: ...

    def counts(self, lsoas: Sequence[str]) -> Counts:
        """Counts of these small areas together."""
        ...

    def outcome_counts(self, lsoas: Sequence[str]) -> Counts | None:
        """Crimes of these small areas by their own month and latest outcome (codes as categories); None: none held."""
        ...


class Atlas(Protocol):
    """What is read of the atlas; an area has code, name, kind, residents, area_km2, imd_score, lsoas, caveats."""

    @property
    def version(self) -> str: ...

    def areas(self, kind: str) -> Sequence[Any]:
        """The areas in force of a kind."""
        ...


@dataclass(frozen=True)
class Monthly:
    """One place's counts: counts[month, category] with all-crime, the sum of the others, as the last category.

    A month that is not complete has numbers that mean nothing: they are for the record, never for a comparison.
    """

    months: tuple[str, ...]
    categories: tuple[str, ...]
    counts: NDArray[np.int64]
    complete: NDArray[np.bool_]

    def of(self, category: str = ALL) -> NDArray[np.int64]:
        """One category's counts by month; KeyError when the archive has no such category."""
        if category not in self.categories:
            raise KeyError(category)
        return self.counts[:, self.categories.index(category)]

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """The complete months, oldest first."""
        return tuple(m for m, ok in zip(self.months, self.complete, strict=True) if ok)

    @cached_property
    def latest(self) -> str:
        """The newest complete month, "" when there is none."""
        return self.whole[-1] if self.whole else ""

    def year(self) -> tuple[str, ...]:
        """The twelve complete months in a row that end with the newest complete one; empty when they are not held."""
        last = self.whole[-12:]
        return last if len(last) == 12 and months_apart(last[0], last[-1]) == 11 else ()

    def total(self, months: Sequence[str], category: str = ALL) -> int:
        """The sum over these months."""
        return int(self.of(category)[[self.months.index(m) for m in months]].sum())


def series(archive: Archive, area: Any) -> Monthly:
    """The counts of an area, or of anything with lsoas, by month and category."""
    held = archive.counts(area.lsoas)
    first = _begins(held.months)
    names = codes.scheme_of(held.months[-1]).names if held.months else {}
    kept = [i for i, slug in enumerate(held.categories) if slug in names]
    counts = np.asarray(held.counts, np.int64)[first:, kept]
    together = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    slugs = tuple(held.categories[i] for i in kept)
    return Monthly(tuple(held.months[first:]), (*slugs, ALL), together, np.asarray(held.complete, bool)[first:])


def _begins(months: Sequence[str]) -> int:
    """Where the series begins that reaches the newest month: after a gap of over a year, and in its categories' era."""
    first = 0
    for i, (before, month) in enumerate(pairwise(months), start=1):
        if months_apart(before, month) > 12 or codes.scheme_of(before) != codes.scheme_of(month):
            first = i
    return first


def gaps(months: Sequence[str]) -> Floats:
    """Calendar months since the month before, 0 for the first."""
    apart = [months_apart(a, b) for a, b in pairwise(months)]
    return np.array([0, *apart], float) if months else np.zeros(0)


def name(category: str) -> str:
    """A category's published name."""
    return codes.category_name(category)
