"""Colours: each pair in use has the contrast WCAG asks, and a sheet names no colour of its own."""

import json
import re
from itertools import pairwise

import pytest
from django.conf import settings

ASSETS = settings.ROOT / "wmp2020/website/assets"
TOKENS = json.loads((ASSETS / "tokens.json").read_text())
SHEETS = sorted((ASSETS / "scss").glob("*.scss"))


def luminance(colour):
    """Relative luminance of #rrggbb (WCAG 2.2, definition)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), TOKENS["pairs"], ids=lambda value: str(value))
def test_a_pair_in_use_can_be_read(front, back, least):
    assert contrast(TOKENS["colours"][front], TOKENS["colours"][back]) >= least
    assert least >= 3  # nothing in use asks for less than WCAG does of a control


def used():
    """(text colour, background colour) said together in one rule of our sheets."""
    for sheet in SHEETS:
        for block in re.findall(r"\{([^{}]*)\}", sheet.read_text()):
            front = re.search(r'(?<![-\w])color: colour\("([\w-]+)"\)', block)
            back = re.search(r'background(?:-color)?: colour\("([\w-]+)"\)', block)
            if front and back:
                yield front[1], back[1]


def test_every_pair_that_a_rule_sets_is_listed():
    listed = {(front, back) for front, back, least in TOKENS["pairs"] if least >= 4.5}
    assert len(set(used())) > 8
    assert set(used()) <= listed


def test_sheets_take_their_colours_from_the_tokens():
    for sheet in SHEETS:
        if sheet.name != "_print.scss":  # paper is white and ink black
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\{)", sheet.read_text()) == [], sheet.name


def test_shades_of_the_map_rise_in_steps_that_can_be_told_apart():
    steps = [luminance(TOKENS["colours"][f"seq-{n}"]) for n in range(1, 6)]
    assert steps == sorted(steps, reverse=True)
    for lighter, darker in pairwise(steps):
        assert (lighter + 0.05) / (darker + 0.05) >= 1.3
