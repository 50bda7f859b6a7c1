"""What every request passes through, tried on a handful of views made for it."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from tests.kit.accounts import signed_in
from wmp2020.plumbing import logs
from wmp2020.plumbing.decisions import Refused
from wmp2020.website import middleware, urls
from wmp2020.website.views_staff import staff

CANARIES = [f"canary{n}" for n in range(8)]


def thing(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(b"12345")


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refused("This incident has already been decided.")


def failing(request: HttpRequest, code: str) -> HttpResponse:
    raise ValueError(f"cannot read {code} {request.POST.get('name')}")


def streaming(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b"]))


handler404 = urls.handler404
handler500 = urls.handler500
urlpatterns = [
    path("thing/<code>/", thing),
    path("refusing/", refusing),
    path("failing/<code>/", failing),
    path("streaming/", streaming),
    path("staff/", staff, name="staff"),
    *urls.urlpatterns,
]


@pytest.fixture(autouse=True)
def our_urls(settings: Any, db: None) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(logs, "request_answered", lambda **line: told.append(line))
    return told


@pytest.mark.parametrize(
    ("method", "address", "route", "status", "size"),
    [
        ("get", "/thing/WM-1/?q=x", "thing/<code>/", 200, 5),
        ("post", "/thing/WM-1/", "thing/<code>/", 405, ...),
        ("get", "/streaming/", "streaming/", 200, None),
        ("get", "/nowhere/WM-1/", "unmatched", 404, ...),
        ("get", "/api/nothing/like/this/at/all", "api", 404, ...),
    ],
)
def test_one_line_a_request_by_route(
    client: Client, lines: Any, method: str, address: str, route: str, status: int, size: Any
) -> None:
    answer = getattr(client, method)(address)
    (line,) = lines
    assert (line["route"], line["method"], line["status"]) == (route, method.upper(), status)
    assert line["ms"] > 0
    assert size is ... or line["bytes"] == size
    assert len(answer["X-Request-Id"]) == 16


def test_the_api_goes_by_its_templates(client: Client, lines: Any) -> None:
    client.get("/api/crimes-street/burglary?lat=52&lng=-1")
    client.get("/api/west-midlands/E05011118/people")
    assert [line["route"] for line in lines] == ["api/crimes-street/{category}", "api/{force}/{id}/people"]


def test_a_method_nobody_knows_is_no_label_of_its_own(client: Client, lines: Any) -> None:
    client.generic(CANARIES[0].upper(), "/thing/x/")
    assert lines[0]["method"] == "other"


def test_nothing_that_was_typed_or_sent_reaches_the_logs(
    capfd: Any, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "FORMS", ("/",))
    client = Client(raise_request_exception=False)
    address, query, body, name, cookie, agent, referrer, file = CANARIES
    client.cookies["session"] = cookie
    headers = {"user-agent": agent, "referer": f"http://x/{referrer}"}
    for page in (f"/thing/{address}/", f"/failing/{address}/", f"/{address}/", "/accounts/login/", f"/api/{address}"):
        client.get(page, {"q": query}, headers=headers)
        client.post(page, {"body": body, "name": name, "login": f"{name}@example.org"}, headers=headers)
        client.post(page, f'{{"a": "{file}"', content_type="application/json", headers=headers)
    out, err = capfd.readouterr()
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("wmp2020")]
    said = out + err + json.dumps(logged)
    assert "failing/<code>/" in said  # it was looking at the right place
    assert [canary for canary in CANARIES if canary in said] == []


@pytest.mark.parametrize(
    ("method", "address", "allow"),
    [
        ("POST", "/about-the-data/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/thing/x/", "GET, HEAD, OPTIONS"),
        ("TRACE", "/", "GET, HEAD, OPTIONS"),
        ("TRACE", "/staff/", "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_a_method_that_a_page_does_not_know_is_405(method: str, address: str, allow: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.generic(method, address)
    assert (answer.status_code, answer["Allow"]) == (405, allow)
    assert b"cannot be used that way" in answer.content
    told = client.generic(method, address, headers={"accept": "application/json"})
    assert (told.status_code, told["Content-Type"]) == (405, "application/problem+json")


def test_where_forms_are_sent_to_is_left_to_them(client: Client) -> None:
    assert client.post("/accounts/login/").status_code == 200
    assert Client(enforce_csrf_checks=True).post("/accounts/login/").status_code == 403
    assert client.post("/nowhere/").status_code == 404


def test_a_rules_no_is_a_page_with_its_reason(client: Client) -> None:
    page = client.get("/refusing/")
    assert page.status_code == 403
    assert b"This incident has already been decided." in page.content


def test_and_a_problem_for_a_machine(client: Client) -> None:
    told = client.get("/refusing/", headers={"accept": "application/json"})
    assert (told.status_code, told.json()["detail"]) == (403, "This incident has already been decided.")


@pytest.mark.parametrize(
    ("proxies", "peer", "proto", "secure"),
    [
        ("10.0.0.0/8, ::1", "10.1.2.3", "https", True),
        ("10.0.0.0/8, ::1", "::1", "https", True),
        ("10.0.0.0/8", "10.1.2.3", "http", False),
        ("10.0.0.0/8", "10.1.2.3", None, False),
        ("10.0.0.0/8", "203.0.113.9", "https", False),  # a stranger who writes the header
        ("", "10.1.2.3", "https", False),
    ],
)
def test_only_a_known_proxy_says_that_it_was_https(
    client: Client, settings: Any, proxies: str, peer: str, proto: str | None, secure: bool
) -> None:
    settings.API_PROXIES = proxies.split(",")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURITY_CONTACT = "mailto:x@example.org"
    headers = {"x-forwarded-proto": proto} if proto else {}
    page = client.get("/.well-known/security.txt", headers=headers, REMOTE_ADDR=peer)
    assert (b"Canonical: https://" in page.content) == secure
    assert ("Strict-Transport-Security" in page.headers) == secure


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/thing/x/", "/nowhere/", "/refusing/", "/accounts/login/"])
def test_every_page_carries_the_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert "camera=()" in answer["Permissions-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_a_page_for_everyone_may_be_kept_and_a_signed_in_one_may_not(client: Client) -> None:
    assert "no-store" not in client.get("/thing/x/").get("Cache-Control", "")
    signed_in(client)
    assert client.get("/staff/")["Cache-Control"] == "no-store"


def test_the_api_sees_no_session(client: Client) -> None:
    signed_in(client)
    assert "sessionid" not in client.get("/api/nothing").cookies
    assert not client.get("/api/nothing").cookies
