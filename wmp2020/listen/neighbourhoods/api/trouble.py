"""Every way an API request can go wrong: one stable kebab-case type each, raised below and answered at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A problem's status, its type as programs know it, and the title that people read."""

    status: int
    type: str
    title: str


BAD_PARAMETER = Kind(400, "invalid-parameter", "A parameter is missing or malformed")
SWAPPED = Kind(400, "coordinates-swapped", "Latitude and longitude are swapped")
TANGLED = Kind(400, "polygon-too-tangled", "The area crosses itself too often")
TOO_LONG = Kind(400, "request-too-long", "The address is too long")
NOT_FOUND = Kind(404, "not-found", "There is no such thing here")
MONTH_NOT_HELD = Kind(404, "month-not-held", "That month is not held")
NOT_ALLOWED = Kind(405, "method-not-allowed", "This address does not take that method")
STALE_CURSOR = Kind(410, "stale-cursor", "The data behind this cursor was replaced")
BODY_TOO_LARGE = Kind(413, "body-too-large", "The body is too large")
NOT_A_FORM = Kind(415, "not-a-form", "The body is not an HTML form")
TOO_MANY = Kind(429, "too-many-requests", "Too many requests")
FAULT = Kind(500, "fault", "Something failed on our side")
TOO_LARGE = Kind(503, "area-too-large", "The area holds too many rows")
NO_DATA = Kind(503, "no-data", "No data is loaded yet")

ALL = (
    BAD_PARAMETER, SWAPPED, TANGLED, TOO_LONG, NOT_FOUND, MONTH_NOT_HELD, NOT_ALLOWED, STALE_CURSOR,
    BODY_TOO_LARGE, NOT_A_FORM, TOO_MANY, FAULT, TOO_LARGE, NO_DATA,
)  # fmt: skip


class Trouble(Exception):
    """A request that gets a problem for an answer; members are its extra keys (parameter, months_held, count, hint)."""

    def __init__(self, kind: Kind, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.headers, self.members = kind, detail, headers, members


def bad(parameter: str, detail: str, **members: Any) -> Trouble:
    """The trouble with one parameter, by name."""
    return Trouble(BAD_PARAMETER, detail, parameter=parameter, **members)


def unknown(what: str, name: str, **members: Any) -> Trouble:
    """Nothing of that name; what was asked for is told back short and on one line."""
    shown = "".join(c if c.isprintable() else "?" for c in name[:80])
    return Trouble(NOT_FOUND, f"There is no {what} “{shown}” here.", **members)
