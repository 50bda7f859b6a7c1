"""The table of endpoints: it routes, says which parameters are read, and the OpenAPI description is written from it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wmp2020.information import areas, crimes
from wmp2020.listen.neighbourhoods.api import describe, neighbourhoods, places, reference, streets
from wmp2020.listen.neighbourhoods.api.call import Call, Reply, as_json, told
from wmp2020.listen.neighbourhoods.api.streets import Answer
from wmp2020.listen.neighbourhoods.api.trouble import NOT_FOUND, Trouble


@dataclass(frozen=True)
class Endpoint:
    """One address: its path below /api/, what answers, the parameters it reads, and the shape of a row or answer.

    rows: the shape is that of one row of an array; posts: the same parameters may come as a form; formats: the media
    types it can write beside JSON; needs: 404 may be the answer.
    """

    template: str
    answer: Answer
    shape: str
    says: str
    parameters: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    rows: bool = True
    posts: bool = False
    formats: tuple[str, ...] = ()

    @property
    def methods(self) -> tuple[str, ...]:
        return ("GET", "HEAD", "OPTIONS", "POST") if self.posts else ("GET", "HEAD", "OPTIONS")

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(filter(None, self.template.split("/")))


PLACE = ("lat", "lng", "poly")
WHEN = ("date", "from", "to", "limit", "cursor", "format")
ROWS: dict[str, Any] = {"formats": ("geojson", "csv")}


def _endpoint(template: str, answer: Answer, shape: str, *parameters: str, **more: Any) -> Endpoint:
    says = " ".join((answer.__doc__ or "").split())
    return Endpoint(template, answer, shape, says, parameters, **more)


def _area(stem: str) -> tuple[Endpoint, ...]:
    return (
        _endpoint(f"{stem}/crimes", places.crimes, "Crime", "category", *WHEN, **ROWS),
        _endpoint(f"{stem}/outcomes", places.outcomes, "Outcome", *WHEN, **ROWS),
        _endpoint(f"{stem}/stops", places.stops, "Stop", *WHEN, **ROWS),
        _endpoint(f"{stem}/series", places.series, "SeriesMonth", "from", "to", "format", formats=("csv",)),
    )


def _index(call: Call) -> Reply:
    """What this API is and where each of its addresses is described; a browser gets a page with examples here."""
    return told(
        {
            "title": describe.TITLE,
            "description": " ".join(describe.ABOUT.split()),
            "openapi": f"{call.origin()}/api/openapi.json",
            "examples": f"{call.origin()}/developers/",
            "addresses": [f"/api/{endpoint.template}" for endpoint in ENDPOINTS],
        }
    )


def _description(call: Call) -> Reply:
    """This description: every address, parameter, shape and status. Before the first load it names no month."""
    try:
        archive, atlas = call.archive, call.atlas
    except (crimes.NoArchive, areas.NoAreas):
        return told(describe.document(ENDPOINTS, months=(), version="", examples={}))
    return Reply(_document(archive.version, archive.point_months, atlas.force.id, atlas.areas("ward")[0].code))


@lru_cache(maxsize=2)
def _document(version: str, months: tuple[str, ...], force: str, ward: str) -> bytes:
    examples = {"force": force, "id": ward, "code": ward, "category": "all-crime"}
    return as_json(describe.document(ENDPOINTS, months=months, version=version, examples=examples))


ENDPOINTS: tuple[Endpoint, ...] = (
    _endpoint("crimes-street-dates", reference.dates, "Availability"),
    _endpoint("crime-last-updated", reference.last_updated, "LastUpdated", rows=False),
    _endpoint("crime-categories", reference.categories, "Category", "date"),
    _endpoint("forces", reference.forces, "Name"),
    _endpoint("forces/{force}", reference.force, "Force", rows=False),
    _endpoint("forces/{force}/people", reference.officers, "Officer"),
    _endpoint(
        "crimes-street/{category}", streets.crimes_street, "Crime", *PLACE, "location_id", *WHEN, posts=True, **ROWS
    ),
    _endpoint(
        "outcomes-at-location", streets.outcomes_at_location, "Outcome", "location_id", *PLACE, *WHEN,
        posts=True, **ROWS,
    ),
    _endpoint("crimes-at-location", streets.crimes_at_location, "Crime", "location_id", "lat", "lng", *WHEN, **ROWS),
    _endpoint(
        "crimes-no-location", streets.crimes_no_location, "Crime", "category", "force", *WHEN,
        required=("category", "force"), **ROWS,
    ),
    _endpoint("outcomes-for-crime/{persistent_id}", streets.outcomes_for_crime, "CrimeOutcomes", rows=False),
    _endpoint("stops-street", streets.stops_street, "Stop", *PLACE, *WHEN, posts=True, **ROWS),
    _endpoint(
        "stops-at-location", streets.stops_at_location, "Stop", "location_id", *WHEN, required=("location_id",), **ROWS
    ),
    _endpoint("stops-no-location", streets.stops_no_location, "Stop", "force", *WHEN, required=("force",), **ROWS),
    _endpoint("stops-force", streets.stops_force, "Stop", "force", *WHEN, required=("force",), **ROWS),
    _endpoint("locate-neighbourhood", neighbourhoods.locate, "Located", "q", "postcode", rows=False),
    _endpoint("", _index, "Index", rows=False, formats=("html",)),
    _endpoint("openapi.json", _description, "Description", rows=False),
    *_area("areas/{code}"),
    _endpoint("{force}/neighbourhoods", neighbourhoods.listed, "Name"),
    _endpoint("{force}/{id}", neighbourhoods.neighbourhood, "Neighbourhood", rows=False),
    _endpoint("{force}/{id}/boundary", neighbourhoods.boundary, "Point", "format", formats=("geojson",)),
    _endpoint("{force}/{id}/people", neighbourhoods.people, "Officer"),
    _endpoint("{force}/{id}/events", neighbourhoods.events, "Event"),
    _endpoint("{force}/{id}/priorities", neighbourhoods.priorities, "Priority"),
    *_area("{force}/{id}"),
)  # fmt: skip


class Branch:
    """One segment of the tree of paths: the fixed words that may follow, or a value and its name, or an end."""

    __slots__ = ("endpoint", "name", "value", "words")

    def __init__(self) -> None:
        self.words: dict[str, Branch] = {}
        self.value: Branch | None = None
        self.name = ""
        self.endpoint: Endpoint | None = None

    def grow(self, segment: str) -> "Branch":
        """The branch for a fixed word or a {value}, made when it is not there yet."""
        if not segment.startswith("{"):
            return self.words.setdefault(segment, Branch())
        self.value, self.name = self.value or Branch(), segment[1:-1]
        return self.value


def find(path: str) -> tuple[Endpoint, dict[str, str]]:
    """The endpoint for a path below /api and the values in it; slashes may be doubled or trail.

    Fixed words win over names: nothing called `forces` can be a force. A method in the category's slot
    (crimes-street/outcomes-at-location), which clients send, is answered as that method.
    """
    segments = [segment for segment in path.split("/") if segment][1:]
    if len(segments) == 2 and segments[0] == "crimes-street" and segments[1] in _METHODS:
        return _METHODS[segments[1]], {}
    at, values = _TREE, {}
    for segment in segments:
        branch = at.words.get(segment)
        if branch is None:
            branch = at.value
            if branch is None:
                break
            values[at.name] = segment
        at = branch
    else:
        if at.endpoint is not None:
            return at.endpoint, values
    raise Trouble(NOT_FOUND, "There is no such address here.", hint="Every address is described in openapi.json.")


def _plant() -> Branch:
    tree = Branch()
    for endpoint in ENDPOINTS:
        at = tree
        for segment in endpoint.segments:
            at = at.grow(segment)
        at.endpoint = endpoint
    return tree


_TREE = _plant()
_METHODS = {e.template: e for e in ENDPOINTS if "date" in e.parameters and "{" not in e.template}
