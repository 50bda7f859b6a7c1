"""data.police.uk over the internet: the monthly archive fetched for one force, and what was fetched as a Supply.

Quirks: `archive/2026-03.zip` redirects to a store that sends pieces and holds the 36 months up to March 2026 of every
force, 1.7 GB (2026): one force's files are read out of it in pieces, some 2 MB a month. A month may be published again
in a later archive: the newest edition wins, and we say so. `api/crimes-street-dates` lists months newest first.
"""

import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa

from wmp2020.information.areas import AreaBook, Force, SourceNote
from wmp2020.information.sources import ons, ons_book, police_uk
from wmp2020.information.sources.counting import counted
from wmp2020.information.sources.downloads import Changed, Failed, Line, NoPieces, NotPublished, RemoteFile
from wmp2020.information.sources.schemas import STOPS
from wmp2020.information.sources.supply import fingerprint, months_between, span
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

KINDS = ("street", "outcomes", "stop-and-search")
LARGEST = 400_000_000  # bytes of one file; London's street file has some 20 million
HELD = 36  # months in one archive
WHOLE = 0.6  # a month with fewer crimes than this share of the force's median month is not whole


def published(line: Line, base: str) -> list[str]:
    """The months published, newest first. Failed when nobody answers or the answer is not theirs."""
    told = line.get(f"{base}/api/crimes-street-dates")
    try:
        return sorted({row["date"] for row in json.loads(told) if police_uk.is_month(row["date"])}, reverse=True)
    except (ValueError, TypeError, KeyError) as fault:
        raise Failed(f"{base}/api/crimes-street-dates answers something that is no list of months.") from fault


@dataclass
class Fetching:
    """One run for one force: files of `months` into `folder`/<month>/, editions noted so that a newer one is known."""

    force_id: str
    folder: Path
    line: Line
    base: str
    findings: Findings
    again: bool = False
    announce: Callable[[str], None] = lambda words: None
    progress: Progress = quietly
    new: int = field(default=0, init=False)

    def months(self, months: Sequence[str], newest: str) -> None:
        """Fetch every month that the archives hold; a month that none holds is a finding, and the rest goes on."""
        waiting, failed = sorted(set(months), reverse=True), set()
        while waiting:
            month = waiting[0]
            top = min(newest, _later(month, HELD - 1))  # the newest that holds it; when broken the one before, its own
            for archive in dict.fromkeys([top, _later(top, -1), month]):
                window = [m for m in waiting if _later(archive, 1 - HELD) <= m <= archive]
                if month in window and archive not in failed:
                    if self._archive(archive, window):
                        break
                    failed.add(archive)
            else:
                window = [month]
            waiting = [m for m in waiting if m not in window]
        for month in months:
            if not (self.folder / month / _name(month, self.force_id, "street")).is_file():
                said = f"{span([month])} is in no archive of {self.base}; the other months are used."
                self.findings.add("month-missing", said, file=_name(month, self.force_id, "street"))

    def _archive(self, archive: str, months: Sequence[str]) -> bool:
        """Take the months' files out of one archive; False, with a finding, when it cannot be had or read."""
        url = f"{self.base}/data/archive/{archive}.zip"
        try:
            try:
                with self._opened(url, archive) as opened:
                    self._take(opened, archive, months)
            except Changed:  # replaced while we read: once more, from its new edition
                with self._opened(url, archive) as opened:
                    self._take(opened, archive, months)
            return True
        except NotPublished as fault:
            self.findings.add("archive-missing", str(fault), file=f"{archive}.zip")
        except Changed:
            self.findings.add(
                "archive-changed", f"{url} changed while it was being read; run again.", file=f"{archive}.zip"
            )
        except (zipfile.BadZipFile, EOFError, zlib.error, ValueError, NotImplementedError) as fault:
            said = f"The archive is truncated or damaged ({fault}); it is returned."
            self.findings.add("truncated-zip", said, file=f"{archive}.zip")
        return False

    @contextmanager
    def _opened(self, url: str, archive: str) -> Iterator[zipfile.ZipFile]:
        """The archive read in pieces, or fetched whole where the publisher sends none; the whole goes afterwards."""
        try:
            remote = io.BufferedReader(RemoteFile(self.line, url), 1 << 20)
        except NoPieces:
            whole = self.folder / f"{archive}.zip"
            self.announce(f"Fetching {url} whole, which may take long; it resumes when interrupted …")
            self.line.fetch(url, whole)
            try:
                with zipfile.ZipFile(whole) as opened:
                    yield opened
            finally:
                whole.unlink()
            return
        with zipfile.ZipFile(remote) as opened:
            yield opened

    def _take(self, opened: zipfile.ZipFile, archive: str, months: Sequence[str]) -> None:
        members: dict[str, zipfile.ZipInfo] = {}
        for member in opened.infolist():
            name = member.filename.rpartition("/")[2]
            if name in members:
                self.findings.add("month-twice", f"{name} is in archive {archive} twice; the last is used.", file=name)
            members[name] = member
        editions = _editions(self.folder)
        wanted = [name for m in months for k in KINDS if (name := _name(m, self.force_id, k)) in members]
        for name in self.progress(wanted, f"fetching {self.force_id} from archive {archive}", unit="files"):
            member, to = members[name], self.folder / name[:7] / name
            known = editions.get(name, {})
            if (
                to.is_file()
                and not self.again
                and (known.get("crc") == member.CRC or known.get("archive", "") > archive)
            ):
                continue
            content = self._member(opened, member, name)
            if content is None:
                continue
            if to.is_file() and known.get("crc") != member.CRC:
                said = f"{name} was published again in archive {archive}; the newer edition is used."
                self.findings.add("month-published-again", said, file=name)
            _write(to, content)
            editions[name] = {"archive": archive, "crc": member.CRC, "size": member.file_size}
            _write(self.folder / "editions.json", json.dumps(editions, indent=1).encode())
            self.new += 1

    def _member(self, opened: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes | None:
        """A member whole, its CRC checked; None with a finding when it is damaged."""
        try:
            if member.file_size > LARGEST:
                raise zipfile.BadZipFile(f"it says it is {member.file_size:,} bytes")
            return opened.read(member)
        except (zipfile.BadZipFile, EOFError, zlib.error) as fault:
            self.findings.add("damaged-member", f"{name} cannot be unpacked ({fault}); it is left out.", file=name)
            return None


def _name(month: str, force_id: str, kind: str) -> str:
    return f"{month}-{force_id}-{kind}.csv"


def _later(month: str, months: int) -> str:
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}"


