"""Counts month by month: a line from zero over the band of what is usual, hatched where a month is not complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from wmp2020.plumbing.british import MONTHS
from wmp2020.plumbing.british import month as say_month
from wmp2020.plumbing.british import months as say_months

from .frame import Scale, drawing, element, hatch, scale, value, words

SIZE = {True: 15.0, False: 14.0}  # letters, wide and narrow


@dataclass(frozen=True)
class Month:
    """One month, "YYYY-MM". low, high and expected are None where nothing could be expected; count means nothing when
    the month is not complete and is not drawn."""

    month: str
    count: float
    complete: bool = True
    expected: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def beyond(self) -> bool:
        """Outside the band."""
        return (
            self.complete and self.low is not None and self.high is not None and not self.low <= self.count <= self.high
        )


def columns(
    months: Sequence[Month], *, id: str, title: str, unit: str = "recorded", usual: str = "nearly every month",
    width: float = 840, height: float = 0,
) -> str:  # fmt: skip
    """The chart of a series. Months are drawn at their place in the calendar, those that are missing as gaps."""
    wide = width > 500
    size = SIZE[wide]
    height = height or (330 if wide else 290)
    right, top, bottom = (74.0, 40.0, 46.0) if wide else (54.0, 38.0, 44.0)
    held = [m for m in months if m.complete]
    if not held:
        nothing = words("No complete month to draw", width / 2, height / 2, "wmp-c-quiet", "middle")
        return drawing([nothing], id=id, title=title, says="There is no complete month.", width=width, height=height)
    largest = max([m.count for m in held] + [m.high for m in months if m.high is not None])
    up = scale(largest, height - bottom, top, about=4 if wide else 3)
    left = max(len(value(tick)) for tick in up.ticks) * size * 0.56 + 12
    first, last = _at(months[0].month), _at(months[-1].month)
    step = (width - left - right) / (last - first + 1)
    x = {m.month: left + step * (_at(m.month) - first + 0.5) for m in months}
    parts = [_ground(up, width, left), element("defs", hatch(f"{id}-hatch"))]
    parts += _holes(months, first, last, left, step, up, f"{id}-hatch")
    parts += _band(months, x, up, step)
    parts += _line(months, x, up, dots=step > 12)
    parts += _dates(first, last, left, step, height - bottom, size, wide)
    parts += [_newest(held[-1], x, up, size), *_keys(months, left if wide else 0.0, size, usual, f"{id}-hatch")]
    return drawing(parts, id=id, title=title, says=_says(months, unit), width=width, height=height)


def _ground(up: Scale, width: float, left: float) -> str:
    made = []
    for tick in up.ticks:
        y = round(up(tick)) + 0.5
        line = "wmp-c-base" if tick == 0 else "wmp-c-rule"
        made.append(element("path", d=f"M{left:.0f},{y} H{width:g}", class_=line))
        made.append(words(value(tick), left - 8, y + 5, "wmp-c-quiet wmp-c-small", "end"))
    return "".join(made)


def _holes(months: Sequence[Month], first: int, last: int, left: float, step: float, up: Scale, fill: str) -> list[str]:
    """Hatched ground under months that are not complete or not held."""
    whole = {_at(m.month) for m in months if m.complete}
    made = []
    for known, run in groupby(range(first, last + 1), key=lambda at: at in whole):
        at = list(run)
        if not known:
            x, wide = left + step * (at[0] - first), step * len(at)
            made.append(element("rect", x=x, y=up.end, width=wide, height=up.start - up.end, fill=f"url(#{fill})"))
    return made


def _runs(months: Sequence[Month], drawn: Sequence[bool]) -> list[list[Month]]:
    """Months in a row in the calendar that are all drawn."""
    made: list[list[Month]] = []
    before = None
    for m, shown in zip(months, drawn, strict=True):
        if shown:
            if before is None or _at(m.month) != before + 1:
                made.append([])
            made[-1].append(m)
            before = _at(m.month)
        else:
            before = None
    return made


def _band(months: Sequence[Month], x: dict[str, float], up: Scale, step: float) -> list[str]:
    made = []
    known = [m.complete and m.low is not None and m.high is not None for m in months]
    for run in _runs(months, known):
        half = step / 2 if len(run) == 1 else 0.0
        tops = [(x[m.month], up(m.high or 0)) for m in run]
        lows = [(x[m.month], up(m.low or 0)) for m in run]
        edge = [(tops[0][0] - half, tops[0][1]), *tops, (tops[-1][0] + half, tops[-1][1])]
        edge += [(lows[-1][0] + half, lows[-1][1]), *reversed(lows), (lows[0][0] - half, lows[0][1])]
        made.append(element("path", d=_path(edge) + "Z", class_="wmp-c-band"))
        expected = [(x[m.month], up(m.expected)) for m in run if m.expected is not None]
        if len(expected) > 1:
            made.append(element("path", d=_path(expected), class_="wmp-c-expected"))
    return made


def _line(months: Sequence[Month], x: dict[str, float], up: Scale, *, dots: bool) -> list[str]:
    """The counts; a dot at each month where there is room, at months beyond the band always."""
    made = []
    for run in _runs(months, [m.complete for m in months]):
        if len(run) > 1:
            made.append(element("path", d=_path([(x[m.month], up(m.count)) for m in run]), class_="wmp-c-line"))
        for m in run:
            if m.beyond or dots or len(run) == 1:
                kind = "wmp-c-dot wmp-c-dot--beyond" if m.beyond else "wmp-c-dot"
                made.append(element("circle", cx=x[m.month], cy=up(m.count), r=4.5 if m.beyond else 2.6, class_=kind))
    return made


def _dates(first: int, last: int, left: float, step: float, floor: float, size: float, wide: bool) -> list[str]:
    """A short name every third month (wide) or sixth, the year under each January and under the first month."""
    every = next((n for n in (1, 3, 6, 12) if n * step >= (3.1 if wide else 3.6) * size), 12)
    made = []
    for at in range(first, last + 1):
        x = left + step * (at - first + 0.5)
        if at % 12 == 0 and at != first:
            made.append(element("path", d=f"M{x - step / 2:.1f},{floor:g} v{size * 2.6:.0f}", class_="wmp-c-rule"))
        if at % every == 0:
            new_year = at % 12 == 0 and at != first
            told = (
                MONTHS[at % 12][:3],
                (x - step / 2 + 4 if new_year else x),
                floor + size + 4,
                "wmp-c-quiet wmp-c-small",
            )
            made.append(words(*told, anchor="" if new_year else "middle"))
        if at % 12 == 0 or (at == first and at % 12 < 9):
            made.append(words(str(at // 12), x - step / 2 + 4, floor + 2 * size + 8, "wmp-c-quiet wmp-c-small"))
    return made


def _newest(newest: Month, x: dict[str, float], up: Scale, size: float) -> str:
    """The newest complete month's dot and value."""
    at, y = x[newest.month], up(newest.count)
    far = "wmp-c-beyond" if newest.beyond else ""
    dot = element("circle", cx=at, cy=y, r=5.5, class_=f"wmp-c-dot wmp-c-dot--newest {far}".strip())
    under = min(y + size * 0.4, up.start - 5)
    return dot + words(value(newest.count), at + 11, under, f"wmp-c-strong wmp-c-big {far}".strip())


