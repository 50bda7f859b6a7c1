"""What reaches a log line, and above all what does not."""

import json
import logging
from typing import Any

import pytest
import structlog
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from wmp2020.plumbing import logs

CANARY = "canary-7f3k"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Any:
    """lines() are the JSON objects written to standard error since it was last asked. Django configured the logs."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object(lines: Any) -> None:
    structlog.get_logger("wmp2020.test").info("request", route="areas/<code>/", status=200, ms=3.2)
    (line,) = lines()
    assert line.pop("at").endswith("Z")
    assert line == {"event": "request", "level": "info", "route": "areas/<code>/", "status": 200, "ms": 3.2}


def test_the_line_of_a_request_reads_like_the_others(lines: Any) -> None:
    token = logs.REQUEST.set("25a1abdea34e4028")
    logs.request_answered(route="areas/<code>/", status=200, query=CANARY)
    structlog.get_logger("wmp2020.test").info("inside", count=2)
    logs.REQUEST.reset(token)
    structlog.get_logger("wmp2020.test").info("after")
    request, inside, after = lines()
    assert request["at"][:4] == inside["at"][:4]
    assert request == {
        "event": "request", "level": "info", "route": "areas/<code>/", "status": 200,
        "request": "25a1abdea34e4028", "at": request["at"],
    }  # fmt: skip
    assert (inside["request"], "request" in after) == ("25a1abdea34e4028", False)


def test_a_quiet_installation_writes_no_request_lines(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_level", [logging.WARNING])
    logs.request_answered(route="home")
    assert lines() == []


def test_a_key_nobody_allowed_does_not_reach_it(lines: Any) -> None:
    structlog.get_logger("wmp2020.test").info("request", name=CANARY, query=CANARY, route="home")
    assert CANARY not in json.dumps(lines())


def test_a_library_is_heard_from_warning_on_and_without_its_values(lines: Any) -> None:
    library = logging.getLogger("some.library")
    library.info("Starting %s", CANARY)
    library.warning("Cannot reach %s", CANARY)
    library.warning(f"Cannot reach {CANARY}")
    told = lines()
    assert [line["event"] for line in told] == ["Cannot reach %s", "some.library"]
    assert CANARY not in json.dumps(told)


def test_a_fault_has_its_class_and_place_and_not_its_message(lines: Any) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/areas/?q={CANARY}")
    (line,) = lines()
    assert line["fault"] == "ValueError"
    assert "test_logs.py:" in line["where"]
    assert CANARY not in json.dumps(line)


def test_so_has_one_of_our_own(lines: Any) -> None:
    try:
        raise KeyError(CANARY)
    except KeyError:
        structlog.get_logger("wmp2020.api").exception("api.fault", endpoint="crimes-street/{category}")
    (line,) = lines()
    assert (line["fault"], line["endpoint"]) == ("KeyError", "crimes-street/{category}")
    assert CANARY not in json.dumps(line)


def test_a_path_not_found_is_not_told_twice(lines: Any) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", f"/{CANARY}")
    assert lines() == []


def test_an_answer_that_was_meant_is_no_error_of_ours(lines: Any) -> None:
    request = RequestFactory().get(f"/{CANARY}")
    log_response("%s: %s", "Service Unavailable", request.path, response=HttpResponse(status=503), request=request)
    assert lines() == []


def test_a_template_of_nothing_but_places_gives_way_to_its_loggers_name(lines: Any) -> None:
    logging.getLogger("some.library").error("%s: %s", "Service Unavailable", CANARY)
    logging.getLogger("some.library").error("%(what)5s.", {"what": CANARY})
    assert [line["event"] for line in lines()] == ["some.library", "some.library"]


def test_the_place_of_a_fault_is_our_nearest_line() -> None:
    try:
        json.loads("{")
    except json.JSONDecodeError as error:
        told = logs.fault(error)
    assert told["fault"] == "JSONDecodeError"
    assert logs.fault(KeyError("x")) == {"fault": "KeyError", "where": ""}