def _editions(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        held: dict[str, dict[str, Any]] = json.loads((folder / "editions.json").read_text())
        return held
    except (OSError, ValueError):
        return {}


def _write(to: Path, content: bytes) -> None:
    """By rename: never half a file."""
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(to)


class PoliceUkArchive:
    """A Supply over one force's fetched files, with places from ons."""

    id = "police-uk-archive"

    def __init__(self, folder: Path, places: Path, force: Force) -> None:
        self.folder, self.places, self.force = folder, places, force
        self.force_id = force.id

    def _files(self, kind: str) -> dict[str, Path]:
        named = ((p.parent.name, p) for p in self.folder.glob(f"*/*-{self.force_id}-{kind}.csv"))
        return dict(sorted((m, p) for m, p in named if p.name == _name(m, self.force_id, kind)))

    def is_there(self) -> bool:
        """At least one month of crimes and every file of places."""
        return bool(self._files("street")) and ons.is_there(self.places)

    @cached_property
    def coverage(self) -> Mapping[str, bool]:
        """A month is whole unless it has fewer rows than WHOLE of the median month: a late or partial upload."""
        rows = {month: path.read_bytes().count(b"\n") - 1 for month, path in self._files("street").items()}
        usual = median(rows.values()) if rows else 0
        return {month: count >= WHOLE * usual and count > 0 for month, count in rows.items()}

    @cached_property
    def fingerprint(self) -> str:
        files = [path for kind in KINDS for path in self._files(kind).values()]
        return fingerprint(self.id, [*files, *filter(Path.is_file, ons.files(self.places))], self.force_id)

    @property
    def says(self) -> str:
        months = span(list(self.coverage))
        return f"{self.force.area_name}: published crimes, outcomes and stops, {months}; fetched from data.police.uk."

    @property
    def notes(self) -> tuple[SourceNote, ...]:
        gaps = [m for m in months_between(*_ends(self.coverage)) if m not in self.coverage]
        short = [m for m, whole in self.coverage.items() if not whole]
        said = [f"Not published: {span(gaps)}."] if gaps else []
        said += [f"Incomplete, never to be read as a fall in crime: {span(short)}."] if short else []
        note = SourceNote(
            "Street-level crime, outcomes and stop and search", "data.police.uk (Home Office)",
            "Open Government Licence v3.0", "https://data.police.uk/", tuple(self.coverage), " ".join(said),
        )  # fmt: skip
        return (note, *ons.NOTES)

    def book(self, findings: Findings, progress: Progress = quietly) -> AreaBook:
        """Places from ons; the street gazetteer from the points of the newest twelve months."""
        newest = list(self._files("street").items())[-12:]
        points = list(self._read(dict(newest), police_uk.street, Findings(), quietly, ""))
        return ons_book.read(self.places, self.force, points, findings)

    def crimes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """A table a month."""
        return self._read(self._files("street"), police_uk.street, findings, progress, "reading crimes")

    def counts(self, findings: Findings) -> pa.Table:
        """Located crimes by small area; a gap of a month is no zero."""
        return counted(self.crimes(Findings()), complete=self.coverage)

    def outcomes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """A table a month of outcomes."""
        return self._read(self._files("outcomes"), police_uk.outcomes, findings, progress, "reading outcomes")

    def stops(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """A table a month. The files name no street: each stop takes that of the crimes published at the same point."""
        named: dict[tuple[float | None, float | None], str] = {}
        for crimes in self.crimes(Findings()):
            named |= zip(zip(*_places(crimes), strict=True), crimes["street"].to_pylist(), strict=True)
        named.pop((None, None), None)
        for stops in self._read(self._files("stop-and-search"), police_uk.stops, findings, progress, "reading stops"):
            streets = pa.array([named.get(place, "") for place in zip(*_places(stops), strict=True)], pa.string())
            yield stops.set_column(STOPS.get_field_index("street"), STOPS.field("street"), streets)

    def _read(
        self, files: dict[str, Path], reader: Callable[..., pa.Table], findings: Findings, progress: Progress, what: str
    ) -> Iterator[pa.Table]:
        for month, path in progress(list(files.items()), what, unit="months"):
            yield reader(path.read_bytes(), file=path.name, month=month, force=self.force_id, findings=findings)


def _places(rows: pa.Table) -> tuple[list[float | None], list[float | None]]:
    return rows["latitude"].to_pylist(), rows["longitude"].to_pylist()


def _ends(months: Iterable[str]) -> tuple[str, str]:
    held = sorted(months)
    return (held[0], held[-1]) if held else ("", "")
