"""The console script `wmp2020`: the project's own commands, and Django's, with a database that answers."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from wmp2020.plumbing import postgres
from wmp2020.plumbing.closed import unreadable
from wmp2020.website.database import database

COMMANDS = "wmp2020.website.management.commands"
WITHOUT_DATABASE = {"help", "version", "--help", "-h", "--version", "makemessages", "compilemessages", "fetch"}
FOR_OTHERS = {"bench", "drill", "makemigrations", "makemessages", "compilemessages"}  # write what other users need
LOGGING = {"procrastinate"}  # works for hours, so its log is wanted; the others talk to the person at the terminal


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a sentence and exit code 1 when the machine lacks what it needs, 130 after Ctrl-C."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["help"]
    words[0] = _as_typed(words[0])
    if words[0] in ("bench", "drill"):
        words[1:2] = [name.replace("-", "_") for name in words[1:2] if not name.startswith("-")] or words[1:2]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wmp2020.website.settings")
    try:
        if words[0] == "doctor":
            from wmp2020.website import doctor

            raise SystemExit(doctor.main(words[1:]))
        private = contextlib.nullcontext() if words[0] in FOR_OTHERS else unreadable()
        with (
            private,
            _quiet_settings(words[0]),
            database() if words[0] not in WITHOUT_DATABASE else contextlib.nullcontext(),
        ):
            from django.core.management import execute_from_command_line

            execute_from_command_line(["wmp2020", *words])
    except (postgres.NoPlace, postgres.NotStarted) as lacking:
        raise SystemExit(str(lacking)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _as_typed(word: str) -> str:
    """demo-sign-ins is typed so, and lives in demo_sign_ins.py."""
    plain = word.replace("-", "_")
    return plain if plain.isidentifier() and find_spec(f"{COMMANDS}.{plain}") else word


@contextlib.contextmanager
def _quiet_settings(command: str) -> Iterator[None]:
    """Settings read with warnings only; the level is not handed on to the processes that this one starts."""
    if command in LOGGING or "WMP2020_LOG" in os.environ:
        yield
        return
    os.environ["WMP2020_LOG"] = "WARNING"
    try:
        from wmp2020.website import settings  # noqa: F401 - read now, while the level is set
    finally:
        del os.environ["WMP2020_LOG"]
    yield
