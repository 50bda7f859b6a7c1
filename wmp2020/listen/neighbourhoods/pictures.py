"""The drawings of an area's page, made on the server: each shows what one of its tables says."""

from functools import partial

from django.utils.translation import gettext as _

from wmp2020.plumbing import charts
from wmp2020.plumbing.british import month, months

from . import maps
from .sheet import Sheet

NAMES = ("months", "categories", "alike", "places")
SHOWN = 14  # bars
STANDS_OUT = ("high", "low")


def of(made: Sheet) -> dict[str, str]:
    """Each drawing as SVG for wide and for narrow screens, "" where there is nothing to draw.

    The map is one drawing for both; its legend stands beside it in the page.
    """
    if not made.figures.month:
        return dict.fromkeys(NAMES, "")
    drawn = {name: charts.for_both(partial(draw, made, name), id=f"{name}-chart") if has(made, name) else ""
             for name in NAMES if name != "places"}  # fmt: skip
    map_ = _places(made, "places-chart", charts.WIDE, keyed=False) if has(made, "places") else ""
    return drawn | {"places": map_}


def has(made: Sheet, name: str) -> bool:
    """Whether there is anything to draw."""
    return {
        "alike": bool(made.figures.alike.others and made.figures.rate),
        "places": bool(made.parts.areas),
        "categories": bool(made.figures.categories),
        "months": bool(made.figures.month),
    }.get(name, False)


def draw(made: Sheet, name: str, *, id: str, width: float = charts.WIDE) -> str:
    """One drawing as a bare SVG. KeyError for a name not in NAMES."""
    return {"months": _months, "categories": _categories, "alike": _alike, "places": _places}[name](made, id, width)


def title(made: Sheet, name: str) -> str:
    """What a drawing is called, with its place."""
    what = {
        "months": _("%(what)s by month") % {"what": made.what},
        "categories": _("Crime by category, %(months)s") % {"months": months(made.months)},
        "alike": _("Recorded crime per 1,000 residents, %(months)s") % {"months": months(made.months)},
        "places": maps.title(made.what, made.months),
    }[name]
    return f"{made.area.name}: {what}"


def _months(made: Sheet, id: str, width: float) -> str:
    told = [
        charts.Month(row["month"], row["count"], row["complete"], row["expected"], row["low"], row["high"])
        for row in made.by_month.rows()
    ]
    return charts.columns(told, id=id, title=title(made, "months"), width=width)


def _categories(made: Sheet, id: str, width: float) -> str:
    rows = made.figures.categories[:SHOWN]
    bars = [
        charts.Bar(
            row.name, row.year_count if row.year_count is not None else row.month_count,
            note=f"({row.share:.0%})" if row.share is not None else "",
            mark=f"{month(row.verdict.month)}: {row.verdict.words}" if row.verdict.tone in STANDS_OUT else "",
            tone=row.verdict.tone if row.verdict.tone in STANDS_OUT else "",
        )
        for row in rows
    ]  # fmt: skip
    return charts.bars(bars, id=id, title=title(made, "categories"), width=width)


def _alike(made: Sheet, id: str, width: float) -> str:
    figures = made.figures
    rows = [charts.Range(like.name, told.value, told.low, told.high) for like, told in figures.alike.others]
    if figures.rate:
        rows.insert(0, charts.Range(figures.name, figures.rate.value, figures.rate.low, figures.rate.high, own=True))
    told = figures.alike
    usual = (told.low, told.high) if told.low is not None and told.high is not None else None
    return charts.ranges(rows, id=id, title=title(made, "alike"), unit=_("per 1,000 residents"), usual=usual,
                         middle=told.middle, width=width)  # fmt: skip


def _places(made: Sheet, id: str, width: float, *, keyed: bool = True) -> str:
    shapes = [
        charts.Shape(part.area.code, part.area.name, part.area.geometry,
                     link=part.area.url if made.parts.kind == "ward" else "")
        for part in made.counted if part.area.geometry is not None
    ]  # fmt: skip
    values = {part.area.code: maps.value(part) for part in made.counted}
    return charts.area_map(
        shapes, values, id=id, title=title(made, "places"), unit=_("per 1,000 residents"), bounds=made.breaks,
        outlines=[made.area.geometry] if made.area.geometry is not None else [], width=width,
        keyed=keyed,
    )  # fmt: skip


def freshness(made: Sheet) -> str:
    """The line under a picture that is passed on."""
    return _("Figures to %(month)s, loaded %(day)s. Archive %(version)s.") % {
        "month": month(made.figures.month) if made.figures.month else _("no complete month"),
        "day": f"{made.archive.loaded_at:%-d %B %Y}", "version": made.archive.version,
    }  # fmt: skip
