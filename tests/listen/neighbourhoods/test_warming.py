"""Pages drawn before anybody asks."""

import threading

import pytest

from tests.kit import book
from wmp2020.information import crimes
from wmp2020.listen.neighbourhoods import actions, edition, keeping, views_area, warming


def test_every_ward_ended_ones_too_council_and_the_force_are_drawn(told, client, monkeypatch):
    version = warming.warm(rest=0)
    assert len(keeping.shelf) == 8
    monkeypatch.setattr(views_area, "_page", None)  # nothing may be drawn now
    for code in (*book.WARDS, book.OLD_MILL, book.WESTMERE, book.EASTMERE, book.FORCE):
        answer = client.get(f"/areas/{code}/")
        assert answer.status_code == 200
        assert answer["ETag"] == f'W/"{version}"'


def test_what_is_warm_is_not_drawn_again(told, monkeypatch):
    version = warming.warm(rest=0)
    monkeypatch.setattr(views_area, "area", None)
    assert warming.warm(version, rest=0) == version


def test_new_data_on_the_way_begins_again(told, monkeypatch):
    drawn = []

    def draw(request, code):
        drawn.append(code)
        actions.add_link(area=code, title="New", url="https://example.org/", by="x", at=book.LOADED_AT)
        edition.forget()

    monkeypatch.setattr(views_area, "area", draw)
    assert warming.warm(rest=0) == ""
    assert len(drawn) == 1


def test_it_rests_as_long_as_it_worked(told, monkeypatch):
    rested = []
    monkeypatch.setattr(warming.time, "sleep", rested.append)
    warming.warm(rest=1.0)
    assert len(rested) == 8
    assert all(seconds > 0 for seconds in rested)


@pytest.mark.parametrize("trouble", [crimes.NoArchive("none"), RuntimeError("a fault")])
def test_trouble_does_not_end_it(told, monkeypatch, trouble):
    tried, stop = [], threading.Event()

    def warm(done):
        tried.append(done)
        if len(tried) == 1:
            raise trouble
        if len(tried) == 3:
            stop.set()
        return "edition"

    monkeypatch.setattr(warming, "warm", warm)
    monkeypatch.setattr(warming, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(warming.measures, "prepare", lambda *_: None)
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)
    thread = warming.begin(stop)
    thread.join(5)
    assert not thread.is_alive()
    assert tried == ["", "", "edition"]
    assert thread.daemon
