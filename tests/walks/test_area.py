"""A resident's walk: a postcode on the front page, their area's page, its map and table, a file to take away.

By mouse, by keyboard alone, and without script; each page accessible, narrow, zoomed and printed.
"""

import csv
import io
import re

import pytest

from tests.kit.browser import DESKTOP, NARROW, PHONE, axe, page_of, sideways, tab_stops


@pytest.fixture
def told(site):
    """Addresses and words by what they are for."""
    if site.real:
        return {
            "postcode": "B27 6QS", "name": "Acocks Green", "ward": "/areas/E05011118/", "ended": "/areas/E05001236/",
            "council": "/areas/E08000025/", "force": "/areas/E23000014/", "centre": "/areas/E05011151/",
            "drawn": "52.44,-1.83:52.45,-1.83:52.45,-1.80:52.44,-1.80",
        }  # fmt: skip
    return {
        "postcode": "QM1 1AA", "name": "Harbour", "ward": "/areas/E05900001/", "ended": "/areas/E05800001/",
        "council": "/areas/E08900002/", "force": "/areas/E23900001/", "centre": "/areas/E05900002/",
        "drawn": "52.4,-1.9:52.4,-1.88:52.418,-1.88:52.418,-1.9",
    }  # fmt: skip


@pytest.fixture
def addresses(told):
    drawn = f"/areas/drawn/?poly={told['drawn']}"
    return [told["ward"], f"{told['ward']}?category=burglary", told["ended"], told["council"], told["force"],
            told["centre"], drawn, "/areas/drawn/", "/areas/around?place=zzzz&metres=800"]  # fmt: skip


def table_of(page, id):
    """A table of the page as rows of text; rows that are hidden in details are read too."""
    return page.locator(f"#{id} tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim()))"
    )


def saved(download):
    """A downloaded CSV's rows, without its notes."""
    text = download.path().read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    return list(csv.DictReader(io.StringIO(text.split("\n\n")[0])))


def equal(rows, file, columns):
    """Whether the table's values are the file's, number by number."""
    assert len(rows) == len(file) > 0
    for shown, kept in zip(rows, file, strict=True):
        for place, key in columns.items():
            try:
                assert float(shown[place] or "nan") == pytest.approx(float(kept[key] or "nan"), nan_ok=True)
            except ValueError:
                assert shown[place] == kept[key]


def test_from_a_postcode_to_the_map_the_table_and_the_file(browser, site, told):
    with page_of(browser, base_url=site.address, accept_downloads=True) as page:
        page.goto("/", wait_until="networkidle")
        page.get_by_role("combobox", name="Find your area").fill(told["postcode"])
        page.get_by_role("button", name="Find", exact=True).click()
        page.wait_for_url(f"**{told['ward']}")
        assert page.get_by_role("heading", level=1).inner_text() == told["name"]
        assert page.locator(".wmp-answer__words").inner_text().endswith(".")

        page.get_by_role("navigation", name="On this page").get_by_role("link", name="Where").click()
        page.locator("#map.wmp-map--ready").wait_for(timeout=60_000)
        choose = page.get_by_label("Area on the map")
        choose.select_option(index=1)
        said = page.locator(".wmp-map__words").inner_text()
        assert re.search(r"[\d,]+ recorded", said)

        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download CSV of the map").click()
        assert waiting.value.suggested_filename.endswith("-places.csv")
        shown = table_of(page, "places-table")
        columns = [cell.get_attribute("data-key") for cell in page.locator("#places-table th[data-key]").all()]
        equal(
            shown, saved(waiting.value), {n: key for n, key in enumerate(columns) if key in ("name", "count", "rate")}
        )
        assert page.complaints == []


def test_every_part_can_be_saved_and_holds_what_the_page_shows(browser, site, told):
    with page_of(browser, base_url=site.address, accept_downloads=True) as page:
        page.goto(told["ward"], wait_until="networkidle")
        for part in ("months", "categories", "alike", "places"):
            link = page.locator(f'a[href="{told["ward"]}{part}.csv"]')
            if not link.count():
                continue
            with page.expect_download() as waiting:
                link.click()
            keys = [one.get_attribute("data-key") for one in page.locator(f"#{part}-table th[data-key]").all()]
            file = saved(waiting.value)
            equal(table_of(page, f"{part}-table"), file, {n: key for n, key in enumerate(keys) if key in file[0]})


def test_the_same_by_keyboard_alone(browser, site, told):
    with page_of(browser, base_url=site.address, accept_downloads=True) as page:
        page.goto("/", wait_until="networkidle")
        press_until(page, lambda at: at == "Find your area" or at == "q")
        page.keyboard.type(told["postcode"])
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{told['ward']}")
        page.wait_for_load_state("networkidle")
        page.locator("#map.wmp-map--ready").wait_for(timeout=60_000)
        press_until(page, lambda at: at == "map-area")
        page.keyboard.press("ArrowDown")
        assert "recorded" in page.locator(".wmp-map__words").inner_text()
        with page.expect_download() as waiting:
            press_until(page, lambda at: at.endswith("/places.csv"))
            page.keyboard.press("Enter")
        assert saved(waiting.value)


