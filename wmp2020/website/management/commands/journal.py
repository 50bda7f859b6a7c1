"""`wmp2020 journal verify`: is every line as it was written, and are they all here?"""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from wmp2020.information import journal


class Command(BaseCommand):
    help = "Checks the journal line by line. Ends with 1, naming the first broken line, when it is not whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--witness", type=Path, help="a copy of the witness's folder, from another machine")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        key = journal.chain_key(settings.JOURNAL_SECRET)
        verdicts = journal.verify(key, options["witness"] or settings.JOURNAL_WITNESS)
        seconds = time.perf_counter() - began
        if options["json"]:
            told = [{"stream": v.stream, "lines": v.lines, "broken": v.broken} for v in verdicts]
            self.stdout.write(json.dumps({"whole": all(verdicts), "streams": told, "seconds": round(seconds, 3)}))
        else:
            for verdict in verdicts:
                said = verdict.broken or "whole"
                self.stdout.write(f"{verdict.stream}: {verdict.lines:,} lines hold; {said}")
            self.stdout.write(f"checked in {seconds:.2f} s" if verdicts else "the journal is empty")
        if not all(verdicts):
            sys.exit(1)
