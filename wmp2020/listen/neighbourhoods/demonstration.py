"""Invented records for every ward, so that a fresh installation shows what a team's page will hold.

Each says that it is a demonstration in its own words, not only in a column: it may be read through the API, where
columns of ours do not go. The same seed and load date always invent the same records.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wmp2020.information import areas, journal
from wmp2020.listen.neighbourhoods.models import Contact, Event, Link, Location, Priority, Record, TeamMember

KINDS: tuple[type[Any], ...] = (Contact, Link, Location, TeamMember, Priority, Event)
MARK = "Demonstration record"
SAID = f"{MARK}: invented, not a real person, place or promise."
RANKS = ("Sergeant", "Police Constable", "Police Community Support Officer")
COMMAND = ("Chief Constable", "Deputy Chief Constable", "Assistant Chief Constable (Local Policing)")
# Names of birds: nobody's own, and plainly so beside the mark.
FIRST = ("Robin", "Wren", "Jay", "Martin", "Merle", "Phoebe", "Kestrel", "Linnet", "Teal", "Avis", "Starling", "Corin")
LAST = ("Example", "Sample", "Specimen", "Placeholder", "Instance", "Pattern")
ISSUES = (
    (
        "Speeding past schools at the start and end of the day.",
        "Parents joined three mornings of speed checks.",
    ),
    ("Off-road bikes on paths and open ground.", "Two bikes were taken off the road after residents' reports."),
    ("Thefts from vans and cars parked overnight.", "Drivers were given tool-marking kits at two drop-in evenings."),
    ("Anti-social behaviour around the shops in the evening.", "Patrols now pass the shops at closing time."),
    ("Burglary through unlocked back doors.", "Officers went from door to door in the streets most concerned."),
    ("Litter, fly-tipping and the fires it leads to.", "The council cleared the alley and fitted a gate."),
)
EVENTS = (
    ("Coffee with your neighbourhood team", "surgery", "Come and say what matters in your street.", 10, 1),
    ("Ward meeting: setting the next priorities", "meeting", "Residents choose what the team works on next.", 18, 2),
    ("Bike marking", "event", "Bring your bike and have it security marked for free.", 11, 3),
    ("Street walk", "walk", "Walk the ward with the team and show what worries you.", 17, 1),
)
PLACES = ("library", "community centre", "leisure centre", "town hall desk")


def invent(atlas: areas.Atlas, *, seed: int = 2020, by: object, at: datetime) -> int:
    """Put invented records in place of earlier invented ones, for every ward in force; how many were written.

    Areas whose records a person has written keep those and get no invented ones of that kind.
    """
    wards = atlas.areas("ward")
    invented = [*_of_force(atlas.force, at)]
    for ward in wards:
        invented += _of_ward(ward, random.Random(f"{seed} {ward.code}"), at)
    with transaction.atomic():
        written = 0
        for kind in KINDS:
            kind.objects.filter(demonstration=True).delete()
            taken = set(kind.objects.values_list("area", flat=True))
            rows = [r for r in invented if type(r) is kind and r.area not in taken]
            written += len(kind.objects.bulk_create(rows, batch_size=500))
        journal.write("demonstration.invented", about=atlas.force.id, by=by, at=at, records=written, seed=seed)
    return written


def _of_force(force: areas.Force, at: datetime) -> Iterable[Record]:
    made = {"area": force.id, "demonstration": True, "changed_at": at}
    yield Contact(
        **made,
        description=f"{MARK}: {force.name} as this installation shows it, made from open data.",
        details={"telephone": force.telephone, "web": force.url},
        url=force.url,
    )
    yield Link(**made, type="website", title=f"{force.name} website", description="", url=force.url)
    for position, rank in enumerate(COMMAND):
        name = f"{FIRST[position]} {LAST[position]}"
        yield TeamMember(**made, position=position, name=name, rank=rank, bio=SAID, details={})


def _of_ward(ward: areas.Area, chance: random.Random, at: datetime) -> Iterable[Record]:
    made = {"area": ward.code, "demonstration": True, "changed_at": at}
    mail = f"{ward.slug}@neighbourhood.example"  # .example is reserved and never delivers (RFC 2606)
    yield Contact(
        **made,
        description=f"{MARK}. The neighbourhood team for {ward.name}: officers and PCSOs who work here every week.",
        welcome_message=f"{MARK}: a team's own welcome to {ward.name} will stand here.",
        details={"email": mail, "telephone": "101"},
    )
    yield Link(
        **made,
        type="website",
        title="How neighbourhood policing works",
        description=f"{MARK}: a link the team chose.",
        url="https://www.police.uk/",
    )
    place = chance.choice(PLACES)
    lat, lng = ward.centre or (None, None)
    yield Location(
        **made,
        name=f"{ward.name} {place}",
        type="desk",
        description=f"{SAID} Marked at the middle of the ward.",
        address=f"{ward.name} {place} (invented)",
        telephone="101",
        latitude=lat,
        longitude=lng,
    )
    for position, rank in enumerate(RANKS[: chance.choice((2, 3, 3))]):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        yield TeamMember(**made, position=position, name=name, rank=rank, bio=SAID, details={"email": mail})
    yield from _priorities(made, chance, at)
    for (title, type_, said, hour, hours), days in zip(chance.sample(EVENTS, 2), (9, 23), strict=True):
        day = at + timedelta(days=days + chance.randrange(7))
        begin = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        yield Event(
            **made,
            title=title,
            type=type_,
            description=f"{SAID} {said}",
            address=f"{ward.name} {place}",
            starts_at=begin,
            ends_at=begin + timedelta(hours=hours),
            details={"email": mail},
        )


def _priorities(made: dict[str, object], chance: random.Random, at: datetime) -> Iterable[Priority]:
    """Two priorities: an older one that was acted on, a newer one still open."""
    (old, done), (new, _) = chance.sample(ISSUES, 2)
    noon = at.replace(hour=12, minute=0, second=0, microsecond=0)
    agreed = noon - timedelta(days=90 + chance.randrange(60))
    acted = agreed + timedelta(days=20 + chance.randrange(30))
    yield Priority(**made, issue=f"{MARK}. {old}", issue_at=agreed, action=f"{MARK}. {done}", action_at=acted)
    since = noon - timedelta(days=10 + chance.randrange(40))
    yield Priority(**made, position=1, issue=f"{MARK}. {new}", issue_at=since)
