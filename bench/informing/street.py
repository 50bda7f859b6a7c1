"""Street crimes by place: the archive against PostGIS through one Django server, and both against ready-made bytes."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench import generate
from bench.informing import doors, load, peer, serving
from wmp2020.information import crimes
from wmp2020.information.crimes import month as months
from wmp2020.information.crimes.pieces import crime_number
from wmp2020.information.sources import codes

RECENT = 12  # questions are about the latest months, as residents' are; both sides answer them from warm memory
DISTINCT = 200


@dataclass(frozen=True)
class Size:
    """How much is generated: months, rows a month in each tile, tiles (21 make England and Wales)."""

    name: str
    months: int
    rows: int
    tiles: int


QUICK, FORCE, NATION = Size("quick", 12, 26_400, 1), Size("3.8M", 144, 26_400, 1), Size("80M", 144, 26_460, 21)


def disk_mb(folder: Path) -> int:
    """Bytes of all files under a folder, in MB, files linked twice counted once."""
    seen = {file.stat().st_ino: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    return round(sum(seen.values()) / 1e6)


def build_ours(root: Path, data: Path, size: Size) -> dict[str, float]:
    """Generate and build the archive; generation runs inside the build, so its own time is measured apart."""
    held = generate.ground(data)
    making = 0.0

    def tables() -> Iterator[pa.Table]:
        nonlocal making
        for number in range(size.months):
            began = time.perf_counter()
            table = generate.month(held, number, rows=size.rows, tiles=size.tiles)
            making += time.perf_counter() - began
            yield table

    began = time.perf_counter()
    crimes.build(root, crimes=tables(), force_id="west-midlands", at=datetime.now(UTC), fresh=True)
    took = time.perf_counter() - began
    return {"build_seconds": round(took, 1), "of_it_generating": round(making, 1), "archive_mb": disk_mb(root)}


def told(archive: crimes.Archive) -> Iterator[tuple[str, pa.Table]]:
    """Each month's rows with a place, in the archive's order, as the peer's columns: same ids, names, places."""
    for month, name in sorted(archive._crimes.items()):
        folder = archive.root / "months" / name
        held = months.opened(folder)
        rows = pq.read_table(folder / "rows.parquet").slice(0, held.located)
        street_ids = np.repeat(np.asarray(held.street_ids), np.diff(held._starts))
        lat, lng = rows["latitude"].to_numpy(), rows["longitude"].to_numpy()
        outcome = rows["outcome"].cast(pa.string())
        names = pa.array([codes.OUTCOMES.get(code) for code in outcome.unique().to_pylist()], pa.string())
        yield month, pa.table({
            "id": np.arange(held.located) + crime_number(month), "category": rows["category"].cast(pa.string()),
            "location_type": rows["location_type"].cast(pa.string()),
            "latitude": six_decimals(lat), "longitude": six_decimals(lng), "street_id": street_ids,
            "street": rows["street"].cast(pa.string()), "outcome": names.take(pc.index_in(outcome, outcome.unique())),
            "outcome_month": rows["outcome_month"].cast(pa.string()),
            "persistent_id": rows["crime_id"].cast(pa.string()), "month_text": pa.repeat(month, held.located),
            "lat": lat, "lng": lng,
        })  # fmt: skip


def six_decimals(degrees: np.ndarray) -> pa.Array:
    """Degrees as the API writes them."""
    values, which = np.unique(degrees, return_inverse=True)
    return pa.array([f"{value:.6f}" for value in values]).take(pa.array(which))


def questions(archive: crimes.Archive, data: Path, *, busiest: bool) -> list[tuple[float, float, str]]:
    """DISTINCT (lat, lng, month): round the densest mile, or where crimes fall at random; seeded."""
    held, random = generate.ground(data), np.random.default_rng(7)
    recent = archive.point_months[-RECENT:]
    if busiest:
        at = _densest(archive, held, recent[0])
        spots = np.column_stack(
            [random.normal(held.lat[at], 1e-4, DISTINCT), random.normal(held.lng[at], 1e-4, DISTINCT)]
        )
    else:
        points = random.choice(len(held.lat), DISTINCT, p=held.weight / held.weight.sum())
        spots = np.column_stack([held.lat[points], held.lng[points]])
    return [(round(float(a), 6), round(float(b), 6), str(random.choice(recent))) for a, b in spots]


def _densest(archive: crimes.Archive, held: generate.Ground, month: str) -> int:
    likely = np.argsort(held.weight)[-300:]
    return int(max(likely, key=lambda at: archive.near(held.lat[at], held.lng[at], month=month).count))


