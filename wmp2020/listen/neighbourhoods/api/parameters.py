"""What a client sends, read as forgivingly as data.police.uk reads it, and no more forgivingly than that.

Empty parameters count as absent, unknown ones are ignored, the body beats the query string. A parameter given twice
with different values, or with brackets as for a list, is refused: either reading of it would be a guess.
"""

import math
import re
from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl

import numpy as np
import numpy.typing as npt

from wmp2020.listen.neighbourhoods.api.trouble import BAD_PARAMETER, SWAPPED, Trouble, bad

Polygon = npt.NDArray[np.float64]  # (n, 2): latitude, longitude

MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?", re.ASCII)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
NUMBERS_ONLY = re.compile(r"[-+.,:eE\d\s]*", re.ASCII)
WHOLE = re.compile(r"\d{1,18}", re.ASCII)
MOST_FIELDS = 1_000
MOST_MONTHS = 36
MOST_ROWS = 5_000
MOST_VERTICES = 25_000
# Where Britain would lie if its latitudes were longitudes: off the Horn of Africa. Nobody asks British police there.
SWAPPED_LATITUDES, SWAPPED_LONGITUDES = (-9.0, 3.0), (49.0, 62.0)


def read_form(text: str, single: Collection[str] = ()) -> dict[str, str]:
    """A query string or form body as a mapping; empty values are dropped, bytes that are no UTF-8 become U+FFFD.

    single: the parameters that are read, each of which takes one value; of others the last counts.
    """
    if not text:
        return {}
    if text.count("&") >= MOST_FIELDS:
        raise Trouble(BAD_PARAMETER, f"At most {MOST_FIELDS:,} parameters are read.")
    pairs = parse_qsl(text, errors="replace")
    values = dict(pairs)
    if len(values) != len(pairs):
        _refuse_twice(pairs, values, single)
    if "[" in text or "%5B" in text or "%5b" in text:
        _refuse_lists(text, single)
    return values


def _refuse_twice(pairs: list[tuple[str, str]], values: Mapping[str, str], single: Collection[str]) -> None:
    for name, value in pairs:
        if name in single and values[name] != value:
            raise bad(name, f"“{name}” is given twice with different values.")


def _refuse_lists(text: str, single: Collection[str]) -> None:
    for field, _ in parse_qsl(text, keep_blank_values=True, errors="replace"):
        name, bracket, _ = field.partition("[")
        if bracket and name in single:
            raise bad(name, f"“{name}” takes one value and no brackets.")


def month(values: Mapping[str, str], name: str) -> str | None:
    """A month "YYYY-MM" from "YYYY-MM" or "YYYY-MM-DD"; None when absent."""
    text = values.get(name, "").strip()
    if not text:
        return None
    found = MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        raise bad(name, f"“{name}” must be a month written YYYY-MM, such as 2024-01.")
    return text[:7]


def months_between(first: str, last: str) -> list[str]:
    """Every month from first to last, both included."""
    begin, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(begin, end + 1)]


def span(values: Mapping[str, str], latest: str) -> list[str] | None:
    """The months of from/to; None when neither is given. `from` alone runs to the latest, `to` alone is refused."""
    first, last = month(values, "from"), month(values, "to")
    if first is None and last is None:
        return None
    if month(values, "date"):
        raise bad("date", "Give “date”, or “from” and “to”, not both.")
    if first is None:
        raise bad("from", "“to” needs “from”: the first month wanted.")
    last = last or max(first, latest)
    months = months_between(first, last)
    if not months:
        raise bad("to", f"“to” ({last}) lies before “from” ({first}).")
    if len(months) > MOST_MONTHS:
        raise bad("to", f"{len(months)} months are asked for; one request may span {MOST_MONTHS}.")
    return months


def degrees(text: str, name: str, limit: float) -> float:
    """One coordinate in degrees, within ±limit; never infinite, never NaN."""
    text = text.strip()
    value = float(text) if len(text) <= 60 and NUMBER.fullmatch(text) else math.nan
    if not -limit <= value <= limit:
        raise bad(name, f"“{name}” must be a number of degrees between -{limit:g} and {limit:g}.")
    return value


