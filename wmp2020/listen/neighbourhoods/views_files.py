"""What an area's page shows, to take away: CSV, JSON, SVG and PNG of each part, JSON of the whole, the map's data."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from wmp2020.plumbing import assets, png
from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.problems import problem
from wmp2020.plumbing.tables import Table

from . import pictures, places
from .keeping import kept_by_edition
from .sheet import FILES, Sheet
from .views_area import asked

KINDS = ("csv", "json", "svg", "png")


def nothing_loaded(_request: HttpRequest) -> HttpResponse:
    """503, for a machine."""
    return problem(503, "nothing-loaded", "No open data is loaded", "The site is being set up. Try again later.")


@kept_by_edition(nothing_loaded)
def file(request: HttpRequest, code: str, name: str, kind: str) -> HttpResponse:
    """One part of the page in one form; 404 where the page has none, a problem where a drawing cannot be used."""
    try:
        made = asked(request, code)
    except Refused as no:
        return problem(400, "drawing-refused", "This drawing cannot be used", str(no))
    if name == "map":
        return JsonResponse(made.map()) if kind == "json" else _nothing()
    if name == "figures":
        return JsonResponse(whole(made)) if kind == "json" else _nothing()
    if kind in ("svg", "png"):
        return _picture(made, name, kind)
    table = made.table(name, in_file=True)
    if table is None or kind not in KINDS:
        return _nothing()
    named = f'attachment; filename="{made.area.slug or "area"}-{name}.{kind}"'
    if kind == "csv":
        body = "\ufeff" + table.csv(made.notes())  # spreadsheets read UTF-8 by its mark
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": named})
    return JsonResponse(_told(made, table), headers={"Content-Disposition": named})


def drawn_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The same of a drawn area."""
    return file(request, places.DRAWN, name=name, kind=kind)


def _picture(made: Sheet, name: str, kind: str) -> HttpResponse:
    if name not in pictures.NAMES or not pictures.has(made, name):
        return _nothing()
    drawn = pictures.draw(made, name, id=name)
    if kind == "svg":
        return HttpResponse(drawn, content_type="image/svg+xml")
    made_of = png.png(
        drawn, css=_sheet(), caption=pictures.title(made, name), source="; ".join(
            dict.fromkeys(f"{note.publisher} ({note.licence})" for note in made.archive.notes)),
        fresh=pictures.freshness(made), fonts=assets.folder(),
    )  # fmt: skip
    return HttpResponse(made_of, content_type="image/png")


def _sheet() -> str:
    """The charts' own style sheet."""
    return assets.text("chart.css")


def _told(made: Sheet, table: Table) -> dict[str, Any]:
    return {
        "area": {"code": made.area.code, "name": made.area.name, "kind": made.area.kind},
        "category": made.category,
        "months": list(made.months),
        "archive": made.archive.version,
        "caption": table.caption,
        "columns": {column.key: column.name for column in table.columns},
        "rows": table.records(),
        "notes": made.notes(),
    }


def whole(made: Sheet) -> dict[str, Any]:
    """Everything the page says, as JSON."""
    figures, place = made.figures, made.area
    return {
        "area": {
            "code": place.code, "name": place.name, "kind": place.kind, "generation": place.generation,
            "parent": place.parent, "residents": place.residents, "residents_year": place.residents_year,
            "area_km2": place.area_km2, "deprivation_score": place.imd_score, "deprivation_year": place.imd_year,
            "small_areas": list(place.lsoas),
        },
        "archive": made.archive.version,
        "areas": made.atlas.version,
        "loaded_at": made.archive.loaded_at,
        "month": figures.month,
        "year": list(figures.year),
        "category": made.category,
        "verdict": _plain(made.verdict),
        "rate": _plain(made.chosen.rate),
        "trend": {
            "over_the_year": _plain(figures.over_the_year), "against_the_year_before": _plain(figures.against_before),
        },
        "alike": figures.alike.says,
        "tables": {name: table.records() for name in FILES if (table := made.table(name, in_file=True))},
        "caveats": list(figures.caveats),
        "sources": [_plain(note) for note in made.archive.notes],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """A frozen value as JSON has it."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _nothing() -> HttpResponse:
    raise Http404("This page has no such file.")


urls = [
    path("areas/drawn/<slug:name>.<slug:kind>", drawn_file, name="drawn_file"),
    path("areas/<code>/<slug:name>.<slug:kind>", file, name="area_file"),
]
