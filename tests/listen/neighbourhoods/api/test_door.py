"""What holds for every address: methods, forms, limits, headers, caching, and that nothing is ever redirected."""

import gzip

import pytest

from tests.kit import book, months
from wmp2020.information import crimes
from wmp2020.listen.neighbourhoods.api import door, endpoints

HERE = "lat=52.403&lng=-1.895"
STREET = f"crimes-street/all-crime?{HERE}"
BOX = "52.39,-1.91:52.39,-1.85:52.43,-1.85:52.43,-1.91"


def test_success_is_a_bare_array_for_anyone(ask):
    answer = ask(STREET, origin="https://elsewhere.example")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.json) == 41
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        f"crimes-street/all-crime/?{HERE}",
        f"/crimes-street/all-crime?{HERE}",
        f"crimes-street//all-crime//?{HERE}",
        f"crimes-street/all-crime?&{HERE}",
        "crimes-street/all-crime?lat=52.403&lng=-1.895&date=&unknown=1",
        "crimes-street/all-crime?lat=&lng=&lat=52.403&lng=-1.895&lat=52.403",
        f"{STREET}&date=2026-03-17",
    ],
)
def test_the_same_answer_however_it_is_asked(ask, path):
    assert ask(path).response.content == ask(STREET).response.content


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nothing_is_redirected(ask, scheme):
    for path in ("forces", "forces/", "nope", "nope/", "eastmere/neighbourhoods"):
        response = ask.client.get(f"/api/{path}", secure=scheme == "https")
        assert response.status_code in (200, 404)


def test_a_form_is_read_and_beats_the_query_string(ask):
    posted = ask("crimes-street/all-crime?lat=1&lng=1&date=2026-01", method="POST", form=f"{HERE}&date=2026-02")

    assert posted.status == 200
    assert {row["month"] for row in posted.json} == {"2026-02"}


def test_post_needs_no_token(held):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post("/api/stops-street", f"poly={BOX}", content_type="application/x-www-form-urlencoded")

    assert response.status_code == 200
    assert len(response.json()) == 4


@pytest.mark.parametrize(
    ("path", "posts"), [(e.template, e.posts) for e in endpoints.ENDPOINTS], ids=lambda value: str(value)
)
def test_post_where_upstream_takes_it_and_nowhere_else(ask, path, posts):
    address = path.replace("{category}", "all-crime").replace("{force}", "eastmere").replace("{id}", book.HARBOUR)
    answer = ask(address, method="POST", form=HERE)

    assert answer.status == (200 if posts else 405)
    if not posts:
        assert answer.problem[1] == "method-not-allowed"
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_other_methods_are_refused_and_options_told(ask):
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert ask("forces", method=method).status == 405

    preflight = ask("crimes-street/burglary", method="OPTIONS", origin="https://elsewhere.example")
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"


def test_head_is_get_without_a_body(ask):
    head, get = ask(STREET, method="HEAD"), ask(STREET)

    assert head.response.content == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.response.content))
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.parametrize("authorization", ["Basic dXNlcjpwYXNz", "nonsense"])
def test_credentials_are_ignored(ask, authorization):
    assert ask("forces", authorization=authorization).status == 200


@pytest.mark.parametrize("accept", ["*/*", "", "text/html", "application/json"])
def test_plain_json_whatever_is_accepted(ask, accept):
    assert ask("forces", accept=accept).headers["Content-Type"] == "application/json"


def test_the_etag_is_the_archives_version_and_spares_the_body(ask):
    first = ask(STREET)
    assert first.headers["ETag"] == f'"{crimes.current().version}"'

    for held in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"x", {first.headers["ETag"]}', "*"):
        again = ask(STREET, if_none_match=held)
        assert (again.status, again.response.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    assert ask(STREET, if_none_match='"other"').status == 200


def test_a_held_version_does_not_hide_a_mistake(ask):
    assert ask("crimes-street/all-crime?lat=x&lng=1", if_none_match="*").status == 400


def test_a_post_is_always_answered_in_full(ask):
    assert ask("crimes-street/all-crime", method="POST", form=HERE, if_none_match="*").status == 200


def test_gzip_when_asked(ask):
    plain, zipped = ask(STREET), ask(STREET, accept_encoding="br, gzip")

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.response.content) == plain.response.content
    assert zipped.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert zipped.headers["Vary"] == plain.headers["Vary"] == "Accept, Accept-Encoding"
    assert "Content-Encoding" not in ask("forces", accept_encoding="gzip").headers  # too small to gain


@pytest.mark.parametrize(
    ("header", "takes"),
    [("gzip", True), ("gzip, deflate", True), ("deflate, gzip;q=0.5", True),
     ("gzip;q=0", False), ("gzip; q=0.000", False),
     ("GZIP", False), ("identity", False), ("", False), ("x-gzip-not", False), ("*", False)],
)  # fmt: skip
def test_who_takes_gzip(header, takes):
    assert door.takes_gzip(header) is takes


def padded(length):
    path = f"/api/{STREET}&pad="
    return f"{path}{'x' * (length - len(path))}".removeprefix("/api/")


