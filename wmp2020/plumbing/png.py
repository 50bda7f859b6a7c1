"""A chart as a picture to share: the same SVG, with its caption, its source and how fresh it is written in."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import resvg_py

from wmp2020.plumbing.charts.frame import element, lines

FONTS = ("atkinson-regular.ttf", "atkinson-bold.ttf")
FAMILY = "Atkinson Hyperlegible Next"
EDGE = 28


class NotDrawn(ValueError):
    """The SVG cannot be drawn."""


def png(
    svg: str, *, css: str = "", caption: str = "", source: str = "", fresh: str = "", width: int = 1600,
    fonts: Path | None = None,
) -> bytes:  # fmt: skip
    """The picture, `width` pixels broad, on white. css is the charts' own sheet; fonts the folder that holds FONTS.

    Without the folder the machine's own faces are used. NotDrawn for text that is no SVG.
    """
    whole = framed(svg, caption=caption, notes=[n for n in (source, fresh) if n])
    held = _fonts(fonts)
    try:
        made = resvg_py.svg_to_bytes(
            svg_string=whole, background="#ffffff", width=width, style_sheet=css or None, font_files=held or None,
            skip_system_fonts=bool(held), font_family=FAMILY, sans_serif_family=FAMILY if held else None,
        )  # fmt: skip
    except ValueError as fault:
        raise NotDrawn(str(fault)) from fault
    return bytes(made)


@cache
def _fonts(folder: Path | None) -> list[str]:
    return [str(folder / name) for name in FONTS if (folder / name).is_file()] if folder else []


def framed(svg: str, *, caption: str, notes: Sequence[str]) -> str:
    """The SVG set in a larger one: the caption above, the notes below. NotDrawn when it has no size."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if not svg.lstrip().startswith("<svg") or not box:
        raise NotDrawn("an <svg> with a viewBox from 0 0 is expected")
    wide, high = float(box[1]), float(box[2])
    big, small = (22.0, 13.0) if wide > 500 else (18.0, 11.0)
    parts, y = [], float(EDGE)
    for line in lines(caption, wide, big):
        y += big
        parts.append(element("text", escape(line), x=EDGE, y=y, class_="wmp-c-caption", font_size=big,
                             font_weight="bold"))  # fmt: skip
        y += big * 0.25
    y += 16 if caption else 0
    inner = re.sub(r'^(\s*<svg[^>]*?) width="[\d.]+" height="[\d.]+"',
                   rf'\1 x="{EDGE}" y="{y:g}" width="{wide:g}" height="{high:g}"', svg, count=1)  # fmt: skip
    parts.append(inner)
    y += high + 18
    for note in notes:
        for line in lines(note, wide, small):
            y += small * 1.4
            parts.append(element("text", escape(line), x=EDGE, y=y, class_="wmp-c-note",
                                 font_size=small))  # fmt: skip
    size = f"{wide + 2 * EDGE:g} {y + EDGE:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{"".join(parts)}</svg>'
