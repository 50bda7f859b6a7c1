"""A load: months written beside the old ones, then one rename makes them the archive."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wmp2020.information.areas.book import SourceNote
from wmp2020.information.crimes import checks, cube, shelf, writing
from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.folders import FORMAT, about
from wmp2020.information.crimes.linking import linked
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

AT_ONCE = 2  # months written side by side; Arrow and numpy let go of the interpreter
PLAIN = 36  # months up to the load whose JSON is kept as it is sent, however large
LARGE = 150_000  # rows: older months with more are packed
KINDS = ("crimes", "outcomes", "stops", "counts")


def build(
    root: Path,
    *,
    crimes: Iterable[pa.Table],
    counts: pa.Table | None = None,
    outcomes: Iterable[pa.Table] = (),
    stops: Iterable[pa.Table] = (),
    notes: Sequence[SourceNote] = (),
    force_id: str,
    at: datetime,
    progress: Progress = quietly,
    findings: Findings | None = None,
    fresh: bool = False,
) -> str:
    """Write what is given into the archive under root, swap it in whole, return the new version's name.

    Tables follow sources.schemas; a month's tables come in a row, and a month met again later is left out and found.
    Months given replace those held; other months stay, unless `fresh` or the archive is another force's. Without
    counts, the series counts the crimes given (never imputed ones) and takes their months as complete. Odd rows go to
    findings. Any exception leaves the archive as it was.
    """
    findings = Findings() if findings is None else findings
    with shelf.locked(root):
        held = shelf.manifest(root)
        if fresh or held is None or held["force_id"] != force_id:
            held = None
        months: dict[str, dict[str, str]] = {kind: dict(held["months"][kind]) if held else {} for kind in KINDS}
        imputed = set(held["imputed"]) if held else set()
        shelf.prune(root)
        folder = root / "months"
        try:
            given = _write_crimes(folder, months, crimes, at, progress, findings)
            if counts is None:
                months["counts"] |= {
                    m: _count(folder, m, name) for m, name in given.items() if not _imputed(folder, name)
                }
            else:
                months["counts"] |= _write_counts(folder, counts, findings)
            months["outcomes"] |= _write_outcomes(folder, months["crimes"], outcomes, progress, findings)
            months["stops"] |= _write_stops(folder, stops, progress, findings)
            imputed = imputed - given.keys() | {m for m, name in given.items() if _imputed(folder, name)}
            made = _manifest(folder, months, imputed, notes, held, force_id, at)
            if held is None or held["version"] != made["version"]:
                shelf.swap(root, made)
            return str(made["version"])
        finally:
            shelf.prune(root)


def _write_crimes(
    folder: Path,
    months: dict[str, dict[str, str]],
    tables: Iterable[pa.Table],
    at: datetime,
    progress: Progress,
    findings: Findings,
) -> dict[str, str]:
    coming: dict[str, Future[str]] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for month, table in progress(by_month(tables, "month", findings), "crimes into the archive", unit="months"):
                _wait([future for future in coming.values() if not future.done()][: -AT_ONCE + 1 or None])
                coming[month] = pool.submit(_crimes, folder, month, table, at, findings)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    given = {month: future.result() for month, future in coming.items()}
    months["crimes"] |= given
    return given


def _crimes(folder: Path, month: str, table: pa.Table, at: datetime, findings: Findings) -> str:
    old = at.year * 12 + at.month - int(month[:4]) * 12 - int(month[5:]) >= PLAIN
    return writing.crimes(folder, month, checks.crimes(table, findings), pack=old and len(table) > LARGE)


def _wait(futures: Sequence[Future[str]]) -> None:
    for future in futures:
        future.result()


def by_month(tables: Iterable[pa.Table], column: str, findings: Findings) -> Iterator[tuple[str, pa.Table]]:
    """Whole months, one after the other. A month that comes back after another began is left out and found."""
    ended: set[str] = set()
    waiting: dict[str, list[pa.Table]] = {}
    for table in tables:
        table = checks.in_months(table, column, findings)
        months = coded(table[column])
        found = months.present()
        for month in [month for month in waiting if month not in found]:
            ended.add(month)
            yield month, pa.concat_tables(waiting.pop(month))
        for month in found:
            rows = table if len(found) == 1 else table.filter(pa.array(months.where(month.__eq__)))
            if month in ended:
                says = f"{month} comes a second time ({len(rows):,} rows); the first is kept."
                findings.add("month-twice", says, column=column)
            else:
                waiting.setdefault(month, []).append(rows)
    for month, rows in waiting.items():
        yield month, pa.concat_tables(rows)


def _count(folder: Path, month: str, crimes: str) -> str:
    return writing.counts(folder, month, pq.read_table(folder / crimes / "counts.parquet"), complete=True)


def _write_counts(folder: Path, counts: pa.Table, findings: Findings) -> dict[str, str]:
    table = checks.in_months(checks.counts(counts, findings), "month", findings)
    made = {}
    for month, rows in by_month([table], "month", findings):
        made[month] = writing.counts(folder, month, rows, complete=bool(pc.all(rows["complete"]).as_py()))
    return made


def _write_outcomes(
    folder: Path, crimes: dict[str, str], tables: Iterable[pa.Table], progress: Progress, findings: Findings
) -> dict[str, str]:
    made = {}
    whole = by_month(tables, "outcome_month", findings)
    for month, table in progress(whole, "outcomes into the archive", unit="months"):
        rows = linked(checks.outcomes(table, findings), folder, crimes)
        made[month] = writing.outcomes(folder, month, rows)
    return made


def _write_stops(folder: Path, tables: Iterable[pa.Table], progress: Progress, findings: Findings) -> dict[str, str]:
    made = {}
    dated = (t.append_column("month", pc.utf8_slice_codeunits(t["at"], 0, 7)) for t in tables)
    for month, table in progress(by_month(dated, "month", findings), "stops into the archive", unit="months"):
        made[month] = writing.stops(folder, month, checks.stops(table, findings))
    return made


def _imputed(folder: Path, crimes: str) -> bool:
    return bool(about(folder / crimes)["imputed"])


def _manifest(
    folder: Path,
    months: dict[str, dict[str, str]],
    imputed: set[str],
    notes: Sequence[SourceNote],
    held: dict[str, Any] | None,
    force_id: str,
    at: datetime,
) -> dict[str, Any]:
    """The new version, named by its content: a load that changes nothing makes no version."""
    became = {month: name for month, name in months["crimes"].items() if about(folder / name)["outcomes"]}
    before = held["months"] if held else {kind: {} for kind in KINDS}
    series, latest = (held["series"], held["became"]) if held else ({}, {})
    told = {
        "format": FORMAT,
        "force_id": force_id,
        "months": months,
        "imputed": sorted(imputed),
        "notes": [asdict(note) for note in notes] or (held["notes"] if held else []),
        "series": cube.write(folder, months["counts"], ("series", "category", "counts"), before["counts"], series),
        "became": cube.write(folder, became, ("became", "outcome", "became"), before["crimes"], latest),
    }
    name = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
    return told | {"version": name, "loaded_at": at.isoformat()}
