"""The site's own jobs: what rescue, tidying and watching do, on a queue in every state."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django import app

from tests.kit.accounts import account
from tests.kit.work import empty_queue, run_what_waits  # noqa: F401
from wmp2020.plumbing import jobs
from wmp2020.website import jobs as ours
from wmp2020.website.models import JobFault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_queue")]


@jobs.job("test.quarrel", tries=1)
def quarrel() -> None:
    raise KeyError("Mary Smith")


def held_by_a_dead_worker(*, attempts: int) -> Any:
    """A job as kill -9 leaves it: doing, its worker silent for a minute."""
    number = jobs.enqueue(quarrel)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker, attempts, number],
        )
    return number


def state_of(number: int) -> str:
    return next(s for s in jobs.STATES for job in jobs.listed(s, start=0, stop=99) if job.id == number)


def run(task: Any) -> None:
    task.configure().defer(timestamp=int(datetime.now(UTC).timestamp()))
    run_what_waits()


@pytest.mark.parametrize(("attempts", "state"), [(0, "waiting"), (1, "waiting"), (ours.GIVE_UP_AFTER - 1, "failed")])
def test_what_a_killed_worker_held_is_put_back_until_it_is_what_kills(attempts: int, state: str) -> None:
    number = held_by_a_dead_worker(attempts=attempts)

    async def go() -> None:
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as working:
            async with working.open_async():
                await ours.rescue.func(timestamp=0)

    asyncio.run(go())
    assert state_of(number) == state


def test_a_fault_is_kept_by_class_and_place_and_not_by_what_it_said(capfd: Any) -> None:
    number = jobs.enqueue(quarrel)
    run_what_waits()
    fault = JobFault.objects.get(job=number)
    assert fault.fault == "KeyError"
    assert "test_jobs.py:" in fault.where
    assert "KeyError" in str(fault)
    out, err = capfd.readouterr()
    assert '"fault": "KeyError"' in err
    assert "Mary Smith" not in out + err


def test_tidying_forgets_what_is_over() -> None:
    now = datetime.now(UTC)
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    for number, days in ((1, 31), (2, 29)):
        JobFault.note(number, at=now - timedelta(days=days), fault="KeyError", where="x.py:1")
    done = jobs.enqueue(quarrel)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [done])
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id = %s", [done])
    left = account()
    type(left).objects.update(made_at=now - timedelta(days=366))
    run(ours.tidy)
    assert not type(left).objects.exists()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(JobFault.objects.values_list("job", flat=True)) == [2]
    assert done not in [job.id for job in jobs.listed("done", start=0, stop=99)]


def test_looking_for_a_newer_month_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ours, "call_command", asked.append)
    ours.look_for_a_newer_month.func(timestamp=0)
    assert asked == ["load"]


def test_what_comes_by_itself_is_registered() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["website.rescue"] == "* * * * *"
    assert {"website.tidy", "website.look-for-a-newer-month"} <= set(periodic)
