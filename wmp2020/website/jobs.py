"""The site's own background work: rescuing jobs whose worker died, tidying, and looking for a newer month."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management import call_command
from procrastinate import App, JobContext
from procrastinate.jobs import Status
from procrastinate.worker import Worker

from wmp2020.plumbing import logs
from wmp2020.plumbing.jobs import job
from wmp2020.plumbing.privacy import Period, periods
from wmp2020.website import accounts
from wmp2020.website.models import JobFault

log = structlog.get_logger("wmp2020.jobs")
GIVE_UP_AFTER = 5
"""A job whose worker died under it this often is taken to be what kills it."""


@job("website.rescue", tries=1, every="* * * * *")
async def rescue(timestamp: int) -> None:
    """Put back the jobs whose worker has not given a sign of life for 30 seconds; give up on what kills workers."""
    from procrastinate.contrib.django import app

    for stalled in await app.job_manager.get_stalled_jobs():
        if stalled.attempts + 1 >= GIVE_UP_AFTER:
            await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
            log.error("job.given-up", task=stalled.task_name, job=stalled.id)
        else:
            await app.job_manager.retry_job(stalled)
            log.warning("job.rescued", task=stalled.task_name, job=stalled.id)


@job("website.tidy", tries=2, every="17 3 * * *")
async def tidy(timestamp: int) -> None:
    """Forget what rules/retention.yaml says is over: jobs, their faults, sessions, accounts nobody uses."""
    from procrastinate.contrib.django import app

    kept = periods(settings.ROOT / "rules" / "retention.yaml")
    hours = (kept["job"].days or 0) * 24
    await app.job_manager.delete_old_jobs(hours, include_failed=True, include_cancelled=True, include_aborted=True)
    await sync_to_async(_tidy_rows)(datetime.fromtimestamp(timestamp, UTC), kept)


def _tidy_rows(at: datetime, kept: dict[str, Period]) -> None:
    call_command("clearsessions")
    JobFault.forget(at, days=kept["job"].days or 0)
    accounts.scrub_unused(at=at, after=timedelta(days=kept["account"].days or 0))


@job("website.look-for-a-newer-month", tries=3, every="43 4 * * *")
def look_for_a_newer_month(timestamp: int) -> None:
    """Load what the publishers have added; nothing happens when the source holds nothing newer."""
    call_command("load")


def watched(call_next: Any, context: JobContext, worker: Worker) -> Any:
    """Around every job: one log line, and of a fault its class and place (its message may quote)."""
    began = time.perf_counter()
    told: dict[str, Any] = {"task": context.task.name, "job": context.job.id}
    try:
        result = call_next()
    except Exception as error:
        fault = logs.fault(error)
        JobFault.note(context.job.id, at=datetime.now(UTC), **fault)
        log.error("job", status="fault", ms=round((time.perf_counter() - began) * 1e3, 1), **told, **fault)
        raise
    log.info("job", status="done", ms=round((time.perf_counter() - began) * 1e3, 1), **told)
    return result


def prepare(app: App) -> None:
    """Called once the queue stands: every worker watches its jobs."""
    app.worker_defaults["task_middleware"] = [*app.worker_defaults.get("task_middleware", []), watched]
