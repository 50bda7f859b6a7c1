"""The rows behind the atlas and the search: replaced as a whole by every load, so never edited and never referred to.

Other desks hold area codes, not foreign keys, and so keep an area of its day when boundaries change.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class HeldBook(models.Model):
    """Which book is loaded: one row, id 1. A process re-reads its atlas when `version` changes."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.TextField()
    force_id = models.TextField()
    loaded_at = models.DateTimeField()
    sources = models.JSONField()
    counts = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_book_at_a_time")]

    class Privacy:
        plain = {"id", "version", "force_id", "loaded_at", "sources", "counts"}


class HeldArea(models.Model):
    """One area of one generation, as told by its publisher. geometry is WKB in WGS84, longitude first."""

    code = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    generation = models.TextField()
    parent = models.TextField()
    residents = models.IntegerField(null=True)
    residents_year = models.SmallIntegerField(null=True)
    households = models.IntegerField(null=True)
    area_km2 = models.FloatField(null=True)
    imd_score = models.FloatField(null=True)
    imd_decile = models.SmallIntegerField(null=True)
    imd_year = models.SmallIntegerField(null=True)
    lsoas = ArrayField(models.TextField())
    geometry = models.BinaryField(null=True)
    geometry_note = models.TextField()
    caveats = ArrayField(models.TextField())
    ended_on = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "generation"], name="area_once_a_generation")]

    class Privacy:
        plain = {
            "id", "code", "name", "kind", "generation", "parent", "residents", "residents_year", "households",
            "area_km2", "imd_score", "imd_decile", "imd_year", "lsoas", "geometry", "geometry_note", "caveats",
            "ended_on",
        }  # fmt: skip


class HeldPostcode(models.Model):
    """A postcode, live or ended, from open data. It is nobody's address here: it is kept for everyone alike."""

    compact = models.TextField(db_collation="C")  # "B11AA"; C, so that a range is a prefix
    postcode = models.TextField()
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    authority = models.TextField()
    ward = models.TextField()
    lsoa = models.TextField()
    live = models.BooleanField()
    ended = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compact"], name="postcode_once")]

    class Privacy:
        plain = {"id", "compact", "postcode", "lat", "lng", "authority", "ward", "lsoa", "live", "ended"}


class HeldStreet(models.Model):
    """A street in one ward, at a place on it."""

    name = models.TextField()
    lat = models.FloatField()
    lng = models.FloatField()
    ward = models.TextField()

    class Privacy:
        plain = {"id", "name", "lat", "lng", "ward"}
