"""What there is: months, categories, the force."""

from wmp2020.information.sources import codes
from wmp2020.listen.neighbourhoods import queries
from wmp2020.listen.neighbourhoods.api import parameters
from wmp2020.listen.neighbourhoods.api.call import Call, Reply, told
from wmp2020.listen.neighbourhoods.api.streets import force_of


def dates(call: Call) -> Reply:
    """Months with crimes at street level, newest first, each with the forces that gave stops."""
    archive = call.archive
    force = archive.force_id
    rows = [
        {"date": month, "stop-and-search": [force] if month in archive.stop_months else []}
        for month in sorted(archive.point_months, reverse=True)
    ]
    return told(rows, etag=archive.version)


def last_updated(call: Call) -> Reply:
    """The latest month as a date; its day means nothing."""
    return told({"date": f"{call.archive.latest}-01"}, etag=call.archive.version)


def categories(call: Call) -> Reply:
    """The categories of a month's era, all-crime first; a month not held has an era too."""
    month = parameters.month(call.values, "date") or call.archive.latest
    return told([{"url": slug, "name": name} for slug, name in codes.categories_for(month)])


def forces(call: Call) -> Reply:
    """The forces this installation holds."""
    force = call.atlas.force
    return told([{"id": force.id, "name": force.name}])


def force(call: Call) -> Reply:
    """One force: name, description, address, telephone, ways to reach it."""
    force_of(call, call.path["force"])
    force = call.atlas.force
    about = queries.contact(force.id)
    return told(
        {
            "id": force.id,
            "name": force.name,
            "description": about.description or None,
            "url": force.url,
            "telephone": force.telephone,
            "engagement_methods": [
                {"type": link.type, "title": link.title, "description": link.description or None, "url": link.url}
                for link in about.links
            ],
        }
    )


def officers(call: Call) -> Reply:
    """The senior officers of a force."""
    force = force_of(call, call.path["force"])
    return told([member.told() for member in queries.team(force)])
