"""Logs as JSON lines on standard error: what happened and how long it took, never who or what was asked.

Nothing personal is kept out by trust: a line holds only the keys in ALLOWED, and messages of other libraries, which
may quote a path, a query or a value, are cut to their logger, level and unfilled template.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

ROOT = Path(__file__).resolve().parents[2]
_FILLED = re.compile(r"%(\(\w+\))?[^a-zA-Z]*[a-zA-Z]")

ALLOWED = frozenset(
    "event level at logger request route method status ms bytes fault where job task count endpoint".split()  # noqa: SIM905
)
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request being answered; every line written meanwhile carries it."""


def with_request(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say which request a line belongs to."""
    if request := REQUEST.get():
        line["request"] = request
    return line


def with_fault(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception being handled (log.exception): its class and place."""
    if line.pop("exc_info", None) and (error := sys.exc_info()[1]):
        line.update(fault(error))
    return line


_shared: list[Any] = [
    with_request,
    with_fault,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
]


def only_allowed(_: Any, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop every key nobody has allowed, so that a value added in haste does not reach a log."""
    return {key: value for key, value in line.items() if key in ALLOWED}


def from_library(_: Any, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A library's record: its template without its arguments, and a fault's class and place without its message."""
    record: logging.LogRecord = line["_record"]
    template = str(record.msg) if line.get("positional_args") else ""  # without arguments the values are in the text
    if not any(map(str.isalpha, _FILLED.sub("", template))):  # "%s: %s" says nothing once it is not filled
        template = ""
    cut: dict[str, Any] = {**line, "event": template[:80] or record.name, "logger": record.name}
    if record.exc_info and record.exc_info[1] is not None:
        cut |= fault(record.exc_info[1])
    return cut


def fault(error: BaseException) -> dict[str, str]:
    """The class of an error and the line of ours nearest to it; never its message, which may quote what was typed."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(file.relative_to(ROOT), line) for file, line in frames if ROOT in file.parents and not _installed(file)]
    where = "{}:{}".format(*ours[-1]) if ours else ""
    return {"fault": type(error).__name__, "where": where}


def _installed(file: Path) -> bool:
    return "site-packages" in file.parts


def request_answered(**told: Any) -> None:
    """The one line of a request, as the rest would write it in ten times the time: it is on every answer's way."""
    if _level[0] > logging.INFO:
        return
    line = {key: value for key, value in told.items() if key in ALLOWED}
    line |= {"event": "request", "level": "info", "at": datetime.now(UTC).isoformat(), "request": REQUEST.get()}
    sys.stderr.write(f"{json.dumps(line)}\n")


_level = [logging.INFO]


class _ToStandardError(logging.Handler):
    """To standard error as it is at that moment: tests and servers put another in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except Exception:  # a line that cannot be written must not stop what it tells of
            self.handleError(record)


def _tells_of_a_fault(record: logging.LogRecord) -> bool:
    """Not an answer of 5xx that was meant, as 503 to who asks too much: its status is in the request's own line."""
    return bool(record.exc_info)


def configure(wanted: Mapping[str, Any]) -> None:
    """Send every log of the process to standard error as JSON lines. wanted: {"level": "INFO"}; Django calls this."""
    handler = _ToStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_shared, from_library],
            use_get_message=False,
            pass_foreign_args=True,
            processors=[only_allowed, structlog.processors.JSONRenderer()],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)  # what libraries have to say
    logging.getLogger("wmp2020").setLevel(str(wanted.get("level", "INFO")))
    _level[0] = logging.getLogger("wmp2020").level
    django = logging.getLogger("django.request")
    django.setLevel(logging.ERROR)  # "Not found: <path>" is in the request's own line
    django.addFilter(_tells_of_a_fault)
    structlog.configure(
        processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
