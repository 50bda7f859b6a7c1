"""What the site counts about itself, for Prometheus; true with several worker processes.

Worker processes share a folder of small mapped files named in PROMETHEUS_MULTIPROC_DIR, which has to be set before this
module is first imported: `share(folder)` does it, from wsgi.py.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def share(folder: Path) -> None:
    """Count together with the other workers of the same master process; the folders of masters that ended go."""
    ours = folder / str(os.getppid())
    ours.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in folder.iterdir():
        if other != ours and other.name.isdigit() and not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(ours)


class _Counted:
    """Made on first use: prometheus_client decides then, for good, whether counts are shared."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self.requests = Counter("wmp2020_requests", "Requests answered.", ["route", "method", "status"])
        self.seconds = Histogram(
            "wmp2020_request_seconds",
            "Time to answer.",
            ["route"],
            buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
        )
        self.sign_ins = Counter("wmp2020_sign_ins", "Attempts to sign in, by how they ended.", ["result"])


_made: list[_Counted] = []
_labelled: dict[tuple[str, str, int], tuple[Any, Any]] = {}  # finding a label costs more than counting
_making = threading.Lock()


def counted() -> _Counted:
    """This process's counters, made once however many threads ask first."""
    if not _made:
        with _making:
            if not _made:
                _made.append(_Counted())
    return _made[0]


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """One request answered, by its route's pattern."""
    key = (route, method, status)
    if key not in _labelled:
        _labelled[key] = counted().requests.labels(route, method, str(status)), counted().seconds.labels(route)
    requests, took = _labelled[key]
    requests.inc()
    took.observe(seconds)


def count_sign_in(*, result: str) -> None:
    """One attempt to sign in ended."""
    counted().sign_ins.labels(result).inc()


def exposition(now: Callable[[], Iterator[tuple[str, str, dict[str, float]]]]) -> tuple[bytes, str]:
    """Everything counted by every worker, and what `now` measures at this moment: body and content type.

    now yields (name, what it means, {label "state": value}).
    """
    from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.multiprocess import MultiProcessCollector

    class Now:
        def collect(self) -> Iterator[GaugeMetricFamily]:
            for name, meaning, values in now():
                gauge = GaugeMetricFamily(name, meaning, labels=["state"])
                for state, value in values.items():
                    gauge.add_metric([state], value)
                yield gauge

    counted()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        body = generate_latest(registry)
    else:
        body = generate_latest(REGISTRY)
    gauges = CollectorRegistry()
    gauges.register(Now())  # type: ignore[arg-type]
    return body + generate_latest(gauges), CONTENT_TYPE_LATEST
