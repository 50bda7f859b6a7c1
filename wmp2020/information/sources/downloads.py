"""Fetching from publishers over an unreliable line: patient, polite, and never leaving half a file behind.

What is promised: a download resumes where it stopped only while the publisher's file is the same (If-Range with its
strong ETag, else its Last-Modified); a checksum given by header or caller is checked; 429 and 5xx wait as long as
Retry-After asks, else exponentially with jitter; one deadline bounds it all; the finished file appears by rename.
"""

import base64
import hashlib
import io
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

T = TypeVar("T")

AGENT = "WMP2020 open data loader (open-source policing software; reads each file once)"
BUSY = {408, 425, 429, 500, 502, 503, 504}


class Failed(Exception):
    """It could not be fetched; the message says what was tried, in a sentence."""


class Offline(Failed):
    """Nobody answered at all: no internet, or not to there."""


class NotPublished(Failed):
    """The publisher answered that there is no such file."""


class Changed(Failed):
    """The publisher's file changed while it was being read in pieces."""


class NoPieces(Failed):
    """The publisher does not send a file in pieces."""


@dataclass(frozen=True)
class Patience:
    """How long we try; seconds. attempts count consecutive failures without any progress."""

    connect: float = 3.0
    read: float = 30.0
    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 60.0
    deadline: float = 3600.0


class Line:
    """A line to publishers. Its deadline runs from its making; use one for each piece of work."""

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.patience = patience or Patience()
        self.sleep, self.clock = sleep, clock
        self.ends = clock() + self.patience.deadline
        timeout = httpx.Timeout(self.patience.read, connect=self.patience.connect)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        self.client = httpx.Client(timeout=timeout, headers=headers, follow_redirects=True, transport=transport)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def reaches(self, url: str) -> bool:
        """Whether anybody answers there, in one attempt of at most `connect` seconds a step."""
        try:
            with self.client.stream("GET", url, timeout=httpx.Timeout(self.patience.connect)):
                return True
        except httpx.HTTPError:
            return False

    def get(self, url: str, params: Mapping[str, str | int] | None = None) -> bytes:
        """A small answer whole, tried again while the publisher is busy."""

        def once() -> bytes:
            with self.client.stream("GET", url, params=params) as answer:
                self._refuse(answer, url)
                return answer.read()

        return self._persist(url, once)

    def fetch(self, url: str, to: Path, *, checksum: str = "", seen: Callable[[int], None] = lambda n: None) -> Path:
        """The file at `url` as `to`. checksum: "md5:<hex>" or "sha256:<hex>". seen: called with each number of bytes.

        An unfinished download stays beside it as *.part and is resumed by the next call. A file whose checksum is wrong
        is fetched once more from the start; wrong twice is Failed.
        """
        to.parent.mkdir(parents=True, exist_ok=True)
        part, about = to.with_name(to.name + ".part"), to.with_name(to.name + ".part.json")
        fault = ""
        for _ in range(2):
            told = self._persist(url, lambda: self._more(url, part, about, seen), lambda: _size(part))
            fault = _checksum_fault(part, [checksum, *told])
            about.unlink(missing_ok=True)
            if not fault:
                return part.replace(to)
            part.unlink()
        raise Failed(f"{url}: {fault}, twice; it is not used.")

    def _more(self, url: str, part: Path, about: Path, seen: Callable[[int], None]) -> list[str]:
        """Fetch what is missing of `part`; checksums told by the publisher for the whole file."""
        have = _size(part)
        known = json.loads(about.read_text()) if about.is_file() and have else {}
        headers = {}
        if known.get("url") == url and known.get("validator"):
            headers = {"Range": f"bytes={have}-", "If-Range": known["validator"]}
        with self.client.stream("GET", url, headers=headers) as answer:
            if answer.status_code == 416 and headers:  # all of it is here already, or more than there is now
                if answer.headers.get("Content-Range", "").rpartition("/")[2] == str(have):
                    return list(known["checksums"])
                part.unlink()
                raise httpx.ReadError("the publisher's file is shorter than what we hold")
            self._refuse(answer, url)
            resumed = answer.status_code == 206 and bool(headers) and _starts(answer) == have
            if answer.status_code == 206 and not resumed:
                part.unlink(missing_ok=True)
                raise httpx.ReadError("another piece came than the one asked for")
            checksums = list(known["checksums"]) if resumed else _checksums(answer)
            about.write_text(json.dumps({"url": url, "validator": _validator(answer), "checksums": checksums}))
            with part.open("ab" if resumed else "wb") as file:
                for piece in answer.iter_raw():  # as it comes: gathered chunks would be lost with the line
                    file.write(piece)
                    seen(len(piece))
                    if self.clock() > self.ends:
                        raise Failed(f"{url}: not finished in {self.patience.deadline:,.0f} s; the next run goes on.")
        return checksums

    def piece(self, url: str, start: int, end: int, validator: str = "") -> tuple[bytes, str, int]:
        """Bytes start to end (exclusive; start negative: the last bytes), the file's validator and its whole size.

        Changed when the file is no longer the one of `validator`; NoPieces when the publisher sends no pieces.
        """
        headers = {"Range": f"bytes={start}-{end - 1}" if start >= 0 else f"bytes={start}"}
        headers |= {"If-Range": validator} if validator else {}

        def once() -> tuple[bytes, str, int]:
            with self.client.stream("GET", url, headers=headers) as answer:
                if answer.status_code != 416:  # nothing there: an empty file, or a shorter one than before
                    self._refuse(answer, url)
                if answer.status_code != 206 and not validator:
                    raise NoPieces(f"{url} cannot be read in pieces.")
                if answer.status_code != 206 or (validator and _validator(answer) != validator):
                    raise Changed(f"{url} changed while it was being read.")
                return answer.read(), _validator(answer), int(answer.headers["Content-Range"].rpartition("/")[2])

        return self._persist(url, once)

    def _refuse(self, answer: httpx.Response, url: str) -> None:
        if answer.status_code in BUSY:
            raise _Busy(answer)
        if answer.status_code in (404, 410):
            raise NotPublished(f"{url} is not published (answer {answer.status_code}).")
        if answer.status_code >= 400:
            raise Failed(f"{url} answers {answer.status_code} {answer.reason_phrase}.")

    def _persist(self, url: str, work: Callable[[], T], gained: Callable[[], int] = lambda: 0) -> T:
        """work() until it succeeds; Failed or Offline after `attempts` failures in a row without gaining a byte."""
        tries, held = 0, gained()
        while True:
            asked = None
            try:
                return work()
            except _Busy as busy:
                asked, said, kind = busy.wait, f"answers {busy.status}", Failed
            except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
                said, kind = f"cannot be reached ({fault})", Offline
            except httpx.HTTPError as fault:
                said, kind = f"broke off ({fault or type(fault).__name__})", Failed
            tries = 1 if gained() > held else tries + 1
            held = gained()
            if tries >= self.patience.attempts:
                raise kind(f"{url} {said}; {tries} attempts made.")
            # Full jitter above a half, so that many loaders do not come back together.
            backoff = min(self.patience.longest_wait, self.patience.first_wait * 2 ** (tries - 1)) * random.uniform(
                0.5, 1
            )
            wait = backoff if asked is None else asked
            if self.clock() + wait > self.ends:
                raise kind(f"{url} {said}; no time left to wait {wait:,.0f} s.")
            self.sleep(wait)


