"""Make this guide's pictures anew from a running site that shows the West Midlands folder.

    .venv/bin/python docs/guide/pictures.py http://127.0.0.1:8020

Debian's pngquant brings each to 96 colours; without it they are larger than the repository takes.
"""

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.kit.browser import DESKTOP, PHONE, chromium, page_of

HERE = Path(__file__).parent
WARD = "/areas/E05011118/"
DRAWN = "/areas/drawn/?poly=" + "52.452,-1.835:52.452,-1.805:52.437,-1.805:52.437,-1.835"
LARGEST = 150_000  # bytes
# name: address, window, how high, and what is brought to the top of the picture
PICTURES = {
    "home": ("/", DESKTOP, 900, ""),
    "find": ("/areas/?q=high+street", DESKTOP, 900, ""),
    "area-desktop": (WARD, DESKTOP, 1250, ""),
    "area-phone": (WARD, PHONE, 844, ""),
    "area-map": (WARD, DESKTOP, 820, "#where-heading"),
    "area-alike": (WARD, DESKTOP, 760, "#alike-heading"),
    "area-drawn": (DRAWN, DESKTOP, 900, "#where-heading"),
    "about": ("/about-the-data/", DESKTOP, 900, ""),
}


def take(site: str) -> None:
    """Every picture, and its size in bytes."""
    with chromium(maps=True) as browser:
        for name, (address, window, high, top) in PICTURES.items():
            size = {**window, "height": high}
            with page_of(browser, size=size, device_scale_factor=1) as page:
                page.goto(site + address, wait_until="networkidle")
                if page.locator("#map").count():
                    page.locator("#map.wmp-map--ready").wait_for(timeout=60_000)
                if top:
                    page.locator(top).evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)")
                    page.wait_for_timeout(800)
                file = HERE / f"{name}.png"
                page.screenshot(path=file)
            squeeze(file)
            sys.stdout.write(f"{file.name}: {file.stat().st_size:,} bytes\n")
            assert file.stat().st_size <= LARGEST, f"{file} is too large for the repository"


def squeeze(file: Path) -> None:
    """96 colours without dithering, where pngquant is there."""
    if tool := shutil.which("pngquant"):
        subprocess.run([tool, "--force", "--ext", ".png", "--nofs", "--strip", "96", file], check=True)


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8020")
