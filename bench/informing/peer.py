"""The peer: PostGIS 3 on Debian's PostgreSQL 15 in a cluster of its own, tuned as a good administrator would.

One partition a month, rows stored along a Hilbert curve, GiST on the geometry, literals of the column's type,
JIT off, two parallel workers for building, memory set for the machine. JSON is built in SQL by json_agg.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv

BIN = Path("/usr/lib/postgresql/15/bin")
MENDED_BY = "apt-get install postgresql-15 postgresql-15-postgis-3"
CONF = """
listen_addresses = ''
shared_buffers = '3GB'
effective_cache_size = '12GB'
work_mem = '64MB'
maintenance_work_mem = '1GB'
max_parallel_maintenance_workers = 2
max_parallel_workers_per_gather = 0
random_page_cost = 1.1
jit = off
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '8GB'
max_locks_per_transaction = 1024
"""

# One crime as data.police.uk shapes it, keys in the order ours are in, so that answers can be compared byte by byte.
ANSWER = """
select coalesce(json_agg(json_build_object(
  'category', category,
  'location_type', location_type,
  'location', json_build_object('latitude', latitude, 'street', json_build_object('id', street_id, 'name', street),
                                'longitude', longitude),
  'context', 'Synthetic',
  'outcome_status', case when outcome is null then null
                    else json_build_object('category', outcome, 'date', outcome_month) end,
  'persistent_id', persistent_id,
  'id', id,
  'location_subtype', '',
  'month', month_text))::text, '[]')
from street_crime where month = {month}::integer and """
NEAR = (
    "geom && ST_SetSRID(ST_MakeBox2D(ST_MakePoint({west}, {south}), ST_MakePoint({east}, {north})), 4326)"
    " and ST_DistanceSphere(geom, ST_SetSRID(ST_MakePoint({lng}, {lat}), 4326)) <= 1609.344"
)
INSIDE = "ST_Intersects(geom, ST_SetSRID(ST_GeomFromText('POLYGON(({ring}))'), 4326))"


def month_number(month: str) -> int:
    """2011-02 -> 201102: what the partition key holds."""
    return int(month.replace("-", ""))


def near_sql(lat: float, lng: float, month: str) -> str:
    """One-mile question as SQL, literals of the column's type, box first so that GiST is used."""
    up = np.degrees(1609.344 / 6371008.8) * 1.0001
    across = up / np.cos(np.radians(abs(lat) + up))
    box = NEAR.format(lat=lat, lng=lng, south=lat - up, north=lat + up, west=lng - across, east=lng + across)
    return ANSWER.format(month=month_number(month)) + box


def inside_sql(polygon: list[tuple[float, float]], month: str) -> str:
    """Polygon question as SQL; vertices are (lat, lng) and closed by a straight line."""
    ring = ", ".join(f"{lng} {lat}" for lat, lng in [*polygon, polygon[0]])
    return ANSWER.format(month=month_number(month)) + INSIDE.format(ring=ring)


