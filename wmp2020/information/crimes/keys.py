"""Crimes by persistent id: 64 bits of each id, sorted, beside the row that has it."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.folders import Folder

REACH = 2_048  # keys to either side of where one is expected; six deviations at 450,000 keys
KEY, ROW = np.dtype("<u8"), np.dtype("<u4")


def keys_of(ids: pa.ChunkedArray | pa.Array) -> Ints:
    """64 bits of each id, uint64, spread evenly; ids that begin alike share them, so compare the ids as well."""
    padded = pc.ascii_rpad(pc.utf8_slice_codeunits(ids, 0, 16), 16, "0")
    padded = padded.combine_chunks() if isinstance(padded, pa.ChunkedArray) else padded
    if not len(padded):
        return np.empty(0, KEY)
    first = int(np.frombuffer(padded.buffers()[1], np.int32, 1, padded.offset * 4)[0])
    halves = np.frombuffer(padded.buffers()[2], KEY, len(padded) * 2, first).reshape(-1, 2)
    mixed = halves[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ halves[:, 1] * np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ mixed >> np.uint64(31)


def write(folder: Folder, ids: pa.ChunkedArray) -> None:
    """Write the keys of the ids that are not empty."""
    named = np.flatnonzero(pc.not_equal(ids, "").to_numpy())
    found = keys_of(ids)[named]
    order = np.argsort(found, kind="stable")
    folder.file("keys", [found[order].astype(KEY).tobytes()])
    folder.file("key_rows", [named[order].astype(ROW).tobytes()])


def rows_of(folder: Path, key: int) -> Ints:
    """Rows whose id has this key, ascending. Keys are spread evenly, so one short read is enough, or nearly always."""
    with (folder / "keys").open("rb", buffering=0) as file:
        count = os.fstat(file.fileno()).st_size // KEY.itemsize
        low = max(int(key / 2**64 * count) - REACH, 0)
        some = np.frombuffer(os.pread(file.fileno(), 2 * REACH * KEY.itemsize, low * KEY.itemsize), KEY)
        if (low and some[:1] >= key) or (low + len(some) < count and some[-1:] <= key):
            low, some = 0, np.fromfile(file, KEY)
    first, last = (low + int(np.searchsorted(some, KEY.type(key), side)) for side in ("left", "right"))
    if first == last:
        return np.empty(0, np.int64)
    return np.sort(np.fromfile(folder / "key_rows", ROW, last - first, offset=first * ROW.itemsize).astype(np.int64))


def rows_among(folder: Path, keys: Ints) -> tuple["np.ndarray", Ints]:
    """Which of many keys are held, and the (first) row of each that is."""
    held = np.fromfile(folder / "keys", KEY)
    if not len(held):
        return np.zeros(len(keys), bool), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(held, keys), len(held) - 1)
    found = held[at] == keys
    return found, np.fromfile(folder / "key_rows", ROW)[at[found]].astype(np.int64)
