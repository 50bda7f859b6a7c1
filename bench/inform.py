"""inform: a resident asks what happens where they live; ours and PostGIS answer through one server in one run.

--quick takes one year of one force; the whole run takes 12 years of a force (3.8 M rows) and of England and Wales
(80 M), needs 45 GB of disk under /var/tmp (or WMP2020_BENCH) and about 40 minutes. Rows are synthetic, generated from
the real counts and anchor points. WMP2020_BENCH_SIZE=3.8M (or 80M) takes one of the two alone.
"""

import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from bench.informing import pages, street, wards
from bench.informing.peer import Cluster, build
from wmp2020.information import areas, crimes


def run(quick: bool) -> dict[str, Any]:
    """Figures, ratios (ours over the peer), targets and whether each holds; a name ends in the size it belongs to."""
    data = Path(settings.DATA or settings.BESIDE)
    if not (data / "crime").is_dir():
        raise SystemExit("The bench generates from the West Midlands folder: set WMP2020_DATA to it.")
    spare = Path(os.environ.get("WMP2020_BENCH") or "/var/tmp/wmp2020-bench")  # the peer runs as another user
    shutil.rmtree(spare, ignore_errors=True)
    figures: dict[str, float] = {}
    ratios: dict[str, float] = {}
    versions: dict[str, str] = {}
    only = os.environ.get("WMP2020_BENCH_SIZE")
    sizes = [street.QUICK] if quick else [s for s in (street.FORCE, street.NATION) if only in (None, s.name)]
    try:
        for size in sizes:
            with Cluster(spare / f"peer-{size.name}") as cluster:
                versions["peer"] = cluster.versions()
                _street(size, spare, data, cluster, figures, ratios, quick=quick)
                if size is not street.NATION:
                    _wards(cluster, figures, ratios, points=100_000 if quick else 1_000_000)
            shutil.rmtree(spare)
        say("area pages")
        figures |= pages.steady_and_full(areas.atlas(), seconds=3 if quick else 20)
    finally:
        shutil.rmtree(spare, ignore_errors=True)
    targets = _targets(figures, ratios)
    every = figures | ratios
    holds = {key: every[key] >= n if sign == ">=" else every[key] <= n for key, (sign, n) in targets.items()}
    return {"figures": figures, "ratios": ratios, "targets": targets, "holds": holds, "versions": versions}


def say(words: str) -> None:
    """Progress goes to standard error: the last line of standard output is the result."""
    print(f"{time.strftime('%H:%M:%S')} inform: {words}", file=sys.stderr, flush=True)


def _street(size: street.Size, spare: Path, data: Path, cluster: Cluster, figures: dict[str, float],
            ratios: dict[str, float], *, quick: bool) -> None:  # fmt: skip
    root, name = spare / f"archive-{size.name}", size.name
    say(f"{name}: building the archive")
    figures |= {f"{key}_{name}": value for key, value in street.build_ours(root, data, size).items()}
    archive = crimes.current(root)
    say(f"{name}: building PostGIS")
    began = time.perf_counter()
    figures[f"rows_{name}"] = build(cluster, street.told(archive))
    figures[f"postgis_build_seconds_{name}"] = round(time.perf_counter() - began, 1)
    asked = {
        "busiest": street.questions(archive, data, busiest=True),
        "usual": street.questions(archive, data, busiest=False),
    }
    say(f"{name}: comparing answers")
    few = 3 if quick else 25
    figures[f"answers_differing_{name}"] = sum(street.differing(archive, cluster.dsn, q[:few]) for q in asked.values())
    lookups = street.lookups(archive, asked["busiest"] + asked["usual"], 2_000 if quick else 20_000)
    figures[f"lookup_p50_ms_{name}"], figures[f"lookup_p99_ms_{name}"] = lookups
    for kind in ["busiest"] if quick else asked:
        say(f"{name}: {kind} mile through HTTP")
        found = street.compared(root, cluster.dsn, asked[kind], seconds=1.5 if quick else 8, rounds=1 if quick else 3,
                                spare=spare / "ready")  # fmt: skip
        figures |= {f"{kind}_{key}_{name}": value for key, value in found.items()}
        ratios[f"{kind}_ours_over_postgis_{name}"] = round(found["ours_per_second"] / found["postgis_per_second"], 1)
        ratios[f"{kind}_ready_over_ours_{name}"] = round(found["ready_per_second"] / found["ours_per_second"], 2)
    if size is not street.NATION:
        say(f"{name}: one more month")
        figures[f"month_visible_seconds_{name}"] = street.month_visible(root, data)


def _wards(cluster: Cluster, figures: dict[str, float], ratios: dict[str, float], *, points: int) -> None:
    say("points to wards")
    found = wards.compare(cluster, areas.atlas(), points)
    figures |= found
    ratios["wards_ours_over_postgis"] = round(found["wards_ours_per_second"] / found["wards_postgis_per_second"], 1)


def _targets(figures: dict[str, float], ratios: dict[str, float]) -> dict[str, tuple[str, float]]:
    """The issue's targets, for whichever of them this run measured."""
    wanted: dict[str, tuple[str, float]] = {
        "wards_ours_over_postgis": (">=", 10),
        "area_page_steady_p99_ms": ("<=", 50),
    }
    for size in ("quick", "3.8M", "80M"):
        wanted |= {
            f"busiest_ours_over_postgis_{size}": (">=", 20),
            f"busiest_ready_over_ours_{size}": ("<=", 3),
            f"answers_differing_{size}": ("<=", 0),
            f"month_visible_seconds_{size}": ("<=", 3),
            f"busiest_server_resident_mb_{size}": ("<=", 2048),
        }
    wanted |= {"lookup_p99_ms_80M": ("<=", 2), "build_seconds_80M": ("<=", 600)}
    return {key: target for key, target in wanted.items() if key in figures or key in ratios}
