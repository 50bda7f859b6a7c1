"""What a line of the journal may say, and the bytes its MAC is taken over: pure values, no rows, no clock."""

import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

GENESIS = bytes(32)
"""What the first line of a stream is chained to."""

# Looks are read events: many, and written in transactions that then go on reading. A stream of their own keeps them
# from holding up acts, whose order readers depend on.
LOOKS = frozenset({"looked", "searched", "listed", "exported"})
_KIND = re.compile(r"[a-z][a-z-]*\.[a-z][a-z-]*")
_ID = re.compile(r"[A-Za-z0-9._:/+-]{0,100}")
_PURPOSE = re.compile(r"[^\x00-\x1f\x7f\\]{0,200}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def stream_of(kind: str) -> str:
    """The chain a kind belongs to: "looks" for reading, "acts" for everything that changed something."""
    return "looks" if kind.partition(".")[2] in LOOKS else "acts"


def reference(about_or_by: object) -> str:
    """The id a line holds for a thing or a person: a string as it is, a row's key; "public" for nobody signed in."""
    if isinstance(about_or_by, str):
        return about_or_by
    key = getattr(about_or_by, "pk", about_or_by)
    return "public" if key is None else str(key)


def faults(*, kind: str, about: str, by: str, purpose: str, details: dict[str, Any]) -> Iterator[str]:
    """Why a line may not be written: ids and codes go in, never a name, an address or a sentence someone typed."""
    if not _KIND.fullmatch(kind):
        yield f"kind {kind!r} does not read noun.verb"
    for what, value in (("about", about), ("by", by)):
        if not value or not _ID.fullmatch(value):
            yield f"{what} is not a reference"
    if not _PURPOSE.fullmatch(purpose):
        yield "purpose holds a control character or is longer than 200"
    for name, value in details.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if not isinstance(each, int | None) and not (isinstance(each, str) and _ID.fullmatch(each)):
                yield f"detail {name} is not an id, a code or a whole number"


def packed(details: dict[str, Any]) -> str:
    """Details as the one JSON text they are stored and chained as."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"))


def message(  # one argument a column, so that no column can be left out of the chain
    *,
    stream: str,
    sequence: int,
    at: datetime,
    by: str,
    kind: str,
    about: str,
    purpose: str,
    details: str,
    previous: bytes,
) -> bytes:
    """The bytes a line's MAC is taken over: its fields as PostgreSQL's COPY writes a row of text.

    Tabs part the fields and COPY escapes any tab, line end or backslash inside one, so no two lines share a message,
    and the whole journal can be checked as it streams out of the server. `at` counts microseconds since 1970.
    """
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    fields = (stream, str(sequence), str(micros), by, kind, about, purpose, details, previous.hex())
    return "\t".join(field.replace("\\", "\\\\") for field in fields).encode()


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 of a line's message, which holds the MAC before it: a chain."""
    return hmac.digest(key, message, "sha256")


def seal(key: bytes, *, stream: str, sequence: int, mac: bytes) -> bytes:
    """The head's own MAC: without the key nobody can write a head for a shorter journal."""
    return hmac.digest(key, f"head\t{stream}\t{sequence}\t{mac.hex()}".encode(), "sha256")
