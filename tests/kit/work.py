"""Background work in tests: run what waits, now, in this process."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app


def run_what_waits() -> None:
    """Run every job that is due until none is, as a worker would. Needs a test that really commits."""
    kept = connections.settings["default"]["CONN_MAX_AGE"]
    connections.settings["default"]["CONN_MAX_AGE"] = 0  # the worker's threads leave none open behind them
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
    finally:
        connections.settings["default"]["CONN_MAX_AGE"] = kept


@pytest.fixture
def empty_queue(db: None) -> Iterator[None]:
    """No job before and none left after: Django does not empty tables it does not manage."""
    yield _emptied()
    _emptied()


def _emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
