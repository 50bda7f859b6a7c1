"""Django's migrate, in tests' databases as well: roles and extensions before it, the shared cache's table after it."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from wmp2020.plumbing import postgres

WITHHELD = {"journal_line": "UPDATE, DELETE", "journal_head": "DELETE"}  # as the journal's own migration has it


class Command(Migrate):
    help = f"{Migrate.help} Makes the role {postgres.APP} and the extensions first."

    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].cursor() as cursor:
            for lacking in postgres.make_ready(cursor, withheld=WITHHELD):
                self.stderr.write(lacking)
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            call_command("createcachetable", database=options["database"], verbosity=0)
