"""Counts by small area, month and category as blocks of numbers, one a year: a new month rewrites its year and no more.

An area's series is a sum over its small areas.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow.parquet as pq

from wmp2020.information.crimes.coded import Coded, coded
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


Years: TypeAlias = dict[str, str]  # year to the name of its block's folder


def write(
    months: Path, folders: Mapping[str, str], kind: tuple[str, str, str], before: Mapping[str, str], held: Years
) -> Years:
    """Gather tallies into a block [lsoa, month, value], int32, for each year.

    folders: month to the name of a folder with a Parquet file of (lsoa, column, count); kind: the blocks' name, the
    column, the file. before, held: the folders and blocks of the version before, taken over where nothing changed.
    """
    years: Years = {}
    for year in sorted({month[:4] for month in folders}):
        here, there = ({m: f for m, f in some.items() if m[:4] == year} for some in (folders, before))
        years[year] = held[year] if here == there and year in held else _write(months, here, year, *kind)
    return years


def _write(months: Path, folders: Mapping[str, str], year: str, name: str, column: str, file: str) -> str:
    listed = sorted(folders)
    tallies = [pq.read_table(months / folders[month] / f"{file}.parquet") for month in listed]
    columns = [(coded(table["lsoa"]), coded(table[column]), table["count"].to_numpy()) for table in tallies]
    lsoas = sorted({code for areas, _, _ in columns for code in areas.values})
    values = sorted({value for _, others, _ in columns for value in others.values})
    block = np.zeros((len(lsoas), len(listed), len(values)), np.int32)
    for position, (areas, others, counts) in enumerate(columns):
        np.add.at(block[:, position], (_positions(areas, lsoas), _positions(others, values)), counts)
    complete = [bool(about(months / folders[month]).get("complete", True)) for month in listed]
    largest = int(block.sum(axis=0, dtype=np.int64).max(initial=0))
    with Folder(months, f"{name}-{year}") as folder:
        folder.arrays({"block": block})
        told = {"lsoas": lsoas, "months": listed, "values": values, "complete": complete, "largest": largest}
        return folder.keep(told)


class Block:
    """A year opened: mapped, and summed over small areas."""

    def __init__(self, folder: Path) -> None:
        told = about(folder)
        self.months, self.values, self.complete = told["months"], told["values"], told["complete"]
        self._position = {code: position for position, code in enumerate(told["lsoas"])}
        self._block = mapped(folder, told)["block"]
        self._adding = np.int32 if told["largest"] < 2**31 else np.int64  # adding without a cast is six times as fast

    def of(self, lsoas: Collection[str]) -> np.ndarray:
        """[month, value] summed; a code without any crime counts nought."""
        position = self._position
        known = np.array(sorted(position[code] for code in lsoas if code in position), np.int64)
        counts = np.zeros(self._block.shape[1:], np.int64)
        for low, high in zip(*(part.tolist() for part in runs_of(known)), strict=True):
            counts += self._block[low:high].sum(axis=0, dtype=self._adding)
        return counts


@lru_cache(maxsize=80)
def opened(folder: Path) -> Block:
    """The block in a folder; folders never change, so this is kept."""
    return Block(folder)


def total(months: Path, years: Years, lsoas: Iterable[str]) -> Series:
    """The years laid end to end, summed over small areas; a code given twice counts once. Kept: not to be changed."""
    return _total(months, tuple(sorted(years.items())), tuple(lsoas))


@lru_cache(maxsize=1024)
def _total(months: Path, years: tuple[tuple[str, str], ...], lsoas: tuple[str, ...]) -> Series:
    areas = set(lsoas)
    blocks = [opened(months / name) for _, name in years]
    values = sorted({value for block in blocks for value in block.values})
    parts = [np.zeros((0, len(values)), np.int64)]
    for block in blocks:
        part = np.zeros((len(block.months), len(values)), np.int64)
        part[:, [values.index(value) for value in block.values]] = block.of(areas)
        parts.append(part)
    listed = tuple(month for block in blocks for month in block.months)
    complete = np.array([whole for block in blocks for whole in block.complete], bool)
    counts = np.concatenate(parts)
    counts.flags.writeable = complete.flags.writeable = False
    return Series(listed, tuple(values), counts, complete)


def _positions(column: Coded, among: Sequence[str]) -> np.ndarray:
    position = {value: number for number, value in enumerate(among)}
    return np.array([position[value] for value in column.values], np.int64)[column.codes]
