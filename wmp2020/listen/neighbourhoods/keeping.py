"""Answers kept in memory, gzipped, for as long as the edition is theirs: what was drawn once is not drawn again.

The answers hold nothing of the asker and no secret, so one copy serves everybody and squeezing it gives nothing away.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wmp2020.information import areas, crimes
from wmp2020.plumbing.squeezing import gzipped, takes_gzip

from . import tables
from .edition import edition
from .places import DRAWN

ROOM = 64_000_000  # bytes
FRESH, NOT_KEPT = "public, max-age=60", "private, no-store"
ALREADY_SMALL = "image/png"
SORTS = frozenset(f"{sign}{key}" for sign in ("", "-") for key in tables.SORTABLE)

Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """An answer: its headers, and its body, gzipped unless its type is compressed already."""

    headers: dict[str, str]
    body: bytes
    zipped: bool


class Shelf:
    """Answers of one edition; the least used go when there is no room."""

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.used, self.version = room, 0, ""
        self._held: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, version: str, key: Key) -> Kept | None:
        """The answer kept for this edition."""
        with self._lock:
            if version != self.version or key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def put(self, version: str, key: Key, kept: Kept) -> None:
        """Keep it; what other editions left goes."""
        with self._lock:
            if version != self.version:
                self._held.clear()
                self.used, self.version = 0, version
            before = self._held.pop(key, None)
            self.used += len(kept.body) - (len(before.body) if before else 0)
            self._held[key] = kept
            while self.used > self.room and len(self._held) > 1:
                self.used -= len(self._held.popitem(last=False)[1].body)

    def __len__(self) -> int:
        return len(self._held)


shelf = Shelf()
View = Callable[..., HttpResponse]


def kept_by_edition(nothing_loaded: View) -> Callable[[View], View]:
    """Keep a view's answers under the edition, which is also their ETag: a copy is confirmed without drawing.

    nothing_loaded answers while there is no open data.
    """

    def keep(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, code: str, **more: str) -> HttpResponse:
            try:
                return _answer(view, request, code, more)
            except (crimes.NoArchive, areas.NoAreas):
                return nothing_loaded(request)

        return require_safe(answer)

    return keep


def _answer(view: View, request: HttpRequest, code: str, more: dict[str, str]) -> HttpResponse:
    version = edition(crimes.current(), areas.atlas())
    etag = f'W/"{version}"'  # weak: the same page, gzipped or not
    fresh = NOT_KEPT if code == DRAWN else FRESH
    key = _key(view, request, code, more)
    kept = shelf.get(version, key)
    if kept is None:
        response = view(request, code, **more)
        if response.status_code != HTTPStatus.OK:
            return response
        response["ETag"], response["Cache-Control"] = etag, fresh
        kept = _kept(response)
        if code != DRAWN:  # what somebody drew may be their home: it is drawn and forgotten
            shelf.put(version, key, kept)
    unchanged = get_conditional_response(request, etag=etag)  # only now: what is not there has no copy to confirm
    if unchanged is not None:
        unchanged["ETag"], unchanged["Cache-Control"] = etag, fresh
        return unchanged
    return _told(kept, request)


def _key(view: View, request: HttpRequest, code: str, more: dict[str, str]) -> Key:
    """What an answer depends on, and nothing else that an asker could vary at will."""
    said = (request.GET.get("category", ""), "" if more else sort_asked(request))
    return (view.__name__, code, get_language() or "", *said, *more.values())


def sort_asked(request: HttpRequest) -> str:
    """How the page's tables are to be sorted: a column's key, "-" before it; "" for what no table knows."""
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else ""


def _kept(response: HttpResponse) -> Kept:
    zipped = response["Content-Type"] != ALREADY_SMALL
    return Kept(dict(response.items()), gzipped(response.content) if zipped else response.content, zipped)


def _told(kept: Kept, request: HttpRequest) -> HttpResponse:
    takes = kept.zipped and takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(kept.body if takes or not kept.zipped else gzip.decompress(kept.body), headers=kept.headers)
    if kept.zipped:
        patch_vary_headers(response, ["Accept-Encoding"])
    if takes:
        response["Content-Encoding"] = "gzip"
    return response
