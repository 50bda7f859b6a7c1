"""Text columns as numbers into their distinct values: what is done to a text is done once for each value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.crimes.curve import Ints


@dataclass(frozen=True)
class Coded:
    """values: distinct; codes: each row's value, int64. A value may occur in no row."""

    values: list[str]
    codes: Ints

    def taken(self, order: Ints) -> "Coded":
        """The same values, the rows in another order."""
        return Coded(self.values, self.codes[order])

    def where(self, test: Callable[[str], bool]) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which rows hold a value that passes."""
        return np.array([test(value) for value in self.values], bool)[self.codes]

    def each(self, change: Callable[[str], str]) -> "Coded":
        """The column with every value changed; values that become equal become one."""
        return _distinct([change(value) for value in self.values], self.codes)

    def present(self) -> list[str]:
        """The values that occur."""
        return [self.values[code] for code in np.unique(self.codes).tolist()]

    def array(self) -> pa.DictionaryArray:
        """As Arrow has it."""
        return pa.DictionaryArray.from_arrays(pa.array(self.codes.astype(np.int32)), pa.array(self.values, pa.string()))


def coded(column: pa.ChunkedArray | pa.Array) -> Coded:
    """A text column, plain or a dictionary; null counts as ""."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
        column = column.combine_chunks()
    found = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column.cast(pa.string()))
    values = found.dictionary.to_pylist()
    codes = found.indices.fill_null(len(values)).to_numpy(zero_copy_only=False).astype(np.int64)
    if found.null_count:
        values.append("")
    return _distinct([value or "" for value in values], codes)


def _distinct(values: list[str], codes: Ints) -> Coded:
    numbers: dict[str, int] = {}
    renumbered = [numbers.setdefault(value, len(numbers)) for value in values]
    if len(numbers) == len(values):
        return Coded(values, codes)
    return Coded(list(numbers), np.array(renumbered, np.int64)[codes])
