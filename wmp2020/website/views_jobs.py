"""Background work, for staff: what waits, runs and has failed, and a button to try again."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wmp2020.information import journal
from wmp2020.plumbing import jobs
from wmp2020.plumbing.decisions import Decision
from wmp2020.website.models import JobFault
from wmp2020.website.sign_in import staff_only

ON_A_PAGE = 25


@require_safe
@staff_only
def standing(request: HttpRequest) -> HttpResponse:
    """?state=waiting|running|failed|done&page=1; without it, what has failed, or what waits when nothing has."""
    counts = jobs.standing()
    state = request.GET.get("state", "")
    if state not in jobs.STATES:
        state = "failed" if counts["failed"] else "waiting"
    last = max(1, -(-counts[state] // ON_A_PAGE))
    asked = request.GET.get("page", "1")
    page = min(last, max(1, int(asked))) if asked.isdecimal() and len(asked) < 10 else 1
    shown = jobs.listed(state, start=(page - 1) * ON_A_PAGE, stop=page * ON_A_PAGE)
    faults = JobFault.objects.in_bulk([job.id for job in shown])
    told: dict[str, Any] = {"counts": counts, "state": state, "page": page, "last": last}
    told["rows"] = [(job, faults.get(job.id)) for job in shown]
    return render(request, "website/jobs.html", told)


@require_POST
@staff_only
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Put one failed job back in the queue, and write who did."""
    at = timezone.now()
    with transaction.atomic():
        was_put_back(jobs.retry(number, at=at), number).or_refuse()
        journal.write("job.retried", about=f"job:{number}", by=request.user, at=at)
    messages.success(request, _("Job %(number)s waits to run again.") % {"number": number})
    return redirect("jobs")


def was_put_back(done: bool, number: int) -> Decision:
    """The answer to a retry: only a job that failed can be tried again, and only once for each failure."""
    if not done:
        return Decision(False, _("Job %(number)s has not failed, or someone has just retried it.") % {"number": number})
    return Decision(True, "")


urls = [
    path("staff/jobs/", standing, name="jobs"),
    path("staff/jobs/<int:number>/retry/", retry, name="job-retry"),
]
