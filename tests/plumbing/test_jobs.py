"""The queue as jobs and pages use it; a worker is run for real against the tests' database."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from tests.kit.work import empty_queue, run_what_waits  # noqa: F401
from wmp2020.plumbing import jobs

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
ran: list[str] = []


@jobs.job("test.add", tries=1)
def add(*, what: str) -> None:
    ran.append(what)


@jobs.job("test.fail", tries=1)
def fail(*, what: str) -> None:
    raise ValueError(what)


@jobs.job("test.stumble", tries=3)
def stumble() -> None:
    raise ValueError


@jobs.job("test.alone", tries=1, one_at_a_time=True)
def alone() -> None:
    ran.append("alone")


@pytest.fixture(autouse=True)
def nothing_ran(empty_queue: None) -> None:  # noqa: F811
    ran.clear()


@pytest.mark.django_db(transaction=True)
def test_a_job_vanishes_with_its_transaction_and_runs_after_its_commit() -> None:
    with transaction.atomic():
        jobs.enqueue(add, what="kept")
    with transaction.atomic():
        jobs.enqueue(add, what="rolled back")
        transaction.set_rollback(True)
    assert jobs.standing() == {"waiting": 1, "running": 0, "failed": 0, "done": 0}
    run_what_waits()
    assert ran == ["kept"]
    assert "test.add" in [job.name for job in jobs.listed("done", start=0, stop=10)]


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_listed_and_can_be_tried_again_once() -> None:
    number = jobs.enqueue(fail, what="x")
    run_what_waits()
    (failed,) = jobs.listed("failed", start=0, stop=10)
    assert (failed.id, failed.name, failed.state) == (number, "test.fail", "failed")
    assert failed.since is not None
    with transaction.atomic():
        assert jobs.retry(failed.id, at=NOW)
        assert not jobs.retry(failed.id, at=NOW)
    assert jobs.standing()["waiting"] == 1
    run_what_waits()
    assert jobs.standing()["failed"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_stumbles_waits_before_it_is_tried_again() -> None:
    jobs.enqueue(stumble)
    run_what_waits()
    (waiting,) = jobs.listed("waiting", start=0, stop=10)
    assert waiting.tries == 1
    assert waiting.due is not None
    assert waiting.since is not None
    assert 2 < (waiting.due - waiting.since).total_seconds() < 10


@pytest.mark.django_db
def test_one_at_a_time_waits_once() -> None:
    assert jobs.enqueue(alone) is not None
    with transaction.atomic():
        assert jobs.enqueue(alone) is None
        assert jobs.enqueue(add, what="the transaction goes on")
    assert jobs.standing()["waiting"] == 2


@pytest.mark.django_db
def test_lists_are_the_latest_first_in_pieces() -> None:
    numbers = [jobs.enqueue(add, what=str(n)) for n in range(5)]
    assert [job.id for job in jobs.listed("waiting", start=1, stop=3)] == numbers[::-1][1:3]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["todo", "succeeded", "none there"])
def test_only_what_failed_is_tried_again(status: str) -> None:
    number: Any = jobs.enqueue(add, what="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE %s", [status == "succeeded"])
    assert not jobs.retry(number if status != "none there" else number + 1, at=NOW)


@pytest.mark.django_db
def test_tries_are_counted_with_the_first() -> None:
    assert stumble.retry_strategy.max_attempts == 2
    assert not add.retry_strategy
