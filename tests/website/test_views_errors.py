"""When something does not work: a page for people, a problem for machines, and words when all else fails."""

import json

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from wmp2020.website import views_errors

CASES = [
    (lambda request: views_errors.bad_request(request, Exception()), 400, "bad-request"),
    (lambda request: views_errors.permission_denied(request, Exception()), 403, "forbidden"),
    (views_errors.csrf_failed, 403, "form-expired"),
    (lambda request: views_errors.not_found(request, Http404()), 404, "not-found"),
    (views_errors.fault, 500, "fault"),
    (lambda request: views_errors.unavailable(request, "Not loaded."), 503, "unavailable"),
]


def asked(path="/x/", accept="text/html"):
    return RequestFactory().get(path, headers={"accept": accept})


@pytest.mark.parametrize(("view", "status", "kind"), CASES)
def test_people_get_a_page(unloaded, view, status, kind):
    answer = view(asked())
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(("view", "status", "kind"), CASES)
@pytest.mark.parametrize("request_", [asked(accept="application/json"), asked("/api/x"), asked(accept="image/png")])
def test_machines_get_a_problem(unloaded, view, status, kind, request_):
    answer = view(request_)
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["type"]) == (status, status, kind)


def test_a_404_says_its_own_words_but_not_djangos(client, unloaded):
    said = views_errors.not_found(asked(), Http404("There is no ward E1.")).content.decode()
    assert "There is no ward E1." in said
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "Resolver404" not in page.content.decode()
    assert 'role="search"' in page.content.decode()


def test_words_in_an_error_are_escaped(unloaded):
    assert "<script>" not in views_errors.not_found(asked(), Http404("<script>")).content.decode()


def test_503_says_when_to_come_back(unloaded):
    assert views_errors.unavailable(asked(), "Not loaded.")["Retry-After"] == "60"


def test_when_even_the_page_fails_there_are_words(unloaded, monkeypatch):
    def broken(*args, **more):
        raise RuntimeError

    monkeypatch.setattr(views_errors, "render", broken)
    answer = views_errors.fault(asked())
    assert answer.status_code == 500
    assert "Sorry, there is a problem" in answer.content.decode()


def test_the_frame_stands_without_a_database(monkeypatch, settings, tmp_path):
    from django.db import OperationalError

    from wmp2020.information import areas

    def dead():
        raise OperationalError

    monkeypatch.setattr(areas, "atlas", dead)
    assert views_errors.fault(asked()).content.decode().count("<h1") == 1


def test_a_form_from_elsewhere_is_refused_with_our_page(unloaded):
    answer = Client(enforce_csrf_checks=True).post("/style/", {}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "This form can no longer be sent" in answer.content.decode()


def test_a_database_that_does_not_answer_is_a_503_for_both(unloaded):
    from django.db import OperationalError

    from wmp2020.website.middleware import Refusals

    refusals = Refusals(lambda request: None)
    page = refusals.process_exception(asked(), OperationalError())
    told = refusals.process_exception(asked(accept="application/json"), OperationalError())
    assert (page.status_code, told.status_code, page["Retry-After"]) == (503, 503, "60")
    assert "The database does not answer" in page.content.decode()
    assert json.loads(told.content)["type"] == "unavailable"
