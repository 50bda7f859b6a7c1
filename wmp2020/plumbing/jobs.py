"""Background work: a job asked for inside a transaction begins after it commits, and vanishes with it.

    @job("alerts.send", tries=5)
    def send(*, alert: str) -> None: ...

    enqueue(send, alert="AL-7F3K")

The queue lives in the same PostgreSQL (procrastinate). A worker that was killed leaves its job `doing`; a rescue puts
it back, so a job may run twice: make it idempotent. Arguments are ids, codes and numbers, never what a person typed:
they stay readable in the queue until it is tidied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

STATES = ("waiting", "running", "failed", "done")
_STATUSES = {
    "waiting": ["todo"],
    "running": ["doing"],
    "failed": ["failed", "aborted"],
    "done": ["succeeded", "cancelled"],
}


def job(
    name: str, *, tries: int = 5, one_at_a_time: bool = False, every: str = ""
) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a job known as `name` (desk.verb), tried again after 4, 16, 64 … seconds, `tries` times at most.

    one_at_a_time: while one waits, asking for another does nothing. every: a cron line (UTC) by which it also begins of
    itself; such a function takes `timestamp`, the second it was due.
    """
    retry = RetryStrategy(max_attempts=tries - 1, exponential_wait=4) if tries > 1 else False

    def make(function: Callable[..., Any]) -> Any:
        lock = name if one_at_a_time or every else None
        task = app.task(name=name, retry=retry, lock=lock, queueing_lock=lock)(function)
        return app.periodic(cron=every)(task) if every else task

    return make


def enqueue(task: "Task[Any, Any, Any]", **arguments: Any) -> int | None:
    """Ask for a job in the caller's transaction. Returns its number, or None when the same one already waits."""
    try:
        with transaction.atomic():  # a savepoint: being refused must not end the caller's transaction
            return task.configure().defer(**arguments)
    except AlreadyEnqueued:
        return None


@dataclass(frozen=True)
class Job:
    """One job as its page shows it; since is when it last changed, None when nothing was noted."""

    id: int
    name: str
    state: str
    tries: int
    since: datetime | None
    due: datetime | None


def standing() -> dict[str, int]:
    """How many jobs wait, run, have failed and are done."""
    counts = ProcrastinateJob.objects.aggregate(
        **{state: Count("pk", filter=Q(status__in=statuses)) for state, statuses in _STATUSES.items()}
    )
    return {state: counts[state] for state in STATES}


_SINCE = Max("procrastinateevent__at", filter=~Q(procrastinateevent__type="scheduled"))  # its instant is yet to come


def listed(state: str, *, start: int, stop: int) -> Sequence[Job]:
    """Jobs in one state, the latest first."""
    found = ProcrastinateJob.objects.filter(status__in=_STATUSES[state]).annotate(since=_SINCE)
    return [
        Job(id=row.id, name=row.task_name, state=state, tries=row.attempts, since=row.since, due=row.scheduled_at)
        for row in found.order_by("-id")[start:stop]
    ]


def retry(number: int, *, at: datetime) -> bool:
    """Put a failed job back in the queue to begin at once; False when it has not failed or is not there.

    The row is locked first, so that of two who press the button one is told no.
    """
    failed = ProcrastinateJob.objects.select_for_update().filter(pk=number, status="failed")
    if not failed.exists():
        return False
    app.job_manager.retry_job_by_id(job_id=number, retry_at=at)
    return True