class Cluster:
    """A throw-away PostgreSQL 15 + PostGIS cluster in `folder`, reached over a Unix socket."""

    def __init__(self, folder: Path) -> None:
        if not (BIN / "postgres").exists():
            raise SystemExit(f"The peer needs PostGIS: {MENDED_BY}")
        self.folder, self.data = folder, folder / "data"
        self.sockets = Path(tempfile.mkdtemp(prefix="wmpeer"))
        self.user = "postgres" if os.geteuid() == 0 else None
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            shutil.chown(folder, self.user)
            shutil.chown(self.sockets, self.user)
        self.dsn = f"host={self.sockets} dbname=postgres user=postgres"

    def _as_server(self, *command: str | Path) -> None:
        done = subprocess.run(
            [str(c) for c in command],
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"The peer's {command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")

    def __enter__(self) -> "Cluster":
        if not (self.data / "PG_VERSION").exists():
            self._as_server(BIN / "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--locale=C.UTF-8")
            with (self.data / "postgresql.conf").open("a") as conf:
                conf.write(CONF)
        self._as_server(
            BIN / "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", f"-k {self.sockets}", "start"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._as_server(BIN / "pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.sockets, ignore_errors=True)

    def versions(self) -> str:
        """PostgreSQL's and PostGIS's own words."""
        with psycopg.connect(self.dsn, autocommit=True) as con:
            con.execute("create extension if not exists postgis")
            row = con.execute("select current_setting('server_version') || ', PostGIS ' || postgis_lib_version()")
            return str(row.fetchone()[0])  # type: ignore[index]


def ewkb_hex(lng: np.ndarray, lat: np.ndarray) -> pa.Array:
    """Points as PostGIS reads them fastest from text: little-endian EWKB with SRID 4326, in hex."""
    raw = np.zeros((len(lng), 25), np.uint8)
    raw[:, :9] = np.frombuffer(b"\x01\x01\x00\x00\x20\xe6\x10\x00\x00", np.uint8)
    raw[:, 9:17] = lng.astype("<f8").view(np.uint8).reshape(-1, 8)
    raw[:, 17:25] = lat.astype("<f8").view(np.uint8).reshape(-1, 8)
    digits = np.frombuffer(b"0123456789ABCDEF", np.uint8)
    text = np.empty((len(lng), 50), np.uint8)
    text[:, 0::2], text[:, 1::2] = digits[raw >> 4], digits[raw & 15]
    return (
        pa.FixedSizeBinaryArray.from_buffers(pa.binary(50), len(lng), [None, pa.py_buffer(text)])
        .cast(pa.binary())
        .cast(pa.string())
    )


COLUMNS = {
    "month": "integer", "id": "bigint", "category": "text", "location_type": "text", "latitude": "text",
    "longitude": "text", "street_id": "bigint", "street": "text", "outcome": "text", "outcome_month": "text",
    "persistent_id": "text", "month_text": "text", "geom": "geometry(Point, 4326)",
}  # fmt: skip


def sheets(months: Iterable[tuple[str, pa.Table]]) -> Iterator[tuple[int, int, bytes]]:
    """Each month as (its number, its rows, the CSV that COPY reads), the next one made while this one is copied."""

    def sheet(month: str, table: pa.Table) -> tuple[int, int, bytes]:
        number = month_number(month)
        geom = ewkb_hex(table["lng"].to_numpy(), table["lat"].to_numpy())
        sent = pa.table(
            {
                "month": pa.repeat(pa.scalar(number, pa.int32()), len(table)),
                **{name: table[name] for name in list(COLUMNS)[1:-1]},
                "geom": geom,
            }
        )
        sink = pa.BufferOutputStream()
        pacsv.write_csv(sent, sink, pacsv.WriteOptions(include_header=False))
        return number, len(table), sink.getvalue().to_pybytes()

    with ThreadPoolExecutor(1) as ahead:
        coming: Future[tuple[int, int, bytes]] | None = None
        for month, table in months:
            following = ahead.submit(sheet, month, table)
            if coming:
                yield coming.result()
            coming = following
        if coming:
            yield coming.result()


def build(cluster: Cluster, months: Iterable[tuple[str, pa.Table]]) -> int:
    """Load the months, return the rows held. A table has COLUMNS but month and geom, and lat, lng; along the curve.

    Each month is copied into its own table, indexed while it is warm in memory, and attached as a partition.
    """
    rows = 0
    with psycopg.connect(cluster.dsn, autocommit=True) as con:
        con.execute("create extension if not exists postgis")
        con.execute("drop table if exists street_crime")
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        con.execute(f"create table street_crime ({columns}) partition by list (month)")
        for number, count, csv in sheets(months):
            part = f"street_crime_{number}"
            with con.transaction():
                con.execute(f"create table {part} ({columns})")
                with con.cursor().copy(f"copy {part} from stdin (format csv, freeze)") as copy:
                    copy.write(csv)
                con.execute(f"create index on {part} using gist (geom)")
                con.execute(f"alter table {part} add check (month = {number}::integer)")
                con.execute(f"alter table street_crime attach partition {part} for values in ({number})")
            rows += count
        con.execute("vacuum analyze street_crime")
    return rows
