"""Where the browser's files are: the folder that `npm run build` wrote last, named by the hash of what is in it."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings


class AssetsMissing(Exception):
    """The browser's files have not been built."""


def _read_note() -> str:
    try:
        return str(json.loads(settings.ASSETS.with_suffix(".json").read_text())["folder"])
    except FileNotFoundError:
        raise AssetsMissing("The browser's files are not built: run `npm ci && npm run build`.") from None


_kept_note = cache(_read_note)


def folder() -> Path:
    """The built folder. A running server keeps the one it started with, whose files it listed then; the build keeps it
    too. AssetsMissing when nothing was built."""
    return Path(settings.ASSETS) / (_read_note() if settings.DEBUG else _kept_note())


def address(name: str) -> str:
    """The address of a built file: address("site.css") -> "/static/<hash>/site.css"."""
    return f"{settings.STATIC_URL}{folder().name}/{name}"


def text(name: str) -> str:
    """The text of a built file, for what is made on the server (charts as PNG read chart.css)."""
    return (folder() / name).read_text()
