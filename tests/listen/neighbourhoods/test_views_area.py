"""Area pages as a browser meets them: every kind of place, every wrong address, every odd drawing; never a fault."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit import book, years
from wmp2020.information import areas
from wmp2020.listen.neighbourhoods import actions, edition, keeping, places

WARD = book.HARBOUR
LONG = "x" * 5_000


@pytest.fixture
def page(told, client):
    """A page by address, its status checked."""
    return lambda address, status=200: checked(client.get(address), status)


def checked(answer, status):
    assert answer.status_code == status, answer.content[:400]
    return answer


def text_of(answer):
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
        .replace("&amp;", "&")
        .replace("&#39;", "'")
    )


def outline(column=0, row=0, columns=1, rows=3):
    return ":".join(f"{lat},{lng}" for lng, lat in book.box(column, row, columns, rows)["coordinates"][0][:-1])


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        (WARD, "Harbour", "Ward in Westmere"),
        (book.WESTMERE, "Westmere", "Council"),
        (book.FORCE, "Eastmere", "Police force area"),
    ],
)
def test_each_kind_of_place_has_its_page(page, code, name, kind):
    answer = page(f"/areas/{code}/")
    said = text_of(answer)
    assert answer.content.decode().count("<h1") == 1
    for words in (name, kind, "Month by month", "Kinds of crime", "Where in the area", "Share it, take it with you",
                  "Figures for April 2023 to March 2026.", "Loaded on 20 April 2026",
                  "What this cannot tell you"):  # fmt: skip
        assert words in said


def test_the_answer_stands_first_and_says_its_reasons(page):
    said = text_of(page(f"/areas/{WARD}/"))
    assert "Was March 2026 unusual here? Yes. March 2026 was much higher than usual. 768 crimes were recorded." in said
    assert said.index("Was March 2026 unusual here?") < said.index("For each 1,000 residents")
    assert "Kinds of crime that stand out in March 2026" in said


def test_a_category_has_its_own_page_title_and_numbers(page):
    answer = page(f"/areas/{WARD}/?category=shoplifting")
    said = text_of(answer)
    assert "<title>Harbour, Westmere: Shoplifting – " in answer.content.decode()
    assert "Shoplifting by month" in said
    assert "Is it rising or falling?" not in said  # told of all crime only
    assert '<option value="shoplifting" selected>' in answer.content.decode()


@pytest.mark.parametrize(
    "sentence", ["Hatched months are not complete", "This is no league table", "so a colour means the same"]
)
def test_nothing_is_said_twice(page, sentence):
    assert text_of(page(f"/areas/{WARD}/")).count(sentence) == 1


def test_every_caveat_of_the_figures_stands_on_the_page_once(page, sheet_of):
    said = text_of(page(f"/areas/{WARD}/"))
    for caveat in sheet_of(WARD).figures.caveats:
        assert said.count(caveat) == 1, caveat


def test_an_ended_ward_says_so_and_what_came_after(page):
    answer = page(f"/areas/{book.OLD_MILL}/")
    said = text_of(answer)
    assert "This ward ended on 2 May 2024." in said
    assert "Mill End (68%)" in said
    assert f'href="/areas/{book.MILL_END}/"' in answer.content.decode()
    assert "Your neighbourhood team" not in said


def test_the_force_names_its_councils_and_its_wards_in_the_table_only(page):
    body = page(f"/areas/{book.FORCE}/").content.decode()
    assert f'<a class="govuk-link" href="/areas/{book.WESTMERE}/">Westmere</a>' in body
    assert body.count(f'<a class="govuk-link" href="/areas/{WARD}/">') == 1


def test_a_code_in_small_letters_is_led_to_the_page(page):
    assert page(f"/areas/{WARD.lower()}/", 301)["Location"] == f"/areas/{WARD}/"


@pytest.mark.parametrize(
    "address",
    [
        "/areas/E05999999/", "/areas/nonsense/", f"/areas/{book.LSOAS[0]}/", f"/areas/{LONG}/", "/areas/%00/",
        f"/areas/{WARD}/?category=treason", f"/areas/{WARD}/?category={LONG}", f"/areas/{WARD}/?category=%00",
        f"/areas/{WARD}%20/", "/areas/%F0%9F%A6%86/",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found_in_words(page, address):
    assert "<h1" in page(address, 404).content.decode()


@pytest.mark.parametrize(
    "query", ["?sort=-rate", "?sort=%00", f"?sort={LONG}", "?poly=1", "?a=b&category=", "?%00=%00"]
)
def test_odd_queries_change_nothing_but_the_order(page, query):
    assert "Harbour" in text_of(page(f"/areas/{WARD}/{query}"))


def test_sorting_without_script_sorts_the_table(page):
    body = page(f"/areas/{book.FORCE}/?sort=-rate").content.decode()
    table = body[body.index('id="places-table"') :]
    rates = [float(told) for told in re.findall(r'numeric" data-value="([\d.]+)">[\d.]+</td>', table)]
    assert len(rates) == 4
    assert rates == sorted(rates, reverse=True)


def test_the_team_is_on_the_page_and_an_edit_shows(page):
    actions.add_member(area=WARD, name="Wren Example", rank="Sergeant", details={}, by="x", at=book.LOADED_AT)
    edition.forget()
    first = page(f"/areas/{WARD}/")
    assert "Wren Example" in text_of(first)
    actions.add_priority(area=WARD, issue="Speeding on Long Lane", issue_at=book.LOADED_AT, by="x", at=book.LOADED_AT)
    edition.forget()
    second = page(f"/areas/{WARD}/")
    assert "Speeding on Long Lane" in text_of(second)
    assert first["ETag"] != second["ETag"]


def test_a_ward_without_a_team_says_so_and_still_says_whom_to_call(page):
    said = text_of(page(f"/areas/{WARD}/"))
    assert "No team has been entered for this ward yet." in said
    assert "In an emergency call 999." in said


def test_a_page_is_drawn_once_and_then_confirmed(page, client, monkeypatch):
    from wmp2020.listen.neighbourhoods import views_area

    etag = page(f"/areas/{WARD}/")["ETag"]
    monkeypatch.setattr(views_area, "_page", None)
    page(f"/areas/{WARD}/")
    assert client.get(f"/areas/{WARD}/", headers={"if-none-match": etag}).status_code == 304


def test_a_page_holds_no_name_of_the_site_and_sets_no_cookie(page):
    answer = page(f"/areas/{WARD}/?category=burglary")
    assert "testserver" not in answer.content.decode()
    assert f'value="/areas/{WARD}/?category=burglary"' in answer.content.decode()
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"


def test_without_open_data_the_page_says_that_it_is_being_set_up(db, settings, tmp_path, client, fresh):
    settings.ARCHIVE = tmp_path / "nothing"
    assert client.get(f"/areas/{WARD}/").status_code == 503
    assert client.get(f"/areas/{WARD}/months.csv").status_code == 503
    assert client.get("/areas/drawn/?poly=1,2:3,4:5,6").status_code == 503


def test_areas_without_an_archive_is_503_too(db, settings, tmp_path, client, fresh):
    book.areas_loaded(settings)
    settings.ARCHIVE = tmp_path / "nothing"
    assert client.get(f"/areas/{WARD}/").status_code == 503


def test_a_new_archive_is_seen(db, settings, tmp_path, client, fresh):
    book.areas_loaded(settings)
    years.counted(settings, tmp_path, years.MONTHS[:-1])
    assert "February 2026 was" in text_of(client.get(f"/areas/{WARD}/"))
    years.build(tmp_path)
    assert "March 2026 was" in text_of(client.get(f"/areas/{WARD}/"))


def test_outcomes_and_stops_held_are_shown(db, settings, tmp_path, client, fresh):
    from tests.kit import months

    book.areas_loaded(settings)
    months.archive_loaded(settings, tmp_path)
    said = text_of(client.get(f"/areas/{WARD}/"))
    assert "What became of the crimes recorded in March 2026" in said
    assert "Stop and search in March 2026, by what was looked for" in said
    assert f"/areas/{WARD}/stops.csv" in client.get(f"/areas/{WARD}/").content.decode()


def test_where_none_are_held_that_is_said(page):
    said = text_of(page(f"/areas/{WARD}/"))
    assert "What became of these crimes is not in the files we hold." in said
    assert "Stops and searches here are not in the files we hold." in said


def test_a_drawn_area_is_counted(page):
    said = text_of(page(f"/areas/drawn/?poly={outline()}"))
    assert "The area you drew" in said
    assert "Harbour" in said
    assert "768 crimes were recorded." in said


@pytest.mark.parametrize("category", ["burglary", "shoplifting"])
def test_a_drawn_area_keeps_its_outline_through_a_choice_of_category(page, category):
    body = page(f"/areas/drawn/?poly={outline()}&category={category}").content.decode()
    assert f'<input type="hidden" name="poly" value="{outline()}">' in body
    assert "/areas/drawn/months.csv?poly=" in body


def test_a_line_that_crosses_itself_is_mended_and_says_so(page):
    (w, s), (e, n) = (-1.9, 52.4), (-1.87, 52.418)
    bow = f"{s},{w}:{n},{e}:{s},{e}:{n},{w}"
    said = text_of(page(f"/areas/drawn/?poly={bow}"))
    assert "cross" in said


def test_swapped_numbers_are_read_the_other_way_round_and_said(page):
    swapped = ":".join(",".join(reversed(pair.split(","))) for pair in outline().split(":"))
    assert "they were read the other way round" in text_of(page(f"/areas/drawn/?poly={swapped}"))


@pytest.mark.parametrize(
    ("poly", "said"),
    [
        ("52.40,-1.90:52.41,-1.90", "at least three corners"),
        ("nonsense", "not a latitude and a longitude"),
        ("%00", "not a latitude and a longitude"),
        (LONG, "not a latitude and a longitude"),
        ("48.85,2.35:48.86,2.35:48.86,2.36", "not in Great Britain"),
        ("53.40,-2.90:53.42,-2.90:53.42,-2.88", "outside"),
        ("52.4000,-1.9000:52.4002,-1.9000:52.4002,-1.8998", "small"),
        (":::", "corners"),
    ],
)  # fmt: skip
def test_a_drawing_that_cannot_be_used_is_refused_in_words(page, poly, said):
    answer = page(f"/areas/drawn/?poly={poly}", 400)
    assert said in text_of(answer)
    assert 'action="/areas/around"' in answer.content.decode()


def test_a_drawing_between_the_middles_of_small_areas_is_counted_by_the_one_round_it_and_says_so(page):
    said = text_of(page("/areas/drawn/?poly=52.401,-1.8990:52.4019,-1.8990:52.4019,-1.8970:52.401,-1.8970"))
    assert "The small area round the middle of your choice" in said
    assert "covers its middle, Mere 001A, is counted whole" in said


@pytest.mark.parametrize(("corners", "status"), [(10_000, 200), (10_001, 400)])
def test_a_drawing_may_have_ten_thousand_corners(told, client, corners, status):
    lat, lng = book.middle(1.5, 1)
    ring = places.ring_around(lat, lng, 800).split(":")
    many = ":".join(ring[n * len(ring) // corners] for n in range(corners))
    assert client.get("/areas/drawn/", {"poly": many}).status_code == status


def test_without_a_drawing_the_page_is_the_form_for_one(page):
    body = page("/areas/drawn/").content.decode()
    assert 'action="/areas/around"' in body
    assert "Draw your own area" in body


@pytest.mark.parametrize("place", ["QM1 1AA", "qm11aa", "Harbour", "52.403,-1.895", "Wheelwright Crescent"])
def test_a_circle_round_a_place_leads_to_its_drawn_area(page, place):
    answer = page(f"/areas/around?place={place}&metres=800", 303)
    assert answer["Cache-Control"] == "no-store"
    where = urlsplit(answer["Location"])
    assert where.path == "/areas/drawn/"
    assert len(parse_qs(where.query)["poly"][0].split(":")) == 32
    assert "The area you drew" in text_of(page(answer["Location"]))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("place=High+Street&metres=800", "High Street"),
        ("place=zzzz&metres=800", "We found nothing called"),
        ("place=&metres=800", "Type a postcode, street or ward"),
        ("place=QM1+1AA", "Choose how far"),
        ("place=QM1+1AA&metres=5", "Choose one of the distances"),
        ("place=QM1+1AA&metres=%00", "Choose"),
        ("place=%00&metres=800", ""),
        (f"place={LONG}&metres=800", ""),
        ("place=QM2+9ZZ&metres=800", ""),
        ("place=QM9+1AA&metres=800", "Northmere Police serves"),
        ("", "Type a postcode, street or ward"),
    ],
)  # fmt: skip
def test_a_circle_that_cannot_be_drawn_says_why_and_keeps_what_was_typed(page, query, said):
    answer = page(f"/areas/around?{query}", 400)
    assert said in text_of(answer)
    assert "<form" in answer.content.decode()


def test_a_circle_round_a_place_that_has_no_outline_is_refused_in_words(page, monkeypatch):
    unsited = areas.Match("ward", "Harbour", "Westmere", None, None, WARD)
    monkeypatch.setattr(areas, "find", lambda _typed: areas.Found((unsited,), sure=True))
    assert "Where that lies is not known" in text_of(page("/areas/around?place=Harbour&metres=800", 400))


def test_a_street_in_three_wards_lists_them_and_picks_none(page):
    said = text_of(page("/areas/around?place=High+Street&metres=400", 400))
    assert "Harbour, Westmere" in said
    assert "High Moor North, Eastmere" in said


def test_reading_only(told, client):
    for address in (f"/areas/{WARD}/", "/areas/around", f"/areas/{WARD}/months.csv"):
        assert client.post(address).status_code == 405


def test_pages_are_kept_apart_by_code_category_and_outline(page):
    for address in (f"/areas/{WARD}/", f"/areas/{book.MILL_END}/", f"/areas/{WARD}/?category=burglary",
                    f"/areas/drawn/?poly={outline()}", f"/areas/drawn/?poly={outline(1)}"):  # fmt: skip
        page(address)
    assert len(keeping.shelf) == 3  # what was drawn is not kept


def test_one_asker_leaves_nothing_in_the_page_of_another(page):
    junk = "?poly=here-I-live&utm_source=mail&sort=junk"
    assert "here-I-live" not in page(f"/areas/{WARD}/{junk}").content.decode()
    assert page(f"/areas/{WARD}/").content == page(f"/areas/{WARD}/{junk}").content
    assert "utm_source" not in page(f"/areas/{WARD}/").content.decode()


def test_every_sort_that_a_page_offers_is_known(page):
    offered = set()
    for address in (f"/areas/{WARD}/", f"/areas/{book.FORCE}/"):
        offered |= set(re.findall(r"[?;&]sort=(-?[a-z]+)", page(address).content.decode()))
    assert offered
    assert offered <= keeping.SORTS


MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CORNERS = st.lists(st.tuples(st.floats(-200, 200), st.floats(-200, 200)), max_size=12)


@MANY
@given(text=st.text(max_size=60))
def test_no_text_in_any_part_of_an_address_is_a_fault(told, client, text):
    asked = [
        client.get("/areas/drawn/", {"poly": text, "category": text, "sort": text}),
        client.get(f"/areas/{WARD}/", {"category": text, "sort": text}),
        client.get("/areas/around", {"place": text, "metres": text}),
        client.get("/areas/around", {"place": text, "metres": "800"}),
        client.get(f"/areas/{WARD}/places.csv", {"category": text}),
        client.get("/areas/drawn/map.json", {"poly": text}),
    ]
    assert max(answer.status_code for answer in asked) < 500


@MANY
@given(corners=CORNERS)
def test_no_outline_is_a_fault(told, client, corners):
    poly = ":".join(f"{lat:.6f},{lng:.6f}" for lat, lng in corners)
    assert client.get("/areas/drawn/", {"poly": poly}).status_code in (200, 400)
