from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.kit.accounts import signed_in
from wmp2020.information import journal
from wmp2020.plumbing import jobs
from wmp2020.website.models import JobFault

pytestmark = pytest.mark.django_db


@jobs.job("test.page", tries=1)
def work() -> None: ...


def failed(count: int = 1) -> list[Any]:
    numbers = [jobs.enqueue(work) for _ in range(count)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    return numbers


def test_nothing_waits(client: Client) -> None:
    signed_in(client)
    page = client.get("/staff/jobs/").content.decode()
    assert "No jobs here" in page
    assert "Nothing is waiting at the moment." in page


def test_what_failed_is_shown_first_with_its_fault_and_a_button(client: Client) -> None:
    signed_in(client)
    (number,) = failed()
    JobFault.note(number, at=datetime.now(UTC), fault="TimeoutError", where="information/sources/ons.py:88")
    page = client.get("/staff/jobs/").content.decode()
    assert "TimeoutError" in page
    assert "information/sources/ons.py:88" in page
    assert f'action="/staff/jobs/{number}/retry/"' in page
    assert "Failed (1)" in page


def test_the_button_puts_it_back_and_writes_who_did(client: Client) -> None:
    who = signed_in(client)
    (number,) = failed()
    answer = client.post(f"/staff/jobs/{number}/retry/", follow=True)
    assert f"Job {number} waits to run again." in answer.content.decode()
    assert jobs.standing()["waiting"] == 1
    (line,) = journal.about(f"job:{number}")
    assert (line.kind, line.by) == ("job.retried", str(who.pk))


def test_pressing_twice_is_refused_and_writes_nothing(client: Client) -> None:
    signed_in(client)
    (number,) = failed()
    client.post(f"/staff/jobs/{number}/retry/")
    again = client.post(f"/staff/jobs/{number}/retry/")
    assert again.status_code == 403
    assert "has not failed, or someone has just retried it" in again.content.decode()
    assert journal.about(f"job:{number}").count() == 1


def test_a_link_cannot_retry_and_a_stranger_cannot_press(client: Client) -> None:
    (number,) = failed()
    assert client.post(f"/staff/jobs/{number}/retry/").status_code == 302
    signed_in(client)
    assert client.get(f"/staff/jobs/{number}/retry/").status_code == 405
    assert jobs.standing()["failed"] == 1


def test_a_form_from_elsewhere_is_refused(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    signed_in(strict)
    (number,) = failed()
    assert strict.post(f"/staff/jobs/{number}/retry/").status_code == 403
    assert jobs.standing()["failed"] == 1


@pytest.mark.parametrize(
    ("query", "first", "says"),
    [
        ("", 30, "page 1 of 2"),
        ("?page=2", 5, "page 2 of 2"),
        ("?page=99", 5, "page 2 of 2"),
        ("?page=-1", 30, "page 1 of 2"),
        ("?page=²", 30, "page 1 of 2"),
        (f"?page={'9' * 5000}", 30, "page 1 of 2"),
        ("?state=nonsense", 30, "page 1 of 2"),
    ],
)
def test_long_lists_come_in_pages(client: Client, query: str, first: int, says: str) -> None:
    signed_in(client)
    numbers = failed(30)
    page = client.get(f"/staff/jobs/{query}").content.decode()
    assert says in page
    assert f'action="/staff/jobs/{numbers[first - 1]}/retry/"' in page
    assert page.count("/retry/") == (25 if first == 30 else 5)
