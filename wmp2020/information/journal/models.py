"""The journal's three tables: lines, the head of each chain, and how far each reader has read."""

import json
from typing import Any

from django.db import models

from wmp2020.plumbing.privacy import Keep


class Line(models.Model):
    """One thing that happened. Never changed, never deleted: the migration's triggers and privileges see to it."""

    pk = models.CompositePrimaryKey("stream", "sequence")
    stream = models.CharField(max_length=20)
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    kind = models.CharField(max_length=80)
    about = models.CharField(max_length=100)
    purpose = models.CharField(max_length=200, blank=True)
    details = models.TextField(default="{}")
    previous = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        db_table = "journal_line"
        indexes = [
            models.Index("about", "at", name="journal_of_one_thing"),
            models.Index("kind", "stream", "sequence", name="journal_by_kind"),
            models.Index("by", "at", name="journal_of_one_person"),
        ]

    class Privacy:
        plain = {"pk", "stream", "sequence", "at", "kind", "purpose", "previous", "mac"}
        personal = {
            "by": Keep("journal", scrub="pseudonym"),
            "about": Keep("journal", scrub="pseudonym"),
            "details": Keep("journal", scrub="pseudonym"),
        }

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}: {self.kind}"

    @property
    def facts(self) -> dict[str, Any]:
        """The details as they were given."""
        return dict(json.loads(self.details))


class Head(models.Model):
    """The last line of one chain, sealed with the key. Its row lock is what makes sequences gapless."""

    stream = models.CharField(max_length=20, primary_key=True)
    sequence = models.BigIntegerField()
    mac = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        db_table = "journal_head"

    class Privacy:
        plain = {"stream", "sequence", "mac", "seal"}

    def __str__(self) -> str:
        return f"{self.stream} at {self.sequence}"


class Bookmark(models.Model):
    """How far one reader has read the acts."""

    reader = models.CharField(max_length=80, primary_key=True)
    sequence = models.BigIntegerField(default=0)

    class Meta:
        db_table = "journal_bookmark"

    class Privacy:
        plain = {"reader", "sequence"}

    def __str__(self) -> str:
        return f"{self.reader} at {self.sequence}"
