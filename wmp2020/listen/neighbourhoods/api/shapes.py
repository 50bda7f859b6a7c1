"""The shapes of answers as JSON Schema, exactly as data.police.uk has them: what may be null and what never is."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
TRUTH_OR_NULL: Schema = {"type": ["boolean", "null"]}
MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["2026-03"]}
DEGREES: Schema = {"type": "string", "pattern": r"^-?\d{1,3}(\.\d+)?$", "description": "Degrees, WGS84, as text."}
DEGREES_OR_EMPTY: Schema = {"type": "string", "pattern": r"^(-?\d{1,3}(\.\d+)?)?$"}
TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", "description": "Local, without zone."}
TIME_OR_NULL: Schema = {**TIME, "type": ["string", "null"]}
CONTACTS: Schema = {"type": "object", "additionalProperties": TEXT}


def ref(name: str) -> Schema:
    """A reference to a named shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(shape: Schema) -> Schema:
    """The shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def shape(says: str, optional: tuple[str, ...] = (), /, **keys: Schema) -> Schema:
    """An object with these keys and no others, all always there but the optional ones; issue__date is issue-date."""
    named = {key.replace("__", "-"): value for key, value in keys.items()}
    return {
        "type": "object",
        "description": says,
        "properties": named,
        "required": [key for key in named if key not in optional],
        "additionalProperties": False,
    }


_CRIME: dict[str, Schema] = {
    "category": {"type": "string", "description": "Slug, as in crime-categories."},
    "persistent_id": {"type": "string", "pattern": "^([0-9a-f]{64})?$", "description": "Empty when there is none."},
    "id": {"type": "integer", "description": "Lasts as long as this version of the archive."},
    "month": MONTH,
    "location": or_null(ref("Location")),
    "location_type": {"enum": ["Force", "BTP", None]},
    "location_subtype": TEXT,
    "context": {"type": "string", "description": "Says so where the place is imputed."},
}

SHAPES: dict[str, Schema] = {
    "Street": shape("A snap point: no real address.", id={"type": "integer"}, name=TEXT),
    "Location": shape("Where a snap point lies.", latitude=DEGREES, longitude=DEGREES, street=ref("Street")),
    "OutcomeStatus": shape("The latest outcome of a crime.", category=TEXT, date=TEXT),
    "Crime": shape("One crime or incident.", **_CRIME, outcome_status=or_null(ref("OutcomeStatus"))),
    "BareCrime": shape("A crime beside its outcomes, so without outcome_status.", **_CRIME),
    "OutcomeCategory": shape("What became of a crime.", code=TEXT, name=TEXT),
    "Outcome": shape(
        "One outcome given in a month; its crime may be years older.",
        category=ref("OutcomeCategory"),
        date=MONTH,
        person_id={"type": ["integer", "null"]},
        crime=ref("BareCrime"),
    ),
    "BareOutcome": shape(
        "One outcome of the crime it stands beside.",
        category=ref("OutcomeCategory"),
        date=MONTH,
        person_id={"type": ["integer", "null"]},
    ),
    "CrimeOutcomes": shape(
        "A crime and what became of it, oldest first.",
        crime=ref("BareCrime"),
        outcomes={"type": "array", "items": ref("BareOutcome")},
    ),
    "OutcomeObject": shape("What came of a stop.", id=TEXT, name=TEXT),
    "Stop": shape(
        "One stop and search. Midnight often means that the time is unknown.",
        ("outcome_object",),
        type={"enum": ["Person search", "Vehicle search", "Person and Vehicle search"]},
        involved_person={"type": "boolean"},
        datetime={"type": "string", "format": "date-time"},
        operation=TRUTH_OR_NULL,
        operation_name=TEXT_OR_NULL,
        location=or_null(ref("Location")),
        gender=TEXT_OR_NULL,
        age_range=TEXT_OR_NULL,
        self_defined_ethnicity=TEXT_OR_NULL,
        officer_defined_ethnicity=TEXT_OR_NULL,
        legislation=TEXT_OR_NULL,
        object_of_search=TEXT_OR_NULL,
        outcome=TEXT_OR_NULL,
        outcome_object=ref("OutcomeObject"),
        outcome_linked_to_object_of_search=TRUTH_OR_NULL,
        removal_of_more_than_outer_clothing=TRUTH_OR_NULL,
    ),
    "Availability": shape(
        "A month held and the forces that gave stops.", date=MONTH, stop__and__search={"type": "array", "items": TEXT}
    ),
    "LastUpdated": shape("The latest month; the day means nothing.", date={"type": "string", "format": "date"}),
    "Category": shape("A crime category.", url=TEXT, name=TEXT),
    "Name": shape("An id and the name it stands for.", id=TEXT, name=TEXT),
    "EngagementMethod": shape("A way to reach a force.", type=TEXT, title=TEXT, description=TEXT_OR_NULL, url=TEXT),
    "Force": shape(
        "A police force.",
        id=TEXT,
        name=TEXT,
        description=TEXT_OR_NULL,
        url=TEXT,
        telephone=TEXT,
        engagement_methods={"type": "array", "items": ref("EngagementMethod")},
    ),
    "Officer": shape("An officer known by name.", name=TEXT, rank=TEXT, bio=TEXT_OR_NULL, contact_details=CONTACTS),
    "Centre": shape("The middle of an area.", latitude=DEGREES_OR_EMPTY, longitude=DEGREES_OR_EMPTY),
    "Link": shape("An address on the web.", url=TEXT, title=TEXT, description=TEXT),
    "Station": shape(
        "A place to find the team.",
        name=TEXT,
        latitude=DEGREES_OR_EMPTY,
        longitude=DEGREES_OR_EMPTY,
        postcode=TEXT,
        address=TEXT,
        telephone=TEXT,
        type=TEXT,
        description=TEXT,
    ),
    "Neighbourhood": shape(
        "A policing neighbourhood.",
        ("welcome_message",),
        id=TEXT,
        name=TEXT,
        description=TEXT_OR_NULL,
        url_force=TEXT,
        population={"type": "string", "pattern": r"^\d+$"},
        centre=ref("Centre"),
        contact_details=CONTACTS,
        links={"type": "array", "items": ref("Link")},
        locations={"type": "array", "items": ref("Station")},
        welcome_message=TEXT,
    ),
    "Point": shape("A corner of a boundary.", latitude=DEGREES, longitude=DEGREES),
    "Event": shape(
        "Something residents may come to.",
        title=TEXT,
        description=TEXT,
        address=TEXT,
        type=TEXT,
        start_date=TIME,
        end_date=TIME_OR_NULL,
        contact_details=CONTACTS,
    ),
    "Priority": shape(
        "What a team works on; texts are HTML.",
        issue=TEXT,
        action=TEXT_OR_NULL,
        issue__date=TIME,
        action__date=TIME_OR_NULL,
    ),
    "Located": shape("Who is responsible for a place.", force=TEXT, neighbourhood=TEXT),
    "SeriesMonth": shape(
        "Counts of one month. A zero means none only where complete is true.",
        month=MONTH,
        complete={"type": "boolean"},
        total={"type": "integer", "minimum": 0},
        counts={"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    ),
    "Index": {
        "type": "object",
        "description": "What this API is, and where to read on.",
        "required": ["title", "description", "openapi", "examples", "addresses"],
        "properties": {
            "title": TEXT,
            "description": TEXT,
            "openapi": TEXT,
            "examples": TEXT,
            "addresses": {"type": "array", "items": TEXT},
        },
    },
    "Description": {"type": "object", "description": "This description.", "required": ["openapi", "paths"]},
    "FeatureCollection": {
        "type": "object",
        "description": "GeoJSON (RFC 7946), longitude first.",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": ref("Feature")}},
    },
    "Feature": {
        "type": "object",
        "description": "One GeoJSON feature; null geometry where no place was published.",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "geometry": {"type": ["object", "null"]},
            "properties": {"type": "object"},
        },
    },
    "Problem": {
        "type": "object",
        "description": "What went wrong (RFC 9457); type is a stable word to switch on.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "instance": TEXT,
            "parameter": TEXT,
            "months_held": {"type": "array", "items": MONTH},
            "count": {"type": "integer"},
            "hint": TEXT,
        },
    },
}
