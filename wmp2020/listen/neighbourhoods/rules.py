"""What may be published about a neighbourhood: plain values in, decisions and tidy text out."""

import html
import re
from collections.abc import Mapping
from datetime import datetime

from wmp2020.plumbing.decisions import Decision

# The keys data.police.uk publishes; clients read these and ignore others.
CONTACTS = (
    "email", "telephone", "mobile", "fax", "web", "address", "facebook", "twitter", "youtube", "myspace", "bebo",
    "flickr", "google-plus", "forum", "e-messaging", "blog", "rss",
)  # fmt: skip
RESERVED = "neighbourhoods"  # {force}/neighbourhoods is the list, so no neighbourhood may be called that
LONGEST = 4_000  # characters of one text
WEB = re.compile(r"https?://[^\s<>\"]+")


def may_publish_text(name: str, text: str) -> Decision:
    """A text short enough to read and without control characters, which break readers and databases."""
    if len(text) > LONGEST:
        return Decision(False, f"The {name} is longer than {LONGEST:,} characters.")
    if any(ord(c) < 32 and c not in "\n\r\t" for c in text):
        return Decision(False, f"The {name} holds a character that cannot be shown.")
    return Decision(True, f"The {name} can be shown.")


def may_publish_contacts(details: Mapping[str, str]) -> Decision:
    """Contact details under known keys, each a text: clients with strict types fail on anything else."""
    for key, value in details.items():
        if key not in CONTACTS:
            return Decision(False, f"“{key}” is no kind of contact. Known: {', '.join(CONTACTS)}.")
        if not isinstance(value, str) or not value.strip():
            return Decision(False, f"“{key}” is empty; leave it out instead.")
        decision = may_publish_text(key, value)
        if not decision:
            return decision
    return Decision(True, "The contact details can be shown.")


def may_link_to(address: str) -> Decision:
    """Only web addresses: a javascript: or data: link would run in a reader's page."""
    if WEB.fullmatch(address):
        return Decision(True, "It is a web address.")
    return Decision(False, "A link must begin with https:// or http:// and hold no spaces.")


def may_announce(starts_at: datetime, ends_at: datetime | None) -> Decision:
    """An event ends after it starts."""
    if ends_at is not None and ends_at < starts_at:
        return Decision(False, "The event ends before it starts.")
    return Decision(True, "The event can be announced.")


def may_answer(issue_at: datetime, action: str, action_at: datetime | None) -> Decision:
    """What was done about an issue comes after it and has a date; without an action there is none."""
    if bool(action) != (action_at is not None):
        return Decision(False, "Give both what was done and when, or neither.")
    if action_at is not None and action_at < issue_at:
        return Decision(False, "The action lies before the issue.")
    return Decision(True, "The priority can be shown.")


def as_html(text: str) -> str:
    """Typed text as paragraphs: escaped, so nothing typed becomes markup."""
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if p.strip()]
    return "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
