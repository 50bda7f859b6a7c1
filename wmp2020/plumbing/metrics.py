"""What the site counts about itself, for Prometheus; true with several worker processes."""

from prometheus_client import Counter, Histogram

_REQUESTS = Counter("wmp2020_requests", "Requests answered.", ["route", "method", "status"])
_SECONDS = Histogram(
    "wmp2020_request_seconds",
    "Time to answer.",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """One request answered, by its route's pattern."""
    _REQUESTS.labels(route, method, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)
