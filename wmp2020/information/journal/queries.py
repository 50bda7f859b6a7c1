"""Questions to the journal: what is new since a bookmark, and what happened to one thing."""

from collections.abc import Collection

from django.db.models import Max, QuerySet

from .models import Line


def since(bookmark: int, kinds: Collection[str], *, limit: int = 1000) -> tuple[list[Line], int]:
    """Acts of these kinds after `bookmark`, oldest first, at most `limit`, and the bookmark to go on from.

    A line is visible only once every line before it is: writers hold the head until they commit. So no line is ever
    skipped, however long its transaction took.
    """
    acts = Line.objects.filter(stream="acts", sequence__gt=bookmark)
    newest = acts.aggregate(newest=Max("sequence"))["newest"] or bookmark
    lines = list(acts.filter(kind__in=kinds, sequence__lte=newest).order_by("sequence")[:limit])
    return lines, lines[-1].sequence if len(lines) == limit else newest


def about(reference: str) -> QuerySet[Line]:
    """Everything written about one thing, oldest first."""
    return Line.objects.filter(about=reference).order_by("at", "stream", "sequence")
