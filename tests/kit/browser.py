"""Debian's chromium for walks, asked about accessibility, reflow, focus and what its console complained of.

In a test, take the fixtures of tests/conftest.py; in a script, `with chromium() as browser, page_of(browser) as page`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
FLAT = [*QUIET, "--disable-gpu"]
MAPS = [*QUIET, "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # what WCAG 1.4.10 asks: 1280 px at 400 % zoom


def launch(playwright: Playwright, *, maps: bool = False) -> Browser:
    """Debian's chromium; maps=True draws WebGL in software."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=MAPS if maps else FLAT)


@contextmanager
def chromium(*, maps: bool = False) -> Iterator[Browser]:
    """A browser for a script; closed at the end."""
    with sync_playwright() as playwright:
        browser = launch(playwright, maps=maps)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, *, size: dict[str, int] = DESKTOP, script: bool = True, **options: Any) -> Iterator[Page]:
    """A page in a context of its own; page.complaints lists its console's errors, failed loads, broken policy."""
    context: BrowserContext = browser.new_context(viewport=size, java_script_enabled=script, locale="en-GB", **options)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.complaints = complaints  # type: ignore[attr-defined]

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "GL Driver Message" not in message.text:  # software WebGL is slow
            complaints.append(f"{message.type}: {message.text}")

    def lost(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the browser drops what a page it leaves still wanted
            complaints.append(f"failed: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda fault: complaints.append(f"script: {fault}"))
    page.on("requestfailed", lost)
    try:
        yield page
    finally:
        context.close()


def axe(page: Page, **options: Any) -> list[str]:
    """What axe-core finds wrong, WCAG 2.2 AA and best practice, one line for each node; empty is what we want."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("options => axe.run(document, options)", options or {"resultTypes": ["violations"]})
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What sticks out to the right of the window (its own scrolling boxes excepted); empty when the page reflows."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth
          if (document.documentElement.scrollWidth <= room) return []
          return [...document.body.querySelectorAll('*')]
            .filter((e) => e.getBoundingClientRect().right > room + 1 && !e.closest('.wmp-scroll'))
            .map((e) => e.tagName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right)).slice(0, 8)
        }"""
    )


def tab_stops(page: Page, *, limit: int = 200) -> list[str]:
    """Press Tab round the page once; the accessible words of each stop, "!" in front where focus cannot be seen."""
    stops: list[str] = []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const e = document.activeElement
              if (!e || e === document.body) return null
              const s = getComputedStyle(e)
              const seen = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'
              const words = e.getAttribute('aria-label') || e.innerText || e.name || e.id || e.tagName
              return (seen ? '' : '!') + words.trim()
            }"""
        )
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"focus never left the page after {limit} presses: {stops[-5:]}")
