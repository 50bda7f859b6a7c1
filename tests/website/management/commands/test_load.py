import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.kit import book, months
from wmp2020.information import areas, crimes, journal, sources

pytestmark = pytest.mark.django_db(transaction=True)


class Kit:
    """The invented force as a source; `broken` makes its crimes end in the middle, as a disk that fails would."""

    id, force_id, says, notes, coverage = "kit", months.FORCE, "the invented force", months.NOTES, {}
    fingerprint = "one"
    broken = False

    def __init__(self) -> None:
        self.read = 0

    def book(self, findings, progress=None):
        self.read += 1
        findings.add("odd-ward", "a ward without a name", file="wards.csv", row=3)
        return book.book()

    def crimes(self, findings, progress=None):
        for month in months.POINT_MONTHS:
            yield months.crimes(month)
            if self.broken:
                raise OSError("the disk is gone")

    def counts(self, findings):
        return None

    def outcomes(self, findings, progress=None):
        yield months.outcomes("2026-02")

    def stops(self, findings, progress=None):
        yield months.stops()


@pytest.fixture
def kit(settings, tmp_path, monkeypatch):
    settings.FORCES = book.FORCES
    settings.ARCHIVE = tmp_path / "archive"
    kit = Kit()
    monkeypatch.setattr(sources, "choose", lambda *args, **options: kit)
    areas.forget()
    yield kit
    areas.forget()


def test_both_stores_hold_the_source_and_its_findings_are_told(kit, capsys, settings):
    call_command("load")
    said = capsys.readouterr().out
    assert "Finding, odd-ward (1):\n  wards.csv, row 3: a ward without a name" in said
    assert {ward.name for ward in areas.atlas().areas("ward")} >= {"Harbour", "Mill End"}
    assert crimes.current().latest == months.LATEST
    assert json.loads((settings.ARCHIVE / "loaded.json").read_text()) == {
        "fingerprint": "one", "areas": areas.atlas().version, "crimes": crimes.current().version,
    }  # fmt: skip


def test_the_journal_says_what_was_shown_from_when_on(kit):
    call_command("load")
    (line,) = journal.since(0, {"data.loaded"})[0]
    assert line.about == f"archive:{crimes.current().version}"
    assert line.facts == {"areas": areas.atlas().version}


def test_what_is_loaded_is_not_loaded_twice_unless_newer_or_asked(kit, capsys):
    call_command("load")
    call_command("load")
    assert kit.read == 1
    assert "loaded already" in capsys.readouterr().out
    call_command("load", "--again")
    assert kit.read == 2
    kit.fingerprint = "two"
    call_command("load")
    assert kit.read == 3


def test_a_store_that_was_emptied_is_filled_again(kit):
    call_command("load")
    areas.models.HeldBook.objects.all().delete()
    areas.forget()
    call_command("load")
    assert kit.read == 2
    assert areas.atlas().areas("ward")


def test_a_load_that_fails_changes_neither_store(kit):
    call_command("load")
    before = areas.atlas().version, crimes.current().version
    kit.fingerprint, kit.broken = "two", True
    with pytest.raises(OSError, match="the disk is gone"):
        call_command("load")
    areas.forget()
    assert (areas.atlas().version, crimes.current().version) == before
    kit.broken = False
    call_command("load")
    assert kit.read == 3


def test_no_source_is_said_in_a_sentence(kit, monkeypatch):
    def none(*args, **options):
        raise sources.NoData("Set WMP2020_DATA to a data folder")

    monkeypatch.setattr(sources, "choose", none)
    with pytest.raises(CommandError, match="Set WMP2020_DATA"):
        call_command("load")
