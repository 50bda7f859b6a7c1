"""A folder that a system user can enter, as pytest's own are not: where tests put database servers of their own."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from wmp2020.plumbing import postgres


@contextlib.contextmanager
def ground() -> Iterator[Path]:
    """The folder for the length of the block; a server in it is stopped and all its files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wmp2020-test-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
        if (path / "postgres").exists():
            server = postgres.Server(path)
            server.stop()
            server.place.run("rm", "-rf", server.place.sockets, server.place.data.parent)
