"""The one rule for small numbers in the whole house.

A measure declares itself `open` or `personal`. Open counts are already published cell by cell on data.police.uk: hiding
them protects nobody, so they are shown with their interval. Personal counts, and anything derived from records about
people, are published so: numbers of SMALL or less are hidden, the rest are rounded to BASE, and every total is computed
anew from what is published. So no subtraction of what is published from a total gives a hidden number back. Where true
totals are known from elsewhere (`known_totals`), more is hidden until an attacker who has them finds nothing either.

Tables that share people (the same crimes by ward and by month, or in areas that overlap) go in one call, as one array
with an axis for each: they are protected together. Rolling sums must not overlap; `windows` says which months may be
published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Kind = Literal["open", "personal"]
SMALL = 7
BASE = 5
HIDDEN = -1
SAYS_OPEN = "These counts are already public one by one, so small ones are shown, with how far chance alone reaches."
SAYS_PERSONAL = (
    f"Numbers of {SMALL} or less are hidden, others rounded to the nearest {BASE}; totals are sums of these."
)


@dataclass(frozen=True)
class Published:
    """What may be shown: values (HIDDEN where hidden), totals along each axis, the grand total, and the sentence."""

    values: NDArray[np.int64]
    totals: tuple[NDArray[np.int64], ...]
    total: int
    says: str

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which cells are hidden."""
        return self.values == HIDDEN


def suppress(counts: ArrayLike, kind: Kind, *, known_totals: Sequence[int] = ()) -> Published:
    """Counts of one table as they may be published. known_totals: axes whose true sums a reader can find elsewhere.

    Zeros of a personal table are hidden like any small number: "none" says something about everyone there. ValueError
    for negative or fractional counts or an unknown kind.
    """
    cells = np.asarray(counts)
    if cells.size and (np.any(cells < 0) or np.any(cells != np.floor(cells))):
        raise ValueError("counts are whole numbers from 0")
    cells = cells.astype(np.int64)
    if kind == "open":
        return Published(cells, _sums(cells), int(cells.sum()), SAYS_OPEN)
    if kind != "personal":
        raise ValueError(f"{kind!r} is neither open nor personal")
    hidden = cells <= SMALL
    if known_totals:
        hidden = second(cells, hidden, known_totals)
    values = np.where(hidden, HIDDEN, BASE * ((cells + BASE // 2) // BASE))
    seen = np.where(hidden, 0, values)
    return Published(values, _sums(seen), int(seen.sum()), SAYS_PERSONAL)


def second(cells: NDArray[np.int64], hidden: NDArray[np.bool_], axes: Sequence[int]) -> NDArray[np.bool_]:
    """Hide more until no line along these axes hides one number alone or SMALL or less together, and an attacker who
    knows the axes' true totals can work out no hidden number (`bounds`).

    Each time the smallest shown number of the line goes, one whose crossing line already hides something first: that
    needs fewest. A line that hides everything and whose true total is known cannot be helped: do not publish its total.
    """
    hidden = hidden.copy()
    while True:
        low, high = bounds(cells, hidden, axes)
        lines = [(axis, where) for axis in axes for where in _weak(cells, hidden, hidden & (low == high), axis)]
        if not lines:
            return hidden
        for axis, where in lines:
            off = np.moveaxis(hidden, axis, -1)[where]
            shown = np.flatnonzero(~off)
            if len(shown):
                helps = _hidden_elsewhere(hidden, axis, where)[shown]
                line = np.moveaxis(cells, axis, -1)[where]
                off[shown[np.lexsort((line[shown], ~helps))[0]]] = True


def _weak(
    cells: NDArray[np.int64], hidden: NDArray[np.bool_], found: NDArray[np.bool_], axis: int
) -> list[tuple[int, ...]]:
    """Lines along an axis that still show something and hide too little, or in which a hidden number was found."""
    lines, off, known = (np.moveaxis(a, axis, -1) for a in (cells, hidden, found))
    how_many, lost = off.sum(axis=-1), np.where(off, lines, 0).sum(axis=-1)
    weak = (how_many > 0) & ((how_many == 1) | (lost <= SMALL) | known.any(axis=-1)) & ~off.all(axis=-1)
    return [tuple(int(i) for i in where) for where in np.argwhere(weak)]


def bounds(
    cells: NDArray[np.int64], hidden: NDArray[np.bool_], axes: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What an attacker knows of each number: from rounding, and from the true totals along these axes, until no total
    narrows anything further."""
    rounded = BASE * ((cells + BASE // 2) // BASE)
    low = np.where(hidden, 0, np.maximum(rounded - BASE // 2, SMALL + 1))
    high = np.where(hidden, cells.sum() + 1, rounded + BASE // 2)
    for _ in range(200):
        before = low, high
        for axis in axes:
            total = cells.sum(axis=axis, keepdims=True)
            low = np.maximum(low, total - (high.sum(axis=axis, keepdims=True) - high))
            high = np.minimum(high, total - (low.sum(axis=axis, keepdims=True) - low))
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _hidden_elsewhere(hidden: NDArray[np.bool_], axis: int, where: tuple[int, ...]) -> NDArray[np.bool_]:
    """For each place along a line, whether a line crossing it there hides something already."""
    line = np.moveaxis(hidden, axis, -1)
    crossing = np.zeros(line.shape[-1], bool)
    for other in range(line.ndim - 1):
        rest = tuple(slice(None) if i == other else at for i, at in enumerate(where))
        crossing |= line[rest].any(axis=0)
    return crossing


def _sums(cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    return tuple(cells.sum(axis=axis) for axis in range(cells.ndim))


def windows(months: Sequence[str], length: int) -> tuple[tuple[str, ...], ...]:
    """The windows of `length` months that may be published side by side: not overlapping, the newest first.

    Two rolling sums a month apart differ by one new month less one old one, which gives both away.
    """
    if length < 1:
        raise ValueError("a window has at least one month")
    ends = range(len(months), length - 1, -length)
    return tuple(tuple(months[end - length : end]) for end in ends)
