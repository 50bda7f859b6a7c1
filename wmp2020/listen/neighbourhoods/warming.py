"""Pages drawn before anybody asks: after a start, and when new data came. In the process that will serve them."""

import threading
import time

import structlog
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.utils import translation

from wmp2020.information import areas, crimes, measures

from . import views_area
from .edition import edition

LOOK_EVERY = 5.0  # seconds
KINDS = ("force", "authority", "ward")
log = structlog.get_logger("wmp2020.warming")


def begin(stop: threading.Event | None = None) -> threading.Thread:
    """Draw in the background from now on, until stopped; what every page needs is learnt before this returns."""
    try:
        measures.prepare(crimes.current(), areas.atlas())
    except (crimes.NoArchive, areas.NoAreas, DatabaseError):
        log.info("nothing to prepare")
    finally:
        connections.close_all()
    ended = stop or threading.Event()
    thread = threading.Thread(target=_keep_warm, args=(ended,), name="warming", daemon=True)
    thread.start()
    return thread


def _keep_warm(ended: threading.Event) -> None:
    done = ""
    while not ended.is_set():
        try:
            done = warm(done)
        except (crimes.NoArchive, areas.NoAreas, DatabaseError) as none:  # nothing loaded, or the database is away
            log.info("nothing to warm", why=type(none).__name__)
        except Exception:  # a page that cannot be drawn is told when it is asked for; the others must still be warm
            log.exception("warming")
        finally:
            connections.close_all()
        ended.wait(LOOK_EVERY)


def warm(done: str = "", *, rest: float = 1.0) -> str:
    """Draw every area's page of the edition in force unless it is `done`; return the edition.

    After each page it rests as long as the page took, times `rest`: those who ask meanwhile come first.
    """
    archive, atlas = crimes.current(), areas.atlas()
    version = edition(archive, atlas)
    if version == done:
        return done
    measures.prepare(archive, atlas)
    with translation.override(settings.LANGUAGE_CODE):
        wanted = [area for kind in KINDS for area in atlas.areas(kind)] + list(atlas.ended("ward"))
        for area in wanted:
            began = time.perf_counter()
            views_area.area(_asking(area.url), area.code)
            time.sleep(rest * (time.perf_counter() - began))
            if edition(crimes.current(), areas.atlas()) != version:
                return ""  # new data came: begin again
    measures.known(archive, atlas, "lsoa")  # what a small drawn area is judged by
    log.info("warm", pages=len(wanted))
    return version


def _asking(address: str) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path = "GET", address
    return request
