"""A month written: laid out, rendered, indexed and named by what it holds, so that equal months are one folder."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wmp2020.information.crimes import pieces, texts
from wmp2020.information.crimes.checks import SLUGS
from wmp2020.information.crimes.coded import Coded, coded
from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.layout import Layout, lay
from wmp2020.information.crimes.places import boxes_of

AT_ONCE = 1_024 * texts.BLOCK  # rows rendered at a time, and the Parquet files' row group
FORMAT = 1  # part of every name: raise when the same rows come to be written otherwise


class Folder:
    """A folder being written beside the others; `keep` names it by its content and moves it in."""

    def __init__(self, months: Path, name: str) -> None:
        self.months, self.name = months, name
        self.path = Path(tempfile.mkdtemp(prefix="coming-", dir=months))
        self.digest = hashlib.sha256(f"{FORMAT} {name}".encode())

    def file(self, name: str, chunks: Sequence[bytes | memoryview]) -> None:
        """Write a file to the disk itself, not only to the system's memory."""

        def write(put: Callable[[bytes | memoryview], None]) -> None:
            for chunk in chunks:
                put(chunk)

        self.stream(name, write)

    def stream(self, name: str, write: Callable[[Callable[[bytes | memoryview], None]], None]) -> None:
        """Write a file by calls of put."""
        with (self.path / name).open("wb") as file:

            def put(chunk: bytes | memoryview) -> None:
                self.digest.update(chunk)
                file.write(chunk)

            write(put)
            file.flush()
            os.fsync(file.fileno())

    def array(self, name: str, values: np.ndarray) -> None:
        """Write name.npy."""
        self.digest.update(name.encode())
        with (self.path / f"{name}.npy").open("wb") as file:
            np.save(file, values)
            file.flush()
            os.fsync(file.fileno())
        self.digest.update(np.ascontiguousarray(values).data)

    def parquet(self, name: str, table: pa.Table) -> None:
        """Write name.parquet, zstd; it says nothing that the other files' digest does not cover."""
        pq.write_table(
            table, self.path / f"{name}.parquet", compression="zstd", row_group_size=AT_ONCE, write_statistics=True
        )

    def keep(self, about: Mapping[str, object]) -> str:
        """Write about.json, move the folder in under its name, return that."""
        self.file("about.json", [json.dumps(about, ensure_ascii=False, sort_keys=True).encode()])
        name = f"{self.name}-{self.digest.hexdigest()[:16]}"
        if (self.months / name).exists():
            self.drop()
        else:
            self.path.rename(self.months / name)
        return name

    def drop(self) -> None:
        """Take the unfinished folder away."""
        shutil.rmtree(self.path, ignore_errors=True)


def crimes(months: Path, month: str, table: pa.Table, *, pack: bool = False) -> str:
    """Write a month of crimes (checked CRIMES of one month), its JSON packed or not; return its folder's name."""
    columns = _texts(table)
    ranks = _ranked(columns["category"])
    layout = lay(table["latitude"], table["longitude"], columns["street"], ranks)
    columns = {name: column.taken(layout.order) for name, column in columns.items()}
    rows = _taken(table.select(["crime_id", "latitude", "longitude", "imputed"]), layout)
    imputed = rows["imputed"].to_numpy()
    whole = pa.table({name: columns[name].array() if name in columns else rows[name] for name in table.column_names})
    folder = Folder(months, f"crimes-{month}")
    try:
        _write(folder, layout, pieces.crimes(month, rows, layout, columns), pack=pack)
        _find_by(folder, ranks[layout.order], columns["force"], rows["crime_id"])
        folder.parquet("counts", tally(columns["lsoa"], columns["category"], ~imputed, "category"))
        became = columns["outcome"].where(bool)
        folder.parquet("became", tally(columns["lsoa"], columns["outcome"], became & ~imputed, "outcome"))
        folder.parquet("rows", whole)
        return folder.keep(
            _about(month, layout, columns["force"])
            | {"packed": pack, "imputed": int(imputed.sum()), "outcomes": int((became & ~imputed).sum())}
        )
    except BaseException:
        folder.drop()
        raise


def outcomes(months: Path, month: str, table: pa.Table) -> str:
    """Write a month of outcomes (checked OUTCOMES of one outcome month, with number and location_type added)."""
    columns = _texts(table)
    ranks = _ranked(columns["category"])
    layout = lay(table["latitude"], table["longitude"], columns["street"], ranks)
    columns = {name: column.taken(layout.order) for name, column in columns.items()}
    rows = _taken(table, layout)
    folder = Folder(months, f"outcomes-{month}")
    try:
        _write(folder, layout, pieces.outcomes(rows, layout, columns))
        _find_by(folder, ranks[layout.order], columns["force"], rows["crime_id"])
        folder.parquet("rows", rows)
        return folder.keep(_about(month, layout, columns["force"]))
    except BaseException:
        folder.drop()
        raise


