"""For every test: nothing outside this machine is reached, nothing of a running installation is touched."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection but to loopback and to sockets in the file system."""
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"tests reach loopback only, not {address[0]}")
        connect(self, address)

    socket.socket.connect = loopback_only  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, settings: Any) -> Path:
    """The journal's witness for this test alone."""
    settings.JOURNAL_WITNESS = tmp_path / "witness"
    return tmp_path / "witness"
