"""Boundaries by generation, names, residents; postcode, street or place to area.

`load` swaps a book of areas in; `atlas()` answers by code and by place, `find` and `postcode` by what people type,
`drawn` reads a polygon someone drew. Areas are dated: an ended ward is still found, with what replaced it.
"""

from . import outlines
from .actions import load
from .atlases import Area, Atlas, NoAreas, atlas, forget
from .book import POSTCODES, STREETS, AreaBook, AreaRow, SourceNote
from .drawing import Drawn
from .force import Force, read_force
from .found import Found, Match
from .queries import at, drawn, find, postcode

__all__ = [
    "POSTCODES", "STREETS", "Area", "AreaBook", "AreaRow", "Atlas", "Drawn", "Force", "Found", "Match", "NoAreas",
    "SourceNote", "at", "atlas", "drawn", "find", "forget", "load", "outlines", "postcode", "read_force",
]  # fmt: skip
