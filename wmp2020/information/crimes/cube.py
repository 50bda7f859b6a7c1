"""Counts by small area, month and category as one block of numbers: an area's series is a sum over its small areas."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.writing import Folder


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
    complete = [bool(_about(months / folders[month]).get("complete", True)) for month in listed]
    folder = Folder(months, name)
    folder.array("block", block)
    return folder.keep({"lsoas": lsoas, "months": listed, "values": values, "complete": complete})


class Cube:
    """A block opened: mapped, and summed over small areas."""

    def __init__(self, folder: Path) -> None:
        about = _about(folder)
        self.months, self.values = tuple(about["months"]), tuple(about["values"])
        self.complete = np.array(about["complete"], bool)
        self.lsoas = tuple(about["lsoas"])
        self._position = {code: position for position, code in enumerate(self.lsoas)}
        self._block = np.asarray(np.load(folder / "block.npy", mmap_mode="r"))

    def of(self, lsoas: Sequence[str]) -> Series:
        """The sum over small areas; a code without any crime counts nought, a code given twice counts once."""
        known = sorted({self._position[code] for code in lsoas if code in self._position})
        counts = self._block[known].sum(axis=0, dtype=np.int64)
        return Series(self.months, self.values, counts, self.complete)


@lru_cache(maxsize=6)
def opened(folder: Path) -> Cube:
    """The cube in a folder; folders never change, so this is kept."""
    return Cube(folder)


def _positions(column: pa.ChunkedArray, among: Sequence[str]) -> np.ndarray:
    position = {value: number for number, value in enumerate(among)}
    found = coded(column)
    return np.array([position[value] for value in found.values], np.int64)[found.codes]


def _about(folder: Path) -> dict:
    return dict(json.loads((folder / "about.json").read_text()))