def test_a_get_of_4094_characters_is_read_and_one_more_is_told_to_post(ask):
    assert ask(padded(4_094)).status == 200

    answer = ask(padded(4_095))
    assert answer.problem == (400, "request-too-long", None)
    assert "use POST" in answer.json["detail"]


def test_an_escaped_character_counts_as_one(ask):
    assert ask(padded(4_094).replace("x", "%78")).status == 200
    assert ask(padded(4_095).replace("x", "%78")).problem[1] == "request-too-long"


def test_five_thousand_characters_are_no_fault(ask):
    assert ask(f"locate-neighbourhood?q={'9' * 5_000}").status == 400
    assert ask("crimes-street/" + "x" * 5_000).status == 400


def test_a_boundary_of_twenty_thousand_corners_is_posted(ask):
    corners = BOX.split(":") * 5_000
    answer = ask("crimes-street/all-crime", method="POST", form="poly=" + ":".join(corners))

    assert answer.status == 200


def test_a_body_has_an_end_and_is_a_form(ask):
    assert ask("crimes-street/all-crime", method="POST", form="x" * 2_000_001).problem[1] == "body-too-large"

    response = ask.client.post("/api/crimes-street/all-crime", {"lat": 1}, content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (415, "not-a-form")


@pytest.mark.parametrize(
    "path",
    ["forces/%00", "%00/%00", "crimes-street/%00", "outcomes-for-crime/%00", "eastmere/%ff", "areas/%00/crimes",
     "%E2%80%AE"]
)  # fmt: skip
def test_bytes_that_are_no_text_are_not_found(ask, path):
    assert ask(path).problem[:2] == (404, "not-found")


def test_a_fault_is_a_problem_and_is_logged(ask, monkeypatch):
    from structlog.testing import capture_logs

    def broken(call):
        raise RuntimeError("oh no")

    found = endpoints.find("/api/forces")[0]
    monkeypatch.setattr(
        door,
        "find",
        lambda path: (
            type("Broken", (), {"answer": staticmethod(broken), "posts": False, "template": found.template}),
            {},
        ),
    )
    with capture_logs() as logs:
        answer = ask("forces")

    assert answer.problem == (500, "fault", None)
    assert "oh no" not in answer.response.content.decode()
    assert any(line["event"] == "api.fault" and line["log_level"] == "error" for line in logs)


def test_before_the_first_load_a_client_is_told_to_wait(ask, settings, tmp_path):
    settings.ARCHIVE = tmp_path / "nothing"

    answer = ask("crimes-street-dates")
    assert answer.problem == (503, "no-data", None)
    assert int(answer.headers["Retry-After"]) > 0


def test_its_description_and_index_need_no_data(ask, settings, tmp_path):
    settings.ARCHIVE = tmp_path / "nothing"

    document = ask("openapi.json")
    assert document.status == 200
    assert set(document.json["paths"]) == {f"/{e.template}" for e in endpoints.ENDPOINTS}
    assert ask("").status == 200


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("address", ["/api", "/api/"])
def test_the_api_itself_is_an_index_for_programs_and_a_page_for_people(held, client, address):
    for accept in ("*/*", "application/json", "text/html;q=0.5, application/json", ""):
        index = client.get(address, headers={"accept": accept})
        assert (index.status_code, index["Content-Type"]) == (200, "application/json")
        told = index.json()
        assert client.get(told["openapi"]).status_code == client.get(told["examples"]).status_code == 200
        assert f"/api/{endpoints.ENDPOINTS[0].template}" in told["addresses"]

    page = client.get(address, headers={"accept": BROWSER})
    assert page.status_code == 200
    assert "Accept" in page["Vary"]
    assert "Accept" in index["Vary"]
    html = page.content.decode()
    assert 'href="/api/openapi.json"' in html
    assert "docs/guide/api.md" in html
    assert "curl" in html
    posted = client.post(address, headers={"accept": BROWSER})
    assert (posted.status_code, posted["Content-Type"]) == (405, "application/problem+json")


def test_the_thirty_first_request_in_one_instant_waits(ask, limited, monkeypatch):
    monkeypatch.setattr(door.limits, "now", lambda: 1_700_000_000.0)

    answers = [ask("forces") for _ in range(31)]

    assert [a.status for a in answers] == [200] * 30 + [429]
    assert answers[-1].problem == (429, "too-many-requests", None)
    assert answers[-1].headers["Retry-After"] == "1"


def test_a_forged_address_does_not_help_and_a_proxys_does(ask, limited, settings, monkeypatch):
    monkeypatch.setattr(door.limits, "now", lambda: 1_700_000_000.0)
    statuses = [ask("forces", x_forwarded_for=f"198.51.100.{n}").status for n in range(31)]
    assert statuses[-1] == 429

    settings.API_PROXIES = ["127.0.0.1"]
    door._proxies.cache_clear()
    assert ask("forces", x_forwarded_for="198.51.100.7").status == 200
    settings.API_PROXIES = []
    door._proxies.cache_clear()


def test_our_own_pages_are_not_limited(held, limited, client, monkeypatch):
    monkeypatch.setattr(door.limits, "now", lambda: 1_700_000_000.0)

    assert {client.get("/healthz").status_code for _ in range(40)} == {200}


def test_months_are_the_kits(held):
    assert held.point_months == months.POINT_MONTHS
