"""A database that answers, for as long as a command runs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from wmp2020.plumbing import postgres


@contextmanager
def database() -> Iterator[None]:
    """A database that answers for the length of the block: the one named, or the embedded one, started when needed."""
    from wmp2020.website import settings

    if os.environ.get("WMP2020_DATABASE_URL"):
        yield
    else:
        with postgres.running(settings.VAR, announce=_announce):
            yield


def _announce(words: str) -> None:
    sys.stdout.write(f"Database: {words}\n")
    sys.stdout.flush()
