"""The leaky bucket at its edges, between processes, and against forged addresses."""

import multiprocessing
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing import limits
from wmp2020.plumbing.limits import Limit, client_of, networks

NOON = 1_700_000_000.0


@pytest.fixture
def limit(tmp_path):
    limit = Limit(tmp_path / "limits", rate=15, burst=30, secret="s")
    yield limit
    limit.close()


def test_thirty_at_once_and_the_thirty_first_waits_a_whole_second(limit):
    waits = [limit.wait("192.0.2.1", at=NOON) for _ in range(31)]

    assert waits == [0] * 30 + [1]


def test_a_full_bucket_lets_fifteen_through_each_second(limit):
    for _ in range(30):
        limit.wait("192.0.2.1", at=NOON)

    let = sum(limit.wait("192.0.2.1", at=NOON + tenth / 10) == 0 for tenth in range(1, 11) for _ in range(20))

    assert let == 15


@pytest.mark.parametrize(
    ("peer", "among"),
    [
        ("10.9.8.7", True),
        ("::ffff:10.9.8.7", True),
        ("2001:db8::1", True),
        ("192.0.2.1", False),
        ("", False),
        ("x", False),
    ],
)
def test_a_peer_is_among_the_known_or_not(peer, among):
    assert limits.is_among(peer, networks(["10.0.0.0/8", "2001:db8::/32"])) is among
    assert limits.is_among(peer, ()) is False


def test_one_client_does_not_use_up_another(limit):
    for _ in range(31):
        limit.wait("192.0.2.1", at=NOON)

    assert limit.wait("192.0.2.2", at=NOON) == 0


def test_a_slow_rate_tells_the_seconds_to_wait(tmp_path):
    limit = Limit(tmp_path / "limits", rate=0.1, burst=1, secret="s")

    assert [limit.wait("a", at=NOON), limit.wait("a", at=NOON), limit.wait("a", at=NOON + 9.5)] == [0, 10, 1]
    assert limit.wait("a", at=NOON + 10) == 0
    limit.close()


def test_no_rate_is_no_limit(tmp_path):
    limit = Limit(tmp_path / "limits", rate=0, burst=30, secret="s")

    assert not any(limit.wait("a", at=NOON) for _ in range(200))
    limit.close()


def test_a_clock_set_back_locks_nobody_out(limit):
    for _ in range(31):
        limit.wait("a", at=NOON + 1000)

    assert limit.wait("a", at=NOON) == 0


def test_more_clients_than_buckets_still_get_answers(limit, monkeypatch):
    monkeypatch.setattr(limits, "BUCKETS", 8)

    assert not any(limit.wait(f"client {n}", at=NOON) for n in range(100))


def test_no_address_stands_in_the_file(tmp_path):
    limit = Limit(tmp_path / "limits", rate=15, burst=30, secret="s")
    limit.wait("192.0.2.77", at=NOON)
    limit.close()

    kept = (tmp_path / "limits").read_bytes()

    assert b"192.0.2.77" not in kept
    assert any(kept)


def ask(file, answers):
    limit = Limit(file, rate=15, burst=30, secret="s")
    answers.put(sum(limit.wait("192.0.2.1", at=NOON) == 0 for _ in range(200)))
    limit.close()


def test_two_processes_share_one_bucket(tmp_path):
    spawn = multiprocessing.get_context("fork")
    answers = spawn.Queue()
    workers = [spawn.Process(target=ask, args=(tmp_path / "limits", answers)) for _ in range(2)]
    for worker in workers:
        worker.start()

    let = answers.get(timeout=20) + answers.get(timeout=20)
    for worker in workers:
        worker.join()

    assert let == 30


def plainly(times, rate, burst):
    """The slow twin: a bucket that holds `burst` drops, one drop a request, emptying at `rate` a second."""
    level, then, let = 0.0, times[0], []
    for at in times:
        level = max(0.0, level - (at - then) * rate)
        then = at
        let.append(level + 1 <= burst + 1e-6)
        level += let[-1]
    return let


@given(gaps=st.lists(st.sampled_from([0, 0.01, 0.05, 0.1, 0.5, 2]), min_size=1, max_size=150))
def test_equals_the_plain_bucket(tmp_path_factory, gaps):
    limit = Limit(tmp_path_factory.mktemp("limit") / "limits", rate=4, burst=5, secret="s")
    times = [NOON + sum(gaps[: n + 1]) for n in range(len(gaps))]

    assert [limit.wait("a", at=at) == 0 for at in times] == plainly(times, 4, 5)
    limit.close()


PROXIES = networks(["10.0.0.0/8", "2001:db8:1::/48"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),  # a stranger's header is not believed
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),  # the client may have forged the left part
        ("10.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),  # through two known proxies
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("2001:db8:1::1", "2001:db8:9:9:1::7", "2001:db8:9:9::/64"),
        ("2001:db8:9:9:2::8", "", "2001:db8:9:9::/64"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_only_known_proxies_are_believed(peer, forwarded, client):
    assert client_of(peer, forwarded, PROXIES) == client


def test_without_proxies_the_peer_is_the_client():
    assert client_of("192.0.2.1", "198.51.100.9", ()) == "192.0.2.1"


def test_the_clock_is_the_machines():
    assert abs(limits.now() - time.time()) < 1
