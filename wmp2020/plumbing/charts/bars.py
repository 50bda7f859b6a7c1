"""Amounts of several kinds side by side: horizontal bars from zero, each named and valued where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .frame import Scale, broad, drawing, element, fits, value, words

TONES = {"high": "wmp-c-bar--high", "low": "wmp-c-bar--low"}


@dataclass(frozen=True)
class Bar:
    """One bar. note stands after the value ("38%"); mark in words what stands out ("higher than usual") with its tone
    "high" or "low"; low and high draw an interval."""

    name: str
    amount: float
    note: str = ""
    mark: str = ""
    tone: str = ""
    low: float | None = None
    high: float | None = None


def bars(bars: Sequence[Bar], *, id: str, title: str, unit: str = "recorded", width: float = 840) -> str:
    """The bars in the order given. Wide: name, bar, value in one row; narrow: the name above its bar."""
    wide = width > 500
    size = 15.0 if wide else 14.0
    row = 32.0 if wide else 46.0
    left = 248.0 if wide else 0.0
    most = max([max(b.amount, b.high or 0) for b in bars] + [1e-9])
    grow = min([(width - left - _room(b, size)) / max(b.amount, b.high or 0, 1e-9) for b in bars] + [width / most])
    across = Scale(most, left, left + most * grow, most)
    parts = [element("path", d=f"M{left + 0.5:g},0 V{row * len(bars):g}", class_="wmp-c-base")] if wide else []
    for i, bar in enumerate(bars):
        top = i * row
        y = top + 6 if wide else top + 20
        thick = row - 12 if wide else 20
        middle = y + thick / 2
        if wide:
            parts.append(words(fits(bar.name, left - 14, size), left - 12, middle + size * 0.34, "", "end"))
        else:
            parts.append(words(fits(bar.name, width, size), 0, top + 14))
        tone = TONES.get(bar.tone, "")
        length = max(across(bar.amount) - left, 1.0 if bar.amount else 0.0)
        parts.append(element("rect", x=left, y=y, width=length, height=thick, class_=f"wmp-c-bar {tone}".strip()))
        end = left + length
        if bar.low is not None and bar.high is not None:
            low, high = across(bar.low), across(bar.high)
            parts.append(element("path", d=f"M{low:.1f},{middle:.1f} H{high:.1f}", class_="wmp-c-whisker"))
            end = max(end, high)
        parts.append(_told(bar, end + 8, middle + size * 0.34))
    said = [
        f"{b.name}: {value(b.amount)}{f' ({b.note})' if b.note else ''}{f', {b.mark}' if b.mark else ''}" for b in bars
    ]
    return drawing(parts, id=id, title=title, says=f"{unit.capitalize()}. " + "; ".join(said) + ".", width=width,
                   height=max(row * len(bars), 20))  # fmt: skip


def _room(bar: Bar, size: float) -> float:
    """What the words behind a bar need."""
    told = [value(bar.amount), bar.note, bar.mark]
    return sum(broad(words, size * 1.2) + 8 for words in told if words) + 6


def _told(bar: Bar, x: float, y: float) -> str:
    """Value in bold, note quiet, mark in its tone: one text, so that it is copied whole."""
    far = "wmp-c-strong wmp-c-beyond" if bar.tone in TONES else "wmp-c-strong"
    spans = [
        (value(bar.amount), far),
        (bar.note, "wmp-c-quiet"),
        (bar.mark, "wmp-c-beyond" if bar.tone in TONES else ""),
    ]
    told = [element("tspan", escape(text), class_=kind or None, dx=8 if i else None)
            for i, (text, kind) in enumerate(spans) if text]  # fmt: skip
    return element("text", "".join(told), x=x, y=y, class_="wmp-c-text")
