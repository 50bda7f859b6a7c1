"""One place among those alike: a row each, a dot with its interval, over the range that is usual. Not a ranking: rows
come in the order given (most alike first), the place itself on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from .frame import drawing, element, fits, lines, scale, value, words


@dataclass(frozen=True)
class Range:
    """One row: a value with its interval. own marks the place the chart is about."""

    name: str
    amount: float
    low: float
    high: float
    own: bool = False


def ranges(
    rows: Sequence[Range], *, id: str, title: str, unit: str, usual: tuple[float, float] | None = None,
    middle: float | None = None, middle_name: str = "areas alike together", width: float = 840,
) -> str:  # fmt: skip
    """The rows over the usual range (shaded) and the middle (a line named at the top)."""
    wide = width > 500
    size = 15.0 if wide else 14.0
    row = 30.0 if wide else 42.0
    left, right, head = (248.0, 56.0, 34.0) if wide else (4.0, 50.0, 34.0)
    largest = max([r.high for r in rows] + ([usual[1]] if usual else []) + [1e-9])
    across = scale(largest, left, width - right, whole=False)
    floor = head + row * len(rows)
    parts = []
    if usual:
        a, b = across(usual[0]), across(usual[1])
        parts.append(element("rect", x=a, y=head, width=b - a, height=floor - head, class_="wmp-c-band"))
    for tick in across.ticks:
        x = round(across(tick)) + 0.5
        parts.append(
            element("path", d=f"M{x:g},{head:g} V{floor:g}", class_="wmp-c-base" if tick == 0 else "wmp-c-rule")
        )
        parts.append(words(value(tick), x, floor + size + 4, "wmp-c-quiet wmp-c-small", "middle" if tick else ""))
    foot = floor + size + 4
    for line in lines(unit, width - left, size):
        foot += size + 5
        parts.append(words(line, left, foot, "wmp-c-quiet wmp-c-small"))
    if usual:
        foot += 24
        parts.append(element("rect", x=left, y=foot - 11, width=16, height=13, class_="wmp-c-band wmp-c-key"))
        parts.append(words("Usual among areas alike", left + 22, foot, "wmp-c-quiet wmp-c-small"))
    if middle is not None:
        x = across(middle)
        anchor = "end" if x > width * 0.6 else ""
        parts.append(element("path", d=f"M{x:.1f},{head - 8:g} V{floor:g}", class_="wmp-c-centre"))
        told = fits(f"{value(round(middle, 1))} {middle_name}", width - 8, size)
        parts.append(words(told, min(max(x, 2), width), head - 14, "wmp-c-small", anchor))
    for i, r in enumerate(rows):
        y = head + row * (i + 0.5) + (0 if wide else 8)
        strong = "wmp-c-strong" if r.own else ""
        if wide:
            parts.append(words(fits(r.name, left - 14, size), left - 12, y + size * 0.34, strong, "end"))
        else:
            parts.append(words(fits(r.name, width - 8, size), left + 2, y - 10, f"{strong} wmp-c-halo".strip()))
        own = " wmp-c-own" if r.own else ""
        parts.append(
            element("path", d=f"M{across(r.low):.1f},{y:.1f} H{across(r.high):.1f}", class_=f"wmp-c-whisker{own}")
        )
        parts.append(
            element(
                "circle", cx=across(r.amount), cy=y, r=6 if r.own else 4.5, class_=f"wmp-c-dot{own or ' wmp-c-other'}"
            )
        )
        end = across(max(r.high, r.amount)) + 9
        parts.append(words(value(round(r.amount, 1)), end, y + size * 0.34, f"{strong} wmp-c-halo".strip()))
    said = [
        f"{r.name} {value(round(r.amount, 1))} (from {value(round(r.low, 1))} to {value(round(r.high, 1))})"
        for r in rows
    ]
    between = (
        f" From {value(round(usual[0], 1))} to {value(round(usual[1], 1))} is usual among areas alike." if usual else ""
    )
    return drawing(parts, id=id, title=title, says=f"{unit}: " + "; ".join(said) + f".{between}", width=width,
                   height=foot + 8)  # fmt: skip
