"""Invented records: in every ward, each saying that it is one, never in the place of a person's."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.kit import book
from wmp2020.information import journal
from wmp2020.listen.neighbourhoods import actions, demonstration, queries
from wmp2020.listen.neighbourhoods.models import Contact, Event, Link, Location, Priority, TeamMember

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def atlas(settings):
    return book.areas_loaded(settings)


def everything():
    kinds = (Contact, Link, Location, TeamMember, Priority, Event)
    rows = [row for kind in kinds for row in kind.objects.order_by("area", "position", "pk")]
    return [{k: v for k, v in vars(row).items() if k not in ("_state", "id")} for row in rows]


def test_every_ward_has_a_team_priorities_events_and_a_contact(atlas):
    demonstration.invent(atlas, by="load", at=AT)

    for ward in atlas.areas("ward"):
        contact = queries.contact(ward.code)
        assert len(queries.team(ward.code)) in (2, 3)
        assert len(queries.priorities(ward.code)) == len(queries.events(ward.code)) == 2
        assert contact.links
        assert contact.locations
        assert dict(contact.details)["telephone"] == "101"
    assert len(queries.team(atlas.force.id)) == 3


def test_each_says_in_its_own_words_that_it_is_a_demonstration(atlas):
    demonstration.invent(atlas, by="load", at=AT)

    for ward in atlas.areas("ward"):
        contact = queries.contact(ward.code)
        words = [contact.description, contact.welcome_message]
        words += [member.bio for member in queries.team(ward.code)]
        words += [priority.issue for priority in queries.priorities(ward.code)]
        words += [priority.action for priority in queries.priorities(ward.code) if priority.action]
        words += [event.description for event in queries.events(ward.code)]
        words += [location.description for location in contact.locations]
        assert all(text.startswith("Demonstration record") for text in words)


def test_dates_are_told_from_the_load(atlas):
    demonstration.invent(atlas, by="load", at=AT)

    ward = atlas.areas("ward")[0].code
    assert all(AT < event.starts_at < AT + timedelta(days=40) for event in queries.events(ward))
    newest, oldest = queries.priorities(ward)
    assert oldest.issue_at < oldest.action_at < newest.issue_at < AT
    assert newest.action_at is None


def test_the_same_seed_invents_the_same_and_another_does_not(atlas):
    first = demonstration.invent(atlas, by="load", at=AT), everything()
    again = demonstration.invent(atlas, by="load", at=AT), everything()
    other = demonstration.invent(atlas, seed=7, by="load", at=AT), everything()

    assert first == again
    assert other[1] != first[1]


def test_what_a_person_wrote_stays(atlas):
    ward = atlas.areas("ward")[0].code
    actions.add_member(area=ward, name="Jo Real", rank="PC", details={}, by="someone", at=AT)

    demonstration.invent(atlas, by="load", at=AT)

    assert [member.name for member in queries.team(ward)] == ["Jo Real"]
    assert len(queries.events(ward)) == 2


def test_one_line_tells_of_the_whole_invention(atlas):
    written = demonstration.invent(atlas, by="load", at=AT)

    (line,) = journal.about(atlas.force.id)
    assert (line.kind, line.facts) == ("demonstration.invented", {"records": written, "seed": 2020})
