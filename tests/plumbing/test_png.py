"""Charts as pictures."""

import struct
import time

import pytest

from wmp2020.plumbing.charts import Month, columns
from wmp2020.plumbing.png import NotDrawn, framed, png

SVG = columns([Month(f"2025-{n:02}", 40 + n) for n in range(1, 13)], id="c", title="Burglary")
CSS = ".wmp-c-line { fill: none; stroke: #1d4e63; stroke-width: 40px }"


def size(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", picture[16:24])  # type: ignore[return-value]


def test_a_picture_has_the_width_asked_and_room_for_its_words() -> None:
    plain, told = png(SVG, width=800), png(SVG, width=800, caption="Burglary by month", source="Source", fresh="Fresh")
    assert size(plain)[0] == size(told)[0] == 800
    assert size(told)[1] > size(plain)[1] + 50


def test_the_sheet_given_colours_it() -> None:
    assert png(SVG, width=400) != png(SVG, width=400, css=CSS)


def test_caption_source_and_freshness_are_in_it_escaped_and_broken_into_lines() -> None:
    words = framed(SVG, caption="Crime & " + "long " * 40, notes=["Source: <police>"])
    assert "Crime &amp; long" in words
    assert words.count("wmp-c-caption") > 1
    assert "Source: &lt;police&gt;" in words


@pytest.mark.parametrize("text", ["", "hello", "<svg>", '<svg viewBox="0 0 10 10"><g></svg>'])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(NotDrawn):
        png(text)


def test_it_is_quick() -> None:
    spent = []
    for _ in range(5):
        began = time.process_time()
        png(SVG, css=CSS, caption="Burglary", width=1200)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.15
