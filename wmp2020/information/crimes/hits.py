"""What a question found: rows of one month, counted at once and read from disk when their JSON is asked for."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from wmp2020.information.crimes import runs
from wmp2020.information.crimes.curve import Ints

if TYPE_CHECKING:
    from wmp2020.information.crimes.month import Month


class Hits:
    """Rows of one month in the order of their ids, as runs of row numbers."""

    __slots__ = ("_highs", "_lows", "_month", "count")

    def __init__(self, month: "Month | None", lows: Ints, highs: Ints) -> None:
        self._month, self._lows, self._highs = month, lows, highs
        self.count = int((highs - lows).sum())

    def json(self) -> bytes:
        """The rows as data.police.uk's JSON array, UTF-8, without white space."""
        if self._month is None or not self.count:
            return b"[]"
        return self._month.json(self._lows, self._highs)

    def rows(self) -> list[dict[str, Any]]:
        """The same rows, parsed."""
        found: list[dict[str, Any]] = json.loads(self.json())
        return found

    def table(self) -> pa.Table | None:
        """The rows as loaded, in sources.schemas.CRIMES and the like, read from Parquet; None when there are none."""
        if self._month is None or not self.count:
            return None
        return self._month.table(runs.spread(self._lows, self._highs))

    def slice(self, start: int, stop: int) -> "Hits":
        """Rows start to stop (exclusive), as in a list."""
        return Hits(self._month, *runs.cut(self._lows, self._highs, *slice(start, stop).indices(self.count)[:2]))

    def where(self, kept: np.ndarray) -> "Hits":
        """The rows for which `kept`, a boolean for each, is true."""
        return Hits(self._month, *runs.runs_of(runs.spread(self._lows, self._highs)[kept]))


NONE = np.empty(0, np.int64)
NOTHING = Hits(None, NONE, NONE)
