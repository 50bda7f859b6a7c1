"""Find my area as a browser meets it: without script, sharable, and with nothing of the search kept."""

import gzip
import json
import logging
import re

import pytest

from tests.kit import book as kit
from wmp2020.information import areas


@pytest.fixture
def loaded(db, settings):
    areas.forget()
    yield kit.areas_loaded(settings)
    areas.forget()


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_the_page_asks_by_a_form_that_needs_no_script(client, loaded):
    page = client.get("/areas/")
    assert page.status_code == 200
    body = page.content.decode()
    assert re.search(r'<form[^>]+action="/areas/"[^>]+method="get"', body)
    assert 'name="q"' in body
    assert body.count("<path d=") == 4  # the wards, drawn on the server
    assert 'href="/areas/all/"' in body


@pytest.mark.parametrize("typed", ["QM1 1AA", "qm11aa", "52.403, -1.895"])
def test_a_sure_search_leads_to_an_address_that_does_not_hold_it(client, loaded, typed):
    answer = client.get("/areas/", {"q": typed})
    assert answer.status_code == 303
    assert answer["Location"] == f"/areas/{kit.HARBOUR}/"
    assert answer["Cache-Control"] == "no-store"


def test_several_matches_are_listed_with_what_tells_them_apart(client, loaded):
    page = client.get("/areas/", {"q": "high street"})
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    said = text_of(page)
    assert "High Street, Harbour, Westmere" in said
    assert "High Street, High Moor North, Eastmere" in said
    assert f'href="/areas/{kit.HIGH_MOOR}/"' in page.content.decode()
    assert 'value="high street"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("QM1 1AE", "QM1 1AE ended in August 2010. This is where it was."),
        ("QM1 1ZZ", "There is no postcode QM1 1ZZ in the list we hold."),
        ("QM9 1AA", "It is in Northmere, which Northmere Police serves."),
        ("old mill", "This ward ended in May 2024."),
        ("wheelright cresent", "Did you mean one of these?"),
        ("-1.895, 52.403", "Read as longitude, latitude"),
        ("xyzzy", "We found nothing called “xyzzy”."),
        ("a\0b", "We found nothing called “a b”."),
        ("x" * 5000, "Type at most 200 characters."),
        ("<script>alert(1)</script>", "We found nothing called"),
        ("\u202e", "Type a postcode"),
    ],
)
def test_what_needs_saying_is_said_and_nothing_is_a_fault(client, loaded, typed, said):
    page = client.get("/areas/", {"q": typed})
    assert page.status_code == 200
    assert said in text_of(page).replace("&#39;", "'")
    assert "<script>alert" not in page.content.decode()
    assert "\0" not in page.content.decode()


def test_what_was_not_found_leads_on(client, loaded):
    said = text_of(client.get("/areas/", {"q": "xyzzy"}))
    assert "Try instead: all wards by council, or find another force on police.uk." in said
    said = text_of(client.get("/areas/", {"q": "ZZ99 9ZZ"}))
    assert "ZZ99 9ZZ is not a postcode of the Eastmere police area. Check it." in said


@pytest.mark.parametrize(
    "typed", ["(QM1 1AA),", "High Street QM1 1AA", "Harbour ward", "Harbour, Westmere", kit.HARBOUR]
)
def test_a_ward_by_address_kind_council_or_code_is_gone_straight_to(client, loaded, typed):
    answer = client.get("/areas/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (303, f"/areas/{kit.HARBOUR}/")


@pytest.mark.parametrize("query", ["q=%FF%FE", "q=%00", "q[]=1", "q=a&q=b", "q=%ED%A0%80", "%00=1"])
def test_a_broken_query_is_no_fault(client, loaded, query):
    assert client.get(f"/areas/?{query}").status_code == 200
    assert client.get(f"/areas/suggest?{query}").status_code == 200


def test_suggestions_are_few_and_each_has_a_page(client, loaded):
    answer = client.get("/areas/suggest", {"q": "high"})
    assert answer["Cache-Control"] == "no-store"
    matches = answer.json()["matches"]
    assert 0 < len(matches) <= 8
    assert matches[0].keys() == {"name", "detail", "note", "href"}
    assert all(re.fullmatch(r"/areas/E\d{8}/", match["href"]) for match in matches)
    assert client.get("/areas/suggest", {"q": "QM9 1AA"}).json() == {"matches": []}  # outside: no page of ours
    assert client.get("/areas/suggest").json() == {"matches": []}


def test_a_position_leads_to_its_ward(client, loaded):
    answer = client.get("/areas/at", {"lat": "52.403", "lng": "-1.895"})
    assert (answer.status_code, answer["Location"]) == (303, f"/areas/{kit.HARBOUR}/")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("lat=51.5&lng=-0.1", 200, "outside the area of Eastmere Police"),
        ("lat=-1.895&lng=52.403", 200, "Read as longitude, latitude"),
        ("lat=52.4", 400, "Give a latitude and a longitude"),
        ("lat=x&lng=y", 400, "Give a latitude and a longitude"),
        ("lat=nan&lng=inf", 400, "Give a latitude and a longitude"),
        ("lat=1e400&lng=0", 400, "Give a latitude and a longitude"),
        ("lat=999&lng=0", 400, "less than or equal to 180"),
        ("", 400, "Give a latitude and a longitude"),
    ],
)
def test_a_position_that_is_not_ours_says_why(client, loaded, query, status, said):
    page = client.get(f"/areas/at?{query}")
    assert page.status_code == status
    assert said in text_of(page)


def test_all_wards_are_listed_by_council_and_ended_ones_apart(client, loaded):
    page = client.get("/areas/all/")
    said = text_of(page)
    assert "4 wards in 2 council areas" in said
    assert said.index("High Moor North") < said.index("Mill End") < said.index("Harbour")
    assert "Old Mill until 2 May 2024" in said
    assert client.get("/areas/all/", headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_the_map_s_wards_carry_their_names_and_pages(client, loaded):
    told = client.get("/areas/map.json").json()
    assert told["bounds"] == [-1.9, 52.4, -1.86, 52.418]
    assert {f["properties"]["href"] for f in told["areas"]["features"]} == {f"/areas/{code}/" for code in kit.WARDS}
    packed = client.get("/areas/map.json", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(packed.content)) == told
    assert client.get("/areas/map.json", headers={"If-None-Match": packed["ETag"]}).status_code == 304


def test_before_anything_is_loaded_the_pages_say_so(client, db):
    areas.forget()
    for address in ("/areas/", "/areas/?q=high", "/areas/all/", "/areas/at?lat=52.4&lng=-1.9"):
        page = client.get(address)
        assert page.status_code == 503
        assert "No areas are loaded yet" in text_of(page)
    for address in ("/areas/suggest?q=high", "/areas/map.json"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("address", ["/areas/", "/areas/suggest", "/areas/at", "/areas/all/", "/areas/map.json"])
def test_only_questions_are_answered(client, loaded, address):
    assert client.post(address).status_code == 405


def test_no_log_holds_what_was_typed(client, loaded, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        client.get("/areas/", {"q": "QM1 1AA"})
        client.get("/areas/suggest", {"q": "QM1 1AB"})
        client.get("/areas/at", {"lat": "52.4031", "lng": "-1.8951"})
    logged = "".join(str(record.__dict__) for record in caplog.records if not record.name.startswith("django.db"))
    logged += "".join(capfd.readouterr())
    assert "areas/" in logged
    for secret in ("QM1", "QM11A", "52.4031", "1.8951"):
        assert secret not in logged
