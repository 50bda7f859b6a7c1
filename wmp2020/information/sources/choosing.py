"""Where the data comes from, in order: a folder at hand, the publishers, open data inside PyPI packages."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from wmp2020.information.sources import west_midlands, wheels
from wmp2020.information.sources.supply import Supply


class NoData(Exception):
    """No source could be had. The message says what was tried and what to do, for the person at the terminal."""


def choose(
    settings_data: str,
    beside: Path,
    *,
    announce: Callable[[str], None],
    var: Path | None = None,
    production: bool | None = None,
) -> Supply:
    """The first source that can be had; each attempt is announced in one line. NoData when there is none.

    settings_data: the folder named by the installation, which must be there when named. beside: the folder used when
    none is named and it is there. var: where fetched files live. production: imputed points stay out.
    """
    var = settings.VAR if var is None else var
    production = settings.PRODUCTION if production is None else production
    folder = Path(settings_data).expanduser() if settings_data else beside
    if settings_data and not west_midlands.is_there(folder):
        raise NoData(f"WMP2020_DATA is {folder}, but that is no folder of open data as described in DEVELOPERS.md.")
    if west_midlands.is_there(folder):
        return _said(west_midlands.WestMidlandsFolder(folder, imputed=not production), announce)
    announce(f"Data: no data folder at {folder}.")
    return _said(_wheels(var / "opendata", announce), announce)


def _wheels(folder: Path, announce: Callable[[str], None]) -> Supply:
    if not wheels.is_there(folder):
        try:
            wheels.install(folder, settings.ROOT / "requirements/opendata.lock", announce)
        except wheels.NotInstalled as fault:
            raise NoData(
                f"No data: there is no data folder, and the packages with open data could not be installed ({fault}). "
                "Set WMP2020_DATA to a data folder, or connect to the internet or a PyPI mirror and run again."
            ) from fault
    return wheels.WestYorkshireWheels(folder)


def _said(supply: Supply, announce: Callable[[str], None]) -> Supply:
    announce(f"Data: {supply.says}")
    return supply
