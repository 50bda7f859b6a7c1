"""Verbs on records: the row, the journal line, the refusal, and that neither row nor line survives alone."""

from datetime import UTC, datetime, timedelta

import pytest

from wmp2020.information import journal
from wmp2020.listen.neighbourhoods import actions, queries
from wmp2020.listen.neighbourhoods.models import Contact, Priority, TeamMember
from wmp2020.plumbing.decisions import Refused

pytestmark = pytest.mark.django_db
WARD, OFFICER = "E05011118", "11111111-2222-3333-4444-555555555555"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACT = {"area": WARD, "by": OFFICER, "at": AT}


def lines():
    return [(line.kind, line.by, line.at) for line in journal.about(WARD)]


def test_a_contact_is_written_once_and_then_over():
    words = {"description": "We work here.", "welcome_message": "Hello", "url": "https://example.org/"}
    actions.set_contact(**ACT, **words, details={"email": "team@example.org"})
    actions.set_contact(**ACT, **words | {"welcome_message": "Good day"}, details={})

    contact = queries.contact(WARD)
    assert (contact.welcome_message, contact.details, contact.demonstration) == ("Good day", (), False)
    assert Contact.objects.count() == 1
    assert sorted(lines()) == [("contact.added", OFFICER, AT), ("contact.changed", OFFICER, AT)]


def test_each_kind_of_record_is_published_and_journalled():
    actions.add_link(**ACT, title="Watch", url="https://example.org/watch")
    actions.add_location(**ACT, name="Library", latitude=52.5, longitude=-1.9, postcode="B1 1AA")
    actions.add_member(**ACT, name="Wren Example", rank="Sergeant", details={"telephone": "101"})
    actions.add_priority(**ACT, issue="Speeding", issue_at=AT, action="Checks", action_at=AT)
    actions.add_event(**ACT, title="Surgery", starts_at=AT, details={})

    contact = queries.contact(WARD)
    assert [link.title for link in contact.links] == ["Watch"]
    assert [place.told()["latitude"] for place in contact.locations] == ["52.500000"]
    assert [member.name for member in queries.team(WARD)] == ["Wren Example"]
    assert [priority.issue for priority in queries.priorities(WARD)] == ["Speeding"]
    assert [event.title for event in queries.events(WARD)] == ["Surgery"]
    assert sorted(kind for kind, _, _ in lines()) == [
        "event.added", "link.added", "location.added", "priority.added", "team-member.added",
    ]  # fmt: skip


def test_the_journal_holds_no_words_of_a_record():
    member = actions.add_member(**ACT, name="Wren Example", rank="Sergeant", bio="Likes hills", details={})

    (line,) = journal.about(WARD)
    assert line.facts == {"record": member.pk}


@pytest.mark.parametrize(
    ("action", "record", "reason"),
    [
        (actions.add_member, {"name": "Wren", "rank": "PC", "details": {"pigeon": "coo"}}, "no kind of contact"),
        (actions.add_member, {"name": " ", "rank": "PC", "details": {}}, "give the name"),
        (actions.add_link, {"title": "x", "url": "javascript:alert(1)"}, "must begin with https"),
        (actions.add_priority, {"issue": "x\0", "issue_at": AT}, "cannot be shown"),
        (actions.add_priority, {"issue": "x", "issue_at": AT, "action": "y"}, "or neither"),
        (
            actions.add_event,
            {"title": "x", "starts_at": AT, "ends_at": AT - timedelta(hours=1), "details": {}},
            "ends before",
        ),
    ],
)
def test_a_rule_that_says_no_leaves_no_row_and_no_line(action, record, reason):
    with pytest.raises(Refused, match=reason):
        action(**ACT, **record)

    assert not lines()
    assert not TeamMember.objects.exists()
    assert not Priority.objects.exists()


def test_a_row_does_not_outlive_its_failed_line(monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no journal")

    monkeypatch.setattr(journal, "write", broken)

    with pytest.raises(RuntimeError, match="no journal"):
        actions.add_priority(**ACT, issue="Speeding", issue_at=AT)
    assert not Priority.objects.exists()


def test_a_demonstration_record_that_a_person_edits_is_one_no_longer():
    member = TeamMember.objects.create(area=WARD, name="Jay Sample", rank="PC", demonstration=True, changed_at=AT)

    actions.change(member, by=OFFICER, at=AT + timedelta(days=1), name="Jo Real")

    (shown,) = queries.team(WARD)
    assert (shown.name, shown.demonstration) == ("Jo Real", False)
    assert lines() == [("team-member.changed", OFFICER, AT + timedelta(days=1))]


def test_only_a_records_own_fields_can_be_changed():
    member = TeamMember.objects.create(area=WARD, name="Jay Sample", rank="PC", changed_at=AT)

    with pytest.raises(TypeError, match="area"):
        actions.change(member, by=OFFICER, at=AT, area="E05000001")


def test_a_record_is_taken_down():
    priority = actions.add_priority(**ACT, issue="Speeding", issue_at=AT)

    actions.remove(priority, by=OFFICER, at=AT)

    assert queries.priorities(WARD) == ()
    assert sorted(kind for kind, _, _ in lines()) == ["priority.added", "priority.removed"]
