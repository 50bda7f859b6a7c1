"""The console script `wmp2020`: the project's own commands, and Django's, with a database that answers."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from wmp2020.plumbing import postgres

COMMANDS = "wmp2020.website.management.commands"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a sentence and exit code 1 when the machine lacks what it needs."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wmp2020.website.settings")
    if words:
        plain = words[0].replace("-", "_")  # demo-sign-ins is typed so, and lives in demo_sign_ins.py
        if plain.isidentifier() and find_spec(f"{COMMANDS}.{plain}"):
            words[0] = plain
    try:
        with database():
            from django.core.management import execute_from_command_line

            execute_from_command_line(["wmp2020", *words])
    except (postgres.NoPlace, postgres.NotStarted) as lacking:
        raise SystemExit(str(lacking)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A database that answers for the length of the block: the one named, or the embedded one, started when needed."""
    from wmp2020.website import settings

    if os.environ.get("WMP2020_DATABASE_URL"):
        yield
    else:
        with postgres.running(settings.VAR):
            yield
