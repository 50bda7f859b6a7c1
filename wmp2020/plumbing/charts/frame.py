"""What all charts share: elements as text, a scale that starts at zero, words that fit."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from wmp2020.plumbing.british import number

WIDE, NARROW = 840, 330  # units of the drawing: pixels at the size it is meant for
LETTER = 0.53  # mean width of a letter of our face over its size


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element; `class_` is class, other underscores become hyphens; None leaves an attribute out; text is escaped
    by the caller with `words`."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value), quote=True)


def words(text: str, x: float, y: float, class_: str = "", anchor: str = "") -> str:
    """A line of text with its baseline at y; anchor "middle" or "end"."""
    classes = " ".join(filter(None, ["wmp-c-text", class_, f"wmp-c-{anchor}" if anchor else ""]))
    return element("text", escape(text), x=float(x), y=float(y), class_=classes)


def drawing(
    inside: Iterable[str], *, id: str, title: str, says: str, width: float, height: float, class_: str = "",
    group: bool = False,
) -> str:  # fmt: skip
    """The whole: named by its title and described by what it says. id must be unique on the page.

    group: for a drawing with links inside, which role="img" would hide from assistive software.
    """
    names = element("title", escape(title), id=f"{id}-title") + element("desc", escape(says) or " ", id=f"{id}-says")
    return element(
        "svg", names + "".join(inside), xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {math.ceil(height)}",
        width=f"{width:g}", height=math.ceil(height), role="group" if group else "img",
        aria_labelledby=f"{id}-title {id}-says", class_=f"wmp-c {class_}".strip(), id=id, focusable="false",
    )  # fmt: skip


def for_both(draw: Callable[..., str], *, id: str, **told: object) -> str:
    """The chart for wide and for narrow screens, each in a division the sheet shows at its width."""
    wide = draw(id=id, width=WIDE, **told)
    narrow = draw(id=f"{id}-narrow", width=NARROW, **told)
    return f'<div class="wmp-plot wmp-plot--wide">{wide}</div><div class="wmp-plot wmp-plot--narrow">{narrow}</div>'


@dataclass(frozen=True)
class Scale:
    """A linear scale from zero: value to place, and round ticks."""

    top: float
    start: float  # where zero lies
    end: float  # where top lies
    step: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * min(max(value, 0), self.top) / self.top

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round values from zero to the top."""
        return tuple(i * self.step for i in range(round(self.top / self.step) + 1))


def scale(largest: float, start: float, end: float, *, about: int = 4, whole: bool = True) -> Scale:
    """From zero to the first round number at or above the largest value, with about so many steps of 1, 2, 2.5 or 5."""
    largest = max(largest, 1.0 if whole else 1e-9)
    rough = largest / about
    power = 10 ** math.floor(math.log10(rough))
    steps = [m * power for m in (1, 2, 2.5, 5, 10)]
    step = next(s for s in steps if (s >= rough * 0.999 and (not whole or s == int(s))) or s == steps[-1])
    step = max(step, 1.0) if whole else step
    return Scale(math.ceil(round(largest / step, 9)) * step, start, end, step)


def fits(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than room at this letter size."""
    letters = int(room / (size * LETTER))
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"


def broad(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * LETTER


def lines(text: str, room: float, size: float) -> list[str]:
    """The text broken into lines that fit."""
    made: list[str] = []
    for word in text.split():
        longer = f"{made[-1]} {word}" if made else word
        if made and broad(longer, size) <= room:
            made[-1] = longer
        else:
            made.append(word)
    return made


def apart(places: Sequence[float], least: float) -> list[float]:
    """Places (rising) pushed down until each is at least so far below the one before."""
    moved = list(places)
    for i, (before, now) in enumerate(pairwise(range(len(moved)))):
        moved[i + 1] = max(moved[now], moved[before] + least)
    return moved


def value(amount: float) -> str:
    """A number as a chart writes it: thousands with commas, one decimal under ten when it has any."""
    return number(amount, 0 if float(amount).is_integer() or abs(amount) >= 10 else 1)


def hatch(id: str) -> str:
    """The pattern for what is not known, used as fill of a class; ids must be unique on the page."""
    stripe = element("path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", class_="wmp-c-hatch")
    return element("pattern", stripe, id=id, width=6, height=6, patternUnits="userSpaceOnUse")
