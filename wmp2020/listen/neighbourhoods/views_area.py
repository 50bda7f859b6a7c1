"""An area's page: what happened there, whether it is unusual, how it compares, and who its team is."""

from http import HTTPStatus
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wmp2020.information import areas, crimes, measures
from wmp2020.plumbing.decisions import Refused

from . import maps, pictures, places, queries, wording
from .forms import AroundForm
from .keeping import kept_by_edition, sort_asked
from .sheet import FILES, Sheet, sheet


def asked(request: HttpRequest, code: str) -> Sheet:
    """The sheet an address asks for. Http404 for what does not exist, Refused for a drawing that cannot be used."""
    archive, atlas = crimes.current(), areas.atlas()
    if code == places.DRAWN:
        drawn = areas.drawn(request.GET.get("poly", ""))
        if not drawn:
            raise Refused(drawn.refused)
        area: areas.Area | None = places.drawn(atlas, drawn.polygon, drawn.notes)
    else:
        area = atlas.area(code)
    if area is None or not (area.kind == places.DRAWN or places.has_page(area)):
        raise Http404(_("There is no area with this code."))
    made = sheet(archive, atlas, area, request.GET.get("category", ""),
                 request.GET.get("poly", "") if code == places.DRAWN else "")  # fmt: skip
    if made is None:
        raise Http404(_("There is no such category."))
    return made


def nothing_loaded(request: HttpRequest) -> HttpResponse:
    """503: being set up."""
    told = {"q": "", "found": areas.Found((), ""), "atlas": None}
    return render(request, "neighbourhoods/find.html", told, status=HTTPStatus.SERVICE_UNAVAILABLE)


@kept_by_edition(nothing_loaded)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a ward, a council or the force; an ended ward says what replaced it."""
    asked_for = areas.atlas().area(code)
    if asked_for is None and areas.atlas().area(code.upper()) is not None:
        return HttpResponsePermanentRedirect(f"/areas/{code.upper()}/")
    return _page(request, asked(request, code))


@kept_by_edition(nothing_loaded)
def drawn_page(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a drawn area, the form to make one without a map, or why a drawing cannot be used."""
    if not request.GET.get("poly"):
        return _around(request, AroundForm())
    try:
        return _page(request, asked(request, code))
    except Refused as no:
        return _around(request, AroundForm(), refused=str(no), status=HTTPStatus.BAD_REQUEST)


def drawn(request: HttpRequest) -> HttpResponse:
    """Dispatch for /areas/drawn/."""
    return drawn_page(request, places.DRAWN)


@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """A circle round a place in words, as a drawn area: for those without the map."""
    form = AroundForm(request.GET)
    if not form.is_valid():
        return _around(request, form, status=HTTPStatus.BAD_REQUEST)
    try:
        found = areas.find(form.cleaned_data["place"])
    except areas.NoAreas:
        return nothing_loaded(request)
    sited = [match for match in found.matches if match.lat is not None and match.lng is not None]
    if len(sited) != 1:
        many = _("More than one place is called that: add the council or a postcode.")
        form.add_error("place", found.says or (many if sited else _("Where that lies is not known. Type a postcode.")))
        return _around(request, form, matches=sited, status=HTTPStatus.BAD_REQUEST)
    match = sited[0]
    if areas.atlas().ward_at(match.lat, match.lng) is None:  # type: ignore[arg-type]
        form.add_error("place", match.note or found.says or _("That place is outside the force."))
        return _around(request, form, status=HTTPStatus.BAD_REQUEST)
    ring = places.ring_around(match.lat, match.lng, form.cleaned_data["metres"])  # type: ignore[arg-type]
    response = HttpResponseRedirect(f"/areas/drawn/?{urlencode({'poly': ring}, doseq=False)}")
    response.status_code = HTTPStatus.SEE_OTHER
    response["Cache-Control"] = "no-store"
    return response


def _around(request: HttpRequest, form: AroundForm, **told: object) -> HttpResponse:
    status = told.pop("status", HTTPStatus.OK)
    return render(request, "neighbourhoods/drawn.html", {"form": form, **told}, status=status)  # type: ignore[arg-type]


def _page(request: HttpRequest, made: Sheet) -> HttpResponse:
    place, atlas = made.area, made.atlas
    council = atlas.area(place.parent) if place.parent else None
    own = f"/areas/{place.code}/"
    # Nothing but what this page depends on may reach it: it is kept, and shown to everybody.
    query = {"poly": made.poly, "category": made.category if made.category != measures.ALL else ""}
    query = {name: value for name, value in query.items() if value}
    files = f"?{urlencode(query)}" if query else ""
    told = {
        "sheet": made,
        "area": place,
        "figures": made.figures,
        "council": council,
        "force": atlas.force,
        "own": own,
        "files": files,
        "poly": made.poly,
        "asked": SimpleNamespace(GET=query),
        "address": f"{own}{files}",  # without a host: kept pages serve whatever name the site is called by
        "tables": {name: table for name in FILES if (table := made.table(name))},
        "pictures": pictures.of(made),
        "sort": sort_asked(request),
        "successors": atlas.successors(place) if place.ended_on else (),
        "inside": places.inside(atlas, place),
        "corners": places.corners(place.geometry) if place.geometry is not None and place.kind == "ward" else "",
        "team": _team(place, atlas),
        **_said(made),
    }
    return render(request, "neighbourhoods/area.html", told)


def _said(made: Sheet) -> dict[str, object]:
    """The page's sentences, and the map's legend."""
    if not made.figures.month:
        return {}
    return {
        "question": wording.question(made.verdict),
        "answer": wording.answer(made.verdict),
        "judged": wording.judged(made.verdict, whole_force=made.area.kind == "force"),
        "months_note": wording.of_chart(made.by_month),
        "year_said": wording.change(made.figures.over_the_year, beside=made.area.kind != "force"),
        "before_said": wording.change(made.figures.against_before, beside=False),
        "likeness": wording.likeness(made.figures.alike),
        "map_heading": _("%(what)s in each ward") % {"what": made.what}
        if made.parts.kind == "ward"
        else _("%(what)s in each small area") % {"what": made.what},
        "map_title": maps.title(made.what, made.months),
        "map_note": maps.note(made.parts.kind),
        "legend_rows": maps.legend(made.breaks),
    }


def _team(place: areas.Area, atlas: areas.Atlas) -> dict[str, object] | None:
    """Team, priorities, events and contact of a ward; the senior officers of the force; nothing for other places."""
    if place.kind not in ("ward", "force") or place.ended_on:
        return None
    known_as = place.code if place.kind == "ward" else atlas.force.id
    return {
        "members": queries.team(known_as),
        "priorities": queries.priorities(known_as),
        "events": queries.events(known_as, since=timezone.now()),
        "contact": queries.contact(known_as),
    }


urls = [
    path("areas/drawn/", drawn, name="areas_drawn"),
    path("areas/around", around, name="areas_around"),
    path("areas/<code>/", area, name="area"),
]
