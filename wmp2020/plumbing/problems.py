"""What a machine is told when something did not work: application/problem+json, as RFC 9457 describes it.

A problem's type is a stable kebab-case word, which is a relative URI reference; programs switch on it, people read
title and detail.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"


def problem(
    status: int,
    type: str,
    title: str,
    detail: str,
    *,
    instance: str | None = None,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """A response whose body holds type, title, status, detail, then instance and further members that are not None."""
    told = {"type": type, "title": title, "status": status, "detail": detail, "instance": instance, **members}
    body = json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False)
    # A lone surrogate out of a broken address cannot be written as UTF-8.
    return HttpResponse(body.encode("utf-8", "replace"), status=status, content_type=CONTENT_TYPE, headers=headers)
