"""Where the data comes from, in order: a folder at hand, the publishers, open data inside PyPI packages."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from wmp2020.information.areas import Force, read_force
from wmp2020.information.sources import ons, west_midlands, wheels
from wmp2020.information.sources.downloads import Failed, Line, Patience
from wmp2020.information.sources.police_uk_archive import Fetching, PoliceUkArchive, published
from wmp2020.information.sources.supply import Supply, months_between
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, progress

FIRST = 24  # months fetched unasked for a first look; `wmp2020 fetch` brings more
FIRST_SECONDS = 600.0
Announce = Callable[[str], None]


class NoData(Exception):
    """No source could be had. The message says what was tried and what to do, for the person at the terminal."""


def choose(
    settings_data: str, beside: Path, *, announce: Announce, var: Path | None = None, production: bool | None = None,
    publishers: Mapping[str, str] | None = None,
) -> Supply:  # fmt: skip
    """The first source that can be had; each attempt is announced in one line. NoData when there is none.

    settings_data: the folder named by the installation, which must be there when named. beside: the folder used when
    none is named and it is there. Without either, what was fetched or installed before is used as it is, so a second
    start asks nobody; `fetch` brings news. production: imputed points stay out. The rest defaults to the settings.
    """
    var = settings.VAR if var is None else var
    production = settings.PRODUCTION if production is None else production
    publishers = settings.PUBLISHERS if publishers is None else publishers
    folder = Path(settings_data).expanduser() if settings_data else beside
    if settings_data and not west_midlands.is_there(folder):
        looked = f"{west_midlands.COUNTS_FILE} and {west_midlands.LOOKUP_FILE} are looked for"
        raise NoData(f"WMP2020_DATA is {folder}, but that is no folder of open data ({looked}).")
    if west_midlands.is_there(folder):
        return _said(west_midlands.WestMidlandsFolder(folder, imputed=not production), announce)
    announce(f"Data: no data folder at {folder}.")
    installed = wheels.is_there(var / "opendata")
    fetched = _archive(var, _force())
    if not fetched.is_there() and not installed:
        _try_publishers(announce, var, publishers)
    if fetched.is_there():
        return _said(_archive(var, _force()), announce)
    return _said(_wheels(var / "opendata", announce), announce)


def fetch(
    *, announce: Announce, first: str = "", last: str = "", force_id: str = "", again: bool = False,
    var: Path | None = None, publishers: Mapping[str, str] | None = None, line: Line | None = None,
    progress: Progress = progress, months: int = 0,
) -> Findings:  # fmt: skip
    """Bring months first to last ("YYYY-MM"; default the newest 24, or `months`) and a force's places; what was wrong.

    What is at hand is not fetched again unless again, or published anew. Failed or Offline says what could not be had;
    what came before stays, and the next call goes on from there.
    """
    var = settings.VAR if var is None else var
    publishers = settings.PUBLISHERS if publishers is None else publishers
    force = _force(force_id)
    findings = Findings()
    with line or Line() as line:
        held = published(line, publishers["police_uk"])
        if not held:
            raise Failed(f"{publishers['police_uk']} lists no months.")
        last = min(last or held[0], held[0])
        wanted = months_between(first, last) if first else months_between("2010-12", last)[-(months or FIRST) :]
        announce(f"Data: fetching {len(wanted)} months of {force.area_name} from {publishers['police_uk']} …")
        archive = Fetching(
            force.id, var / "fetched/police_uk", line, publishers["police_uk"], findings, again, announce, progress
        )
        archive.months(wanted, held[0])
        announce(f"Data: {archive.new} files new; fetching places of {force.area_name} from ONS …")
        ons.fetch(
            line, force, var / "fetched/ons" / force.id, geography=publishers["geography"], nomis=publishers["nomis"],
            again=again, progress=progress,
        )  # fmt: skip
    return findings


def _force(force_id: str = "") -> Force:
    return read_force(force_id or settings.FORCE or west_midlands.WestMidlandsFolder.force_id, settings.FORCES)


def _archive(var: Path, force: Force) -> PoliceUkArchive:
    return PoliceUkArchive(var / "fetched/police_uk", var / "fetched/ons" / force.id, force)


def _try_publishers(announce: Announce, var: Path, publishers: Mapping[str, str]) -> None:
    """Fetch when the publishers answer within some seconds; say in one line when they do not."""
    if not all(publishers.values()):
        return announce("Data: the publishers are switched off.")
    patience = Patience(deadline=FIRST_SECONDS, attempts=4)
    with Line(patience) as line:
        if not line.reaches(publishers["police_uk"]):
            return announce(f"Data: {publishers['police_uk']} cannot be reached from here.")
        try:
            findings = fetch(announce=announce, var=var, publishers=publishers, line=line)
        except Failed as fault:
            return announce(f"Data: the publishers could not be used: {fault}")
    for finding in findings:
        announce(f"Finding: {finding}")


def _wheels(folder: Path, announce: Announce) -> Supply:
    if not wheels.is_there(folder):
        try:
            wheels.install(folder, settings.ROOT / "requirements/opendata.lock", announce)
        except wheels.NotInstalled as fault:
            raise NoData(
                f"No data: there is no data folder, and the packages with open data could not be installed ({fault}). "
                "Set WMP2020_DATA to a data folder, or connect to the internet or a PyPI mirror and run again."
            ) from fault
    return wheels.WestYorkshireWheels(folder)


def _said(supply: Supply, announce: Announce) -> Supply:
    announce(f"Data: {supply.says}")
    return supply
