"""Find my area: the form, suggestions as one types, a position, the map of wards, and the list of them all.

What is typed may be somebody's home. The form is a GET so that a search can be shared and the back button works, and a
postcode or position that is sure leads at once to the ward's own address, which does not hold it; nothing of it is
kept: the answers say no-store, logs hold the route without its query, and no referrer is sent (docs/decisions).
"""

import gzip
import json
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from wmp2020.information import areas
from wmp2020.plumbing.problems import problem

from .forms import PositionForm

SUGGESTIONS = 8
LISTED = 50  # on the page; High Street is in 35 wards
KEPT = "public, max-age=300"
NOT_KEPT = "no-store"


def _version(request: HttpRequest, *args: Any) -> str | None:
    try:
        return quote_etag(areas.atlas().version)
    except areas.NoAreas:
        return None


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The search page; straight to the area when what was typed can mean only one."""
    typed = request.GET.get("q", "")
    try:
        atlas = areas.atlas()
        found = areas.find(typed, limit=LISTED) if typed.strip() else areas.Found(())
    except areas.NoAreas:
        return _no_areas(request)
    if found.sure:
        return _go(found.matches[0])
    shown = "".join(letter for letter in typed if letter.isprintable())[:200]
    told = {"q": shown, "found": found, "atlas": atlas, "picture": _picture(atlas.version), "kinds": _kinds()}
    response = render(request, "neighbourhoods/find.html", told)
    response["Cache-Control"] = NOT_KEPT if typed else KEPT
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for find.js: {"matches": [{"name", "detail", "note", "href"}]}; at most eight, each with a page."""
    try:
        found = areas.find(request.GET.get("q", ""), limit=SUGGESTIONS)
    except areas.NoAreas as none:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "no-areas", "No areas are loaded", str(none))
    matches = [
        {"name": m.name, "detail": m.detail, "note": m.note, "href": f"/areas/{m.area_code}/"}
        for m in found.matches[:SUGGESTIONS]
        if m.area_code
    ]
    return JsonResponse({"matches": matches}, headers={"Cache-Control": NOT_KEPT})


@require_safe
def at(request: HttpRequest) -> HttpResponse:
    """The ward at ?lat=&lng=: a redirect to its page, or the search page saying why not."""
    form = PositionForm(request.GET)
    try:
        atlas = areas.atlas()
        found = areas.at(form.cleaned_data["lat"], form.cleaned_data["lng"]) if form.is_valid() else None
    except areas.NoAreas:
        return _no_areas(request)
    if found and found.sure:
        return _go(found.matches[0])
    wrong = next(iter(form.errors.values()))[0] if form.errors else ""
    told = {"q": "", "found": found or areas.Found((), str(wrong)), "atlas": atlas, "kinds": _kinds()}
    status = HTTPStatus.OK if found else HTTPStatus.BAD_REQUEST
    response = render(request, "neighbourhoods/find.html", told | {"picture": _picture(atlas.version)}, status=status)
    response["Cache-Control"] = NOT_KEPT
    return response


@require_safe
@condition(etag_func=_version)
def every(request: HttpRequest) -> HttpResponse:
    """Every council and its wards by name, and the wards that ended, with what replaced them."""
    try:
        atlas = areas.atlas()
    except areas.NoAreas:
        return _no_areas(request)
    response = render(request, "neighbourhoods/find_all.html", {"atlas": atlas, "councils": _councils(atlas)})
    response["Cache-Control"] = KEPT
    return response


@require_safe
@condition(etag_func=_version)
def ward_map(request: HttpRequest) -> HttpResponse:
    """The wards for map.js (its shape is described there)."""
    try:
        plain, packed = _map_json(areas.atlas().version)
    except areas.NoAreas as none:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "no-areas", "No areas are loaded", str(none))
    told = {"Cache-Control": KEPT, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):  # public and without a secret, so safe to compress
        return HttpResponse(packed, content_type="application/json", headers=told | {"Content-Encoding": "gzip"})
    return HttpResponse(plain, content_type="application/json", headers=told)


def _go(match: areas.Match) -> HttpResponse:
    """To the area's own address, which says nothing of what was typed."""
    response = HttpResponseRedirect(f"/areas/{match.area_code}/")
    response.status_code = HTTPStatus.SEE_OTHER
    response["Cache-Control"] = NOT_KEPT
    return response


def _no_areas(request: HttpRequest) -> HttpResponse:
    told = {"q": "", "found": areas.Found((), ""), "atlas": None}
    return render(request, "neighbourhoods/find.html", told, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _kinds() -> dict[str, str]:
    return {
        "postcode": _("Postcode"), "street": _("Street"), "place": _("Place"), "ward": _("Ward"),
        "authority": _("Council"), "force": _("Force area"), "coordinates": _("Position"),
    }  # fmt: skip


def _councils(atlas: areas.Atlas) -> list[dict[str, Any]]:
    ended: dict[str, list[areas.Area]] = {}
    for ward in sorted(atlas.ended("ward"), key=lambda a: a.slug):
        ended.setdefault(ward.parent, []).append(ward)
    return [
        {"council": council, "wards": atlas.within(council.code), "ended": ended.get(council.code, [])}
        for council in sorted(atlas.areas("authority"), key=lambda a: a.slug)
    ]


@lru_cache(maxsize=2)
def _map_json(version: str) -> tuple[bytes, bytes]:
    """The map's JSON, plain and gzipped."""
    atlas = areas.atlas()
    wards = areas.outlines.simplified(atlas.areas("ward"), metres=60)
    features = [
        areas.outlines.feature(ward, wards[ward.code], text=atlas.name_of(ward.parent), value=1)
        for ward in atlas.areas("ward")
        if ward.code in wards
    ]
    told = {
        "bounds": areas.outlines.bounds(wards.values()) if wards else [-8.7, 49.8, 1.8, 60.9],
        "areas": {"type": "FeatureCollection", "features": features},
        "legend": {"title": _("Wards"), "breaks": [], "labels": [_("A ward: choose one to open its page")], "none": ""},
        "outline": areas.outlines.geojson(
            areas.outlines.simplified(atlas.areas("force")).get(atlas.force.area_code, atlas.extent)
        ),
        "points": None,
        "labels": [
            {"name": council.name, "lat": council.centre[0], "lng": council.centre[1]}
            for council in atlas.areas("authority")
            if council.centre
        ],
        "note": " ".join(atlas.notes[1:]),
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return plain, gzip.compress(plain, mtime=0)


@lru_cache(maxsize=2)
def _picture(version: str) -> areas.outlines.Paths | None:
    """Ward outlines for the drawing that stands where there is no script."""
    atlas = areas.atlas()
    shapes = areas.outlines.simplified(atlas.areas("ward"), metres=250)
    return areas.outlines.paths(shapes) if shapes else None


urls = [
    path("areas/", find, name="areas"),
    path("areas/suggest", suggest, name="areas_suggest"),
    path("areas/at", at, name="areas_at"),
    path("areas/all/", every, name="areas_all"),
    path("areas/map.json", ward_map, name="areas_map"),
]