def stops(months: Path, month: str, table: pa.Table) -> str:
    """Write a month of stops (checked STOPS of one month)."""
    street = coded(table["street"])
    nothing = np.zeros(len(table), np.int64)
    layout = lay(table["latitude"], table["longitude"], street, nothing)
    rows = _taken(table, layout)
    folder = Folder(months, f"stops-{month}")
    try:
        _write(folder, layout, pieces.stops(rows, layout))
        force = coded(rows["force"])
        _find_by(folder, nothing, force, pa.chunked_array([pa.repeat("", len(rows))]))
        folder.parquet("rows", rows)
        return folder.keep(_about(month, layout, force))
    except BaseException:
        folder.drop()
        raise


def counts(months: Path, month: str, table: pa.Table, *, complete: bool) -> str:
    """Write a month's counts (lsoa, category, count) for the series."""
    order = [("lsoa", "ascending"), ("category", "ascending")]
    plain = pa.schema([("lsoa", pa.string()), ("category", pa.string()), ("count", pa.int32())])  # Arrow sorts no codes
    rows = table.select(plain.names).cast(plain).sort_by(order).combine_chunks()
    folder = Folder(months, f"counts-{month}")
    for name in rows.column_names:
        folder.digest.update("\n".join(map(str, rows[name].to_pylist())).encode())
    folder.parquet("counts", rows)
    return folder.keep({"month": month, "complete": complete})


def tally(lsoa: Coded, other: Coded, counted: np.ndarray, name: str) -> pa.Table:
    """How many counted rows each small area and value has; rows without small area are in none."""
    counted = counted & lsoa.where(bool)
    pairs, sums = np.unique((lsoa.codes * len(other.values) + other.codes)[counted], return_counts=True)
    areas, values = np.divmod(pairs, max(len(other.values), 1))
    made = {"lsoa": pa.array(lsoa.values, pa.string()).take(pa.array(areas)),
            name: pa.array(other.values, pa.string()).take(pa.array(values)),
            "count": pa.array(sums.astype(np.int32))}  # fmt: skip
    return pa.table(made)


def keys(ids: pa.ChunkedArray) -> Ints:
    """64 bits of each persistent id, uint64."""
    padded = pc.ascii_rpad(pc.utf8_slice_codeunits(ids, 0, 16), 16, "0").combine_chunks()
    offsets = np.frombuffer(padded.buffers()[1], np.int32, len(padded) + 1, padded.offset * 4) if len(padded) else [0]
    data = np.frombuffer(padded.buffers()[2], np.uint64, len(padded) * 2, offsets[0]) if len(padded) else NONE
    halves = data.reshape(-1, 2)
    return halves[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ halves[:, 1]


NONE = np.empty(0, np.uint64)


def _write(folder: Folder, layout: Layout, parts: Sequence[pieces.Piece], *, pack: bool = False) -> None:
    rows, lengths, blocks = len(layout.order), [np.empty(0, np.int64)], [0]

    def render(put: Callable[[bytes | memoryview], None]) -> None:
        for low in range(0, rows, AT_ONCE):
            made = pieces.joined(parts, low, min(low + AT_ONCE, rows))
            ends = np.frombuffer(made.buffers()[1], np.int32, len(made) + 1)
            text = memoryview(made.buffers()[2])[ends[0] : ends[-1]]
            lengths.append(np.diff(ends).astype(np.int64))
            if pack:
                blocks.extend(texts.packed(text, ends[1:] - ends[0], put))
            else:
                put(text)

    folder.stream("rows.lz4" if pack else "rows.json", render)
    if pack:
        folder.array("blocks", np.cumsum(blocks).astype(np.uint32))
    folder.array("offsets", np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.uint32))
    folder.array("places", layout.micro)
    folder.array("boxes", boxes_of(layout.micro))
    folder.array("starts", layout.starts.astype(np.uint32))
    folder.array("street_ids", layout.street_ids)


def _find_by(folder: Folder, categories: Ints, forces: Coded, ids: pa.ChunkedArray) -> None:
    folder.array("categories", categories.astype(np.uint8))
    folder.array("forces", forces.codes.astype(np.uint8))
    named = np.flatnonzero(pc.not_equal(ids, "").to_numpy())
    found = keys(ids)[named]
    order = np.argsort(found, kind="stable")
    folder.array("keys", found[order])
    folder.array("key_rows", named[order].astype(np.uint32))


def _about(month: str, layout: Layout, forces: Coded) -> dict[str, object]:
    south_west = layout.micro.min(axis=0).tolist() if layout.located else None
    north_east = layout.micro.max(axis=0).tolist() if layout.located else None
    return {
        "month": month, "rows": len(layout.order), "located": layout.located, "categories": SLUGS,
        "forces": forces.values, "row_group": AT_ONCE, "packed": False, "bounds": [south_west, north_east],
    }  # fmt: skip


def _ranked(category: Coded) -> Ints:
    """Each row's category as its place in SLUGS; "" goes last."""
    ranks = np.array([SLUGS.index(slug) if slug else len(SLUGS) for slug in category.values], np.int64)
    return ranks[category.codes]


def _texts(table: pa.Table) -> dict[str, Coded]:
    return {field.name: coded(table[field.name]) for field in table.schema if pa.types.is_dictionary(field.type)}


def _taken(table: pa.Table, layout: Layout) -> pa.Table:
    return table.combine_chunks().take(pa.array(layout.order))
