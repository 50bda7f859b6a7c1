"""The API in OpenAPI 3.1, written from the table of endpoints, so that the two cannot part.

Parameters that only make sense together (lat with lng; from with to) are one exploded object with alternatives: the
plain list of parameters could not say that one of them is needed, nor which months go together.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wmp2020.listen.neighbourhoods.api import trouble
from wmp2020.listen.neighbourhoods.api.parameters import (
    MOST_MONTHS,
    MOST_ROWS,
    SWAPPED_LATITUDES,
    SWAPPED_LONGITUDES,
    months_between,
)
from wmp2020.listen.neighbourhoods.api.shapes import SHAPES, Schema, ref

if TYPE_CHECKING:
    from wmp2020.listen.neighbourhoods.api.endpoints import Endpoint

TITLE = "Police data"
ABOUT = """The open crime, outcome, stop and neighbourhood data of one police force, in the shapes of data.police.uk:
programs written for it work here when the base address is changed. Positions are snap points, not real addresses.
An answer with the header X-WMP2020-Imputed holds invented places beside real counts, each marked “imputed”."""

# Positions as text: enough of them to be of use, none off the globe, none in the box that is taken for swapped.
PAIR = r"[+-]?[4-8]?\d(\.\d{1,12})?,[+-]?(1[0-7]|[1-4])?\d(\.\d{1,12})?"
LONGEST_ID = 10**18 - 1


def document(
    endpoints: "Iterable[Endpoint]", *, months: Sequence[str], version: str, examples: Mapping[str, str]
) -> dict[str, Any]:
    """The whole description. months: those held with points; version: of the archive, which cursors carry; examples:
    values that are held, for parameters that name one thing."""
    parameters = {
        name: _parameter(name, _or_empty(_exemplified(name, schema, examples)), says)
        for name, (schema, says) in _plain(version).items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": "1", "description": " ".join(ABOUT.split())},
        "servers": [{"url": "/api"}],
        "paths": {f"/{e.template}": _path(e, examples) for e in endpoints},
        "components": {
            "schemas": SHAPES | {"Months": month_choices(months)},
            "parameters": parameters,
            "responses": {str(status): _problem(kinds) for status, kinds in _troubles().items()},
        },
    }


def month_choices(months: Sequence[str]) -> Schema:
    """One month, or a range: for each first month held those that follow it without a gap."""
    held = sorted(months)
    one = {
        "type": "object",
        "properties": {"date": _or_empty(DATE)},
        "not": {"anyOf": [_given("from"), _given("to")]},
    }
    choices: list[Schema] = [one]
    for n, first in enumerate(held):
        follow = [m for m in held[n : n + MOST_MONTHS] if months_between(first, m) == held[n : held.index(m) + 1]]
        open_end = follow[-1] == held[-1]
        choices.append(
            {
                "type": "object",
                "properties": {"from": {"const": first}, "to": {"enum": [*follow, ""] if open_end else follow}},
                "required": ["from"] if open_end else ["from", "to"],
                "not": _given("date"),
            }
        )
    return {"description": "One month (date), or a first and a last one (from, to).", "anyOf": choices}


def _or_empty(schema: Schema) -> Schema:
    """The schema of a parameter that may be left out: sent empty, it counts as left out."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], ""]}
    return {**schema, "pattern": f"^$|{schema['pattern']}"} if "pattern" in schema else schema


def _given(name: str) -> Schema:
    """The parameter is there and not empty, which counts as absent."""
    return {"required": [name], "properties": {name: {"minLength": 1}}}


def _plain(version: str) -> dict[str, tuple[Schema, str]]:
    return {
        "category": ({"type": "string", "pattern": "^[a-z-]+$", "default": "all-crime"}, "A slug of crime-categories."),
        "force": ({"type": "string", "pattern": "^[A-Za-z-]+$"}, "A force's id, in any case."),
        "id": ({"type": "string", "pattern": r"^[\w.-]+$"}, "A neighbourhood's id, exactly."),
        "code": ({"type": "string", "pattern": "^[A-Z][0-9]{8}$"}, "The ONS code of a ward or an authority."),
        "persistent_id": ({"type": "string", "pattern": "^[0-9a-f]{64}$"}, "A crime's lasting id."),
        "date": (DATE, "A month, YYYY-MM; the latest one when absent."),
        "limit": ({"type": "integer", "minimum": 1, "maximum": MOST_ROWS}, "Rows of a page."),
        "cursor": ({"type": "string", "pattern": rf"^{version}\.\d{{1,9}}$"}, "Taken from a Link header."),
        "format": ({"type": "string", "enum": ["json", "geojson", "csv"]}, "How rows are written."),
        "q": ({"type": "string", "pattern": f"^{PAIR}$"}, "Latitude and longitude with a comma."),
        "postcode": ({"type": "string", "pattern": "^[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$"}, "A postcode."),
        "location_id": ({"type": "integer", "minimum": 0, "maximum": LONGEST_ID}, "The street id of any answer."),
    }


DATE: Schema = {"type": "string", "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])(-\d\d)?$", "examples": ["2026-03"]}
POINT: Schema = {
    "type": "object",
    "properties": {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lng": {"type": "number", "minimum": -180, "maximum": 180},
    },
    "required": ["lat", "lng"],
    "not": {  # latitude and longitude swapped
        "properties": {
            "lat": {"minimum": SWAPPED_LATITUDES[0], "maximum": SWAPPED_LATITUDES[1]},
            "lng": {"minimum": SWAPPED_LONGITUDES[0], "maximum": SWAPPED_LONGITUDES[1]},
        },
        "required": ["lat", "lng"],
    },
}
POLY: Schema = {
    "type": "object",
    "properties": {"poly": {"type": "string", "pattern": f"^{PAIR}(:{PAIR}){{2,}}:?$"}},
    "required": ["poly"],
}
LOCATION: Schema = {
    "type": "object",
    "properties": {"location_id": {"type": "integer", "minimum": 0, "maximum": LONGEST_ID}},
    "required": ["location_id"],
}


