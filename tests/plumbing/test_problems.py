"""RFC 9457: the members a program may rely on, and nothing it would trip over."""

import json

from wmp2020.plumbing.problems import problem


def test_a_problem_says_what_happened_to_machine_and_reader():
    response = problem(
        404, "month-not-held", "Month not held", "Try another.", instance="/api/x", months_held=["2026-03"]
    )

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "month-not-held",
        "title": "Month not held",
        "status": 404,
        "detail": "Try another.",
        "instance": "/api/x",
        "months_held": ["2026-03"],
    }


def test_members_without_a_value_are_left_out_and_headers_are_set():
    response = problem(429, "too-many-requests", "Too many", "Wait.", headers={"Retry-After": "1"}, parameter=None)

    assert response["Retry-After"] == "1"
    assert set(json.loads(response.content)) == {"type", "title", "status", "detail"}


def test_an_address_that_is_not_unicode_is_told_back_without_failing():
    response = problem(404, "not-found", "Not found", "No such thing: \udcff", instance="/api/\udcff")

    assert json.loads(response.content)["instance"] == "/api/?"
