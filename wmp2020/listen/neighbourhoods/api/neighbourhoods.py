"""Neighbourhoods: the force's wards, what their teams publish, their boundaries, and who is responsible for a place."""

from typing import Any

import shapely

from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import queries, rules
from wmp2020.listen.neighbourhoods.api import parameters
from wmp2020.listen.neighbourhoods.api.call import GEOJSON, Call, Reply, as_json, told
from wmp2020.listen.neighbourhoods.api.listing import chosen_format
from wmp2020.listen.neighbourhoods.api.streets import force_of
from wmp2020.listen.neighbourhoods.api.trouble import NOT_FOUND, Trouble, bad, unknown


def listed(call: Call) -> Reply:
    """Every neighbourhood of a force, by name."""
    force_of(call, call.path["force"])
    wards = sorted(call.atlas.areas("ward"), key=lambda ward: (ward.name, ward.code))
    return told([{"id": ward.code, "name": ward.name} for ward in wards])


def neighbourhood(call: Call) -> Reply:
    """One neighbourhood: its names, residents, middle, and how to reach its team."""
    ward = ward_of(call)
    about = queries.contact(ward.code)
    lat, lng = ward.centre or (None, None)
    shown: dict[str, Any] = {
        "id": ward.code,
        "name": ward.name,
        "description": about.description or None,
        "url_force": about.url or call.atlas.force.url,
        "population": str(ward.residents or 0),
        "centre": {"latitude": queries.degrees(lat), "longitude": queries.degrees(lng)},
        "contact_details": dict(about.details),
        "links": [link.told() for link in about.links],
        "locations": [location.told() for location in about.locations],
    }
    if about.welcome_message:
        shown["welcome_message"] = about.welcome_message
    return told(shown)


def boundary(call: Call) -> Reply:
    """A neighbourhood's outline: the largest ring as latitudes and longitudes; as GeoJSON the whole shape."""
    ward = ward_of(call)
    if ward.geometry is None:
        raise Trouble(NOT_FOUND, f"No boundary of {ward.name} is held.")
    if chosen_format(call) == "geojson":
        properties = {"id": ward.code, "name": ward.name, "note": ward.geometry_note}
        shape = shapely.orient_polygons(ward.geometry)  # outer rings anticlockwise: RFC 7946, 3.1.6
        feature = {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": properties}
        return Reply(as_json(feature), type=GEOJSON)
    ring = largest_ring(ward.geometry)
    return told([{"latitude": str(lat), "longitude": str(lng)} for lng, lat in ring])


def largest_ring(shape: Any) -> list[tuple[float, float]]:
    """The outer ring, longitude first, of the largest of a shape's parts."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area)
    return [(lng, lat) for lng, lat in largest.exterior.coords]


def people(call: Call) -> Reply:
    """The officers of a neighbourhood's team."""
    return told([member.told() for member in queries.team(ward_of(call).code)])


def events(call: Call) -> Reply:
    """What residents may come to: nothing that is over when it is asked for."""
    return told([event.told() for event in queries.events(ward_of(call).code, since=call.at)])


def priorities(call: Call) -> Reply:
    """What the team works on, newest issue first."""
    return told([priority.told() for priority in queries.priorities(ward_of(call).code)])


def locate(call: Call) -> Reply:
    """The neighbourhood responsible for a place, by q=lat,lng or by postcode."""
    text, code = call.values.get("q", "").strip(), call.values.get("postcode", "").strip()
    if text:
        lat, lng = parameters.pair(text, "q")
        ward = call.atlas.ward_at(lat, lng)
        where = f"{lat:g},{lng:g}"
    elif code:
        ward, where = _of_postcode(call, code)
    else:
        raise bad("q", "“q” is missing: a latitude and a longitude with a comma.", hint="Or give “postcode”.")
    if ward is None:
        raise Trouble(NOT_FOUND, f"No neighbourhood of {call.atlas.force.name} covers {where}.")
    return told({"force": call.atlas.force.id, "neighbourhood": ward.code})


def _of_postcode(call: Call, text: str) -> tuple[areas.Area | None, str]:
    if len(text) > 10 or not text.replace(" ", "").isalnum() or not text.isascii():
        raise bad("postcode", "“postcode” must be a postcode, such as B1 1AA.")
    found = areas.postcode(text)
    match = next(iter(found.matches), None)
    if match is None:
        raise Trouble(NOT_FOUND, found.says, parameter="postcode")
    if match.lat is None or match.lng is None:
        raise Trouble(NOT_FOUND, f"The position of {match.name} is not known.", parameter="postcode")
    return call.atlas.ward_at(match.lat, match.lng), match.name


def ward_of(call: Call) -> areas.Area:
    """The ward that a path names, its id taken exactly; a problem when the force or the ward is not held."""
    force_of(call, call.path["force"])
    code = call.path["id"]
    ward = call.atlas.area(code)
    if ward is None or ward.kind != "ward" or ward.ended_on or code == rules.RESERVED:
        raise unknown("neighbourhood", code, hint="See {force}/neighbourhoods.")
    return ward
