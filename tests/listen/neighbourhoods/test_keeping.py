"""The shelf of answers, and the edition that empties it."""

import gzip
import threading

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests.kit import book
from wmp2020.information import crimes
from wmp2020.listen.neighbourhoods import actions, edition, keeping, places
from wmp2020.listen.neighbourhoods.keeping import Kept, Shelf

WARD = book.HARBOUR


def kept(size=10):
    return Kept({}, b"x" * size, True)


def test_what_is_put_is_got_back_under_its_edition_only():
    shelf, one = Shelf(), kept()
    shelf.put("a", ("page",), one)
    assert shelf.get("a", ("page",)) is one
    assert shelf.get("a", ("other",)) is None
    assert shelf.get("b", ("page",)) is None


def test_a_new_edition_empties_the_shelf():
    shelf = Shelf()
    for n in range(5):
        shelf.put("a", (str(n),), kept())
    shelf.put("b", ("0",), kept())
    assert (len(shelf), shelf.used) == (1, 10)
    assert shelf.get("a", ("1",)) is None


def test_the_least_used_goes_when_there_is_no_room():
    shelf = Shelf(room=30)
    for name in "abc":
        shelf.put("1", (name,), kept())
    shelf.get("1", ("a",))
    shelf.put("1", ("d",), kept())
    assert shelf.used == 30
    assert shelf.get("1", ("b",)) is None
    assert shelf.get("1", ("a",))


def test_an_answer_put_twice_is_counted_once():
    shelf = Shelf()
    shelf.put("1", ("a",), kept(10))
    shelf.put("1", ("a",), kept(7))
    assert (len(shelf), shelf.used) == (1, 7)


def test_one_larger_than_the_room_is_kept_alone():
    shelf = Shelf(room=5)
    shelf.put("1", ("a",), kept(50))
    assert len(shelf) == 1


def test_many_threads_keep_the_books_straight():
    shelf = Shelf(room=200)

    def work(seed):
        for n in range(300):
            shelf.put(str(n // 100), (str((n * seed) % 40),), kept(1 + (n * seed) % 20))
            shelf.get("2", (str(n % 40),))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (3, 7, 11, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.used == sum(len(one.body) for one in shelf._held.values()) <= 200


@pytest.fixture
def view(told):
    """A view that counts how often it drew."""
    drawn = []

    @keeping.kept_by_edition(lambda _request: HttpResponse("none", status=503))
    def page(request, code):
        drawn.append(code)
        if code == "missing":
            return HttpResponse("no", status=404)
        kind = "image/png" if code == "picture" else "text/html"
        return HttpResponse(b"drawn " * 500, content_type=kind)

    page.drawn = drawn
    return page


def ask(view, code, query="", **headers):
    return view(RequestFactory().get(f"/x/{query}", headers={k.replace("_", "-"): v for k, v in headers.items()}), code)


def test_a_page_is_drawn_once(view):
    first, second = ask(view, "a"), ask(view, "a")
    assert view.drawn == ["a"]
    assert first.content == second.content == b"drawn " * 500
    assert first["ETag"] == second["ETag"]


def test_gzip_goes_to_those_who_take_it(view):
    plain, squeezed = ask(view, "a"), ask(view, "a", accept_encoding="br, gzip")
    assert "Content-Encoding" not in plain
    assert squeezed["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.content) == plain.content
    assert plain["Vary"] == squeezed["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in ask(view, "a", accept_encoding="gzip;q=0")


def test_a_picture_is_not_squeezed_again(view):
    answer = ask(view, "picture", accept_encoding="gzip")
    assert "Content-Encoding" not in answer
    assert answer.content == b"drawn " * 500


def test_a_copy_is_confirmed_without_drawing_again(view):
    etag = ask(view, "a")["ETag"]
    again = ask(view, "a", if_none_match=etag)
    assert again.status_code == 304
    assert again["ETag"] == etag
    assert view.drawn == ["a"]


def test_only_what_the_answer_depends_on_tells_pages_apart(view):
    ask(view, "a", "?utm_source=mail")
    ask(view, "a", "?utm_source=poster&fbclid=1")
    ask(view, "a", "?category=burglary")
    ask(view, "a", "?category=burglary&sort=-count")
    ask(view, "a", "?category=burglary&sort=junk")
    ask(view, "a", "?poly=junk")
    assert view.drawn == ["a"] * 3


def test_what_is_not_there_has_no_copy_to_confirm(view):
    assert ask(view, "missing", if_none_match="*").status_code == 404


def test_what_somebody_drew_is_not_kept(view):
    for _ in range(2):
        assert ask(view, places.DRAWN, "?poly=52,-1:52,-2:53,-1")["Cache-Control"] == "private, no-store"
    assert view.drawn == [places.DRAWN] * 2
    assert len(keeping.shelf) == 0


def test_what_is_not_there_is_not_kept(view):
    assert [ask(view, "missing").status_code for _ in range(2)] == [404, 404]
    assert view.drawn == ["missing"] * 2
    assert len(keeping.shelf) == 0


def test_only_reading_is_allowed(view):
    assert view(RequestFactory().post("/x/"), "a").status_code == 405


def test_without_data_the_view_is_not_asked(view, monkeypatch):
    def none():
        raise crimes.NoArchive

    monkeypatch.setattr(crimes, "current", none)
    assert ask(view, "a").status_code == 503
    assert view.drawn == []


def test_an_edited_record_makes_a_new_edition(told):
    archive, atlas = told
    before = edition.edition(archive, atlas)
    assert edition.edition(archive, atlas) == before
    actions.add_priority(area=WARD, issue="Speeding", issue_at=book.LOADED_AT, by="x", at=book.LOADED_AT)
    assert edition.edition(archive, atlas) == before, "looked at no more than once a second"
    edition.forget()
    assert edition.edition(archive, atlas) != before


def test_the_edition_changes_with_the_day(told, monkeypatch):
    archive, atlas = told
    before = edition.edition(archive, atlas)
    monkeypatch.setattr(edition.timezone, "localdate", lambda: book.LOADED_AT.date().replace(year=2031))
    assert edition.edition(archive, atlas) != before


def test_the_edition_changes_with_archive_and_atlas(told, monkeypatch):
    archive, atlas = told
    first = edition.edition(archive, atlas)
    for part, version in ((archive, "another"), (atlas, "one more")):
        monkeypatch.setattr(part, "version", version)
        assert edition.edition(archive, atlas) != first
        assert version in edition.edition(archive, atlas)


def test_the_edition_changes_with_the_software(told, monkeypatch, tmp_path):
    archive, atlas = told
    before = edition.edition(archive, atlas)
    (tmp_path / "new.html").write_text("another release")
    monkeypatch.setattr(edition, "PACKAGE", tmp_path)
    edition.software.cache_clear()
    assert edition.edition(archive, atlas) != before
    edition.software.cache_clear()
