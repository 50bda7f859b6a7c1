"""Headers as a browser gets them, for one address of every kind: page, error, machine's answer, file, suggestion."""

import http.client
from contextlib import closing

import pytest
from playwright.sync_api import Error

from wmp2020.plumbing import assets

KINDS = [
    ("/", 200), ("/about-the-data/", 200), ("/areas/", 200), ("/areas/?q=zzzz", 200), ("/areas/suggest?q=ab", 200),
    ("/accounts/login/", 200), ("/nothing-here/", 404), ("/staff/", 302), ("/robots.txt", 200), ("/healthz", 200),
    ("/api/forces", 200), ("/api/nothing", 404), ("ASSET", 200),
]  # fmt: skip


def asked(site, path, **headers):
    """Status and headers, names in lower case."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        connection.request("GET", assets.address("site.css") if path == "ASSET" else path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize(("path", "status"), KINDS)
def test_every_kind_of_answer_is_careful(site, path, status):
    found, headers = asked(site, path)
    assert found == status
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if path.startswith("/api/") else "same-origin")
    assert "set-cookie" not in headers or path.startswith("/accounts/")
    assert "unsafe" not in headers.get("content-security-policy", "")


@pytest.mark.parametrize("path", [path for path, status in KINDS if not path.startswith("/api/")])
def test_every_page_has_a_policy_of_its_own_origin_alone(site, path):
    headers = asked(site, path)[1]
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"


def test_text_cannot_become_markup_or_a_script(page, site):
    assert "require-trusted-types-for 'script'" in asked(site, "/")[1]["content-security-policy"]
    page.goto("/")
    for attempt in ("document.body.innerHTML = '<b>x</b>'", "document.createElement('script').src = '/x.js'"):
        with pytest.raises(Error, match=r"TrustedHTML|TrustedScriptURL"):
            page.evaluate(attempt)


def test_pages_of_signed_in_people_are_kept_nowhere(staff):
    headers = staff.goto("/staff/").headers
    assert headers["cache-control"] == "no-store"
    cookies = {cookie["name"]: cookie for cookie in staff.context.cookies()}
    assert cookies["session"]["httpOnly"]
    assert cookies["session"]["sameSite"] == "Strict"


def test_a_page_shrinks_on_its_way(site):
    assert asked(site, "ASSET", **{"Accept-Encoding": "br, gzip"})[1]["content-encoding"] == "br"
    assert "immutable" in asked(site, "ASSET")[1]["cache-control"]