class _Busy(Exception):
    """The publisher asks us to come back; wait is what Retry-After says in seconds, None when it does not."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(answer.status_code)
        self.status = answer.status_code
        self.wait = _seconds(answer.headers.get("Retry-After", ""))


def _seconds(told: str) -> float | None:
    """Retry-After as seconds from now: digits or an HTTP date; None for anything else."""
    if told.strip().isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _validator(answer: httpx.Response) -> str:
    """What If-Range may carry: a strong ETag, else Last-Modified, else ""."""
    etag: str = answer.headers.get("ETag", "")
    return etag if etag.startswith('"') else answer.headers.get("Last-Modified", "")


def _starts(answer: httpx.Response) -> int | None:
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _checksums(answer: httpx.Response) -> list[str]:
    """Checksums of the whole file in Content-MD5 (RFC 1864) and Repr-Digest or Digest (RFC 9530, 3230)."""
    found = []
    if answer.headers.get("Content-MD5"):
        found.append(("md5", answer.headers["Content-MD5"]))
    told = answer.headers.get("Repr-Digest", "") + "," + answer.headers.get("Digest", "")
    found += [(name.lower(), value) for name, value in re.findall(r"(sha-256|md5)=:?([A-Za-z0-9+/=]+):?", told, re.I)]
    return [f"{name.replace('-', '')}:{base64.b64decode(value).hex()}" for name, value in found]


def _checksum_fault(path: Path, checksums: Iterable[str]) -> str:
    """What is wrong, "" when every checksum given agrees."""
    for name, _, expected in (c.partition(":") for c in checksums if c):
        with path.open("rb") as file:
            got = hashlib.file_digest(file, name).hexdigest()
        if got != expected.lower():
            return f"its {name} is {got}, published as {expected}"
    return ""


class RemoteFile(io.RawIOBase):
    """A publisher's file read in pieces, seekable, so that a few members of a large zip need not cost the whole.

    Wrap it in io.BufferedReader. NoPieces at once when the publisher sends none; Changed when it changes midway.
    """

    def __init__(self, line: Line, url: str, *, seen: Callable[[int], None] = lambda n: None) -> None:
        self.line, self.url, self.seen = line, url, seen
        _, self.validator, self.size = line.piece(url, 0, 1)
        self.at = 0
        if not self.validator:
            raise NoPieces(f"{url} has neither strong ETag nor date: its pieces cannot be trusted to belong together.")

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence])
        return self.at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        end = min(self.size, self.at + len(memoryview(buffer)))
        if end <= self.at:
            return 0
        got, _, _ = self.line.piece(self.url, self.at, end, self.validator)
        memoryview(buffer)[: len(got)] = got
        self.at += len(got)
        self.seen(len(got))
        return len(got)