def _path(endpoint: "Endpoint", examples: Mapping[str, str]) -> dict[str, Any]:
    get = {
        "operationId": "".join(c if c.isalnum() else "_" for c in endpoint.template).strip("_") or "index",
        "summary": endpoint.says.split(":")[0].split(".")[0],
        "description": endpoint.says,
        "responses": _responses(endpoint),
    }
    shared = [_in_path(s[1:-1], examples) for s in endpoint.segments if s.startswith("{")]
    operations: dict[str, Any] = {"get": {**get, "parameters": shared + _query(endpoint, examples)}}
    if endpoint.posts:
        operations["post"] = {
            **get,
            "operationId": f"post_{get['operationId']}",
            "parameters": shared,
            "requestBody": {
                "required": True,
                "content": {"application/x-www-form-urlencoded": {"schema": {"anyOf": _form(endpoint)}}},
            },
        }
    return operations


def _places(endpoint: "Endpoint") -> list[Schema]:
    named = set(endpoint.parameters)
    choices = (("lat", POINT), ("poly", POLY), ("location_id", LOCATION))
    return [schema for name, schema in choices if name in named]


def _form(endpoint: "Endpoint") -> list[Schema]:
    plain = _plain("")
    more = {name: _or_empty(plain[name][0]) for name in ("date", "limit", "format")}
    return [{**place, "properties": place["properties"] | more} for place in _places(endpoint)]


def _query(endpoint: "Endpoint", examples: Mapping[str, str]) -> list[Schema]:
    places = _places(endpoint)
    together = {"lat", "lng", "poly", "from", "to"} | ({"date"} if "from" in endpoint.parameters else set())
    said: list[Schema] = []
    if len(places) > 1 or "lat" in endpoint.parameters:
        together.add("location_id")
        said.append(_object("place", places, "A point, an area or a snap point; an area wins.", required=True))
    if "from" in endpoint.parameters:
        said.append(_object("months", [ref("Months")], f"One month, or from and to: at most {MOST_MONTHS}."))
    if endpoint.template == "locate-neighbourhood":
        together |= {"q", "postcode"}
        plain = _plain("")
        choices = [
            {"type": "object", "properties": {name: plain[name][0]}, "required": [name]} for name in ("q", "postcode")
        ]
        said.append(_object("where", choices, "A position or a postcode.", required=True))
    for name in endpoint.parameters:
        if name not in together:
            said.append(
                {"$ref": f"#/components/parameters/{name}"}
                if name not in endpoint.required
                else _named(name, examples) | {"required": True}
            )
    return said


def _object(name: str, choices: list[Schema], says: str, *, required: bool = False) -> Schema:
    schema = choices[0] if len(choices) == 1 else {"anyOf": choices}
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": says,
        "style": "form",
        "explode": True,
        "schema": {"type": "object", **schema} if "$ref" not in schema else schema,
    }


def _parameter(name: str, schema: Schema, says: str) -> Schema:
    return {"name": name, "in": "query", "description": says, "schema": schema}


def _in_path(name: str, examples: Mapping[str, str]) -> Schema:
    return _named(name, examples) | {"in": "path", "required": True}


def _named(name: str, examples: Mapping[str, str]) -> Schema:
    schema, says = _plain("")[name]
    return _parameter(name, _exemplified(name, schema, examples), says)


def _exemplified(name: str, schema: Schema, examples: Mapping[str, str]) -> Schema:
    return {**schema, "examples": [examples[name]]} if name in examples else schema


def _responses(endpoint: "Endpoint") -> dict[str, Any]:
    row = ref(endpoint.shape)
    content: dict[str, Any] = {
        "application/json": {"schema": {"type": "array", "items": row} if endpoint.rows else row},
    }
    if "geojson" in endpoint.formats:
        kind = "Feature" if endpoint.shape == "Point" else "FeatureCollection"
        content["application/geo+json"] = {"schema": ref(kind)}
    if "csv" in endpoint.formats:
        content["text/csv"] = {"schema": {"type": "string"}}
    if "html" in endpoint.formats:
        content["text/html"] = {"schema": {"type": "string"}}
    headers = {"ETag": {"description": "The version of the archive.", "schema": {"type": "string"}}}
    if "limit" in endpoint.parameters:
        headers |= {
            "Link": {"description": "The next page, rel=next.", "schema": {"type": "string"}},
            "X-Total-Count": {"description": "Rows on all pages.", "schema": {"type": "integer"}},
            "X-WMP2020-Imputed": {"description": "1: some places are invented.", "schema": {"type": "string"}},
        }
    said: dict[str, Any] = {"200": {"description": endpoint.says, "content": content, "headers": headers}}
    said["304"] = {"description": "The client holds this version already."}
    return said | {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(_troubles())}


def _troubles() -> dict[int, list[trouble.Kind]]:
    kinds: dict[int, list[trouble.Kind]] = {}
    for kind in trouble.ALL:
        kinds.setdefault(kind.status, []).append(kind)
    return kinds


def _problem(kinds: list[trouble.Kind]) -> Schema:
    says = "; ".join(f"{kind.type}: {kind.title[0].lower()}{kind.title[1:]}" for kind in kinds)
    said: Schema = {"description": says, "content": {"application/problem+json": {"schema": ref("Problem")}}}
    if any(kind.status == 429 for kind in kinds):
        said["headers"] = {"Retry-After": {"description": "Whole seconds to wait.", "schema": {"type": "integer"}}}
    return said
