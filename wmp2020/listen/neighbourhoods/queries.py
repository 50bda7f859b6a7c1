"""What a page or a program may ask about a neighbourhood: frozen answers, read only.

Instants are aware; `told()` gives the shape data.police.uk publishes, whose times are local and name no zone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from wmp2020.listen.neighbourhoods import models, rules


@dataclass(frozen=True)
class Link:
    """An address on the web worth knowing."""

    type: str
    title: str
    description: str
    url: str

    def told(self) -> dict[str, str]:
        return {"url": self.url, "title": self.title, "description": self.description}


@dataclass(frozen=True)
class Location:
    """A place to find the team; latitude and longitude None when unknown."""

    name: str
    type: str
    description: str
    address: str
    postcode: str
    telephone: str
    latitude: float | None
    longitude: float | None

    def told(self) -> dict[str, str]:
        """Every value a text, for strict clients: "" where unknown."""
        return {
            "name": self.name,
            "latitude": degrees(self.latitude),
            "longitude": degrees(self.longitude),
            "postcode": self.postcode,
            "address": self.address,
            "telephone": self.telephone,
            "type": self.type,
            "description": self.description,
        }


@dataclass(frozen=True)
class Contact:
    """How to reach a neighbourhood and what it says of itself; empty texts when nobody has written any."""

    area: str
    description: str = ""
    welcome_message: str = ""
    url: str = ""
    details: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    locations: tuple[Location, ...] = ()
    demonstration: bool = False


@dataclass(frozen=True)
class Member:
    """One officer of a team, or one senior officer of the force."""

    name: str
    rank: str
    bio: str
    details: tuple[tuple[str, str], ...]
    demonstration: bool

    def told(self) -> dict[str, Any]:
        return {"name": self.name, "rank": self.rank, "bio": self.bio, "contact_details": dict(self.details)}


@dataclass(frozen=True)
class Priority:
    """What the team works on; texts are plain. action is "" and action_at None while nothing was done."""

    issue: str
    issue_at: datetime
    action: str
    action_at: datetime | None
    demonstration: bool

    def told(self) -> dict[str, str | None]:
        """Texts as HTML, as upstream has them; both dates' keys are always there."""
        return {
            "issue": rules.as_html(self.issue),
            "issue-date": local(self.issue_at),
            "action": rules.as_html(self.action) or None,
            "action-date": local(self.action_at) if self.action_at else None,
        }


@dataclass(frozen=True)
class Event:
    """Something residents may come to."""

    title: str
    type: str
    description: str
    address: str
    starts_at: datetime
    ends_at: datetime | None
    details: tuple[tuple[str, str], ...]
    demonstration: bool

    def told(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "description": self.description,
            "address": self.address,
            "type": self.type,
            "start_date": local(self.starts_at),
            "end_date": local(self.ends_at) if self.ends_at else None,
            "contact_details": dict(self.details),
        }


def team(area: str) -> tuple[Member, ...]:
    """The officers of a ward (by code) or the senior officers of a force (by id), in their own order."""
    rows = models.TeamMember.objects.filter(area=area).order_by("position", "id")
    return tuple(Member(r.name, r.rank, r.bio, pairs(r.details), r.demonstration) for r in rows)


def priorities(area: str) -> tuple[Priority, ...]:
    """A ward's priorities, newest issue first."""
    rows = models.Priority.objects.filter(area=area).order_by("-issue_at", "id")
    return tuple(Priority(r.issue, r.issue_at, r.action, r.action_at, r.demonstration) for r in rows)


def events(area: str, *, since: datetime | None = None) -> tuple[Event, ...]:
    """A ward's events by start; with since, only those not over by then."""
    rows = models.Event.objects.filter(area=area).order_by("starts_at", "id")
    found = tuple(
        Event(r.title, r.type, r.description, r.address, r.starts_at, r.ends_at, pairs(r.details), r.demonstration)
        for r in rows
    )
    return tuple(e for e in found if since is None or (e.ends_at or e.starts_at) >= since)


def contact(area: str) -> Contact:
    """How to reach a ward's team or a force; an empty contact when there is no record."""
    row = models.Contact.objects.filter(area=area).first()
    links = tuple(
        Link(r.type, r.title, r.description, r.url)
        for r in models.Link.objects.filter(area=area).order_by("position", "id")
    )
    locations = tuple(
        Location(r.name, r.type, r.description, r.address, r.postcode, r.telephone, r.latitude, r.longitude)
        for r in models.Location.objects.filter(area=area).order_by("position", "id")
    )
    if row is None:
        return Contact(area, links=links, locations=locations)
    return Contact(
        area,
        description=row.description,
        welcome_message=row.welcome_message,
        url=row.url,
        details=pairs(row.details),
        links=links,
        locations=locations,
        demonstration=row.demonstration,
    )


def pairs(details: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Contact details as an unchangeable value."""
    return tuple(details.items())


def local(at: datetime) -> str:
    """YYYY-MM-DDTHH:MM:SS on the clock of the place, without zone or fraction: clients parse exactly that."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")


def degrees(value: float | None) -> str:
    """A coordinate as text with six decimals, "" when unknown."""
    return "" if value is None else f"{value:.6f}"
