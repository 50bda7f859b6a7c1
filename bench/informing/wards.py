"""Points to wards in bulk: ours against PostGIS's join, in one run, answers compared point by point."""

import time

import numpy as np
import psycopg
import shapely

from bench.informing.peer import Cluster, ewkb_hex
from wmp2020.information.areas import Atlas

JOINS = {
    "polygons": "select p.id, min(w.code) from point p join ward w on ST_Covers(w.geom, p.geom) group by p.id",
    "subdivided": "select p.id, min(w.code) from point p join ward_part w on ST_Covers(w.geom, p.geom) group by p.id",
}


def scattered(atlas: Atlas, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n points over the force's bounding box (lat, lng), seeded; about two in three lie inside."""
    west, south, east, north = shapely.union_all([a.geometry for a in atlas.areas("ward")]).bounds
    random = np.random.default_rng(2020)
    return random.uniform(south, north, n), random.uniform(west, east, n)


def theirs(cluster: Cluster, atlas: Atlas, lats: np.ndarray, lngs: np.ndarray) -> tuple[dict[str, float], np.ndarray]:
    """Seconds of each way to join in PostGIS, and ward codes by point ("" outside), from the plain join."""
    with psycopg.connect(cluster.dsn, autocommit=True) as con:
        con.execute("create extension if not exists postgis")
        con.execute("drop table if exists ward, ward_part, point")
        con.execute("create table ward (code text, geom geometry(Geometry, 4326))")
        for area in atlas.areas("ward"):
            con.execute(
                "insert into ward values (%s, ST_SetSRID(ST_GeomFromWKB(%s), 4326))",
                [area.code, shapely.to_wkb(area.geometry)],
            )
        con.execute("create table ward_part as select code, ST_Subdivide(geom, 32) geom from ward")
        con.execute("create table point (id integer, geom geometry(Point, 4326))")
        with con.cursor().copy("copy point from stdin") as copy:
            for at, geom in enumerate(ewkb_hex(lngs, lats).to_pylist()):
                copy.write_row((at, geom))
        for table in ("ward", "ward_part", "point"):
            con.execute(f"create index on {table} using gist (geom)")
            con.execute(f"vacuum analyze {table}")
        con.execute("set max_parallel_workers_per_gather = 2")
        seconds, rows = {}, []
        for way, sql in JOINS.items():
            con.execute("drop table if exists joined")
            began = time.perf_counter()
            con.execute(f"create unlogged table joined as {sql}")
            seconds[way] = time.perf_counter() - began
            rows = rows or con.execute("select * from joined").fetchall()
    codes = np.full(len(lats), "", dtype="U12")
    for at, code in rows:
        codes[at] = code
    return seconds, codes


def compare(cluster: Cluster, atlas: Atlas, n: int) -> dict[str, float]:
    """Points a second of ours and of PostGIS's best join, and how many answers differ."""
    lats, lngs = scattered(atlas, n)
    wards = np.array([a.code for a in atlas.areas("ward")] + [""])
    began = time.perf_counter()
    atlas.wards_of(lats, lngs)  # draws its raster once a process
    first = time.perf_counter() - began
    began = time.perf_counter()
    ours = atlas.wards_of(lats, lngs)
    seconds = time.perf_counter() - began
    peers, codes = theirs(cluster, atlas, lats, lngs)
    return {
        "wards_points": n,
        "wards_ours_per_second": round(n / seconds),
        "wards_postgis_per_second": round(n / min(peers.values())),
        "wards_first_call_seconds": round(first, 2),
        "wards_differing": int((wards[ours] != codes).sum()),
    }
