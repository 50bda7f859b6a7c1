"""Every page, whatever it shows, keeps the promises of the frame: policy, axe, keyboard, narrow windows, no script."""

import pytest

from tests.kit.browser import DESKTOP, NARROW, axe, page_of, sideways, tab_stops

PAGES = [
    "/", "/about-the-data/", "/developers/", "/accessibility/", "/privacy/", "/cookies/", "/areas/",
    "/areas/?q=zzzz", "/areas/all/",
    "/nothing-here/", "/accounts/login/", "/style/",
]  # fmt: skip
STAFF = ["/staff/", "/staff/jobs/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/"]


def quiet(complaints: list[str], status: int) -> list[str]:
    """Complaints but for the browser's own note that a page we asked for was not found."""
    return [said for said in complaints if not (status >= 400 and f"status of {status}" in said)]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_keeps_its_policy(page, address):
    status = page.goto(address, wait_until="networkidle").status
    assert axe(page) == []
    assert quiet(page.complaints, status) == []
    assert page.locator("h1").count() == 1
    assert page.title().startswith(page.locator("h1").inner_text()[:10]) or address == "/"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_reflows_at_400_percent(browser, site, address):
    with page_of(browser, size=NARROW, base_url=site.address) as page:
        page.goto(address, wait_until="networkidle")
        assert sideways(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_all_it_has_to_say_without_script(browser, site, address):
    with page_of(browser, script=False, base_url=site.address) as page:
        page.goto(address)
        assert page.locator("h1").is_visible()
        assert page.locator("main").inner_text().strip()
        navigation = page.get_by_role("navigation", name="Main")
        assert navigation.get_by_role("link").first.is_visible()


@pytest.mark.parametrize("address", ["/", "/style/", "/areas/all/"])
def test_focus_reaches_every_control_and_can_be_seen(page, address):
    page.goto(address, wait_until="networkidle")
    stops = tab_stops(page, limit=600)
    assert stops[0] == "Skip to main content"
    assert [stop for stop in stops if stop.startswith("!")] == []
    assert "Find your area" in stops


def test_nothing_comes_from_elsewhere(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/style/", "/areas/"):
        page.goto(address, wait_until="networkidle")
    own = (site.address, f"blob:{site.address}", "data:")
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.mark.parametrize("address", STAFF)
def test_staff_pages_keep_the_same_promises(staff, address):
    response = staff.goto(address, wait_until="networkidle")
    assert response.status == 200
    assert axe(staff) == []
    assert staff.complaints == []
    staff.set_viewport_size(NARROW)
    assert sideways(staff) == []
    staff.set_viewport_size(DESKTOP)


def test_the_menu_folds_on_a_narrow_window_and_opens_by_keyboard(browser, site):
    with page_of(browser, size=NARROW, base_url=site.address) as page:
        page.goto("/", wait_until="networkidle")
        menu = page.get_by_role("button", name="Menu")
        link = page.get_by_role("navigation", name="Main").get_by_role("link", name="About the data")
        assert not link.is_visible()
        menu.focus()
        page.keyboard.press("Enter")
        assert link.is_visible()


def test_a_page_prints_without_furniture(page):
    page.goto("/about-the-data/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.get_by_role("heading", name="What these figures cannot tell you").is_visible()


def test_a_wrong_form_is_told_at_the_top_with_links_to_its_fields(page):
    page.goto("/style/", wait_until="networkidle")
    page.get_by_role("button", name="Send the sample").click()
    page.wait_for_load_state("networkidle")
    summary = page.locator(".govuk-error-summary")
    assert page.title().startswith("Error: ")
    assert summary.evaluate("e => e === document.activeElement")
    for link in summary.get_by_role("link").all():
        target = page.locator(link.get_attribute("href"))
        assert target.count() == 1, link.inner_text()
        link.click()
        assert target.evaluate("e => e === document.activeElement"), link.inner_text()
    assert axe(page) == []
