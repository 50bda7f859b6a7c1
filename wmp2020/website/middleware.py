"""What every request passes through, outermost first: proxies, measuring, headers, the API's short way, a rule's no."""

import os
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wmp2020.plumbing import limits, logs, metrics
from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.problems import problem
from wmp2020.website.views_errors import for_a_machine, not_allowed, unavailable

Handler = Callable[[HttpRequest], HttpResponseBase]

POWERS = ("camera", "microphone", "payment", "usb", "midi", "serial", "hid", "display-capture")
ALL_OFF = ", ".join(f"{power}=()" for power in POWERS)


def known_proxies(get_response: Handler) -> Handler:
    """Anyone can write X-Forwarded-Proto: only a known proxy's word that a request came by https is left to be read."""
    proxies = limits.networks(settings.API_PROXIES)

    def handle(request: HttpRequest) -> HttpResponseBase:
        said = request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        if said is not None and limits.is_among(request.META.get("REMOTE_ADDR", ""), proxies):
            request.META["HTTP_X_FORWARDED_PROTO"] = said
        return get_response(request)

    return handle


def measured(get_response: Handler) -> Handler:
    """One log line and one measurement a request: its route by name, never its path, query or person."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        token = logs.REQUEST.set(os.urandom(8).hex())
        try:
            response = get_response(request)
            seconds = time.perf_counter() - began
            route = route_of(request)
            size = None if response.streaming else len(getattr(response, "content", b""))
            method = request.method if request.method in KNOWN_METHODS else "other"
            logs.request_answered(
                route=route, method=method, status=response.status_code, ms=round(seconds * 1e3, 2), bytes=size
            )
            response["X-Request-Id"] = logs.REQUEST.get()
        finally:
            logs.REQUEST.reset(token)
        metrics.count_request(route=route, method=method, status=response.status_code, seconds=seconds)
        return response

    return handle


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def route_of(request: HttpRequest) -> str:
    """The pattern an address matched ("areas/<code>/"), which holds no value that was typed."""
    match = request.resolver_match
    if match is not None:
        return match.route or "home"
    return request.META.get("wmp2020.route") or ("api" if request.path_info.startswith("/api/") else "unmatched")


def careful_headers(get_response: Handler) -> Handler:
    """Headers no library of ours sets, on every answer: powers off, same origin; nothing of a signed-in person kept."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault("Permissions-Policy", f"{ALL_OFF}, geolocation=(self)")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        if session is not None and session.accessed and session.session_key:
            response["Cache-Control"] = "no-store"
        return response

    return handle


def api_first(get_response: Handler) -> Handler:
    """Answer /api/ at once: it needs no session, cookie or account. Its own address is a page for who prefers one."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith("/api/") and path != "/api":
            return get_response(request)
        if path in API_ITSELF and request.method in ("GET", "HEAD") and prefers_a_page(request):
            return get_response(request)
        from wmp2020.listen.neighbourhoods import api  # when first asked: it needs the apps, which need this module

        response: HttpResponseBase = api.answer(request, at=timezone.now())
        return response

    return handle


API_ITSELF = ("/api", "/api/")


def prefers_a_page(request: HttpRequest) -> bool:
    """True when HTML is named and liked better than JSON; */* is a program's."""
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


FORMS = ("/accounts/", "/staff/", "/style/")
"""Where forms are sent to. Every other page is only for looking at."""


class Methods:
    """405, with what is allowed, for a method that no page knows, or for a form sent where none is."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        allowed = [*LOOKING, "POST"] if request.path_info.startswith(FORMS) else LOOKING
        if request.method in allowed:
            return None
        response = not_allowed(request)
        response["Allow"] = ", ".join(allowed)
        return response


LOOKING = ["GET", "HEAD", "OPTIONS"]


class Refusals:
    """A rule's no, raised anywhere below a view, becomes a page (or a problem, for a machine) with its reason.

    A database that does not answer becomes a 503 in the same two shapes.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError):  # nobody's mistake, and not for ever
            return unavailable(request, _("The database does not answer. Try again in a minute."))
        if not isinstance(exception, Refused):
            return None
        if for_a_machine(request):
            return problem(HTTPStatus.FORBIDDEN, "refused", "Refused", str(exception))
        return render(request, "website/refused.html", {"reason": str(exception)}, status=HTTPStatus.FORBIDDEN)
