"""Two doors beside the API in the same Django server: the peer's answer and ready-made bytes.

`/bench/peer/?sql-of…` asks PostGIS the question that the API answers from the archive; `/bench/ready/<n>` sends the
API's own answer to question n, made beforehand.
"""

import json
import os
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psycopg
from django.http import HttpRequest, HttpResponse

from bench.informing import peer

_kept = threading.local()


@cache
def ready() -> list[bytes]:
    """The answers made beforehand, from the folder the bench names."""
    folder = Path(os.environ["WMP2020_BENCH_READY"])
    return [path.read_bytes() for path in sorted(folder.glob("*.json"))]


class _AsSent(psycopg.adapt.Loader):
    """PostgreSQL's text as the bytes that arrived: the peer is not made to decode and encode 1.6 MB for nothing."""

    def load(self, data: bytes | bytearray | memoryview) -> bytes:
        return bytes(data)


def _connection() -> psycopg.Connection:
    if not hasattr(_kept, "connection"):
        _kept.connection = psycopg.connect(os.environ["WMP2020_BENCH_PEER"], autocommit=True)
        _kept.connection.adapters.register_loader("text", _AsSent)
    return _kept.connection


def peer_answer(request: HttpRequest) -> bytes:
    """PostGIS's answer to lat, lng, date or to poly, date."""
    month = request.GET["date"]
    if poly := request.GET.get("poly"):
        corners = [tuple(map(float, corner.split(","))) for corner in poly.split(":")]
        sql = peer.inside_sql(corners, month)  # type: ignore[arg-type]
    else:
        sql = peer.near_sql(float(request.GET["lat"]), float(request.GET["lng"]), month)
    cursor = psycopg.ClientCursor(_connection())
    row = cursor.execute(sql).fetchone()  # type: ignore[call-overload]
    return row[0]


def bench_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer the bench's own addresses, hand everything else on."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/bench/ready/"):
            body = ready()[int(request.path.rsplit("/", 1)[1])]
        elif request.path == "/bench/peer/":
            body = peer_answer(request)
        else:
            return get_response(request)
        return HttpResponse(body, content_type="application/json", headers={"Content-Length": str(len(body))})

    return answer


def canonical(body: bytes) -> bytes:
    """An answer with its crimes sorted by id and one spelling of white space: equal answers are equal bytes."""
    rows = sorted(json.loads(body), key=lambda row: row["id"])
    return json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
