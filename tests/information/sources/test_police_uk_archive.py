"""The monthly archive, from a publisher on loopback: pieces, editions, gaps, damage, and the Supply over what came."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit import files
from tests.kit.publisher import Publisher, open_for_business
from wmp2020.information.areas import read_force
from wmp2020.information.sources import police_uk_archive
from wmp2020.information.sources.downloads import Failed, Line, Patience
from wmp2020.information.sources.police_uk_archive import Fetching, PoliceUkArchive, published
from wmp2020.information.sources.schemas import STOPS
from wmp2020.plumbing.findings import Findings

FORCE = "west-midlands"
FORCES = Path(__file__).parents[3] / "forces"

KINDS = {"street": files.STREET, "outcomes": files.OUTCOMES, "stop-and-search": files.STOPS}


def archive(months: list[str], *, street: bytes | None = None, forces: tuple[str, ...] = (FORCE, "kent")) -> bytes:
    """A national archive of these months, as published."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for month in months:
            for force in forces:
                for kind, text in {
                    "street": street or files.STREET,
                    "outcomes": files.OUTCOMES,
                    "stop-and-search": files.STOPS,
                }.items():
                    dated = text.replace(b"2024-01", month.encode()).replace(b"2024-03", month.encode())
                    opened.writestr(f"{month}/{month}-{force}-{kind}.csv", dated)
    return packed.getvalue()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_for_business() as opened:
        dates = [{"date": f"2024-0{n}", "stop-and-search": [FORCE]} for n in (3, 2, 1)]
        opened.put("/api/crimes-street-dates", json.dumps(dates).encode())
        opened.put("/data/archive/2024-03.zip", archive(["2024-01", "2024-02", "2024-03"]))
        yield opened


class Run:
    """One run of the fetcher against the publisher, its findings at hand."""

    def __init__(
        self, publisher: Publisher, folder: Path, months: list[str], newest: str = "2024-03", again: bool = False
    ):
        self.findings = Findings()
        with Line(Patience(attempts=3), sleep=lambda s: None) as line:
            self.run = Fetching(FORCE, folder, line, publisher.address, self.findings)
            self.run.months(months, newest)
        self.new = self.run.new


def test_months_are_listed_newest_first_and_nonsense_is_refused(publisher: Publisher) -> None:
    with Line(Patience(attempts=1)) as line:
        assert published(line, publisher.address) == ["2024-03", "2024-02", "2024-01"]
        publisher.put("/api/crimes-street-dates", b"<html>sign in to the wireless network</html>")
        with pytest.raises(Failed, match="no list of months"):
            published(line, publisher.address)


@pytest.mark.parametrize("pieces", [True, False], ids=["in pieces", "whole"])
def test_one_force_is_taken_out_of_the_archive(publisher: Publisher, tmp_path: Path, pieces: bool) -> None:
    publisher.put("/data/archive/2024-03.zip", archive(["2024-02", "2024-03"]), ranges=pieces)
    run = Run(publisher, tmp_path, ["2024-02", "2024-03"])
    assert run.new == 6
    assert not run.findings.counts
    assert (tmp_path / "2024-03/2024-03-west-midlands-street.csv").read_bytes() == files.STREET.replace(
        b"2024-01", b"2024-03"
    )
    assert not list(tmp_path.rglob("*kent*"))
    assert not list(tmp_path.rglob("*.zip*"))
    assert not list(tmp_path.rglob(".*"))
    assert Run(publisher, tmp_path, ["2024-02", "2024-03"]).new == 0


def test_a_large_archive_costs_what_the_force_weighs(publisher: Publisher, tmp_path: Path) -> None:
    padded = io.BytesIO(archive(["2024-03"]))
    with zipfile.ZipFile(padded, "a") as opened:
        opened.writestr("2024-03/2024-03-kent-notes.txt", bytes(20_000_000))  # stored, not deflated
    publisher.put("/data/archive/2024-03.zip", padded.getvalue())
    assert Run(publisher, tmp_path, ["2024-03"]).new == 3
    spans = [s.removeprefix("bytes=").split("-") for _, s, _ in publisher.asked if s]
    assert sum(int(end) - int(start) + 1 for start, end in spans) < 5_000_000


def test_a_dropped_line_and_a_busy_publisher_are_got_over(publisher: Publisher, tmp_path: Path) -> None:
    publisher.put(
        "/data/archive/2024-03.zip", archive(["2024-03"]), busy=[(503, {"Retry-After": "1"})], drop_after=[1, 500, 900]
    )
    assert Run(publisher, tmp_path, ["2024-03"]).new == 3


