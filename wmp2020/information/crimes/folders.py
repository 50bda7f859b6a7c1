"""Folders that never change once in place: written beside the others, named by what they hold, mapped to read."""

import hashlib
import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FORMAT = 4  # raise when what is written changes: an archive of another format is loaded anew
ROW_GROUP = 65_536  # rows
ALIGNED = 64  # bytes
Put = Callable[[bytes | memoryview], None]


class Folder:
    """A folder being written; `keep` names it by its content and moves it in. Left by an exception, it is dropped."""

    def __init__(self, months: Path, name: str) -> None:
        self.months, self.name = months, name
        self.path = Path(tempfile.mkdtemp(prefix="coming-", dir=months))
        self.digest = hashlib.sha256(f"{FORMAT} {name}".encode())
        self._arrays: dict[str, tuple[str, list[int], int]] = {}

    def __enter__(self) -> "Folder":
        return self

    def __exit__(self, *fault: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def stream(self, name: str, write: Callable[[Put], None]) -> None:
        """Write a file by calls of put; it is on the disk, not only in the system's memory, when this returns."""
        with (self.path / name).open("wb") as file:

            def put(chunk: bytes | memoryview) -> None:
                self.digest.update(chunk)
                file.write(chunk)

            write(put)
            file.flush()
            os.fsync(file.fileno())

    def file(self, name: str, chunks: Iterable[bytes | memoryview]) -> None:
        """Write a file from pieces."""

        def write(put: Put) -> None:
            for chunk in chunks:
                put(chunk)

        self.stream(name, write)

    def arrays(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Write arrays into the one file that `mapped` opens; once a folder."""

        def write(put: Put) -> None:
            offset = 0
            for name, values in arrays.items():
                self._arrays[name] = (values.dtype.str, list(values.shape), offset)
                put(np.ascontiguousarray(values).tobytes())
                put(bytes(-values.nbytes % ALIGNED))
                offset += values.nbytes + -values.nbytes % ALIGNED

        self.stream("arrays", write)

    def parquet(self, name: str, table: pa.Table) -> None:
        """Write name.parquet, zstd; rows that the digest learns of by other files."""
        path = self.path / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)
        settle(path)

    def keep(self, about: Mapping[str, object]) -> str:
        """Write about.json, move the folder in under its name, return that."""
        told = dict(about) | {"arrays": self._arrays}
        self.file("about.json", [json.dumps(told, ensure_ascii=False, sort_keys=True).encode()])
        name = f"{self.name}-{self.digest.hexdigest()[:16]}"
        if not (self.months / name).exists():
            settle(self.path)
            self.path.rename(self.months / name)
            settle(self.months)
        return name


def settle(path: Path) -> None:
    """Have what was written to a file or folder on the disk itself, so that a power cut cannot take it back."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def about(folder: Path) -> dict[str, Any]:
    """What was said of a folder when it was kept."""
    return dict(json.loads((folder / "about.json").read_text()))


def mapped(folder: Path, told: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The arrays of a folder, mapped: only the pages that questions touch are read. told: its `about`."""
    if not (size := (folder / "arrays").stat().st_size):
        return {name: np.empty(shape, dtype) for name, (dtype, shape, _) in told["arrays"].items()}
    with (folder / "arrays").open("rb") as file:
        held = mmap.mmap(file.fileno(), size, prot=mmap.PROT_READ)
    held.madvise(mmap.MADV_RANDOM)  # a question touches few pages: no neighbours are read or counted with them
    return {
        name: np.frombuffer(held, dtype, int(np.prod(shape)), offset if np.prod(shape) else 0).reshape(shape)
        for name, (dtype, shape, offset) in told["arrays"].items()
    }
