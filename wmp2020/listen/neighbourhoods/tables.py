"""The tables of an area's page: what its charts and its map show, for reading, sorting, CSV and JSON."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wmp2020.information import measures
from wmp2020.information.areas import Area, Atlas
from wmp2020.plumbing.british import month, number, percent
from wmp2020.plumbing.tables import Column, Table

from . import wording
from .counting import Part

SORTABLE = ("category", "month", "unusual", "year", "share", "rate", "name", "council", "count")  # by what pages sort


def whole(value: Any) -> str:
    """A count; an empty cell where none is held."""
    return "" if value is None else number(value)


def between(rate: measures.Rate | None) -> str:
    """A rate's 95 % interval in words; "" where there is none."""
    return _("%(low)s to %(high)s") % {"low": tenths(rate.low), "high": tenths(rate.high)} if rate else ""


def tenths(value: Any) -> str:
    """A rate with one decimal; an empty cell where there is none."""
    return "" if value is None else number(float(value), 1)


def share(value: float | None) -> str:
    """A share in whole per cent; "under 1%" for what is not nought."""
    return "" if value is None else _("under 1%") if 0 < value < 0.005 else percent(value)


def of_months(drawn: measures.Drawn) -> Table:
    """Each month's count with what was expected, the newest first; incomplete months say so and have no expectation."""
    rows = [
        row | {"state": _("complete") if row["complete"] else _("incomplete, do not compare")}
        for row in reversed(drawn.rows())
    ]
    columns = (
        Column("month", _("Month"), write=month),
        Column("count", _("Recorded"), numeric=True, write=whole),
        Column("expected", _("Expected"), numeric=True, write=tenths),
        Column("low", _("Usual from"), numeric=True, write=whole),
        Column("high", _("Usual to"), numeric=True, write=whole),
        Column("state", _("Data for the month"), sortable=False),
    )
    return Table("months-table", _("%(what)s by month") % {"what": drawn.name}, columns, rows)


def of_categories(figures: measures.AreaFigures, poly: str = "") -> Table:
    """Every category: the newest month, the year, its share and rate, and whether the month is unusual."""
    drawn = {"poly": poly} if poly else {}
    rows = [
        {
            "category": row.name, "slug": row.slug, "month": row.month_count, "year": row.year_count,
            "share": row.share, "rate": row.rate.value if row.rate else None, "unusual": wording.short(row.verdict),
            "expected": row.verdict.expected, "low": row.verdict.low, "high": row.verdict.high,
        }
        for row in figures.categories
    ]  # fmt: skip
    columns = [
        Column("category", _("Category"), link=lambda row: f"?{urlencode(drawn | {'category': row['slug']})}#months"),
        Column("month", month(figures.month, short=True) if figures.month else _("Month"), numeric=True, write=whole),
        Column("unusual", _("Is it unusual?")),
    ]
    if figures.year:
        columns[2:2] = [
            Column("year", _("12 months"), numeric=True, write=whole),
            Column("share", _("Share"), numeric=True, write=share),
            Column("rate", _("Per 1,000 residents"), numeric=True, write=tenths),
        ]
    return Table("categories-table", _("Crime by category"), columns, rows)


def of_alike(figures: measures.AreaFigures, atlas: Atlas, own: Area, *, in_file: bool = False) -> Table:
    """This area and those most alike: in the order of likeness, never of crime."""
    rows = [_like(own.name, own.code, own, figures.rate)] if figures.rate else []
    for like, told in figures.alike.others:
        other = atlas.area(like.code)
        if other:
            council = f", {atlas.name_of(other.parent)}" if other.parent else ""
            rows.append(_like(f"{other.name}{council}", other.code, other, told))
    columns = (
        Column("name", _("Area"), link=lambda row: "" if row["code"] == own.code else f"/areas/{row['code']}/"),
        *_codes(in_file),
        Column("deprivation", _("Deprivation score"), numeric=True, write=tenths),
        Column("rate", _("Per 1,000 residents"), numeric=True, write=tenths),
        *_interval(in_file),
    )
    return Table("alike-table", _("This area and those most alike, twelve months"), columns, rows)


def _codes(in_file: bool) -> list[Column]:
    """Codes and residents go into files; a page is narrow."""
    return [Column("code", _("Code")), Column("residents", _("Residents"), numeric=True)] if in_file else []


def _interval(in_file: bool) -> list[Column]:
    """The 95 % interval: as two numbers in files, as words on a page."""
    if not in_file:
        return [Column("interval", _("95% interval"), sortable=False)]
    return [Column("low", _("95% from"), numeric=True), Column("high", _("95% to"), numeric=True)]


def _like(name: str, code: str, area: Area, rate: measures.Rate | None) -> dict[str, Any]:
    return {
        "name": name, "code": code, "residents": area.residents, "deprivation": area.imd_score,
        "rate": rate.value if rate else None, "interval": between(rate),
        "low": rate.low if rate else None, "high": rate.high if rate else None,
    }  # fmt: skip


def of_parts(parts: Sequence[Part], kind: str, caption: str, atlas: Atlas, *, in_file: bool = False) -> Table:
    """The parts of a place: what the map shades, in words; small areas are told by their streets, wards by council."""
    rows = [
        {
            "name": part.area.name, "code": part.area.code, "residents": part.area.residents, "count": part.count,
            "rate": part.rate.value if part.rate else None, "low": part.rate.low if part.rate else None,
            "high": part.rate.high if part.rate else None, "interval": between(part.rate),
            "around": wording.streets(atlas.streets_of(part.area.code)), "council": atlas.name_of(part.area.parent),
        }
        for part in parts
    ]  # fmt: skip
    wards = kind == "ward"
    councils = len({part.area.parent for part in parts}) > 1
    columns = (
        Column("name", _("Ward") if wards else _("Small area"),
               link=(lambda row: f"/areas/{row['code']}/") if wards else None),
        *([Column("council", _("Council"))] if councils or (in_file and wards) else []),
        *([] if wards else [Column("around", _("Streets near its middle"), sortable=False)]),
        *_codes(in_file),
        Column("count", _("Recorded"), numeric=True, write=whole),
        Column("rate", _("Per 1,000 residents"), numeric=True, write=tenths),
        *_interval(in_file),
    )  # fmt: skip
    return Table("places-table", caption, columns, rows)
