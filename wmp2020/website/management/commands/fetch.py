"""New months from the publishers into var/fetched; `wmp2020 load` then loads them."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wmp2020.information import sources
from wmp2020.plumbing.decisions import Refused


def month(text: str) -> str:
    """A month as typed; ArgumentTypeError says how to type one."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise ArgumentTypeError(f"{text!r} is no month; type it as 2024-01")
    return text


class Command(BaseCommand):
    help = "Fetches published months and places of a force; goes on where an earlier run was interrupted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=month, help="first month, 2024-01")
        parser.add_argument("--to", dest="last", type=month, help="last month; default: the newest")
        parser.add_argument("--months", type=int, default=36, help="without --from: how many of the newest (36)")
        parser.add_argument("--force", dest="force_id", default="", help="force id, as in forces/; default: the site's")
        parser.add_argument("--again", action="store_true", help="fetch even what is at hand")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {name: options[name] for name in ("months", "force_id", "again")}
        asked |= {"first": options["first"] or "", "last": options["last"] or ""}
        try:
            findings = sources.fetch(announce=self.stdout.write, **asked)
        except (sources.Failed, Refused) as fault:
            raise CommandError(f"{fault} What came before is kept; run again to go on.") from None
        for finding in findings:
            self.stdout.write(f"Finding: {finding}")
        self.stdout.write("Fetched. `wmp2020 load` loads it where no data folder is used.")