def test_a_month_that_no_archive_holds_is_said_and_the_rest_goes_on(publisher: Publisher, tmp_path: Path) -> None:
    publisher.put("/data/archive/2024-03.zip", archive(["2024-01", "2024-03"]))
    run = Run(publisher, tmp_path, ["2024-01", "2024-02", "2024-03"])
    assert run.new == 6
    assert run.findings.counts == {"month-missing": 1}
    assert "February 2024" in str(next(iter(run.findings)))


def test_a_month_published_again_replaces_the_older_edition_and_says_so(publisher: Publisher, tmp_path: Path) -> None:
    Run(publisher, tmp_path, ["2024-02"], newest="2024-03")
    corrected = files.lines(files.STREET_HEAD, files.BURGLARY)
    publisher.put("/data/archive/2024-04.zip", archive(["2024-02", "2024-03", "2024-04"], street=corrected))
    run = Run(publisher, tmp_path, ["2024-02"], newest="2024-04")
    assert run.findings.counts == {"month-published-again": 1}
    street = tmp_path / "2024-02/2024-02-west-midlands-street.csv"
    assert street.read_bytes() == corrected.replace(b"2024-01", b"2024-02")
    older = Run(publisher, tmp_path, ["2024-02"], newest="2024-03")  # an older archive never wins over a newer
    assert older.new == 0
    assert street.read_bytes() == corrected.replace(b"2024-01", b"2024-02")


