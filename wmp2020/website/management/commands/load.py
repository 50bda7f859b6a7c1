"""Open data into the site: chosen, read, checked, swapped in; skipped while the source has nothing newer."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from wmp2020.information import areas, crimes, journal, sources
from wmp2020.listen import neighbourhoods
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import progress

SHOWN = 3  # findings of each kind printed whole


class Command(BaseCommand):
    help = "Loads areas and crimes from the data at hand, when there is newer than what is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="load even what is loaded already")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            supply = sources.choose(settings.DATA, settings.BESIDE, announce=self.say, production=settings.PRODUCTION)
        except sources.NoData as lacking:
            raise CommandError(str(lacking)) from None
        note = settings.ARCHIVE / "loaded.json"
        if not options["again"] and _loaded(note, supply.fingerprint):
            return self.say("Data: loaded already, and nothing newer there")
        at = timezone.now()
        findings = Findings()
        book = supply.book(findings, progress)
        with transaction.atomic():  # whatever stops the one takes back the other
            held = areas.load(book, at=at, findings=findings)
            version = crimes.build(
                settings.ARCHIVE,
                crimes=supply.crimes(findings, progress),
                counts=supply.counts(findings),
                outcomes=supply.outcomes(findings, progress),
                stops=supply.stops(findings, progress),
                notes=supply.notes,
                force_id=supply.force_id,
                at=at,
                progress=progress,
                findings=findings,
            )
        with transaction.atomic():  # what was shown from when on, for whoever asks later
            journal.write("data.loaded", about=f"archive:{version}", by="system:load", at=at, areas=held)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # fresh statistics at once: a search planned on the old ones is slow
        if not settings.PRODUCTION:
            neighbourhoods.invent(areas.atlas(), by="load", at=at)
        note.write_text(json.dumps({"fingerprint": supply.fingerprint, "areas": held, "crimes": version}))
        self._tell(findings)
        self.say(f"Data: loaded in {time.monotonic() - began:.0f} s (areas {held}, crimes {version})")

    def _tell(self, findings: Findings) -> None:
        for kind, count in findings.counts.items():
            self.say(f"Finding, {kind} ({count:,}):")
            for finding in [kept for kept in findings if kept.kind == kind][:SHOWN]:
                self.say(f"  {finding}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _loaded(note: Path, fingerprint: str) -> bool:
    """Is what this source would give what both stores hold now?"""
    try:
        told = json.loads(note.read_text())
        held = {"areas": areas.atlas().version, "crimes": crimes.current(settings.ARCHIVE).version}
    except (OSError, ValueError, areas.NoAreas, crimes.NoArchive):
        return False
    return bool(told == held | {"fingerprint": fingerprint})
