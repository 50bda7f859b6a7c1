"""Rows for an answer: one month as data.police.uk gives it, or our additions (ranges, pages, GeoJSON, CSV).

The law of the additions: a request that uses none of them gets exactly upstream's bytes, keys and status. That way is
short: find the month's rows, send their JSON.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import quote, urlencode

from wmp2020.information import crimes
from wmp2020.information.crimes import Archive, Hits
from wmp2020.listen.neighbourhoods.api import formats, parameters
from wmp2020.listen.neighbourhoods.api.call import CSV, GEOJSON, JSON, Call, Reply
from wmp2020.listen.neighbourhoods.api.trouble import MONTH_NOT_HELD, STALE_CURSOR, TOO_LARGE, Trouble, bad

LARGEST = 10_000  # rows of a custom area in one answer; data.police.uk documents the same
PAGE = 1_000  # rows of a page when a range names no limit
FORMATS = {"json": JSON, "geojson": GEOJSON, "csv": CSV}
ADDITIONS = ("from", "to", "limit", "cursor", "format")

VERSION = re.compile(r"[0-9a-f]{8,64}", re.ASCII)

Find = Callable[[str], Hits]  # a month's rows, oldest id first


def listing(call: Call, find: Find, *, held: Collection[str], rows: formats.Rows, bounded: bool = False) -> Reply:
    """The rows that `find` gives for the months asked for.

    held: months with rows of this kind. Those with crimes may be asked for besides, and are empty, as upstream's are.
    bounded: refuse more than 10,000 rows at once unless they are paged.
    """
    if "geo+json" not in call.accept and not any(name in call.values for name in ADDITIONS):
        month = only_month(call, held)
        hits = find(month)
        if bounded:
            refuse_too_large(hits.count)
        headers = imputed(call, [month], hits.count)
        return Reply(hits.json, etag=call.archive.version, headers=headers)
    return _with_additions(call, find, held, rows, bounded)


def only_month(call: Call, held: Collection[str]) -> str:
    """The month of `date`, else the latest; a problem that lists the months when it is not held."""
    month = parameters.month(call.values, "date")
    if month is None:
        return call.archive.latest
    refuse_not_held(call, [month], held)
    return month


def refuse_not_held(call: Call, months: Sequence[str], held: Collection[str]) -> None:
    """Months not held are no months without crime: say so, and list those that hold what was asked for."""
    missing = [month for month in months if month not in held and month not in call.archive.point_months]
    if missing:
        raise Trouble(
            MONTH_NOT_HELD,
            f"{', '.join(missing[:6])}{' …' if len(missing) > 6 else ''} is not held. An empty answer would look like"
            " a month without crime.",
            months_held=sorted(held, reverse=True),
            hint="Counts by area may be held for more months: see areas/{code}/series.",
        )


def refuse_too_large(count: int) -> None:
    """The limit of a custom area: no Retry-After, for asking again would not help."""
    if count > LARGEST:
        raise Trouble(
            TOO_LARGE,
            f"The area holds {count:,} rows; at most {LARGEST:,} are sent at once.",
            count=count,
            hint="Ask for a smaller area, or for pages with “limit”.",
        )


def imputed(call: Call, months: Sequence[str], count: int) -> dict[str, str]:
    """The header that marks an answer with invented places; a header is no extra key."""
    if count and not call.archive.imputed_months.isdisjoint(months):
        return {"X-WMP2020-Imputed": "1"}
    return {}


def _with_additions(call: Call, find: Find, held: Collection[str], rows: formats.Rows, bounded: bool) -> Reply:
    values = call.values
    format = chosen_format(call)
    months = parameters.span(values, call.archive.latest)
    limit = parameters.whole(values, "limit", most=parameters.MOST_ROWS)
    start = version_of(values["cursor"])[1] if "cursor" in values else 0
    paged = months is not None or limit is not None or "cursor" in values
    if months is None:
        months = [only_month(call, held)]
    refuse_not_held(call, months, held)
    found = [find(month) for month in months]
    total = sum(hits.count for hits in found)
    headers = imputed(call, [m for m, hits in zip(months, found, strict=True) if hits.count], total)
    if paged:
        stop = start + (limit or PAGE)
        headers["X-Total-Count"] = str(total)
        if stop < total:
            headers["Link"] = f'<{_next(call, stop)}>; rel="next"'
        found = cut(found, start, stop)
    elif bounded:
        refuse_too_large(total)
    etag = f"{call.archive.version}-{format}"
    if format == "json":
        return Reply(lambda: joined(found), etag=call.archive.version, headers=headers)
    write = formats.geojson if format == "geojson" else formats.csv_
    return Reply(lambda: write(rows, found, call), type=FORMATS[format], etag=etag, headers=headers)


def chosen_format(call: Call) -> str:
    """json, geojson or csv: by `format`, else by Accept."""
    format = call.values.get("format", "").strip().lower()
    if not format:
        return "geojson" if "geo+json" in call.accept else "json"
    if format not in FORMATS:
        raise bad("format", f"“format” must be one of {', '.join(FORMATS)}.")
    return format


def cut(found: Sequence[Hits], start: int, stop: int) -> list[Hits]:
    """Rows start to stop of the months laid end to end."""
    pieces, offset = [], 0
    for hits in found:
        low, high = max(start - offset, 0), min(stop - offset, hits.count)
        if low < high:
            pieces.append(hits.slice(low, high))
        offset += hits.count
    return pieces


def joined(found: Sequence[Hits]) -> bytes:
    """Several months' arrays as one."""
    inner = [hits.json().strip()[1:-1] for hits in found if hits.count]
    return b"[" + b",".join(inner) + b"]"


def version_of(cursor: str) -> tuple[str, int]:
    """The archive's version a cursor belongs to, and how many rows earlier pages held."""
    version, _, rows = cursor.strip().rpartition(".")
    if not (VERSION.fullmatch(version) and rows.isdecimal() and rows.isascii() and len(rows) <= 9):
        raise bad("cursor", "“cursor” must be taken from a Link header as it stands.")
    return version, int(rows)


def archive_for(values: Mapping[str, str]) -> Archive:
    """The version of the archive that a request is answered from: its cursor's while that is kept, else the current."""
    cursor = values.get("cursor")
    if cursor is None:
        return crimes.current()
    try:
        return crimes.version(version_of(cursor)[0])
    except crimes.NoArchive:
        raise Trouble(
            STALE_CURSOR,
            "New data was loaded since this cursor was given; pages of two versions would repeat or skip rows.",
            hint="Begin again without “cursor”.",
        ) from None


def _next(call: Call, start: int) -> str:
    """The next page's address. A long area stays in the body of the POST, which is sent to it again."""
    kept = {k: v for k, v in parameters.read_form(call.query).items() if k != "cursor"}
    asked = urlencode(kept | {"cursor": f"{call.archive.version}.{start}"})
    return f"{call.origin()}{quote(call.url)}?{asked}"
