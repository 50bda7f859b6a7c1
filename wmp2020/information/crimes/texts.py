"""The JSON of a month's rows on disk, read by row number: as it is sent, or packed.

Read, not mapped, so that what is sent never counts as this process's memory. Packed costs about 0.2 ms more for an
answer of 1.6 MB and takes a fifth of the disk: for the older months of an archive of a whole country.
"""

import os
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from wmp2020.information.crimes import runs
from wmp2020.information.crimes.curve import Ints

NEIGHBOURS = 16_384  # bytes: runs closer than this are read in one go
SCRATCH = 8_000_000  # bytes a thread keeps to read into
BLOCK = 64  # rows packed together
CODEC = pa.Codec("lz4_raw")


_kept = threading.local()


def _scratch(size: int) -> memoryview:
    """Room to read into, kept by each thread: memory that is warm already, as fresh memory costs more than the copy."""
    if size > SCRATCH:
        return memoryview(bytearray(size))
    if not hasattr(_kept, "room"):
        _kept.room = memoryview(bytearray(SCRATCH))
    return _kept.room


class Plain:
    """rows.json: each row's object and a comma. offsets: where each row begins, and the end."""

    def __init__(self, folder: Path, arrays: Mapping[str, Ints]) -> None:
        self._offsets, self._file = arrays["offsets"], os.open(folder / "rows.json", os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def array(self, lows: Ints, highs: Ints) -> bytes:
        """The rows of the runs as a JSON array; at least one row."""
        starts, stops = self._offsets[lows].tolist(), self._offsets[highs].tolist()
        stops[-1] -= 1  # the last row's comma
        edges = [0, *(i for i in range(1, len(starts)) if starts[i] - stops[i - 1] >= NEIGHBOURS), len(starts)]
        held, at = _scratch(sum(stops[j - 1] - starts[i] for i, j in pairwise(edges))), 0
        pieces: list[bytes | memoryview] = [b"["]
        for i, j in pairwise(edges):
            length = stops[j - 1] - starts[i]
            os.preadv(self._file, [held[at : at + length]], starts[i])
            ahead, at = at - starts[i], at + length
            pieces += [held[a + ahead : b + ahead] for a, b in zip(starts[i:j], stops[i:j], strict=True)]
        pieces.append(b"]")
        return b"".join(pieces)


class Packed:
    """rows.lz4: the same text in blocks of rows, each packed by itself; blocks: where each begins."""

    def __init__(self, folder: Path, arrays: Mapping[str, Ints]) -> None:
        self._offsets, self._blocks = arrays["offsets"], arrays["blocks"]
        self._file = os.open(folder / "rows.lz4", os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def array(self, lows: Ints, highs: Ints) -> bytes:
        """The rows of the runs as a JSON array; at least one row."""
        firsts, lasts = lows // BLOCK, (highs - 1) // BLOCK
        needed = np.unique(runs.spread(firsts, lasts + 1))
        unpacked = dict(zip(needed.tolist(), self._unpacked(needed), strict=True))
        starts, stops = self._offsets[lows].tolist(), self._offsets[highs].tolist()
        begins = dict(zip(needed.tolist(), self._offsets[needed * BLOCK].tolist(), strict=True))
        pieces: list[bytes | memoryview] = [b"["]
        for start, stop, first, last in zip(starts, stops, firsts.tolist(), lasts.tolist(), strict=True):
            for block in range(first, last + 1):
                low = start - begins[block] if block == first else 0
                high = stop - begins[block] if block == last else None
                pieces.append(unpacked[block][low:high])
        pieces[-1] = pieces[-1][:-1]  # the last row's comma
        pieces.append(b"]")
        return b"".join(pieces)

    def _unpacked(self, blocks: Ints) -> Iterable[memoryview]:
        last = len(self._offsets) - 1
        ends = np.minimum((blocks + 1) * BLOCK, last)
        lengths = (self._offsets[ends].astype(np.int64) - self._offsets[blocks * BLOCK]).tolist()
        length = iter(lengths)
        for low, high in zip(*(part.tolist() for part in runs.runs_of(blocks)), strict=True):
            edges = self._blocks[low : high + 1].tolist()
            packed = memoryview(os.pread(self._file, edges[-1] - edges[0], edges[0]))
            for start, stop in pairwise(edges):
                yield memoryview(CODEC.decompress(packed[start - edges[0] : stop - edges[0]], next(length)))


def packed(text: memoryview, ends: Ints, put: Callable[[bytes], None]) -> list[int]:
    """Put `text` packed in blocks; ends: where each of its rows ends. Return the blocks' packed lengths."""
    edges = [0, *ends[BLOCK - 1 :: BLOCK].tolist()]
    edges += [int(ends[-1])] if len(ends) % BLOCK else []
    lengths = []
    for low, high in pairwise(edges):
        block = CODEC.compress(text[low:high], asbytes=True)
        put(block)
        lengths.append(len(block))
    return lengths