def press_until(page, there, limit=400):
    """Press Tab until the focus is there: asked by the id, or the address, of what has it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        at = page.evaluate("(document.activeElement.getAttribute('href') || document.activeElement.id || '')")
        if there(at):
            return
    raise AssertionError("the keyboard does not reach it")


def test_the_same_without_script(browser, site, told):
    with page_of(browser, base_url=site.address, script=False, accept_downloads=True) as page:
        page.goto("/")
        page.get_by_label("Find your area").fill(told["postcode"])
        page.get_by_role("button", name="Find", exact=True).click()
        assert page.url.endswith(told["ward"])
        assert page.locator("#places-chart").is_visible()
        assert page.locator(".wmp-map__legend li").count() >= 1
        page.locator("#places-table").get_by_role("link", name="Recorded").click()
        counts = [float(row[-3]) for row in table_of(page, "places-table")]
        assert counts == sorted(counts, reverse=True)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download CSV of the map").click()
        assert saved(waiting.value)
        page.get_by_label("kind of crime").select_option("burglary")
        page.get_by_role("button", name="Show").click()
        assert page.get_by_role("heading", level=1).inner_text() == f"{told['name']}: burglary"


def test_a_circle_round_a_street_without_a_map(browser, site, told):
    with page_of(browser, base_url=site.address, script=False) as page:
        page.goto("/areas/drawn/")
        page.get_by_label("Where?").fill(told["postcode"])
        page.get_by_label("800 metres").check()
        page.get_by_role("button", name="Count this area").click()
        assert page.get_by_role("heading", level=1).inner_text() == "The area you drew"
        assert told["postcode"].replace(" ", "") not in page.url.replace("+", "").replace("%20", "")


def test_no_page_of_an_area_is_barred_to_anyone(browser, site, addresses):
    with page_of(browser, base_url=site.address) as page:
        for address in addresses:
            page.goto(address, wait_until="networkidle")
            if page.locator("#map").count():
                page.locator("#map.wmp-map--ready").wait_for(timeout=60_000)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            assert axe(page) == [], address
            assert page.locator("h1").count() == 1
        assert [said for said in page.complaints if "status of 400" not in said] == []


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["400 per cent", "phone", "desktop"])
def test_no_page_of_an_area_scrolls_sideways(browser, site, addresses, size):
    with page_of(browser, base_url=site.address, size=size) as page:
        for address in addresses:
            page.goto(address, wait_until="networkidle")
            assert sideways(page) == [], address


def test_focus_is_seen_at_every_stop(browser, site, told):
    with page_of(browser, base_url=site.address) as page:
        page.goto(told["ward"], wait_until="networkidle")
        stops = tab_stops(page, limit=400)
        assert stops[0] == "Skip to main content"
        assert [stop for stop in stops if stop.startswith("!")] == []


def test_paper_has_the_figures_and_not_the_furniture(browser, site, told):
    with page_of(browser, base_url=site.address) as page:
        page.goto(told["ward"], wait_until="networkidle")
        page.emulate_media(media="print")
        assert page.locator(".wmp-figures").is_visible()
        assert page.locator("#months-chart").is_visible()
        assert page.locator("#places-table").is_visible()
        for furniture in ("Main", "On this page"):
            assert not page.get_by_role("navigation", name=furniture).is_visible()
        assert not page.locator(".wmp-choose").is_visible()


def test_the_link_to_share_is_the_pages_own(browser, site, told):
    with page_of(browser, base_url=site.address) as page:
        page.goto(f"{told['ward']}?category=burglary", wait_until="networkidle")
        field = page.get_by_label("Link to this page as you see it")
        assert field.input_value() == f"{site.address}{told['ward']}?category=burglary"


def test_where_few_live_and_many_go_the_rate_is_not_alone(browser, site, told):
    if not site.real:
        pytest.skip("the invented force has no such centre")
    with page_of(browser, base_url=site.address) as page:
        page.goto(told["centre"])
        note = page.locator(".wmp-figures + .wmp-note")
        assert "Residents are a poor yardstick" in note.inner_text()


def test_the_map_stands_without_a_base_map(browser, site, told):
    with page_of(browser, base_url=site.address) as page:
        page.route("**/basemap/**", lambda route: route.abort())
        page.goto(told["ward"], wait_until="networkidle")
        page.locator("#map.wmp-map--ready").wait_for(timeout=60_000)
        page.get_by_label("Area on the map").select_option(index=1)
        assert "recorded" in page.locator(".wmp-map__words").inner_text()