def differing(archive: crimes.Archive, dsn: str, asked: list[tuple[float, float, str]]) -> int:
    """How many questions, one-mile and as a polygon of 32 corners, the two sides answer with different bytes."""
    wrong = 0
    with psycopg.connect(dsn, autocommit=True) as con:
        for lat, lng, month in asked:
            turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
            ring = np.column_stack([lat + 0.0131 * np.sin(turn), lng + 0.0213 * np.cos(turn)]).round(6)
            for ours, sql in (
                (archive.near(lat, lng, month=month), peer.near_sql(lat, lng, month)),
                (archive.within(ring, month=month), peer.inside_sql([tuple(c) for c in ring.tolist()], month)),
            ):
                row = psycopg.ClientCursor(con).execute(sql).fetchone()  # type: ignore[call-overload]
                wrong += doors.canonical(ours.json()) != doors.canonical(row[0].encode())
    return wrong


def lookups(archive: crimes.Archive, asked: list[tuple[float, float, str]], times: int) -> tuple[float, float]:
    """p50 and p99 in ms of the index alone: from a point to the rows it holds, no bytes read."""
    took = []
    for n in range(times):
        lat, lng, month = asked[n % len(asked)]
        began = time.perf_counter()
        archive.near(lat, lng, month=month)
        took.append((time.perf_counter() - began) * 1000)
    return round(float(np.percentile(took, 50)), 3), round(float(np.percentile(took, 99)), 3)


def compared(root: Path, dsn: str, asked: list[tuple[float, float, str]], *, seconds: float, rounds: int, spare: Path
             ) -> dict[str, float]:  # fmt: skip
    """The three doors asked the same questions in turn, `rounds` times round; medians of the rounds."""
    spare.mkdir(parents=True, exist_ok=True)
    for old in spare.glob("*.json"):
        old.unlink()
    archive = crimes.current(root)
    for n, (lat, lng, month) in enumerate(asked):
        (spare / f"{n:04}.json").write_bytes(archive.near(lat, lng, month=month).json())
    query = [f"lat={lat}&lng={lng}&date={month}" for lat, lng, month in asked]
    paths = {
        "ours": [f"/api/crimes-street/all-crime?{q}" for q in query],
        "postgis": [f"/bench/peer/?{q}" for q in query],
        "ready": [f"/bench/ready/{n}" for n in range(len(query))],
    }
    seen: dict[str, list[load.Load]] = {name: [] for name in paths}
    environ = {"WMP2020_ARCHIVE": str(root), "WMP2020_BENCH_PEER": dsn, "WMP2020_BENCH_READY": str(spare)}
    with serving.served(doors=True, **environ) as (port, master):
        for name in paths:  # every worker reads every answer once: warm memory, open connections
            load.run(port, paths[name], seconds=max(1.0, seconds / 2), connections=4)
        for _ in range(rounds):
            for name in paths:
                seen[name].append(load.run(port, paths[name], seconds=seconds, connections=4))
        memory = serving.resident_mb(master)
    figures: dict[str, float] = {"server_resident_mb": memory, "bytes_each": seen["ours"][0].bytes_each}
    for name, runs in seen.items():
        figures[f"{name}_per_second"] = statistics.median(r.per_second for r in runs)
        figures[f"{name}_p50_ms"] = statistics.median(r.p50_ms for r in runs)
        figures[f"{name}_p99_ms"] = statistics.median(r.p99_ms for r in runs)
        figures[f"{name}_failures"] = sum(r.failures for r in runs)
    return figures


def month_visible(root: Path, data: Path) -> float:
    """Seconds from handing one more month of 30,000 rows to the archive until a running server answers with it."""
    held = generate.ground(data)
    number = len(crimes.current(root).point_months)
    table = generate.month(held, number, rows=30_000)
    month = table["month"][0].as_py()
    with serving.served(doors=True, WMP2020_ARCHIVE=str(root)) as (port, _):
        line = load.Connection(port)
        path = f"/api/crimes-street/all-crime?lat=52.48&lng=-1.9&date={month}"
        if line.get(path)[0] != 404:
            raise SystemExit(f"{month} is held before it was loaded")
        began = time.perf_counter()
        crimes.build(root, crimes=[table], force_id="west-midlands", at=datetime.now(UTC))
        while line.get(path)[0] != 200:
            time.sleep(0.02)
        return round(time.perf_counter() - began, 2)
