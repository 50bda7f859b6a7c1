"""Verbs for what is published about a neighbourhood. Each checks its rules, writes the row and journals it, or neither.

by is whoever acts (an account or its id), at when. The journal holds which record changed, never its words.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from wmp2020.information import journal
from wmp2020.listen.neighbourhoods import rules
from wmp2020.listen.neighbourhoods.models import Contact, Event, Link, Location, Priority, Record, TeamMember
from wmp2020.plumbing.decisions import Refused

KINDS: dict[type[Record], str] = {
    Contact: "contact", Link: "link", Location: "location", TeamMember: "team-member", Priority: "priority",
    Event: "event",
}  # fmt: skip
TEXTS = ("description", "welcome_message", "title", "name", "rank", "bio", "issue", "action", "address", "type")
Kept = TypeVar("Kept", bound=Record)


def set_contact(
    *, area: str, description: str, welcome_message: str, url: str, details: Mapping[str, str], by: object, at: datetime
) -> Contact:
    """Write how to reach an area's team, in place of what was written before."""
    contact = Contact.objects.filter(area=area).first() or Contact(area=area)
    contact.description, contact.welcome_message, contact.url = description, welcome_message, url
    contact.details = dict(details)
    return _publish(contact, by=by, at=at)


def add_link(
    *, area: str, title: str, url: str, type: str = "", description: str = "", by: object, at: datetime
) -> Link:
    """Publish an address on the web."""
    return _publish(Link(area=area, type=type, title=title, description=description, url=url), by=by, at=at)


def add_location(
    *,
    area: str,
    name: str,
    type: str = "",
    description: str = "",
    address: str = "",
    postcode: str = "",
    telephone: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    by: object,
    at: datetime,
) -> Location:
    """Publish a place where the team is found."""
    place = Location(area=area, name=name, type=type, description=description, address=address, postcode=postcode)
    place.telephone, place.latitude, place.longitude = telephone, latitude, longitude
    return _publish(place, by=by, at=at)


def add_member(
    *, area: str, name: str, rank: str, bio: str = "", details: Mapping[str, str], by: object, at: datetime
) -> TeamMember:
    """Introduce an officer of a ward's team, or of a force's command when area is its id."""
    return _publish(TeamMember(area=area, name=name, rank=rank, bio=bio, details=dict(details)), by=by, at=at)


def add_priority(
    *,
    area: str,
    issue: str,
    issue_at: datetime,
    action: str = "",
    action_at: datetime | None = None,
    by: object,
    at: datetime,
) -> Priority:
    """Publish what the team works on, with what was done when something was."""
    priority = Priority(area=area, issue=issue, issue_at=issue_at, action=action, action_at=action_at)
    return _publish(priority, by=by, at=at)


def add_event(
    *,
    area: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    type: str = "",
    description: str = "",
    address: str = "",
    details: Mapping[str, str],
    by: object,
    at: datetime,
) -> Event:
    """Announce something residents may come to."""
    event = Event(area=area, title=title, type=type, description=description, address=address)
    event.starts_at, event.ends_at, event.details = starts_at, ends_at, dict(details)
    return _publish(event, by=by, at=at)


def change(record: Kept, *, by: object, at: datetime, **written: Any) -> Kept:
    """Write some fields of a record anew; a demonstration record that a person edits is one no longer."""
    editable = {f.name for f in record._meta.concrete_fields} - {"id", "area", "demonstration", "changed_at"}
    if strays := written.keys() - editable:
        raise TypeError(f"not to be changed: {', '.join(sorted(strays))}")
    for name, value in written.items():
        setattr(record, name, value)
    return _publish(record, by=by, at=at)


def remove(record: Record, *, by: object, at: datetime) -> None:
    """Take a record down."""
    with transaction.atomic():
        key = record.pk
        record.delete()
        journal.write(f"{KINDS[type(record)]}.removed", about=record.area, by=by, at=at, record=key)


def _publish(record: Kept, *, by: object, at: datetime) -> Kept:
    _refuse_unfit(record)
    verb = "added" if record.pk is None else "changed"
    record.demonstration, record.changed_at = False, at
    with transaction.atomic():
        record.save()
        journal.write(f"{KINDS[type(record)]}.{verb}", about=record.area, by=by, at=at, record=record.pk)
    return record


def _refuse_unfit(record: Record) -> None:
    for name in TEXTS:
        rules.may_publish_text(name.replace("_", " "), getattr(record, name, "")).or_refuse()
    if isinstance(record, Contact | TeamMember | Event):
        rules.may_publish_contacts(record.details).or_refuse()
    if isinstance(record, Link) or (isinstance(record, Contact) and record.url):
        rules.may_link_to(record.url).or_refuse()
    if isinstance(record, Event):
        rules.may_announce(record.starts_at, record.ends_at).or_refuse()
    if isinstance(record, Priority):
        rules.may_answer(record.issue_at, record.action, record.action_at).or_refuse()
    required = {Link: "title", Location: "name", TeamMember: "name", Priority: "issue", Event: "title"}
    if (wanted := required.get(type(record))) and not getattr(record, wanted).strip():
        raise Refused(f"Please give the {wanted}.")