def point(values: Mapping[str, str]) -> tuple[float, float] | None:
    """lat and lng in degrees; None when neither is given, and a problem when one is missing or they are swapped."""
    lat, lng = values.get("lat"), values.get("lng")
    if lat is None and lng is None:
        return None
    for name, text in (("lat", lat), ("lng", lng)):
        if text is None or not text.strip():
            raise bad(name, f"“{name}” is missing: a place needs both “lat” and “lng”.")
    assert lat is not None and lng is not None  # told above  # noqa: PT018
    found = degrees(lat, "lat", 90), degrees(lng, "lng", 180)
    refuse_swapped(found[0], found[1], "lat")
    return found


def pair(text: str, name: str) -> tuple[float, float]:
    """ "lat,lng" in one parameter, as locate-neighbourhood takes it."""
    parts = text.split(",")
    if len(parts) != 2:
        raise bad(name, f"“{name}” must be a latitude and a longitude with one comma, such as 52.48,-1.89.")
    lat, lng = degrees(parts[0], name, 90), degrees(parts[1], name, 180)
    refuse_swapped(lat, lng, name)
    return lat, lng


def refuse_swapped(lat: float, lng: float, name: str) -> None:
    """Latitude first: say so when the two are evidently the other way about."""
    (south, north), (west, east) = SWAPPED_LATITUDES, SWAPPED_LONGITUDES
    if south <= lat <= north and west <= lng <= east:
        raise Trouble(
            SWAPPED,
            f"{lat:g},{lng:g} lies far from here: latitude comes first. Did you mean {lng:g},{lat:g}?",
            parameter=name,
        )


def polygon(values: Mapping[str, str]) -> Polygon | None:
    """poly, "lat,lng:lat,lng:…", three or more points; None when absent. Spaces and a trailing colon are forgiven."""
    text = values.get("poly", "").strip()
    if not text:
        return None
    text = text.rstrip(": \t\r\n").lstrip(": \t\r\n")
    corners = text.split(":")
    if not NUMBERS_ONLY.fullmatch(text) or any(corner.count(",") != 1 for corner in corners):
        raise bad("poly", "“poly” must be written lat,lng:lat,lng:lat,lng with numbers of degrees.")
    if len(corners) < 3:
        raise bad("poly", f"“poly” has {len(corners)} points; an area needs at least three.")
    if len(corners) > MOST_VERTICES:
        raise bad("poly", f"“poly” has {len(corners):,} points; at most {MOST_VERTICES:,} are read.")
    try:
        ring = np.array([float(n) for n in text.replace(":", ",").split(",")], dtype=np.float64).reshape(-1, 2)
    except ValueError:
        raise bad("poly", "“poly” holds something that is no number.") from None
    if not (np.abs(ring) <= (90.0, 180.0)).all():
        raise bad("poly", "“poly” leaves the globe: latitudes run to ±90, longitudes to ±180.")
    (south, north), (west, east) = SWAPPED_LATITUDES, SWAPPED_LONGITUDES
    if ((ring >= (south, west)) & (ring <= (north, east))).all():
        refuse_swapped(float(ring[0, 0]), float(ring[0, 1]), "poly")
    return ring


def whole(values: Mapping[str, str], name: str, *, most: int | None = None) -> int | None:
    """A whole number from 0 (from 1 where there is a most); None when absent."""
    text = values.get(name, "").strip()
    if not text:
        return None
    if not WHOLE.fullmatch(text):
        raise bad(name, f"“{name}” must be a whole number.")
    value = int(text)
    if most is not None and not 1 <= value <= most:
        raise bad(name, f"“{name}” must lie between 1 and {most:,}.")
    return value


def needed(values: Mapping[str, str], name: str) -> str:
    """A parameter that must be there."""
    text = values.get(name, "").strip()
    if not text:
        raise bad(name, f"“{name}” is missing.")
    return text
