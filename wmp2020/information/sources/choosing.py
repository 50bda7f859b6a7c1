"""Where the data comes from, in order: a folder at hand, the publishers, open data inside PyPI packages."""

from collections.abc import Callable
from pathlib import Path

from wmp2020.information.sources import west_midlands
from wmp2020.information.sources.supply import Supply


class NoData(Exception):
    """No source could be had. The message says what was tried and what to do, for the person at the terminal."""


def choose(settings_data: str, beside: Path, *, announce: Callable[[str], None], production: bool = False) -> Supply:
    """The first source that can be had; each attempt is announced in one line.

    settings_data: the folder named by the installation, which must be there when named. beside: the folder used when
    none is named and it is there. production: imputed points stay out.
    """
    folder = Path(settings_data).expanduser() if settings_data else beside
    if settings_data and not west_midlands.is_there(folder):
        raise NoData(f"WMP2020_DATA is {folder}, but that is no folder of open data as described in DEVELOPERS.md.")
    if west_midlands.is_there(folder):
        supply = west_midlands.WestMidlandsFolder(folder, imputed=not production)
        announce(f"Data: {supply.says}")
        return supply
    raise NoData("There is no data folder at hand.")
