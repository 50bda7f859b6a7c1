"""Is it alive, is it ready, how is it doing: answers for whoever watches the site. No session, no cookie, no page."""

import hmac
import ipaddress
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from wmp2020.information import areas, crimes
from wmp2020.plumbing import jobs, metrics
from wmp2020.plumbing.problems import problem


def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and data is loaded; else 503, naming each thing that lacks and what mends it."""
    lacking = [lack for check in _CHECKS.values() if (lack := check())]
    if lacking:
        return problem(503, "not-ready", "Not ready", " ".join(lacking), lacking=lacking)
    return JsonResponse({"ready": True, "areas": areas.atlas().version, "crimes": crimes.current().version})


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "The database does not answer."
    return f"{len(waiting)} migrations wait: run `wmp2020 migrate`." if waiting else ""


def _areas() -> str:
    try:
        areas.atlas()
    except (areas.NoAreas, DatabaseError):
        return "No areas are loaded: run `wmp2020 load`."
    return ""


def _crimes() -> str:
    try:
        crimes.current()
    except crimes.NoArchive:
        return "No crime archive is loaded: run `wmp2020 load`."
    return ""


def measured(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, for this machine and for whoever brings the token; nobody else learns that they exist."""
    if not _may_measure(request):
        return problem(404, "not-found", "Not found", "There is nothing at this address.")
    body, kind = metrics.exposition(_now)
    return HttpResponse(body, content_type=kind)


def _may_measure(request: HttpRequest) -> bool:
    token = f"Bearer {settings.METRICS_TOKEN}"
    if settings.METRICS_TOKEN and hmac.compare_digest(
        request.headers.get("Authorization", "").encode(), token.encode()
    ):
        return True
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip")):
        return False  # a proxy on this machine makes everyone a neighbour
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _now() -> Iterator[tuple[str, str, dict[str, float]]]:
    yield "wmp2020_jobs", "Jobs in the queue, by state.", dict(jobs.standing())
    yield (
        "wmp2020_ready",
        "1 for each part that is ready.",
        {name: float(not check()) for name, check in _CHECKS.items()},
    )


_CHECKS: dict[str, Callable[[], str]] = {"database": _database, "areas": _areas, "crimes": _crimes}

urls = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", measured, name="metrics"),
]
