"""What all charts share."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing.charts import NARROW, WIDE, Bar, bars, for_both
from wmp2020.plumbing.charts.frame import drawing, element, fits, lines, scale, value, words


@given(st.floats(0, 1e6))
def test_a_scale_starts_at_zero_and_holds_the_largest(largest: float) -> None:
    across = scale(largest, 0, 100)
    assert across.ticks[0] == 0
    assert across.ticks[-1] == pytest.approx(across.top)
    assert across.top >= largest
    assert 2 <= len(across.ticks) <= 7
    assert all(tick == int(tick) for tick in across.ticks)
    assert across(0) == 0
    assert across(across.top) == 100


@pytest.mark.parametrize(("largest", "ticks"), [(0, (0, 1)), (3, (0, 1, 2, 3)), (97, (0, 25, 50, 75, 100))])
def test_ticks_are_round(largest: float, ticks: tuple[float, ...]) -> None:
    assert scale(largest, 0, 1).ticks == ticks


def test_a_drawing_has_a_name_and_says_what_it_shows() -> None:
    root = ET.fromstring(drawing([], id="one", title="A & B", says="Ten <more>", width=100, height=40))
    told = {child.get("id"): child.text for child in root}
    assert told == {"one-title": "A & B", "one-says": "Ten <more>"}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-says"
    assert root.get("viewBox") == "0 0 100 40"


def test_text_and_attributes_are_escaped() -> None:
    assert "<script" not in words("<script>alert(1)</script>", 0, 0)
    assert element("a", href='x" onload="y') == '<a href="x&quot; onload=&quot;y"/>'


@given(st.text(st.characters(codec="ascii", categories=["L", "Zs"]), max_size=60), st.floats(40, 300))
def test_words_fit_their_room(text: str, room: float) -> None:
    assert len(fits(text, room, 15)) <= max(room / (15 * 0.53), 2)
    assert " ".join(lines(text, room, 15)).split() == text.split()


@pytest.mark.parametrize(("amount", "told"), [(1234, "1,234"), (9.26, "9.3"), (12.4, "12"), (0, "0"), (5.0, "5")])
def test_numbers_are_british(amount: float, told: str) -> None:
    assert value(amount) == told


def test_a_chart_for_both_widths_has_each_id_once() -> None:
    both = for_both(bars, id="kinds", title="Kinds", bars=[Bar("Burglary", 12)])
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 6
    assert re.findall(r'viewBox="0 0 (\d+) ', both) == [str(WIDE), str(NARROW)]
    assert both.count('class="wmp-plot wmp-plot--') == 2
