"""Django's migrate, with the roles and extensions our migrations count on made first: in tests' databases as well."""

from typing import Any

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
