"""A month written: laid out, rendered and indexed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from wmp2020.information.crimes import keys, pieces, texts
from wmp2020.information.crimes.checks import SLUGS
from wmp2020.information.crimes.coded import Coded, coded
from wmp2020.information.crimes.curve import Ints
from wmp2020.information.crimes.folders import ROW_GROUP, Folder, Put
from wmp2020.information.crimes.layout import Layout, lay
from wmp2020.information.crimes.places import boxes_of

AT_ONCE = 1_024 * texts.BLOCK  # rows rendered at a time


def crimes(months: Path, month: str, table: pa.Table, *, pack: bool = False) -> str:
    """Write a month of crimes (checked CRIMES of one month), its JSON packed or not; return its folder's name."""
    columns, ranks, layout = _laid(table)
    rows = _taken(table.select(["crime_id", "latitude", "longitude", "imputed"]), layout)
    imputed = rows["imputed"].to_numpy()
    whole = pa.table({name: columns[name].array() if name in columns else rows[name] for name in table.column_names})
    became = columns["outcome"].where(bool) & ~imputed
    with Folder(months, f"crimes-{month}") as folder:
        offsets = _write(folder, pieces.crimes(month, rows, layout, columns), len(table), pack=pack)
        keys.write(folder, rows["crime_id"])
        folder.arrays(offsets | _found_by(layout, ranks, columns["force"]))
        folder.parquet("counts", tally(columns["lsoa"], columns["category"], ~imputed, "category"))
        folder.parquet("became", tally(columns["lsoa"], columns["outcome"], became, "outcome"))
        folder.parquet("rows", whole)
        said = {"packed": pack, "imputed": int(imputed.sum()), "outcomes": int(became.sum())}
        return folder.keep(_about(month, layout, columns["force"]) | said)


def outcomes(months: Path, month: str, table: pa.Table) -> str:
    """Write a month of outcomes (checked OUTCOMES of one outcome month, linked to their crimes)."""
    columns, ranks, layout = _laid(table)
    rows = _taken(table, layout)
    with Folder(months, f"outcomes-{month}") as folder:
        offsets = _write(folder, pieces.outcomes(rows, layout, columns), len(table))
        keys.write(folder, rows["crime_id"])
        folder.arrays(offsets | _found_by(layout, ranks, columns["force"]))
        folder.parquet("rows", rows)
        return folder.keep(_about(month, layout, columns["force"]))


def stops(months: Path, month: str, table: pa.Table) -> str:
    """Write a month of stops (checked STOPS of one month)."""
    nothing = np.zeros(len(table), np.int64)
    layout = lay(table["latitude"], table["longitude"], coded(table["street"]), nothing)
    rows = _taken(table, layout)
    with Folder(months, f"stops-{month}") as folder:
        offsets = _write(folder, pieces.stops(rows, layout), len(table))
        force = coded(rows["force"])
        folder.arrays(offsets | _found_by(layout, nothing, force))
        folder.parquet("rows", rows)
        return folder.keep(_about(month, layout, force))


def counts(months: Path, month: str, table: pa.Table, *, complete: bool) -> str:
    """Write a month's counts (lsoa, category, count) for the series."""
    plain = {name: table[name].cast(pa.string()) for name in ("lsoa", "category")}
    rows = pa.table(plain | {"count": table["count"]}).sort_by([("lsoa", "ascending"), ("category", "ascending")])
    with Folder(months, f"counts-{month}") as folder:
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


def _write(folder: Folder, parts: Sequence[pieces.Piece], rows: int, *, pack: bool = False) -> dict[str, Ints]:
    """Write the rows' JSON; return where each row (and each packed block) begins."""
    lengths, blocks = [np.empty(0, np.int64)], [0]

    def render(put: Put) -> None:
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
    offsets: Ints = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.uint32)
    return {"offsets": offsets} | ({"blocks": np.cumsum(blocks).astype(np.uint32)} if pack else {})


def _found_by(layout: Layout, ranks: Ints, forces: Coded) -> dict[str, Ints]:
    return {
        "places": layout.micro,
        "boxes": boxes_of(layout.micro),
        "starts": layout.starts.astype(np.uint32),
        "street_ids": layout.street_ids,
        "categories": ranks[layout.order].astype(np.uint8),
        "forces": forces.codes.astype(np.uint8),
    }


def _laid(table: pa.Table) -> tuple[dict[str, Coded], Ints, Layout]:
    """Text columns in the order of the layout, each row's category in SLUGS ("" last) in the table's, the layout."""
    columns = {field.name: coded(table[field.name]) for field in table.schema if pa.types.is_dictionary(field.type)}
    category = columns["category"]
    ranks = np.array([SLUGS.index(slug) if slug else len(SLUGS) for slug in category.values], np.int64)[category.codes]
    layout = lay(table["latitude"], table["longitude"], columns["street"], ranks)
    return {name: column.taken(layout.order) for name, column in columns.items()}, ranks, layout


def _taken(table: pa.Table, layout: Layout) -> pa.Table:
    return table.combine_chunks().take(pa.array(layout.order))


def _about(month: str, layout: Layout, forces: Coded) -> dict[str, object]:
    bounds = [layout.micro.min(axis=0).tolist(), layout.micro.max(axis=0).tolist()] if layout.located else None
    return {
        "month": month, "rows": len(layout.order), "located": layout.located, "categories": SLUGS,
        "forces": forces.values, "row_group": ROW_GROUP, "packed": False, "bounds": bounds,
    }  # fmt: skip
