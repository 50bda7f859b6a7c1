"""The parts that move: suggestions, sorting, the map, drawing on it; and that each has a way without script."""

import re

import pytest

from tests.kit.browser import DESKTOP, axe, page_of


def column(page, index):
    return [row.inner_text() for row in page.locator(f"#sample tbody tr > :nth-child({index})").all()]


def test_a_table_sorts_in_the_page_and_says_so(page):
    page.goto("/style/", wait_until="networkidle")
    heading = page.locator("#sample th[data-key=crimes]")
    heading.get_by_role("button").click()
    assert column(page, 2) == ["1,204", "312", "98", ""]
    assert heading.get_attribute("aria-sort") == "descending"
    assert page.get_by_text("Sorted by Crimes, descending").count() == 1
    assert "sort=-crimes" in page.url
    heading.get_by_role("button").press("Enter")
    assert column(page, 2) == ["98", "312", "1,204", ""]
    page.reload()  # the address carries the order
    assert column(page, 2) == ["98", "312", "1,204", ""]


def test_a_table_sorts_without_script_by_its_links(browser, site):
    with page_of(browser, script=False, base_url=site.address) as page:
        page.goto("/style/")
        page.locator("#sample").get_by_role("link", name="Ward").click()
        assert column(page, 1) == ["Aston", "Bournville", "Édgbaston", "Nechells"]
        page.locator("#sample").get_by_role("link", name="Crimes").click()
        assert column(page, 2) == ["1,204", "312", "98", ""]


@pytest.fixture
def typed(site):
    """What to type, and the area that it should find."""
    return ("ladywoo", "Ladywood") if site.real else ("harbou", "Harbour")


def test_suggestions_come_as_one_types_and_are_chosen_by_keyboard(page, typed):
    words, name = typed
    page.goto("/", wait_until="networkidle")
    box = page.get_by_role("combobox", name="Find your area")
    box.press_sequentially(words, delay=30)
    options = page.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert page.get_by_text(re.compile(r"^\d+ suggestions?$")).count() == 1
    assert axe(page) == []
    box.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    assert name in options.first.inner_text()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/areas/E*/")


def test_the_search_works_without_script(browser, site, typed):
    with page_of(browser, script=False, base_url=site.address) as page:
        page.goto("/")
        page.get_by_label("Find your area").fill(typed[1])
        page.get_by_role("button", name="Find").click()
        assert typed[1] in page.locator("main").inner_text()


def test_the_position_of_the_device_is_rounded_before_it_is_sent(browser, site):
    lat, lng = (52.4796123, -1.9026987) if site.real else (52.4031234, -1.8951234)
    where = {"latitude": lat, "longitude": lng}
    options = {"geolocation": where, "permissions": ["geolocation"], "base_url": site.address}
    with page_of(browser, size=DESKTOP, **options) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/", wait_until="networkidle")
        page.get_by_role("button", name="Use my position").click()
        page.wait_for_url("**/areas/E*/")
    sent = [url for url in asked if "/areas/at" in url]
    assert re.search(r"lat=-?\d+\.\d{4}&lng=-?\d+\.\d{4}$", sent[0])


@pytest.fixture
def mapped(page):
    page.goto("/style/", wait_until="networkidle")
    page.locator("#map.wmp-map--ready").wait_for(timeout=30_000)
    return page


def test_the_map_tells_each_area_by_a_list_as_well_as_by_a_click(mapped):
    choose = mapped.get_by_label("Area on the map")
    assert choose.locator("option").count() == 10
    choose.select_option("X5")
    words = mapped.locator(".wmp-map__words")
    assert "Square 6" in words.inner_text()
    assert "75 crimes" in words.inner_text()
    choose.select_option("")
    assert words.inner_text() == ""
    mapped.locator("#map canvas").click(position={"x": 360, "y": 400})
    assert "Square" in words.inner_text()
    assert choose.input_value() != ""
    assert mapped.locator(".wmp-map__legend li").all_inner_texts()[-1].strip() == "Not shown"
    assert mapped.complaints == []


def centre(page):
    return page.evaluate("document.querySelector('#map').map.getCenter().toString()")


def test_an_area_can_be_drawn_by_keyboard_alone(mapped):
    mapped.get_by_role("button", name="Draw your own area").press("Enter")
    add = mapped.get_by_role("button", name="Add the centre of the map")
    canvas = mapped.locator("#map canvas")
    show = mapped.get_by_role("link", name="Show this area", include_hidden=True)
    for arrow in (None, "ArrowRight", "ArrowDown"):
        if arrow:
            before = centre(mapped)
            canvas.press(arrow)
            while centre(mapped) == before or mapped.evaluate("document.querySelector('#map').map.isMoving()"):
                mapped.wait_for_timeout(50)  # the map glides
        add.press("Enter")
    mapped.get_by_text("Points so far: 3").wait_for()
    address = show.get_attribute("href")
    points = [tuple(map(float, pair.split(","))) for pair in address.partition("?poly=")[2].split(":")]
    assert len(set(points)) == 3
    assert all(52.3 < lat < 52.7 and -2.1 < lng < -1.7 for lat, lng in points)
    mapped.get_by_role("button", name="Remove the last point").click()
    assert not show.is_visible()


def test_the_link_can_be_copied(browser, site):
    options = {"permissions": ["clipboard-read", "clipboard-write"], "base_url": site.address}
    with page_of(browser, size=DESKTOP, **options) as page:
        page.goto("/style/?sort=ward", wait_until="networkidle")
        page.get_by_role("button", name="Copy link").click()
        page.get_by_text("Link copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{site.address}/style/?sort=ward"