def test_a_month_twice_in_one_archive_is_said(publisher: Publisher, tmp_path: Path) -> None:
    twice = io.BytesIO(archive(["2024-03"]))
    with zipfile.ZipFile(twice, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("2024-03/2024-03-west-midlands-street.csv", files.lines(files.STREET_HEAD))
    publisher.put("/data/archive/2024-03.zip", twice.getvalue())
    run = Run(publisher, tmp_path, ["2024-03"])
    assert run.findings.counts == {"month-twice": 1}
    assert (tmp_path / "2024-03/2024-03-west-midlands-street.csv").read_bytes() == files.lines(files.STREET_HEAD)


@pytest.mark.parametrize("pieces", [True, False], ids=["in pieces", "whole"])
def test_a_truncated_archive_is_returned_and_the_one_before_is_used(
    publisher: Publisher, tmp_path: Path, pieces: bool
) -> None:
    publisher.put("/data/archive/2024-03.zip", archive(["2024-02", "2024-03"])[:-400], ranges=pieces)
    publisher.put("/data/archive/2024-02.zip", archive(["2024-01", "2024-02"]))
    run = Run(publisher, tmp_path, ["2024-02", "2024-03"])
    assert run.findings.counts == {"truncated-zip": 1, "month-missing": 1}
    assert "March 2024" in str(list(run.findings)[-1])
    assert run.new == 3
    assert (tmp_path / "2024-02/2024-02-west-midlands-street.csv").is_file()


def test_a_damaged_member_is_left_out_and_what_was_held_stays(publisher: Publisher, tmp_path: Path) -> None:
    Run(publisher, tmp_path, ["2024-03"])
    held = (tmp_path / "2024-03/2024-03-west-midlands-street.csv").read_bytes()
    whole = archive(["2024-03"], street=files.STREET * 20)
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        at = opened.getinfo("2024-03/2024-03-west-midlands-street.csv").header_offset + 120
    publisher.put("/data/archive/2024-03.zip", whole[:at] + b"\xff\x00\xff\x00" + whole[at + 4 :])
    run = Run(publisher, tmp_path, ["2024-03"])
    assert run.findings.counts["damaged-member"] == 1
    assert (tmp_path / "2024-03/2024-03-west-midlands-street.csv").read_bytes() == held


def test_an_archive_that_changes_while_it_is_read_is_read_anew(publisher: Publisher, tmp_path: Path) -> None:
    corrected = archive(["2024-03"], street=files.lines(files.STREET_HEAD, files.BURGLARY))
    publisher.put("/data/archive/2024-03.zip", archive(["2024-03"]), becomes=corrected)
    run = Run(publisher, tmp_path, ["2024-03"])
    assert not run.findings.counts
    street = (tmp_path / "2024-03/2024-03-west-midlands-street.csv").read_bytes()
    assert street == files.lines(files.STREET_HEAD, files.BURGLARY).replace(b"2024-01", b"2024-03")


def test_months_beyond_one_archive_come_from_an_older_one(publisher: Publisher, tmp_path: Path) -> None:
    publisher.put("/data/archive/2021-01.zip", archive(["2020-12", "2021-01"]))
    run = Run(publisher, tmp_path, ["2020-12", "2021-01", "2024-03"])
    assert run.new == 9
    assert run.findings.counts == {"archive-missing": 2}  # those of 2023-12 and 2023-11 are not on this shelf
    assert (tmp_path / "2021-01/2021-01-west-midlands-stop-and-search.csv").is_file()


@pytest.fixture
def supply(publisher: Publisher, tmp_path: Path) -> PoliceUkArchive:
    many = files.lines(files.STREET_HEAD, *[files.NUISANCE, files.VIOLENCE] * 30)
    few = files.lines(files.STREET_HEAD, files.BURGLARY)
    for month, street in {"2024-01": many, "2024-02": many, "2024-03": few}.items():
        publisher.put(f"/data/archive/{month}.zip", archive([month], street=street))
        Run(publisher, tmp_path, [month], newest=month)
    return PoliceUkArchive(tmp_path, tmp_path / "ons", read_force(FORCE, FORCES))


def test_the_supply_gives_each_month_once_and_flags_a_short_one(supply: PoliceUkArchive) -> None:
    findings = Findings()
    assert [t["month"][0].as_py() for t in supply.crimes(findings)] == ["2024-01", "2024-02", "2024-03"]
    assert supply.coverage == {"2024-01": True, "2024-02": True, "2024-03": False}
    assert "Incomplete, never to be read as a fall in crime: March 2024" in supply.notes[0].note
    assert "January 2024 to March 2024" in supply.says
    assert "West Midlands" in supply.says
    counts = supply.counts(findings)
    assert pc.sum(counts["count"]).as_py() == 121
    assert {(r["month"], r["complete"]) for r in counts.to_pylist()} == {
        ("2024-01", True), ("2024-02", True), ("2024-03", False),
    }  # fmt: skip
    assert [len(t) for t in supply.outcomes(findings)] == [1, 1, 1]
    stops = list(supply.stops(findings))
    assert [t.schema for t in stops] == [STOPS] * 3
    # A stop takes the street of a crime at its point; the file names none.
    assert [t["street"].to_pylist() for t in stops] == [["On or near Church Street", ""]] * 3
    assert findings.counts == {"repeated-id": 2}
    assert not supply.is_there()  # places are missing


def test_its_fingerprint_changes_with_the_files(supply: PoliceUkArchive, tmp_path: Path) -> None:
    before = supply.fingerprint
    assert PoliceUkArchive(tmp_path, tmp_path / "ons", supply.force).fingerprint == before
    (tmp_path / "2024-03/2024-03-west-midlands-street.csv").write_bytes(files.STREET)
    assert PoliceUkArchive(tmp_path, tmp_path / "ons", supply.force).fingerprint != before


WHOLE = archive(["2024-03"])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, len(WHOLE)) | st.just(len(WHOLE)),
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), max_size=6),
)
def test_no_damage_to_an_archive_raises_or_leaves_half_a_file(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flips: list[tuple[int, int]]
) -> None:
    content = bytearray(WHOLE)
    for at, by in flips:
        content[at] ^= by
    content = content[:cut]

    def answer(request: httpx.Request) -> httpx.Response:
        if "Range" not in request.headers:
            return httpx.Response(200, stream=httpx.ByteStream(bytes(content)))
        start, _, end = request.headers["Range"].removeprefix("bytes=").partition("-")
        piece = bytes(content[int(start) : int(end or len(content)) + 1])
        if not piece:
            return httpx.Response(416, headers={"Content-Range": f"bytes */{len(content)}"})
        span = f"bytes {start}-{int(start) + len(piece) - 1}/{len(content)}"
        return httpx.Response(206, content=piece, headers={"ETag": '"one"', "Content-Range": span})

    folder, findings = tmp_path_factory.mktemp("damage"), Findings()
    with Line(Patience(attempts=1), transport=httpx.MockTransport(answer)) as line:
        Fetching(FORCE, folder, line, "http://publisher", findings).months(["2024-03"], "2024-03")
    street = folder / "2024-03/2024-03-west-midlands-street.csv"
    if street.is_file():
        assert street.read_bytes() == files.STREET.replace(b"2024-01", b"2024-03")
    else:
        assert findings.counts["month-missing"] == 1
    if cut < len(WHOLE):
        assert len(findings) >= 1


def test_a_member_too_large_to_be_one_month_is_left_out(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(police_uk_archive, "LARGEST", 100)
    run = Run(publisher, tmp_path, ["2024-03"])
    assert run.findings.counts == {"damaged-member": 3, "month-missing": 1}
