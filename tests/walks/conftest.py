"""For walks: one site and one browser for them all, a fresh context for each page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.kit.browser import launch, page_of
from tests.kit.whole import Site, whole_site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The whole site, started as a person starts it."""
    with whole_site() as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, WebGL drawn in software."""
    with sync_playwright() as playwright:
        found = launch(playwright, maps=True)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Any]:
    """A page at desktop size; `page.goto("/areas/")` is on the site."""
    with page_of(browser, base_url=site.address) as page:
        yield page


@pytest.fixture
def staff(browser: Browser, site: Site) -> Iterator[Page]:
    """A page signed in as the first of the demonstration's staff."""
    account = next(account for account in site.accounts if account["is_staff"])
    with page_of(browser, base_url=site.address) as page:
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(account["email"])
        page.get_by_label("Password", exact=True).fill(account["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/staff/")
        yield page
