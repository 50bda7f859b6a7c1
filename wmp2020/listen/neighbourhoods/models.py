"""What a neighbourhood team says about itself: who it is, what it works on, when to meet it, how to reach it.

Every row belongs to one area by code: a ward, or the force (by its id) for senior officers and the force's own links.
Rows marked as a demonstration were invented and say so in their text as well.
"""

from django.db import models

from wmp2020.plumbing.privacy import Keep

OFFICER = Keep("published-officer", scrub="row")


class Record(models.Model):
    """What all records have: their area, their place in its list, and whether they were invented."""

    area = models.TextField()
    position = models.SmallIntegerField(default=0)
    demonstration = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Contact(Record):
    """How to reach a neighbourhood, and its own words about itself; one an area. details: rules.CONTACTS to text."""

    description = models.TextField(blank=True)
    welcome_message = models.TextField(blank=True)
    url = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area"], name="one_contact_an_area")]

    class Privacy:
        plain = {
            "id", "area", "position", "demonstration", "changed_at", "description", "welcome_message", "url", "details",
        }  # fmt: skip


class Link(Record):
    """An address on the web worth knowing; type is a word such as website or facebook."""

    type = models.TextField(blank=True)
    title = models.TextField()
    description = models.TextField(blank=True)
    url = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["area", "position"], name="links_of_area")]

    class Privacy:
        plain = {"id", "area", "position", "demonstration", "changed_at", "type", "title", "description", "url"}


class Location(Record):
    """A place to find the team: a station, a desk in a library. latitude and longitude in WGS84 degrees."""

    name = models.TextField()
    type = models.TextField(blank=True)
    description = models.TextField(blank=True)
    address = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    telephone = models.TextField(blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "position"], name="locations_of_area")]

    class Privacy:
        plain = {
            "id", "area", "position", "demonstration", "changed_at", "name", "type", "description", "address",
            "postcode", "telephone", "latitude", "longitude",
        }  # fmt: skip


class TeamMember(Record):
    """An officer residents may know by name, published for as long as they serve here."""

    name = models.TextField()
    rank = models.TextField()
    bio = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["area", "position"], name="team_of_area")]

    class Privacy:
        plain = {"id", "area", "position", "demonstration", "changed_at", "rank"}
        personal = {"name": OFFICER, "bio": OFFICER, "details": OFFICER}


class Priority(Record):
    """What the team and its residents agreed to work on, and what was done; plain text, paragraphs by blank line."""

    issue = models.TextField()
    issue_at = models.DateTimeField()
    action = models.TextField(blank=True)
    action_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "issue_at"], name="priorities_of_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action="", action_at=None)
                | (~models.Q(action="") & models.Q(action_at__isnull=False)),
                name="an_action_has_a_date",
            )
        ]

    class Privacy:
        plain = {"id", "area", "position", "demonstration", "changed_at", "issue", "issue_at", "action", "action_at"}


class Event(Record):
    """A meeting, a surgery, a walk residents may come to."""

    title = models.TextField()
    type = models.TextField(blank=True)
    description = models.TextField(blank=True)
    address = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["area", "starts_at"], name="events_of_area")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="an_event_ends_after_it_starts",
            )
        ]

    class Privacy:
        plain = {
            "id", "area", "position", "demonstration", "changed_at", "title", "type", "description", "address",
            "starts_at", "ends_at", "details",
        }  # fmt: skip
