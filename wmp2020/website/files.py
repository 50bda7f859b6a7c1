"""Files a browser gets from us as they are: the built assets, and a base map where the data folder holds one.

Both go through WhiteNoise, which answers byte ranges (a base map is read in pieces) and keeps hashed assets for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

PREFIX = "/basemap/"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"


@dataclass(frozen=True)
class BaseMap:
    """Addresses of our base map; empty text where the installation has none. glyphs is a folder's address."""

    tiles: str = ""
    glyphs: str = ""


def basemap_folder() -> Path | None:
    """The folder holding a *.pmtiles: WMP2020_BASEMAP, or `basemap` in the data folder in use; None without one."""
    candidates: list[str | Path] = [
        settings.BASEMAP,
        *(Path(folder) / "basemap" for folder in (settings.DATA, settings.BESIDE) if folder),
    ]
    return next((Path(path) for path in candidates if path and any(Path(path).glob("*.pmtiles"))), None)


@cache
def basemap() -> BaseMap:
    """The base map's addresses, looked up once a process, as its files are."""
    folder = basemap_folder()
    if folder is None:
        return BaseMap()
    name = min(path.name for path in folder.glob("*.pmtiles"))
    return BaseMap(f"{PREFIX}{name}", f"{PREFIX}fonts/" if (folder / "fonts").is_dir() else "")


class Files(WhiteNoiseMiddleware):
    """WhiteNoise with the static files of our apps, the base map under /basemap/, and our headers on every file."""

    def __init__(self, get_response: Callable[..., Any] | None = None) -> None:
        super().__init__(get_response)
        for app in apps.get_app_configs():  # scripts of the sign-in pages
            folder = Path(str(app.path)) / "static"
            if folder.is_dir():
                self.add_files(str(folder), prefix=self.static_prefix)
        base = basemap_folder()
        if base is not None:
            self.add_files(str(base), prefix=PREFIX)

    def add_cache_headers(self, headers: Any, path: str, url: str) -> None:
        """Cache as WhiteNoise does; ours alone; and the policy that a module worker lives under, its own file's."""
        super().add_cache_headers(headers, path, url)
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Content-Security-Policy"] = POLICY
