"""A download arrives whole and right, or not at all, however the publisher and the line behave."""

import base64
import hashlib
import io
import random
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.kit.publisher import Publisher, digest, open_for_business
from wmp2020.information.sources.downloads import (
    Changed,
    Failed,
    Line,
    NoPieces,
    NotPublished,
    Offline,
    Patience,
    RemoteFile,
)

CONTENT = random.Random(7).randbytes(300_000)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_for_business() as opened:
        yield opened


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def line(waits: list[float]) -> Iterator[Line]:
    with Line(Patience(attempts=4), sleep=waits.append) as made:
        yield made


def test_a_file_arrives_whole_and_nothing_else_is_left(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    seen: list[int] = []
    to = line.fetch(publisher.put("/a.zip", CONTENT), tmp_path / "new" / "a.zip", seen=seen.append)
    assert to.read_bytes() == CONTENT
    assert sum(seen) == len(CONTENT)
    assert [p.name for p in to.parent.iterdir()] == ["a.zip"]
    assert "WMP2020" in publisher.agents.pop()


def test_a_dropped_line_is_resumed_where_it_broke(
    publisher: Publisher, line: Line, waits: list[float], tmp_path: Path
) -> None:
    url = publisher.put("/a.zip", CONTENT, drop_after=[100_000, 50_000, 0])
    assert line.fetch(url, tmp_path / "a.zip").read_bytes() == CONTENT
    assert [span for _, span, _ in publisher.asked] == ["", "bytes=100000-", "bytes=150000-", "bytes=150000-"]
    assert {condition for _, _, condition in publisher.asked[1:]} == {f'"{hashlib.md5(CONTENT).hexdigest()}"'}
    assert len(waits) == 3


def test_progress_renews_patience(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    url = publisher.put("/a.zip", CONTENT, drop_after=[30_000] * 9)
    assert line.fetch(url, tmp_path / "a.zip").read_bytes() == CONTENT


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    url = publisher.put("/a.zip", CONTENT, drop_after=[200_000, 0, 0, 0, 0])
    with pytest.raises(Failed, match="broke off"):
        line.fetch(url, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    publisher.shelves["/a.zip"].drop_after.clear()  # type: ignore[union-attr]
    assert line.fetch(url, tmp_path / "a.zip").read_bytes() == CONTENT
    assert publisher.asked[-1][1] == "bytes=200000-"


def test_a_file_that_changed_is_begun_anew(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    other = CONTENT[::-1]
    url = publisher.put("/a.zip", CONTENT, drop_after=[100_000], becomes=other)
    assert line.fetch(url, tmp_path / "a.zip").read_bytes() == other


def test_without_validator_or_ranges_nothing_is_glued(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    weak = publisher.put("/weak", CONTENT, etag='W/"x"', drop_after=[100_000])
    assert line.fetch(weak, tmp_path / "weak").read_bytes() == CONTENT
    assert [span for _, span, _ in publisher.asked] == ["", ""]
    plain = publisher.put("/plain", CONTENT, ranges=False, drop_after=[100_000])
    assert line.fetch(plain, tmp_path / "plain").read_bytes() == CONTENT


def test_a_part_that_is_already_whole_is_taken(publisher: Publisher, line: Line, tmp_path: Path) -> None:
    url = publisher.put("/a", CONTENT, drop_after=[len(CONTENT) - 1, 0, 0, 0, 0])
    with pytest.raises(Failed):
        line.fetch(url, tmp_path / "a")
    with (tmp_path / "a.part").open("ab") as part:
        part.write(CONTENT[-1:])
    publisher.shelves["/a"].drop_after.clear()  # type: ignore[union-attr]
    assert line.fetch(url, tmp_path / "a").read_bytes() == CONTENT


@pytest.mark.parametrize("how", ["caller", "Content-MD5", "Repr-Digest"])
def test_a_wrong_checksum_is_tried_once_more_and_then_refused(
    publisher: Publisher, line: Line, tmp_path: Path, how: str
) -> None:
    right, wrong = hashlib.sha256(CONTENT).hexdigest(), CONTENT[:-1] + b"x"
    headers = {"Content-MD5": base64.b64encode(hashlib.md5(CONTENT).digest()).decode(), "Repr-Digest": digest(CONTENT)}
    url = publisher.put("/a", wrong, headers={} if how == "caller" else {how: headers[how]})
    checksum = f"sha256:{right}" if how == "caller" else ""
    with pytest.raises(Failed, match="twice"):
        line.fetch(url, tmp_path / "a", checksum=checksum)
    assert len(publisher.asked) == 2
    assert list(tmp_path.iterdir()) == []
    publisher.shelves["/a"].becomes = CONTENT  # type: ignore[union-attr]
    assert line.fetch(url, tmp_path / "a", checksum=checksum).read_bytes() == CONTENT


def test_a_busy_publisher_is_given_the_time_it_asks_for(
    publisher: Publisher, line: Line, waits: list[float], tmp_path: Path
) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    url = publisher.put("/a", CONTENT, busy=[(503, {"Retry-After": "7"}), (429, {"Retry-After": soon}), (502, {})])
    assert line.fetch(url, tmp_path / "a").read_bytes() == CONTENT
    assert waits[0] == 7.0
    assert 80 < waits[1] <= 90
    assert 1.0 <= waits[2] <= 2.0  # the third failure in a row: half to whole of 2 s


def test_waits_double_and_jitter_and_end(publisher: Publisher, line: Line, waits: list[float]) -> None:
    url = publisher.put("/a", CONTENT, busy=[(503, {})] * 9)
    with pytest.raises(Failed, match="answers 503; 4 attempts"):
        line.get(url)
    for number, wait in enumerate(waits):
        assert 0.25 * 2**number <= wait <= 0.5 * 2**number
    assert len(waits) == 3


def test_a_wait_beyond_the_deadline_is_not_begun(publisher: Publisher, waits: list[float]) -> None:
    url = publisher.put("/a", CONTENT, busy=[(503, {"Retry-After": "86400"})])
    with Line(Patience(deadline=60), sleep=waits.append) as line, pytest.raises(Failed, match="no time left"):
        line.get(url)
    assert waits == []


def test_the_deadline_ends_a_slow_download_and_keeps_what_came(publisher: Publisher, tmp_path: Path) -> None:
    ticks = iter(range(0, 10_000, 40))
    url = publisher.put("/a", CONTENT)
    with Line(Patience(deadline=100), clock=lambda: float(next(ticks))) as line, pytest.raises(Failed, match="goes on"):
        line.fetch(url, tmp_path / "a")
    assert (tmp_path / "a.part").stat().st_size > 0
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_published_is_not_asked_for_again(
    publisher: Publisher, line: Line, tmp_path: Path, status: int
) -> None:
    url = publisher.put("/a", b"", busy=[(status, {})])
    with pytest.raises(NotPublished):
        line.fetch(url, tmp_path / "a")
    assert len(publisher.asked) == 1
    with pytest.raises(Failed, match="403"):
        line.get(publisher.put("/b", b"", busy=[(403, {})]))


def test_nobody_there_is_noticed_at_once(waits: list[float]) -> None:
    with open_for_business() as gone:
        address = gone.address
    with Line(Patience(attempts=2), sleep=waits.append) as line:
        began = time.monotonic()
        assert not line.reaches(address)
        assert time.monotonic() - began < 3.5
        assert waits == []
        with pytest.raises(Offline):
            line.get(address)


def test_a_zip_is_read_in_pieces(publisher: Publisher, line: Line) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big", random.Random(1).randbytes(3_000_000))
        archive.writestr("small", b"what we want")
    url = publisher.put("/a.zip", packed.getvalue())
    seen: list[int] = []
    with zipfile.ZipFile(io.BufferedReader(RemoteFile(line, url, seen=seen.append), 1 << 16)) as archive:
        assert archive.read("small") == b"what we want"
    assert sum(seen) < 300_000


def test_pieces_of_two_editions_are_never_mixed(publisher: Publisher, line: Line) -> None:
    remote = io.BufferedReader(RemoteFile(line, publisher.put("/a", CONTENT)), 1 << 12)
    assert remote.read(10) == CONTENT[:10]
    publisher.put("/a", CONTENT[::-1])
    remote.seek(200_000)
    with pytest.raises(Changed):
        remote.read(10)


def test_a_publisher_without_pieces_or_validator_says_so_at_once(publisher: Publisher, line: Line) -> None:
    with pytest.raises(NoPieces):
        RemoteFile(line, publisher.put("/a", CONTENT, ranges=False))
    with pytest.raises(NoPieces):
        RemoteFile(line, publisher.put("/b", CONTENT, etag='W/"weak"'))
