"""What watchers are told. The stores stand in for themselves: a loaded one answers, an empty one refuses."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from wmp2020.information import areas, crimes
from wmp2020.website import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "atlas", lambda: SimpleNamespace(version="a1"))
    monkeypatch.setattr(crimes, "current", lambda: SimpleNamespace(version="c1"))


def raising(error: Exception) -> Any:
    def fail(*args: object) -> None:
        raise error

    return fail


def test_alive_is_all_it_says(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MigrationExecutor", raising(DatabaseError()))
    assert client.get("/healthz").status_code == 200


def test_ready_names_what_is_loaded(client: Client, loaded: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "areas": "a1", "crimes": "c1"})
    assert not answer.cookies


@pytest.mark.parametrize(
    ("module", "name", "error", "says"),
    [
        (health, "MigrationExecutor", DatabaseError(), "The database does not answer."),
        (areas, "atlas", areas.NoAreas(), "No areas are loaded: run `wmp2020 load`."),
        (crimes, "current", crimes.NoArchive(), "No crime archive is loaded: run `wmp2020 load`."),
    ],
)
def test_not_ready_says_what_lacks_and_what_mends_it(
    client: Client, loaded: None, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, error: Exception, says: str
) -> None:
    monkeypatch.setattr(module, name, raising(error))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["lacking"] == [says]


def test_migrations_that_wait_are_counted(client: Client, loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Executor:
        loader = SimpleNamespace(graph=SimpleNamespace(leaf_nodes=lambda: []))

        def __init__(self, connection: object) -> None: ...

        def migration_plan(self, targets: object) -> list[int]:
            return [1, 2]

    monkeypatch.setattr(health, "MigrationExecutor", Executor)
    assert client.get("/readyz").json()["lacking"] == ["2 migrations wait: run `wmp2020 migrate`."]


def test_metrics_tell_this_machine_what_was_counted_and_what_waits(client: Client, loaded: None) -> None:
    client.get("/healthz")
    told = client.get("/metrics").content.decode()
    assert 'wmp2020_requests_total{method="GET",route="healthz",status="200"}' in told
    assert 'wmp2020_jobs{state="waiting"} 0.0' in told
    assert 'wmp2020_ready{state="areas"} 1.0' in told


TOKEN = "a-token-of-our-own"


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 404),
        ("127.0.0.1", {"forwarded": "for=203.0.113.9"}, 404),
        ("", {}, 404),
        ("203.0.113.9", {"authorization": f"Bearer {TOKEN}"}, 200),
        ("203.0.113.9", {"authorization": f"Bearer {TOKEN}x"}, 404),
        ("203.0.113.9", {"authorization": "Bearer ünknown"}, 404),
        ("203.0.113.9", {"authorization": "Bearer "}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    client: Client, loaded: None, settings: Any, address: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_without_a_token_none_is_right(client: Client, loaded: None, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics", headers={"authorization": "Bearer "}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 404
