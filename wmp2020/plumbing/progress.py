"""How far a long piece of work is: a bar on a terminal, an occasional plain line anywhere else (a log, a pipe)."""

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TextIO, TypeVar

from tqdm import tqdm

T = TypeVar("T")
EVERY = 5.0  # seconds between plain lines


class Progress(Protocol):
    """What work that takes a while is handed: called like `progress(things, "what")`, it passes the things on."""

    def __call__(self, things: Iterable[T], what: str, *, total: int | None = None, unit: str = "") -> Iterable[T]: ...


def progress(
    things: Iterable[T], what: str, *, total: int | None = None, unit: str = "", stream: TextIO | None = None
) -> Iterator[T]:
    """Pass things on, telling a person on standard error how many of `total` went by.

    total defaults to len(things) where there is one. Without a terminal: a line at most every EVERY seconds and one at
    the end when the work took longer than that. An early stop or an exception closes the bar.
    """
    stream = stream or sys.stderr
    total = len(things) if total is None and isinstance(things, Sized) else total
    if stream.isatty():
        yield from tqdm(things, desc=what, total=total, unit=f" {unit}" if unit else "it", file=stream, leave=True)
        return
    began = told = time.monotonic()
    done = 0
    for thing in things:
        yield thing
        done += 1
        if time.monotonic() - told >= EVERY:
            told = time.monotonic()
            print(line(what, done, total, unit), file=stream, flush=True)
    if told > began:
        print(line(what, done, total, unit, seconds=time.monotonic() - began), file=stream, flush=True)


def line(what: str, done: int, total: int | None, unit: str = "", *, seconds: float | None = None) -> str:
    """One plain line: "postcodes: 12,000 of 87,013 rows (14 %)", or with seconds "… in 3.2 s"."""
    of = f" of {total:,}" if total else ""
    share = f" ({100 * done // total} %)" if total and seconds is None else ""
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    return f"{what}: {done:,}{of}{' ' + unit if unit else ''}{share}{took}"


def quietly(things: Iterable[T], what: str, *, total: int | None = None, unit: str = "") -> Iterable[T]:
    """The same door, saying nothing: for tests, benchmarks and jobs."""
    return things
