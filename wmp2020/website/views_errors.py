"""What is answered when something did not work: a plain page for people, application/problem+json for machines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wmp2020.plumbing.problems import problem

# The last words when even the page of last words fails: no template, no style sheet, no database.
BARE = (
    '<!DOCTYPE html><html lang="en-gb"><head><meta charset="utf-8"><title>Sorry, there is a problem</title></head>'
    "<body><main><h1>Sorry, there is a problem</h1><p>Try again later. In an emergency call 999.</p></main></body>"
    "</html>"
)


def for_a_machine(request: HttpRequest) -> bool:
    """True when whoever asked would rather not have a page."""
    return request.path_info.startswith("/api/") or not request.accepts("text/html")


def answer(request: HttpRequest, status: int, kind: str, title: str, detail: str, page: str = "error") -> HttpResponse:
    """One refusal or failure, in the shape that the asker reads."""
    if for_a_machine(request):
        return problem(status, kind, title, detail)
    return render(request, f"website/{page}.html", {"title": title, "detail": detail, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return answer(
        request, 400, "bad-request", _("We could not understand that request"),
        _("Something in the address or in what was sent is not right. Check it and try again."),
    )  # fmt: skip


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return answer(
        request, 403, "forbidden", _("You cannot open this page"),
        _("It is for people with another role. If you think you should see it, ask whoever manages your account."),
    )  # fmt: skip


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long, or came from elsewhere."""
    return answer(
        request, 403, "form-expired", _("This form can no longer be sent"),
        _("It was open for too long, or your browser did not send its cookie. Go back, reload the page and try again."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; words given to Http404 are shown, Django's own are not."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    detail = said or _("If you typed the address, check it. If you followed a link, it may be out of date.")
    return answer(request, 404, "not-found", _("Page not found"), detail, page="not_found")


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405; the caller says in Allow what is."""
    return answer(
        request, 405, "method-not-allowed", _("This page cannot be used that way"),
        _("It is for looking at: nothing can be sent to it. Open it again from a link, or type its address."),
    )  # fmt: skip


def fault(request: HttpRequest) -> HttpResponse:
    """500: our mistake. It must be sayable whatever broke, so it falls back to bare words."""
    try:
        return answer(
            request, 500, "fault", _("Sorry, there is a problem"),
            _("This is our mistake, and it has been noted. Try again later."),
        )  # fmt: skip
    except Exception:  # the fault itself is already in the log; a second must not hide it
        return HttpResponse(BARE, status=500)


def unavailable(request: HttpRequest, detail: str) -> HttpResponse:
    """503, with when to ask again: data is not loaded yet, or the database does not answer."""
    response = answer(request, 503, "unavailable", _("This is not available at the moment"), detail)
    response["Retry-After"] = "60"
    return response
