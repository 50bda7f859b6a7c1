"""Row numbers as runs: [low, high) pairs, ascending and apart."""

import numpy as np

from wmp2020.information.crimes.curve import Ints


def runs_of(rows: Ints) -> tuple[Ints, Ints]:
    """Runs of ascending numbers without repeats."""
    if not len(rows):
        return rows, rows
    breaks = np.flatnonzero(np.diff(rows) != 1)
    firsts = np.concatenate([[0], breaks + 1])
    lasts = np.concatenate([breaks, [len(rows) - 1]])
    return rows[firsts], rows[lasts] + 1


def spread(lows: Ints, highs: Ints) -> Ints:
    """The numbers in the runs."""
    lengths = highs - lows
    before = np.cumsum(lengths) - lengths
    return np.repeat(lows - before, lengths) + np.arange(lengths.sum())


def cut(lows: Ints, highs: Ints, start: int, stop: int) -> tuple[Ints, Ints]:
    """The runs of the start-th to the stop-th number, counted over all runs."""
    lengths = highs - lows
    before = np.cumsum(lengths) - lengths
    low = lows + np.clip(start - before, 0, lengths)
    high = lows + np.clip(stop - before, 0, lengths)
    kept = high > low
    return low[kept], high[kept]
