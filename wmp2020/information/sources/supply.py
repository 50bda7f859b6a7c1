"""What every source offers to a load, whoever published it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from wmp2020.information.areas import AreaBook, SourceNote
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress

READING = "1"  # raise when a reader comes to give other rows for the same files: loads then run again


class Supply(Protocol):
    """One source of everything about one force. Its methods read anew each time; what is wrong goes to findings.

    says: one line, the area, the months, where from. coverage: month to whether the publisher's month is whole, for
    every month with points or counts. fingerprint: changes when the files or the way they are read change.
    Tables follow sources.schemas; crimes yields at least one table a month, a month's tables in a row, no month twice.
    """

    @property
    def id(self) -> str: ...
    @property
    def force_id(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def notes(self) -> tuple[SourceNote, ...]: ...
    @property
    def coverage(self) -> Mapping[str, bool]: ...
    @property
    def fingerprint(self) -> str: ...

    def book(self, findings: Findings, progress: Progress = ...) -> AreaBook: ...
    def crimes(self, findings: Findings, progress: Progress = ...) -> Iterator[pa.Table]: ...
    def counts(self, findings: Findings) -> pa.Table | None: ...
    def outcomes(self, findings: Findings, progress: Progress = ...) -> Iterator[pa.Table]: ...
    def stops(self, findings: Findings, progress: Progress = ...) -> Iterator[pa.Table]: ...


def fingerprint(source: str, files: list[Path], *choices: object) -> str:
    """Sixteen hex digits over the source's id, the files' names, sizes and times of change, and the choices made."""
    digest = hashlib.sha256(repr((READING, source, choices)).encode())
    for file in sorted(files):
        stat = file.stat()
        digest.update(repr((file.name, stat.st_size, stat.st_mtime_ns)).encode())
    return digest.hexdigest()[:16]


def span(months: list[str]) -> str:
    """Months as a person says them: "February 2011", "May 2023 to March 2026", "July 2016, July 2017 and July 2018"."""
    if not months:
        return "no months"
    months = sorted(set(months))
    runs: list[list[str]] = []
    for month in months:
        if runs and _after(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    said = [_named(r[0]) if len(r) == 1 else f"{_named(r[0])} to {_named(r[-1])}" for r in runs]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from first to last, both included; none when last is before first or either is ""."""
    months = [first] if first and first <= last else []
    while months and months[-1] < last:
        months.append(_after(months[-1]))
    return months


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


_NAMES = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _named(month: str) -> str:
    return f"{_NAMES[int(month[5:]) - 1]} {month[:4]}"