def _keys(months: Sequence[Month], left: float, size: float, usual: str, fill: str) -> list[str]:
    """What band and hatching mean, in a row at the top."""
    made, x = [], left
    if any(m.high is not None and m.complete for m in months):
        told = f"Usual: {usual}"
        made.append(element("rect", x=x, y=4, width=16, height=13, class_="wmp-c-band wmp-c-key"))
        made.append(words(told, x + 22, 15, "wmp-c-quiet wmp-c-small"))
        x += 22 + len(told) * size * 0.5 + 14
    if not all(m.complete for m in months):
        made.append(element("rect", x=x, y=4, width=16, height=13, class_="wmp-c-key", fill=f"url(#{fill})"))
        made.append(words("Not complete", x + 22, 15, "wmp-c-quiet wmp-c-small"))
    return made


def _says(months: Sequence[Month], unit: str) -> str:
    held = [m for m in months if m.complete]
    most, least, newest = max(held, key=lambda m: m.count), min(held, key=lambda m: m.count), held[-1]
    said = [f"{value(newest.count)} {unit} in {say_month(newest.month)}."]
    if newest.expected is not None and newest.low is not None and newest.high is not None:
        said.append(f"About {value(round(newest.expected, 1))} were expected; from {value(newest.low)} to "
                    f"{value(newest.high)} is usual.")  # fmt: skip
    said.append(f"Most was {value(most.count)} in {say_month(most.month)}, least {value(least.count)} in "
                f"{say_month(least.month)}.")  # fmt: skip
    if beyond := [m.month for m in held if m.beyond]:
        said.append(f"Outside the usual: {say_months(beyond)}.")
    if short := [m.month for m in months if not m.complete]:
        said.append(f"Not complete and not drawn: {say_months(short)}.")
    return " ".join(said)


def spark(months: Sequence[Month], *, id: str, title: str, width: float = 120, height: float = 32) -> str:
    """A series the size of a word: its line from zero, gaps where months are not complete, the newest as a dot."""
    held = [m for m in months if m.complete]
    if not held:
        return drawing([], id=id, title=title, says="There is no complete month.", width=width, height=height)
    first = _at(months[0].month)
    step = (width - 8) / max(_at(months[-1].month) - first, 1)
    up = Scale(max(max(m.count for m in held), 1), height - 3, 4, 1)
    x = {m.month: 3 + step * (_at(m.month) - first) for m in months}
    parts = [element("path", d=f"M0,{height - 2.5:g} H{width:g}", class_="wmp-c-rule")]
    for run in _runs(months, [m.complete for m in months]):
        if len(run) > 1:
            parts.append(element("path", d=_path([(x[m.month], up(m.count)) for m in run]), class_="wmp-c-line"))
    parts.append(element("circle", cx=x[held[-1].month], cy=up(held[-1].count), r=3, class_="wmp-c-dot"))
    return drawing(parts, id=id, title=title, says=_says(months, "recorded"), width=width, height=height,
                   class_="wmp-c--spark")  # fmt: skip


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _at(month: str) -> int:
    """Months since year nought."""
    return int(month[:4]) * 12 + int(month[5:]) - 1
