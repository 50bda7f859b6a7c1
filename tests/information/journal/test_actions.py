import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from wmp2020.information import journal
from wmp2020.information.journal.models import Bookmark, Line

from .conftest import NOW


def test_a_line_is_chained_to_the_one_before(wrote: Callable[..., Any]) -> None:
    first, second = wrote(offence="8N", count=2), wrote("crime.cancelled", purpose="recorded twice")
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous == bytes(32)
    assert second.previous == first.mac
    kept = Line.objects.get(stream="acts", sequence=1)
    assert (kept.kind, kept.about, kept.by, kept.at) == ("crime.recorded", "WM-7F3K", "officer-1", NOW)
    assert kept.facts == {"offence": "8N", "count": 2}


def test_each_stream_counts_for_itself(wrote: Callable[..., Any]) -> None:
    assert [wrote().sequence, wrote("person.looked").sequence, wrote().sequence] == [1, 1, 2]


def test_a_line_with_what_somebody_typed_is_our_fault(wrote: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="detail name"):
        wrote(name="Mary Smith")
    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        journal.write("crime.recorded", about="WM-1", by="public", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_line_dies_with_its_transaction(verdicts: Callable[[], dict[str, str]]) -> None:
    def write(about: str) -> None:
        journal.write("crime.recorded", about=about, by="public", at=NOW)

    with transaction.atomic():
        write("WM-1")
    with transaction.atomic():
        write("WM-2")
        transaction.set_rollback(True)
    with transaction.atomic():
        write("WM-3")
    assert list(Line.objects.order_by("sequence").values_list("sequence", "about")) == [(1, "WM-1"), (2, "WM-3")]
    assert verdicts() == {"acts": ""}


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_leave_no_gap(verdicts: Callable[[], dict[str, str]]) -> None:
    def write() -> None:
        try:
            for n in range(25):
                with transaction.atomic():
                    journal.write("crime.recorded", about=f"WM-{n}", by="public", at=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Line.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 101))
    assert verdicts() == {"acts": ""}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_head SET sequence = sequence - 1",
        "UPDATE journal_head SET sequence = sequence + 2",
        "UPDATE journal_head SET mac = sha256(mac)",
        "UPDATE journal_head SET stream = 'looks', sequence = sequence + 1",
        "INSERT INTO journal_head SELECT 'looks', 5, mac, seal FROM journal_head",
    ],
)
def test_the_serving_role_cannot_set_a_head_where_no_line_put_it(wrote: Callable[..., Any], sql: str) -> None:
    wrote()
    wrote()
    with pytest.raises(DatabaseError, match="rises by one"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE wmp_app; {sql}")
    assert wrote().sequence == 3


@pytest.mark.parametrize(
    "sql", ["UPDATE journal_line SET kind = 'x.y'", "DELETE FROM journal_line", "DELETE FROM journal_head"]
)
def test_even_the_owner_is_refused_by_a_trigger(wrote: Callable[..., Any], sql: str) -> None:
    wrote()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_emptying_the_journal_is_refused_outside_tests(wrote: Callable[..., Any]) -> None:
    wrote()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('journal_is_append_only'::regproc)")
        assert "starts_with(current_database(), 'test_')" in cursor.fetchone()[0]
        cursor.execute("SELECT tgenabled, tgtype & 32 FROM pg_trigger WHERE tgname = 'journal_line_stays_whole'")
        assert cursor.fetchone() == ("O", 32)  # on, and for TRUNCATE


@pytest.mark.parametrize("power", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_role_that_serves_has_no_power_over_lines(db: None, power: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'wmp_app'")
        assert cursor.fetchone(), "set-up makes the role, or the migration does"
        cursor.execute("SELECT has_table_privilege('wmp_app', 'journal_line', %s)", [power])
        assert cursor.fetchone() == (False,)


def read(reader: str = "tell-reporters", limit: int = 1000) -> list[str]:
    with journal.reading(reader, {"crime.recorded"}, limit=limit) as lines:
        return [line.about for line in lines]


def test_a_reader_reads_on_from_its_bookmark(wrote: Callable[..., Any]) -> None:
    for n in range(5):
        wrote(about=f"WM-{n}")
        wrote("crime.cancelled", about=f"WM-{n}")
    assert read(limit=2) == ["WM-0", "WM-1"]
    assert read(limit=2) == ["WM-2", "WM-3"]
    assert read("another") == ["WM-0", "WM-1", "WM-2", "WM-3", "WM-4"]
    assert read() == ["WM-4"]
    assert read() == []
    assert Bookmark.objects.get(pk="tell-reporters").sequence == 10  # past the kinds it does not read
    wrote(about="WM-9")
    assert read() == ["WM-9"]


def test_a_reader_that_fails_reads_the_same_again(wrote: Callable[..., Any]) -> None:
    wrote(about="WM-1")
    with pytest.raises(RuntimeError), journal.reading("tell-reporters", {"crime.recorded"}):
        raise RuntimeError
    assert read() == ["WM-1"]


@pytest.mark.django_db(transaction=True)
def test_a_second_reader_of_the_same_name_finds_nothing_meanwhile() -> None:
    with transaction.atomic():
        journal.write("crime.recorded", about="WM-1", by="public", at=NOW)
    found: list[list[str]] = []

    def second() -> None:
        try:
            found.append(read())
        finally:
            connection.close()

    Bookmark.objects.create(reader="tell-reporters")
    with journal.reading("tell-reporters", {"crime.recorded"}) as lines:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        assert [line.about for line in lines] == ["WM-1"]
    assert found == [[]]
