"""A book is swapped in whole, or nothing changes."""

from dataclasses import replace

import pyarrow as pa
import pytest
from django.db import DataError, connection

from tests.kit import book as kit
from wmp2020.information import areas
from wmp2020.information.areas import actions
from wmp2020.information.areas.book import POSTCODES
from wmp2020.information.areas.models import HeldArea, HeldBook, HeldPostcode, HeldStreet
from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.findings import Findings


@pytest.fixture(autouse=True)
def kit_force(settings):
    settings.FORCES, settings.FORCE = kit.FORCES, ""
    areas.forget()
    yield
    areas.forget()


def held():
    """Everything that is loaded, by table, without row ids."""
    tables = (HeldBook, HeldArea, HeldPostcode, HeldStreet)
    return [sorted(str(sorted(row.items() - {("id", row["id"])})) for row in _plain(t)) for t in tables]


def _plain(model):
    return [
        {k: str(bytes(v) if isinstance(v, memoryview) else v) for k, v in row.items()} for row in model.objects.values()
    ]


@pytest.mark.django_db
def test_a_load_keeps_what_the_book_said():
    version = areas.load(kit.book(), at=kit.LOADED_AT)
    book = HeldBook.objects.get()
    assert (book.version, book.force_id, book.loaded_at) == (version, "eastmere", kit.LOADED_AT)
    assert book.counts == {"areas": 26, "postcodes": 41, "streets": 6}
    assert book.sources[0]["publisher"] == "The tests"
    ended = HeldPostcode.objects.get(compact="QM11AE")
    assert (ended.postcode, ended.live, ended.ended, ended.ward) == ("QM1 1AE", False, "2010-08", "")
    assert HeldPostcode.objects.get(compact="QM29ZZ").lat is None
    assert HeldArea.objects.get(code=kit.MILL_END).lsoas == [kit.LSOAS[2], kit.LSOAS[6], kit.LSOAS[10]]


@pytest.mark.django_db
def test_another_book_takes_the_place_of_the_first_wholly():
    first = areas.load(kit.book(), at=kit.LOADED_AT)
    fewer = replace(kit.book(), postcodes=kit.postcodes().slice(0, 5))
    assert areas.load(fewer, at=kit.LOADED_AT) != first
    assert HeldPostcode.objects.count() == 5
    assert HeldBook.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["_copy", "_areas", "_postcodes"])
def test_a_load_that_fails_changes_nothing(broken, monkeypatch):
    areas.load(kit.book(), at=kit.LOADED_AT)
    before, atlas = held(), areas.atlas()

    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, broken, fail)
    with pytest.raises(RuntimeError, match="disk is full"):
        areas.load(replace(kit.book(), streets=kit.streets().slice(0, 1)), at=kit.LOADED_AT)
    assert held() == before
    areas.forget()
    assert areas.atlas().version == atlas.version


@pytest.mark.django_db
def test_a_row_the_database_refuses_changes_nothing():
    areas.load(kit.book(), at=kit.LOADED_AT)
    before = held()
    far = [replace(a, residents=2**40) if a.code == kit.HARBOUR else a for a in kit.book().areas]
    with pytest.raises(DataError):
        areas.load(replace(kit.book(), areas=far), at=kit.LOADED_AT)
    assert held() == before


@pytest.mark.django_db
def test_a_force_we_do_not_know_is_refused_before_anything_is_touched():
    areas.load(kit.book(), at=kit.LOADED_AT)
    before = held()
    with pytest.raises(Refused, match="no force 'atlantis'"):
        areas.load(replace(kit.book(), force_id="atlantis"), at=kit.LOADED_AT)
    assert held() == before


@pytest.mark.django_db
def test_the_data_of_another_force_than_the_site_s_is_refused(settings):
    settings.FORCE = "westmere"
    with pytest.raises(Refused, match="This site serves westmere; the data is of eastmere"):
        areas.load(kit.book(), at=kit.LOADED_AT)


@pytest.mark.django_db
def test_findings_of_a_load_are_handed_back():
    findings = Findings()
    odd = pa.table([["nonsense"], *[[None]] * 5, [True], [None]], schema=POSTCODES)
    areas.load(replace(kit.book(), postcodes=odd), at=kit.LOADED_AT, findings=findings)
    assert findings.counts == {"no-postcode": 1}


@pytest.mark.django_db(transaction=True)
def test_readers_keep_the_old_book_until_the_new_one_is_there(monkeypatch):
    areas.load(kit.book(), at=kit.LOADED_AT)
    seen = []
    copy = actions._copy

    def looking(cursor, model, table):
        copy(cursor, model, table)
        other = connection.copy()
        with other.cursor() as reader:
            reader.execute("SELECT count(*) FROM information_heldpostcode")
            seen.append(reader.fetchone()[0])
        other.close()

    monkeypatch.setattr(actions, "_copy", looking)
    areas.load(replace(kit.book(), postcodes=kit.postcodes().slice(0, 5)), at=kit.LOADED_AT)
    assert seen == [41, 41]
    assert HeldPostcode.objects.count() == 5


@pytest.mark.django_db
def test_the_real_book_loads_in_seconds(real_book, settings):
    from time import perf_counter

    from django.conf import settings as project

    settings.FORCES = project.ROOT / "forces"
    began = perf_counter()
    areas.load(real_book, at=kit.LOADED_AT)
    assert perf_counter() - began < 20  # 1.5 s on two quiet cores
    assert HeldPostcode.objects.count() == 136_525
    assert len(areas.atlas().areas("ward")) == 192
    assert len(areas.atlas().ended("ward")) == 44
