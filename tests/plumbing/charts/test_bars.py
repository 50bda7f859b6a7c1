"""Bars and ranges: lengths in proportion, names and values as text."""

import xml.etree.ElementTree as ET

import pytest

from wmp2020.plumbing.charts import NARROW, WIDE, Bar, Range, bars, ranges

KINDS = [Bar("Violence and sexual offences", 400, "40%"), Bar("Burglary", 100, "10%", "higher than usual", "high"),
         Bar("Bicycle theft", 0, "0%")]  # fmt: skip


def having(root: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def text(root: ET.Element) -> list[str]:
    return ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_bars_are_as_long_as_their_amounts(width: float) -> None:
    root = ET.fromstring(bars(KINDS, id="b", title="Kinds", width=width))
    lengths = [float(e.get("width") or 0) for e in having(root, "wmp-c-bar")]
    assert lengths[0] == pytest.approx(4 * lengths[1], rel=0.01)
    assert lengths[2] == 0
    assert all(float(e.get("x") or 0) + float(e.get("width") or 0) < width for e in having(root, "wmp-c-bar"))


def test_names_are_whole_and_what_stands_out_is_said_in_words_too() -> None:
    root = ET.fromstring(bars(KINDS, id="b", title="Kinds"))
    assert "Violence and sexual offences" in text(root)
    assert "100" + "10%" + "higher than usual" in text(root)
    assert len(having(root, "wmp-c-bar--high")) == 1
    assert "Burglary: 100 (10%), higher than usual;" in root[1].text  # type: ignore[operator]


def test_no_bars_draw_nothing_and_do_not_fail() -> None:
    assert having(ET.fromstring(bars([], id="b", title="Kinds")), "wmp-c-bar") == []


ROWS = [
    Range("Here", 120.0, 110.0, 130.0, own=True),
    Range("There", 80.0, 70.0, 91.0),
    Range("Elsewhere", 95.0, 90, 99),
]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_ranges_keep_the_order_given_and_put_dots_in_their_place(width: float) -> None:
    root = ET.fromstring(ranges(ROWS, id="r", title="Alike", unit="Per 1,000", usual=(60, 140), middle=90, width=width))
    dots = having(root, "wmp-c-dot")
    heights = [float(d.get("cy") or 0) for d in dots]
    assert heights == sorted(heights)
    places = [float(d.get("cx") or 0) for d in dots]
    assert places[1] < places[2] < places[0]
    assert "Usual among areas alike" in text(root)
    assert "90 areas alike together" in text(root)
    assert "Here 120 (from 110 to 130)" in root[1].text  # type: ignore[operator]
