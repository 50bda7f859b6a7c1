"""Area pages under a steady 100 requests a second, and at saturation: the real site on the data it has loaded."""

import numpy as np

from bench.informing import load, serving
from wmp2020.information.areas import Atlas

STEADY = 100.0


def steady_and_full(atlas: Atlas, *, seconds: float) -> dict[str, float]:
    """p99 of ward and authority pages asked for at random at STEADY a second, then as fast as they come."""
    random = np.random.default_rng(11)
    places = [*atlas.areas("ward"), *atlas.areas("authority")]
    paths = [f"/areas/{places[n].code}/" for n in random.integers(0, len(places), 2000)]
    with serving.served(doors=False) as (port, master):
        cold = load.run(port, paths, seconds=min(5.0, seconds), connections=4, rate=STEADY)
        warm = serving.settled(master)
        steady = load.run(port, paths, seconds=seconds, connections=4, rate=STEADY)
        full = load.run(port, paths, seconds=min(8.0, seconds), connections=4)
        memory = serving.resident_mb(master)
    return {
        "area_page_first_p99_ms": cold.p99_ms,
        "area_page_seconds_to_warm": warm,
        "area_page_steady_per_second": steady.per_second,
        "area_page_steady_p50_ms": steady.p50_ms,
        "area_page_steady_p99_ms": steady.p99_ms,
        "area_page_bytes": steady.bytes_each,
        "area_page_saturated_per_second": full.per_second,
        "area_page_failures": cold.failures + steady.failures + full.failures,
        "area_page_server_resident_mb": memory,
    }
