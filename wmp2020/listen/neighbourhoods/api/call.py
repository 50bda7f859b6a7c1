"""One request on its way to an endpoint, and the reply on its way back."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from wmp2020.information import areas, crimes

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8"

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Call:
    """What was asked and when: the path's and the form's values, and the version of the archive that answers."""

    __slots__ = ("_archive", "accept", "at", "origin", "path", "query", "url", "values")

    def __init__(
        self,
        *,
        archive: Callable[[], "crimes.Archive"],
        at: datetime,
        path: Mapping[str, str],
        values: Mapping[str, str],
        query: str = "",
        accept: str = "",
        url: str = "",
        origin: Callable[[], str] = str,
    ) -> None:
        self._archive, self.path, self.values = cache(archive), path, values
        self.at = at
        self.query, self.accept, self.url, self.origin = query, accept, url, origin

    @property
    def archive(self) -> "crimes.Archive":
        """The same version however often it is asked for. Raises NoArchive, or what its finder does."""
        return self._archive()

    @property
    def atlas(self) -> "areas.Atlas":
        return areas.atlas()


class Reply:
    """A 200 to be: its bytes, or how to make them if the client does not hold them already.

    etag names what the bytes depend on; None means on the bytes alone, and they are hashed.
    """

    __slots__ = ("content", "etag", "headers", "type")

    def __init__(
        self,
        content: bytes | Callable[[], bytes],
        *,
        type: str = JSON,
        etag: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.content, self.type, self.etag, self.headers = content, type, etag, headers or {}


def as_json(value: Any) -> bytes:
    """Compact JSON in UTF-8; a NaN is our mistake and raises."""
    return _compact(value).encode("utf-8", "replace")


def told(value: Any, **more: Any) -> Reply:
    """A reply with a value as JSON."""
    return Reply(as_json(value), **more)
