"""Home, about the data, the pages of words, and what robots and researchers ask for."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
import time_machine

from wmp2020.information import measures

ROOT = Path(__file__).resolve().parents[2]
WORDS = ["/about-the-data/", "/developers/", "/accessibility/", "/privacy/", "/cookies/"]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_home_shows_the_area_and_its_latest_month(client, loaded):
    page = client.get("/")
    said = text(page)
    assert page.status_code == 200
    assert "Eastmere in March 2026" in said
    assert 'href="/areas/E08900001/"' in page.content.decode()
    assert 'name="q"' in page.content.decode()


def test_home_stands_before_anything_is_loaded(client, unloaded):
    page = client.get("/")
    assert page.status_code == 200
    assert "No open data has been loaded yet." in text(page)
    assert '<svg class="wmp-silhouette"' not in page.content.decode()


def test_what_is_not_built_is_said_and_not_linked(client, loaded):
    html = client.get("/").content.decode()
    later = html[html.index("Not built yet") :]
    for name in ("Report", "Track", "Alerts", "Have your say", "Volunteer", "Tell someone"):
        assert f"<h3>{name}</h3>" in later
    for door in ("/report/", "/track/", "/alerts/", "/have-your-say/", "/volunteer/", "/tell/"):
        assert f'href="{door}"' not in html


def test_every_link_of_the_frame_leads_somewhere(client, loaded):
    html = client.get("/about-the-data/").content.decode()
    links = {href for href in re.findall(r'href="(/[^"#?]*)"', html) if not href.startswith("/static/")}
    assert {"/", "/areas/", "/about-the-data/", "/accessibility/", "/privacy/", "/cookies/"} <= links
    broken = {href: status for href in links if (status := client.get(href, follow=True).status_code) >= 400}
    assert broken == {}


def test_sources_are_named_with_their_licence(client, loaded):
    said = text(client.get("/about-the-data/"))
    assert "Kit" in said
    assert "The tests" in said
    assert "None: invented" in said
    assert "December 2025" in said  # the imputed month, told as such
    assert "Imputed positions" in said


def test_small_numbers_are_told_as_the_rule_has_it(client, loaded):
    said = text(client.get("/about-the-data/"))
    shown, counted = measures.suppress([1, 0], "open"), measures.suppress([7, 8, 12], "personal")
    assert (list(shown.values), list(counted.values)) == ([1, 0], [-1, 10, 10])
    assert "numbers of 7 or less are hidden, and the others rounded to the nearest 5" in said
    assert "Counts of crimes, which data.police.uk publishes one by one, we show however small." in said
    assert "could point to a person" not in said


def test_how_a_month_is_judged_stands_where_area_pages_link_to(client, loaded):
    html = client.get("/about-the-data/").content.decode()
    guide = re.sub(r"\s+", " ", (ROOT / "docs/guide/how-we-judge-a-month.md").read_text())
    section = html[html.index('id="method"') : html.index('id="cannot"')]
    for words in ("once in a thousand months", "about what we would expect", "at most half, of what we expected",
                  "too few to judge", "cannot be judged", "never says why", "one page in thirty"):  # fmt: skip
        assert words in section
        assert words in guide.replace("*", "")
    templates = "".join(file.read_text() for file in (ROOT / "wmp2020").rglob("*.html"))
    linked = set(re.findall(r'href="/about-the-data/#([\w-]+)"', templates))
    assert {name for name in linked if f'id="{name}"' not in html} == set()
    assert "method" in linked


def test_a_sort_nobody_offers_changes_nothing(client, loaded):
    assert client.get("/about-the-data/?sort=%00'").content == client.get("/about-the-data/").content


@pytest.mark.parametrize("address", WORDS)
def test_pages_of_words_stand_with_and_without_data(client, unloaded, address):
    page = client.get(address)
    assert page.status_code == 200
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in {name.lower() for name in page.headers}
    assert not page.cookies


@pytest.mark.parametrize("address", ["/", *WORDS])
def test_nothing_is_inline(client, loaded, address):
    html = client.get(address).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []


def test_no_word_of_govuk_is_shown(client, loaded):
    for address in ("/", *WORDS):
        assert "GOV.UK" not in text(client.get(address))


def test_a_demonstration_keeps_robots_out(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_production_keeps_them_out_of_private_desks(client, settings):
    settings.PRODUCTION = True
    assert b"Disallow: /staff/\n" in client.get("/robots.txt").content
    assert b"Disallow: /\n" not in client.get("/robots.txt").content


def test_security_txt_needs_a_contact(client, unloaded, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@eastmere.example"
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines == [
        "Contact: mailto:security@eastmere.example",
        "Expires: 2026-05-30T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


def test_every_example_for_programs_works(client, loaded, settings):
    settings.API_RATE = 0
    html = unescape(client.get("/developers/").content.decode())
    asked = re.findall(r"curl '(http://testserver/api/[^']+)'", html)
    assert len(asked) == 3
    for address in asked:
        answer = client.get(address.removeprefix("http://testserver"))
        assert answer.status_code == 200, (address, answer.content)
        assert len(answer.content) > 10
    assert client.get("/api/openapi.json").status_code == 200
    year = next(address for address in asked if "/crimes?" in address)
    assert "from=2025-11&to=2026-03" in year  # the kit holds no earlier month
    assert "limit=500" in year
