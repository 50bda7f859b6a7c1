"""`wmp2020 fetch` as typed: months read, findings and failures in sentences."""

from argparse import ArgumentTypeError

import pytest
from django.core.management import CommandError, call_command

from wmp2020.information import sources
from wmp2020.plumbing.findings import Findings
from wmp2020.website.management.commands import fetch


def test_what_is_typed_is_what_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: dict[str, object] = {}

    def fake(**options: object) -> Findings:
        asked.update(options)
        findings = Findings()
        findings.add("month-missing", "May 2024 is in no archive.", file="2024-05")
        return findings

    monkeypatch.setattr(sources, "fetch", fake)
    call_command("fetch", "--from", "2024-04", "--to", "2024-06", "--force", "west-yorkshire", "--again")
    assert asked.pop("announce")
    assert asked == {"first": "2024-04", "last": "2024-06", "months": 36, "force_id": "west-yorkshire", "again": True}
    out = capsys.readouterr().out
    assert "Finding: 2024-05: May 2024 is in no archive." in out
    assert "wmp2020 load" in out


def test_a_failure_is_a_sentence_and_says_that_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def fake(**options: object) -> Findings:
        raise sources.Failed("data.police.uk cannot be reached.")

    monkeypatch.setattr(sources, "fetch", fake)
    with pytest.raises(CommandError, match=r"cannot be reached\. What came before is kept"):
        call_command("fetch")


@pytest.mark.parametrize("typed", ["2024", "2024-13", "January", "2024-1", ""])
def test_no_month(typed: str) -> None:
    with pytest.raises(ArgumentTypeError, match="2024-01"):
        fetch.month(typed)
    assert fetch.month("2024-01") == "2024-01"
