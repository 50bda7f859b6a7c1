"""Pages that belong to the site as a whole: home, what it is made of, and what robots and researchers ask for."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from wmp2020.information import areas, crimes, measures
from wmp2020.plumbing.british import months
from wmp2020.plumbing.tables import Column, Table

from .headline import headline
from .identity import identity
from .silhouette import silhouette

PRIVATE = ("/accounts/", "/staff/", "/partners/", "/style/")
SOURCES = (
    Column("name", "Source", link=lambda row: row["url"]),
    Column("publisher", "Publisher"),
    Column("licence", "Licence"),
    Column("months", "Months"),
    Column("note", "What to know about it", sortable=False),
)


def home(request: HttpRequest) -> HttpResponse:
    """The front door: find my area, what one can do here, what is not built yet."""
    return render(request, "website/home.html", {"figures_now": headline(), "picture": silhouette()})


def about_the_data(request: HttpRequest) -> HttpResponse:
    """Every source with its publisher, licence and months, what is held of what, and what no figure here can say."""
    try:
        archive = crimes.current()
    except crimes.NoArchive:
        archive = None
    notes = {note.name: note for note in identity().sources}.values()
    rows = [
        {
            "name": note.name,
            "publisher": note.publisher,
            "licence": note.licence,
            "months": months(note.months) if note.months else "",
            "note": note.note,
            "url": note.url,
        }
        for note in notes
    ]
    table = Table("sources", "Sources loaded now", SOURCES, rows).sorted_by(request.GET.get("sort"))
    told = {"table": table, "archive": archive, "small": measures.SMALL, "step": measures.BASE}
    return render(request, "website/about_the_data.html", told)


def developers(request: HttpRequest) -> HttpResponse:
    """How a program takes the figures away, with examples that work on what is loaded now."""
    told: dict[str, Any] = {"base": request.build_absolute_uri("/api/"), "rate": settings.API_RATE}
    try:
        atlas, archive = areas.atlas(), crimes.current()
    except (areas.NoAreas, crimes.NoArchive):
        return render(request, "website/developers.html", told)
    ward = next((ward for ward in atlas.areas("ward") if ward.centre), None)
    if ward and ward.centre:
        lat, lng = (f"{part:.4f}" for part in ward.centre)
        told |= {"place": {"lat": lat, "lng": lng, "code": ward.code, "name": ward.name}}
    year_before = f"{int(archive.latest[:4]) - 1}{archive.latest[4:]}"
    told["first"] = min((m for m in archive.point_months if m > year_before), default=archive.latest)
    return render(request, "website/developers.html", told | {"month": archive.latest, "force": atlas.force.id})


def api_itself(request: HttpRequest) -> HttpResponse:
    """The same at /api/ for people, without a redirect; programs get an index there: see middleware.api_first."""
    response = developers(request)
    patch_vary_headers(response, ["Accept"])
    return response


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what is known to fall short, and whom to tell."""
    return render(request, "website/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What these pages learn about a visitor, and for how long."""
    return render(request, "website/privacy.html")


def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies, and when each is set."""
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return render(request, "website/cookies.html", {"session_cookie": names[0], "csrf_cookie": names[1]})


def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything public in production, nothing of a demonstration, whose people are invented."""
    closed = PRIVATE if settings.PRODUCTION else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {folder}" for folder in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116, when the installation has named a contact (WMP2020_SECURITY_CONTACT); else not found."""
    if not settings.SECURITY_CONTACT:
        raise Http404("This installation has named no contact for reports about its security.")
    expires = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


urls = [
    path("", home, name="home"),
    path("about-the-data/", about_the_data, name="about_the_data"),
    path("developers/", developers, name="developers"),
    path("api", api_itself),
    path("api/", api_itself, name="api"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("cookies/", cookies, name="cookies"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
