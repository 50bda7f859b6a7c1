"""The site over HTTP on a free loopback port, seeing what the test's own transaction sees."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.test.testcases import QuietWSGIRequestHandler


class _Server(ThreadedWSGIServer):
    def _close_connections(self) -> None:
        """The connection is the test's: it is rolled back there, not closed here."""


@contextmanager
def served() -> Iterator[str]:
    """The address, "http://127.0.0.1:<port>", for the length of the block; needs pytest-django's `db`.

    Django would close a connection that is inside a transaction at the end of a request, and the test's is.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    shared = {DEFAULT_DB_ALIAS: connection}
    server = _Server(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override=shared)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    connection.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()
