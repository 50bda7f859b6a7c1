"""Records as pages and programs get them: order, local times, and the shapes that strict clients parse."""

from datetime import UTC, datetime

import pytest

from wmp2020.listen.neighbourhoods import queries
from wmp2020.listen.neighbourhoods.models import Contact, Event, Link, Location, Priority, TeamMember

pytestmark = pytest.mark.django_db
WARD = "E05011118"
AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
MADE = {"area": WARD, "changed_at": AT}


def test_an_area_without_records_has_an_empty_contact():
    assert queries.contact(WARD) == queries.Contact(WARD)
    assert queries.team(WARD) == queries.priorities(WARD) == queries.events(WARD) == ()


def test_records_of_other_areas_stay_there():
    TeamMember.objects.create(**MADE | {"area": "E05000000"}, name="Jay", rank="PC")

    assert queries.team(WARD) == ()


def test_a_team_stands_in_its_own_order():
    TeamMember.objects.create(**MADE, position=2, name="Jay", rank="PC")
    TeamMember.objects.create(**MADE, position=1, name="Wren", rank="Sergeant", details={"email": "w@example.org"})

    assert [m.told() for m in queries.team(WARD)] == [
        {"name": "Wren", "rank": "Sergeant", "bio": "", "contact_details": {"email": "w@example.org"}},
        {"name": "Jay", "rank": "PC", "bio": "", "contact_details": {}},
    ]


def test_priorities_are_told_newest_first_in_html_and_local_time():
    Priority.objects.create(**MADE, issue="Old", issue_at=datetime(2026, 1, 1, 12, 0, 0, 999, tzinfo=UTC))
    Priority.objects.create(**MADE, issue="New & open", issue_at=AT, action="Done", action_at=AT)

    assert [p.told() for p in queries.priorities(WARD)] == [
        {
            "issue": "<p>New &amp; open</p>",
            "issue-date": "2026-07-01T13:00:00",  # British Summer Time
            "action": "<p>Done</p>",
            "action-date": "2026-07-01T13:00:00",
        },
        {"issue": "<p>Old</p>", "issue-date": "2026-01-01T12:00:00", "action": None, "action-date": None},
    ]


def test_events_stand_in_order_and_pass():
    Event.objects.create(**MADE, title="Later", starts_at=datetime(2026, 8, 1, tzinfo=UTC))
    Event.objects.create(**MADE, title="Sooner", starts_at=AT, ends_at=datetime(2026, 7, 1, 14, tzinfo=UTC))

    assert [e.title for e in queries.events(WARD)] == ["Sooner", "Later"]
    assert [e.title for e in queries.events(WARD, since=datetime(2026, 7, 1, 13, 59, tzinfo=UTC))] == [
        "Sooner",
        "Later",
    ]
    assert [e.title for e in queries.events(WARD, since=datetime(2026, 7, 2, tzinfo=UTC))] == ["Later"]
    assert queries.events(WARD)[0].told() == {
        "title": "Sooner",
        "description": "",
        "address": "",
        "type": "",
        "start_date": "2026-07-01T13:00:00",
        "end_date": "2026-07-01T15:00:00",
        "contact_details": {},
    }
    assert queries.events(WARD)[1].told()["end_date"] is None


def test_links_and_locations_hold_text_and_never_null():
    Contact.objects.create(**MADE, description="Us", details={"telephone": "101"})
    Link.objects.create(**MADE, title="Force", url="https://example.org/")
    Location.objects.create(**MADE, name="Desk")

    contact = queries.contact(WARD)

    assert contact.details == (("telephone", "101"),)
    assert contact.links[0].told() == {"url": "https://example.org/", "title": "Force", "description": ""}
    assert set(contact.locations[0].told().values()) == {"Desk", ""}


def test_degrees_have_six_decimals():
    assert queries.degrees(52.5) == "52.500000"
    assert queries.degrees(None) == ""
