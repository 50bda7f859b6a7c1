"""One month of crimes, outcomes or stops on disk, opened for reading.

A folder holds: every row's JSON, in curve order and by category within a snap point, rows without location last
(see texts); the arrays that find rows in it, mapped; rows.parquet, the record of truth.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wmp2020.information.crimes import runs
from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.folders import about, mapped
from wmp2020.information.crimes.hits import NONE, NOTHING, Hits
from wmp2020.information.crimes.places import Places
from wmp2020.information.crimes.texts import Packed, Plain

ALL = "all-crime"
OPEN = 240  # months kept open by a process


@lru_cache(maxsize=OPEN)
def opened(folder: Path) -> "Month":
    """The month in a folder; folders never change, so this is kept."""
    return Month(folder)


class Month:
    """Rows, found by place, by number, by category or force."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.about = folder, about(folder)
        self.located, self.count = int(self.about["located"]), int(self.about["rows"])
        arrays = mapped(folder, self.about)
        self.places = Places(arrays["places"], arrays["boxes"])
        self.street_ids = arrays["street_ids"]
        self._starts, self.categories, self._forces = arrays["starts"], arrays["categories"], arrays["forces"]
        self._text = (Packed if self.about["packed"] else Plain)(folder, arrays)

    def at(self, positions: Ints, category: str = ALL) -> Hits:
        """Rows at snap points, given their ascending positions."""
        lows, highs = runs.runs_of(positions)
        starts = self._starts
        return self._of_category(starts[lows].astype(np.int64), starts[highs].astype(np.int64), category)

    def at_street(self, street_id: int, category: str = ALL) -> Hits:
        """Rows at the snap point whose street has this id."""
        return self.at(np.flatnonzero(self.street_ids == street_id), category)

    def without_location(self, category: str, force: str) -> Hits:
        """Rows of a force ("" any) that no place was published for."""
        rows = self._of_force(self.located, force)
        return self._of_category(*runs.runs_of(rows), category)

    def of_force(self, force: str) -> Hits:
        """Every row of a force."""
        return Hits(self, *runs.runs_of(self._of_force(0, force)))

    def rows(self, rows: Ints) -> Hits:
        """Rows by ascending number."""
        return Hits(self, *runs.runs_of(rows))

    def json(self, lows: Ints, highs: Ints) -> bytes:
        """The rows' JSON array; at least one row."""
        return self._text.array(lows, highs)

    def table(self, rows: Ints) -> pa.Table:
        """Rows from the Parquet file, reading only the row groups they lie in."""
        file = pq.ParquetFile(self.folder / "rows.parquet")
        size = int(self.about["row_group"])
        groups, inside = np.unique(rows // size, return_inverse=True)
        return file.read_row_groups(groups.tolist()).take(pa.array(inside * size + rows % size))

    def _of_category(self, lows: Ints, highs: Ints, category: str) -> Hits:
        if category == ALL:
            return Hits(self, lows, highs)
        slugs = self.about["categories"]
        if category not in slugs:
            return NOTHING
        rows = runs.spread(lows, highs)
        return Hits(self, *runs.runs_of(rows[self.categories[rows] == slugs.index(category)]))

    def _of_force(self, first: int, force: str) -> Ints:
        if not force:
            return np.arange(first, self.count)
        ids = self.about["forces"]
        if force not in ids:
            return NONE
        return first + np.flatnonzero(self._forces[first:] == ids.index(force))
