"""Crimes, outcomes and stops: near a point, in a polygon, at one snap point, or without a place."""

from collections.abc import Callable

from wmp2020.information.crimes import Hits, Outline
from wmp2020.information.sources import codes
from wmp2020.listen.neighbourhoods.api import formats, parameters
from wmp2020.listen.neighbourhoods.api.call import Call, Reply, told
from wmp2020.listen.neighbourhoods.api.listing import Find, listing
from wmp2020.listen.neighbourhoods.api.trouble import bad, unknown

PLACE = "Give “lat” and “lng”, or “poly”."


def crimes_street(call: Call) -> Reply:
    """Crimes of a category within a mile of a point, inside a polygon, or at the one snap point of location_id."""
    category = category_of(call.path["category"])
    archive, values = call.archive, call.values
    ring = _ring(call)
    if ring is not None:
        return crimes(call, lambda month: archive.within(ring, month=month, category=category), bounded=True)
    place = parameters.whole(values, "location_id")
    if place is not None:
        return crimes(call, lambda month: archive.at_place(place, month=month, category=category))
    lat, lng = _point(call)
    return crimes(call, lambda month: archive.near(lat, lng, month=month, category=category))


def crimes_at_location(call: Call) -> Reply:
    """Crimes at one snap point: the one named, or the nearest to a point."""
    archive = call.archive
    place = parameters.whole(call.values, "location_id")
    if place is not None:
        return crimes(call, lambda month: archive.at_place(place, month=month))
    lat, lng = _point(call, "Give “location_id”, or “lat” and “lng”.", "location_id")

    def nearest(month: str) -> Hits:
        return archive.at_place(archive.nearest_place(lat, lng, month=month), month=month)

    return crimes(call, nearest)


def crimes_no_location(call: Call) -> Reply:
    """Crimes of one force that no place was published for."""
    category = category_of(parameters.needed(call.values, "category"))
    force = _publisher(call)
    return crimes(call, lambda month: call.archive.no_location(month=month, category=category, force=force))


def outcomes_at_location(call: Call) -> Reply:
    """Outcomes given in a month, at a snap point, within a mile of a point, or inside a polygon."""
    archive, values = call.archive, call.values
    ring = _ring(call)
    place = parameters.whole(values, "location_id")
    find: Find
    if ring is not None:
        find = lambda month: archive.outcomes_within(ring, month=month)  # noqa: E731
    elif place is not None:
        find = lambda month: archive.outcomes_at_place(place, month=month)  # noqa: E731
    else:
        lat, lng = _point(call, "Give “location_id”, “lat” and “lng”, or “poly”.", "location_id")
        find = lambda month: archive.outcomes_near(lat, lng, month=month)  # noqa: E731
    return outcomes(call, find, bounded=ring is not None)


def outcomes_for_crime(call: Call) -> Reply:
    """One crime and everything that became of it, oldest outcome first."""
    found = call.archive.by_id(call.path["persistent_id"])
    if found is None:
        raise unknown("crime", call.path["persistent_id"])
    crime, became = found
    return told({"crime": crime, "outcomes": became}, etag=call.archive.version)


def stops_street(call: Call) -> Reply:
    """Stops within a mile of a point or inside a polygon."""
    archive = call.archive
    ring = _ring(call)
    if ring is not None:
        return stops(call, lambda month: archive.stops_within(ring, month=month), bounded=True)
    lat, lng = _point(call)
    return stops(call, lambda month: archive.stops_near(lat, lng, month=month))


def stops_at_location(call: Call) -> Reply:
    """Stops at one snap point."""
    place = parameters.whole(call.values, "location_id")
    if place is None:
        raise bad("location_id", "“location_id” is missing.")
    return stops(call, lambda month: call.archive.stops_at_place(place, month=month))


def stops_no_location(call: Call) -> Reply:
    """Stops of one force that no place was published for."""
    force = _publisher(call)
    return stops(call, lambda month: call.archive.stops_no_location(month=month, force=force))


def stops_force(call: Call) -> Reply:
    """All stops of one force in a month."""
    force = _publisher(call)
    return stops(call, lambda month: call.archive.stops_of_force(month=month, force=force))


def crimes(call: Call, find: Find, *, bounded: bool = False) -> Reply:
    """Crimes as a reply; months with points may be asked for."""
    return listing(call, find, held=call.archive.point_months, rows=formats.CRIMES, bounded=bounded)


def outcomes(call: Call, find: Find, *, bounded: bool = False) -> Reply:
    """Outcomes as a reply. A month held without any outcome is empty, as upstream's is."""
    return listing(call, find, held=call.archive.outcome_months, rows=formats.OUTCOMES, bounded=bounded)


def stops(call: Call, find: Find, *, bounded: bool = False) -> Reply:
    """Stops as a reply. A month held to which no force gave stops is empty, as upstream's is."""
    return listing(call, find, held=call.archive.stop_months, rows=formats.STOPS, bounded=bounded)


def category_of(slug: str) -> str:
    """A category's slug, of any scheme, or the problem that there is none."""
    if not codes.is_category(slug):
        raise unknown("crime category", slug, parameter="category", hint="See crime-categories.")
    return slug


def force_of(call: Call, name: str, *others: str) -> str:
    """The id of the force of that name, in any case, or the problem that it is not held; others: ids taken besides."""
    asked = name.strip().lower()
    for force in (call.atlas.force.id, *others):
        if asked == force.lower():
            return force
    raise unknown("force", name, parameter="force", hint="See forces.")


def _publisher(call: Call) -> str:
    """The force whose rows are asked for. The transport police, which is in no list of forces, has rows here too."""
    return force_of(call, parameters.needed(call.values, "force"), formats.BTP)


def _ring(call: Call) -> Outline | None:
    """The outline asked for, one for all months of the request: what they cost together is bounded."""
    ring = parameters.polygon(call.values)
    return None if ring is None else Outline(ring)


def _point(call: Call, says: str = PLACE, parameter: str = "lat") -> tuple[float, float]:
    found = parameters.point(call.values)
    if found is None:
        raise bad(parameter, says)
    return found


Answer = Callable[[Call], Reply]
