"""The one table of crime categories, outcomes and stop outcomes: slug or code beside the exact published name.

Category schemes by date: six types from December 2010, eleven from September 2011, fourteen
from May 2013. Some slugs stayed while their meaning changed (`violent-crime`, `other-crime`, `other-theft`): never
draw one series over a change of scheme.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Scheme:
    """The categories in use from one month (inclusive) until the next scheme begins; slug to name, in display order."""

    since: str
    names: dict[str, str]


SIX = {
    "anti-social-behaviour": "Anti-social behaviour",
    "burglary": "Burglary",
    "robbery": "Robbery",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violent crime",
    "other-crime": "Other crime",
}
ELEVEN = {
    "anti-social-behaviour": "Anti-social behaviour",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-theft": "Other theft",
    "public-disorder-weapons": "Public disorder and weapons",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violent crime",
    "other-crime": "Other crime",
}
CATEGORIES = {
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
    "other-crime": "Other crime",
}
SCHEMES = (Scheme("2010-12", SIX), Scheme("2011-09", ELEVEN), Scheme("2013-05", CATEGORIES))
ALL = ("all-crime", "All crime")

OUTCOMES = {
    "awaiting-court-result": "Awaiting court outcome",
    "court-result-unavailable": "Court result unavailable",
    "unable-to-proceed": "Court case unable to proceed",
    "local-resolution": "Local resolution",
    "no-further-action": "Investigation complete; no suspect identified",
    "deprived-of-property": "Offender deprived of property",
    "fined": "Offender fined",
    "absolute-discharge": "Offender given absolute discharge",
    "cautioned": "Offender given a caution",
    "drugs-possession-warning": "Offender given a drugs possession warning",
    "penalty-notice-issued": "Offender given a penalty notice",
    "community-penalty": "Offender given community sentence",
    "conditional-discharge": "Offender given conditional discharge",
    "suspended-sentence": "Offender given suspended prison sentence",
    "imprisoned": "Offender sent to prison",
    "other-court-disposal": "Offender otherwise dealt with",
    "compensation": "Offender ordered to pay compensation",
    "sentenced-in-another-case": "Suspect charged as part of another case",
    "charged": "Suspect charged",
    "not-guilty": "Defendant found not guilty",
    "sent-to-crown-court": "Defendant sent to Crown Court",
    "unable-to-prosecute": "Unable to prosecute suspect",
    "formal-action-not-in-public-interest": "Formal action is not in the public interest",
    "action-taken-by-another-organisation": "Action to be taken by another organisation",
    "further-investigation-not-in-public-interest": "Further investigation is not in the public interest",
    "further-action-not-in-public-interest": "Further action is not in the public interest",
    "under-investigation": "Under investigation",
    "status-update-unavailable": "Status update unavailable",
}

# Ids of arrest, no further action, community resolution and summons are upstream's; the others follow their form.
STOP_OUTCOMES = {
    "bu-no-further-action": "A no further action disposal",
    "bu-arrest": "Arrest",
    "bu-caution": "Caution (simple or conditional)",
    "bu-community-resolution": "Community resolution",
    "bu-drugs-possession-warning": "Khat or Cannabis warning",
    "bu-penalty-notice": "Penalty Notice for Disorder",
    "bu-summons": "Summons / charged by post",
}


def scheme_of(month: str) -> Scheme:
    """The scheme in use in a month "YYYY-MM"; months before the first scheme get the first."""
    return next((s for s in reversed(SCHEMES) if s.since <= month), SCHEMES[0])


def categories_for(month: str) -> list[tuple[str, str]]:
    """Slug and name of every category of a month's era, all-crime first, in the publisher's order."""
    return [ALL, *scheme_of(month).names.items()]


def is_category(slug: str) -> bool:
    """True for all-crime and every slug of any scheme."""
    return slug == ALL[0] or any(slug in s.names for s in SCHEMES)


def category_name(slug: str, month: str = "") -> str:
    """The name of a slug in a month's scheme, else in the newest scheme that knows it; KeyError when none does."""
    schemes = [scheme_of(month)] if month else []
    for scheme in [*schemes, *reversed(SCHEMES)]:
        if slug in scheme.names:
            return scheme.names[slug]
    return dict([ALL])[slug]


def _plain(name: str) -> str:
    return " ".join(name.replace("&", "and").split()).casefold()


@cache
def _slugs() -> dict[str, str]:
    table = {_plain(name): slug for scheme in SCHEMES for slug, name in scheme.names.items()}
    # The wording of the street map of 2011.
    table[_plain("Public disorder and possession of weapons")] = "public-disorder-weapons"
    return table | {slug: slug for scheme in SCHEMES for slug in scheme.names}


@cache
def _outcomes() -> dict[str, str]:
    table = {_plain(name): code for code, name in OUTCOMES.items()}
    # Other spellings of the same, accepted so that an old download does not fill the findings.
    table[_plain("Offender given penalty notice")] = "penalty-notice-issued"
    table[_plain("Offender given caution")] = "cautioned"
    return table | {code: code for code in OUTCOMES}


@cache
def _stop_outcomes() -> dict[str, str]:
    table = {_plain(name): code for code, name in STOP_OUTCOMES.items()}
    # Other words for the same in the oldest files (2014 and later).
    table[_plain("Nothing found - no further action")] = "bu-no-further-action"
    table[_plain("Suspect arrested")] = "bu-arrest"
    table[_plain("Suspect summonsed to court")] = "bu-summons"
    table[_plain("Offender given drugs possession warning")] = "bu-drugs-possession-warning"
    table[_plain("Offender given penalty notice")] = "bu-penalty-notice"
    table[_plain("Offender cautioned")] = "bu-caution"
    table[_plain("Local resolution")] = "bu-community-resolution"
    return table


def category_slug(name: str) -> str | None:
    """The slug for a published long name (any scheme, any case) or slug; None when it is no category."""
    return _slugs().get(_plain(name))


def outcome_code(name: str) -> str | None:
    """The code for a published outcome name or code; None when the table does not know it."""
    return _outcomes().get(_plain(name))


def stop_outcome_code(name: str) -> str:
    """The code for a published outcome of a stop, "" when empty or not in the table."""
    return _stop_outcomes().get(_plain(name), "")
