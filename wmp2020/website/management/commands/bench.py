"""`wmp2020 bench NAME`: measure one thing beside its peer, on this machine, now."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from wmp2020.plumbing import measurement


class Command(BaseCommand):
    help = "Measures one thing (bench/NAME.py). The last line is one JSON object; ends with 1 when a target is missed."
    requires_system_checks: list[str] = []
    package, kind = "bench", "bench"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="which; any other word lists those there are")
        parser.add_argument("--json", action="store_true", help="nothing but the one JSON object")
        parser.add_argument("--quick", action="store_true", help="smaller, in at most 40 seconds")
        parser.add_argument("--keep", action="store_true", help="write the object into bench/results/ as well")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.path.insert(0, str(settings.ROOT))  # bench/ is beside the package, in the repository
        try:
            run = measurement.named(self.package, options["name"])
        except (measurement.NoSuch, ModuleNotFoundError) as lacking:
            raise CommandError(str(lacking)) from None
        told = measurement.report(
            self.kind, options["name"], run(options["quick"]), quick=options["quick"], database=_server()
        )
        if options["keep"]:
            name = f"{options['name']}{'-quick' if options['quick'] else ''}-{timezone.localdate():%Y-%m-%d}.json"
            folder = settings.ROOT / "bench" / "results"
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(json.dumps(told, indent=2) + "\n")
        if not options["json"]:
            self._tell(told)
        self.stdout.write(json.dumps(told))
        if not all(told["holds"].values()):
            sys.exit(1)

    def _tell(self, told: dict[str, Any]) -> None:
        for what in ("figures", "ratios"):
            for key, value in told[what].items():
                target = told["targets"].get(key)
                held = (
                    ""
                    if target is None
                    else f"  {'holds' if told['holds'][key] else 'MISSES'}: {target[0]} {target[1]}"
                )
                self.stdout.write(f"{key:<48} {value:>14,.4g}{held}")


def _server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
