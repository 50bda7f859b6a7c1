"""The open crime archive: points by place and month, series by area, swapped in whole.

`build` loads, `current` reads; an `Archive` is one version that never changes, `Hits` the rows a question found.
"""

from .archive import Archive
from .building import build
from .cube import Series
from .hits import Hits
from .month import ALL
from .outline import MOST_MEETINGS, Outline, Tangled
from .places import EARTH_RADIUS, MILE
from .shelf import NoArchive, current, version

__all__ = [
    "ALL", "EARTH_RADIUS", "MILE", "MOST_MEETINGS", "Archive", "Hits", "NoArchive", "Outline", "Series", "Tangled",
    "build", "current", "version",
]  # fmt: skip
