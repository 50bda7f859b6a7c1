"""The API's front door: every request under /api/ comes in here and leaves with an answer, never with a redirect.

What each step costs on the way to 1.6 MB of crimes is in docs/decisions; the order is: who asks and how often, which
endpoint, with what, then the endpoint itself, and only if the client does not hold the answer already, its bytes.
"""

import hashlib
from datetime import datetime
from functools import cache, partial
from urllib.parse import quote, unquote

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from wmp2020.information import areas, crimes
from wmp2020.listen.neighbourhoods.api import parameters
from wmp2020.listen.neighbourhoods.api.call import Call, Reply
from wmp2020.listen.neighbourhoods.api.endpoints import Endpoint, find
from wmp2020.listen.neighbourhoods.api.listing import archive_for
from wmp2020.listen.neighbourhoods.api.trouble import (
    BODY_TOO_LARGE,
    FAULT,
    NO_DATA,
    NOT_A_FORM,
    NOT_ALLOWED,
    TANGLED,
    TOO_LONG,
    TOO_MANY,
    Trouble,
)
from wmp2020.plumbing import limits
from wmp2020.plumbing.problems import problem
from wmp2020.plumbing.squeezing import gzipped, takes_gzip

log = structlog.get_logger("wmp2020.api")

LONGEST_GET = 4_094  # characters of path and query, %2C counted as the comma it is; data.police.uk says the same
LARGEST_BODY = 2_000_000  # bytes: twice the vertices that are read, at 15 digits
SMALLEST_GZIPPED = 1_000
EXPOSED = "ETag, Link, Retry-After, X-Total-Count, X-WMP2020-Imputed"


def answer(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Answer one request under /api/. at: the aware instant it was asked.

    Raises nothing: whatever goes wrong becomes a problem with its own status.
    """
    endpoint: Endpoint | None = None
    try:
        if request.method == "OPTIONS":
            response = _allowed(request)
        else:
            _refuse_haste(request)
            endpoint, path = find(request.path_info)
            request.META["wmp2020.route"] = f"api/{endpoint.template}"  # what logs and metrics call this request
            response = _respond(request, endpoint, path, at)
    except Trouble as trouble:
        response = problem(
            trouble.kind.status,
            trouble.kind.type,
            trouble.kind.title,
            trouble.detail,
            instance=quote(request.path_info, safe="/%"),
            headers=trouble.headers,
            **trouble.members,
        )
    except Exception:  # the last line of defence: a client gets a problem, the log gets the whole story
        log.exception("api.fault", endpoint=endpoint.template if endpoint else None)
        response = problem(FAULT.status, FAULT.type, FAULT.title, "It has been logged; please try again later.")
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = EXPOSED
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _respond(request: HttpRequest, endpoint: Endpoint, path: dict[str, str], at: datetime) -> HttpResponse:
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method == "GET" or request.method == "HEAD":
        length = len(request.path_info) + bool(query) + len(query)
        if length > LONGEST_GET and (length := length - len(query) + len(unquote(query))) > LONGEST_GET:
            raise Trouble(
                TOO_LONG,
                f"The address has {length:,} characters; {LONGEST_GET:,} is the most. Please use POST.",
                hint="Send the same parameters as a form in the body of a POST.",
            )
        values = parameters.read_form(query, endpoint.parameters)
    elif request.method == "POST" and endpoint.posts:
        values = parameters.read_form(query, endpoint.parameters) | _body(request, endpoint)
    else:
        methods = ", ".join(endpoint.methods)
        raise Trouble(NOT_ALLOWED, f"Use {methods}.", headers={"Allow": methods})
    try:
        reply = endpoint.answer(
            Call(
                archive=partial(archive_for, values),
                at=at,
                path=path,
                values=values,
                query=query,
                accept=meta.get("HTTP_ACCEPT", ""),
                url=request.path_info,
                origin=partial(_origin, request),
            )
        )
    except crimes.Tangled as tangled:
        raise Trouble(
            TANGLED,
            f"Its edges pass the latitudes of the places in it {tangled.meetings:,} times; at most"
            f" {crimes.MOST_MEETINGS:,} are worked out.",
            parameter="poly",
            hint="Draw an outline that does not cross itself, or ask for fewer months.",
        ) from None
    except (crimes.NoArchive, areas.NoAreas):
        raise Trouble(NO_DATA, "The data is being loaded.", headers={"Retry-After": "10"}) from None
    held = meta.get("HTTP_IF_NONE_MATCH", "") if request.method != "POST" else ""
    return _send(reply, held, meta.get("HTTP_ACCEPT_ENCODING", ""))


def _send(reply: Reply, held: str, encodings: str) -> HttpResponse:
    etag = reply.etag
    if etag is None:
        body = reply.content if isinstance(reply.content, bytes) else reply.content()
        etag, reply.content = hashlib.blake2b(body, digest_size=12).hexdigest(), body
    zipped = takes_gzip(encodings)
    headers = reply.headers
    headers["ETag"] = f'W/"{etag}"' if zipped else f'"{etag}"'
    headers["Vary"] = "Accept, Accept-Encoding"
    headers["Cache-Control"] = "public, no-cache"  # keep it, but ask each time: a new month shows at once
    if held and holds(held, etag):
        return HttpResponse(status=304, headers=headers)
    body = reply.content if isinstance(reply.content, bytes) else reply.content()
    if zipped and len(body) >= SMALLEST_GZIPPED:
        body = gzipped(body)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return HttpResponse(body, content_type=reply.type, headers=headers)


def holds(header: str, etag: str) -> bool:
    """Whether If-None-Match names this ETag, compared weakly (RFC 9110, 13.1.2)."""
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or f'"{etag}"' in tags


def _body(request: HttpRequest, endpoint: Endpoint) -> dict[str, str]:
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in ("", "application/x-www-form-urlencoded"):
        raise Trouble(NOT_A_FORM, "Send the parameters as application/x-www-form-urlencoded.")
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        raise Trouble(BODY_TOO_LARGE, f"The body has more than {LARGEST_BODY:,} bytes.")
    return parameters.read_form(body.decode("utf-8", "replace").strip(), endpoint.parameters)


def _allowed(request: HttpRequest) -> HttpResponse:
    endpoint, _ = find(request.path_info)
    methods = ", ".join(endpoint.methods)
    return HttpResponse(
        status=204,
        headers={
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _refuse_haste(request: HttpRequest) -> None:
    if settings.API_RATE <= 0:
        return
    meta = request.META
    client = limits.client_of(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), _proxies())
    wait = _limit().wait(client, at=limits.now())
    if wait:
        raise Trouble(
            TOO_MANY,
            f"At most {settings.API_BURST} requests at once and {settings.API_RATE:g} a second are answered.",
            headers={"Retry-After": str(wait)},
        )


def _origin(request: HttpRequest) -> str:
    """Scheme and host as the client wrote them; "" when the host is not one of ours, and links are relative."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


@cache
def _limit() -> limits.Limit:
    return limits.Limit(
        settings.VAR / "api-limit",
        rate=settings.API_RATE,
        burst=settings.API_BURST,
        secret=settings.SECRET_KEY,
    )


@cache
def _proxies() -> tuple[limits.Network, ...]:
    return limits.networks(settings.API_PROXIES)
