"""What may be published: the rules as tables of cases, without a database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.listen.neighbourhoods import rules

NOON, LATER = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("Good morning", True),
        ("", True),
        ("two\nlines", True),
        ("nul\0", False),
        ("x" * 4_000, True),
        ("x" * 4_001, False),
    ],
)
def test_texts(text, allowed):
    assert bool(rules.may_publish_text("description", text)) is allowed


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"email": "a@b.example", "telephone": "101"}, "can be shown"),
        ({}, "can be shown"),
        ({"pigeon": "coo"}, "“pigeon” is no kind of contact"),
        ({"email": " "}, "“email” is empty"),
        ({"email": None}, "“email” is empty"),
        ({"email": "a\0"}, "cannot be shown"),
    ],
)
def test_contact_details(details, said):
    decision = rules.may_publish_contacts(details)

    assert said in decision.reason
    assert bool(decision) is ("can be shown" in said)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://www.west-midlands.police.uk/", True),
        ("http://example.org/a?b=c", True),
        ("javascript:alert(1)", False),
        ("https://a b", False),
        ('https://a"onclick="x', False),
        ("", False),
    ],
)
def test_links(address, allowed):
    assert bool(rules.may_link_to(address)) is allowed


def test_events_end_after_they_start():
    assert rules.may_announce(NOON, LATER)
    assert rules.may_announce(NOON, NOON)
    assert rules.may_announce(NOON, None)
    assert not rules.may_announce(LATER, NOON)


@pytest.mark.parametrize(
    ("action", "action_at", "allowed"),
    [("", None, True), ("Done", LATER, True), ("Done", None, False), ("", LATER, False), ("Done", NOON, True)],
)
def test_an_action_comes_with_its_date(action, action_at, allowed):
    assert bool(rules.may_answer(NOON, action, action_at)) is allowed


def test_an_action_comes_after_its_issue():
    assert not rules.may_answer(LATER, "Done", NOON)


def test_paragraphs():
    assert rules.as_html("One\ntwo\r\n\r\nThree <b> & “four”") == "<p>One two</p><p>Three &lt;b&gt; &amp; “four”</p>"
    assert rules.as_html(" \n ") == ""


@given(st.text())
def test_nothing_typed_becomes_markup(text):
    inside = rules.as_html(text).replace("<p>", "").replace("</p>", "")

    assert "<" not in inside
    assert ">" not in inside
