"""Counts by small area, month and category as one block of numbers: an area's series is a sum over its small areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.folders import Folder, about, mapped
from wmp2020.information.crimes.runs import runs_of


@dataclass(frozen=True)
class Series:
    """counts[month, category], int64, in the order of months (oldest first) and categories (slugs, or outcome codes).

    complete[month]: nought means none; elsewhere a publisher's month is short and a fall in it is no fall in crime.
    """

    months: tuple[str, ...]
    categories: tuple[str, ...]
    counts: np.ndarray
    complete: np.ndarray


def write(months: Path, folders: Mapping[str, str], name: str, column: str, *, file: str = "counts") -> str:
    """Gather each month's tally into one block [lsoa, month, value], int32; return its folder's name.

    folders: month to the name of a folder with the Parquet file `file` (lsoa, column, count).
    """
    listed = sorted(folders)
    tallies = [pq.read_table(months / folders[month] / f"{file}.parquet") for month in listed]
    lsoas = sorted({code for t in tallies for code in coded(t["lsoa"]).values})
    values = sorted({value for t in tallies for value in coded(t[column]).values})
    block = np.zeros((len(lsoas), len(listed), len(values)), np.int32)
    for position, table in enumerate(tallies):
        area, value = _positions(table["lsoa"], lsoas), _positions(table[column], values)
        np.add.at(block[:, position], (area, value), table["count"].to_numpy())
    complete = [bool(about(months / folders[month]).get("complete", True)) for month in listed]
    with Folder(months, name) as folder:
        folder.arrays({"block": block})
        largest = int(block.sum(axis=0, dtype=np.int64).max(initial=0))
        told = {"lsoas": lsoas, "months": listed, "values": values, "complete": complete, "largest": largest}
        return folder.keep(told)


class Cube:
    """A block opened: mapped, and summed over small areas."""

    def __init__(self, folder: Path) -> None:
        told = about(folder)
        self.months, self.values = tuple(told["months"]), tuple(told["values"])
        self.complete = np.array(told["complete"], bool)
        self.lsoas = tuple(told["lsoas"])
        self._position = {code: position for position, code in enumerate(self.lsoas)}
        self._block = mapped(folder, told)["block"]
        self._adding = np.int32 if told["largest"] < 2**31 else np.int64  # adding without a cast is six times as fast

    def of(self, lsoas: Sequence[str]) -> Series:
        """The sum over small areas; a code without any crime counts nought, a code given twice counts once."""
        known = np.array(sorted({self._position[code] for code in lsoas if code in self._position}), np.int64)
        counts = np.zeros(self._block.shape[1:], np.int64)
        for low, high in zip(*(part.tolist() for part in runs_of(known)), strict=True):
            counts += self._block[low:high].sum(axis=0, dtype=self._adding)
        return Series(self.months, self.values, counts, self.complete)


@lru_cache(maxsize=6)
def opened(folder: Path) -> Cube:
    """The cube in a folder; folders never change, so this is kept."""
    return Cube(folder)


def _positions(column: pa.ChunkedArray, among: Sequence[str]) -> np.ndarray:
    position = {value: number for number, value in enumerate(among)}
    found = coded(column)
    return np.array([position[value] for value in found.values], np.int64)[found.codes]
