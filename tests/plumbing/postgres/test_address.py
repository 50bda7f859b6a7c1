import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.plumbing.postgres import address
from wmp2020.plumbing.postgres.place import socket_folder

URL = "postgresql://ann:p%40ss@db.example:5433/force?sslmode=verify-full"


def entry(tmp_path: Path, **environ: str) -> dict:
    return address.settings(environ, var=tmp_path, production=False)


def test_without_a_url_the_embedded_servers_socket_is_used(tmp_path):
    asked = entry(tmp_path)
    assert (asked["HOST"], asked["NAME"], asked["USER"]) == (str(socket_folder(tmp_path)), "wmp2020", "wmp_owner")
    assert entry(tmp_path, WMP2020_DATABASE_ROLE="app")["USER"] == "wmp_app"


def test_a_url_says_everything_and_its_query_becomes_options(tmp_path):
    asked = entry(tmp_path, WMP2020_DATABASE_URL=URL)
    assert [asked[k] for k in ("HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        "db.example", "5433", "force", "ann", "p@ss",
    ]  # fmt: skip
    assert asked["OPTIONS"] == {"sslmode": "verify-full"}


def test_the_serving_process_of_a_url_becomes_the_app(tmp_path):
    asked = entry(tmp_path, WMP2020_DATABASE_URL=URL, WMP2020_DATABASE_ROLE="app")
    assert asked["OPTIONS"] == {"sslmode": "verify-full", "options": "-c role=wmp_app"}
    own = entry(tmp_path, WMP2020_DATABASE_URL=URL + "&options=-c%20jit%3Doff", WMP2020_DATABASE_ROLE="app")
    assert own["OPTIONS"]["options"] == "-c jit=off -c role=wmp_app"


def test_a_url_may_name_a_socket(tmp_path):
    asked = entry(tmp_path, WMP2020_DATABASE_URL="postgresql:///force?host=/run/postgresql")
    assert (asked["HOST"], asked["PORT"], asked["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize(
    "wrong", ["mysql://a/b", "postgresql://host", "postgresql://host/", "force", "postgresql://h:x/f"]
)
def test_a_url_that_cannot_be_used_stops_with_a_sentence(tmp_path, wrong):
    with pytest.raises(SystemExit, match="WMP2020_DATABASE_URL must read postgresql://"):
        entry(tmp_path, WMP2020_DATABASE_URL=wrong)


def test_production_refuses_the_embedded_server_and_a_made_up_secret(tmp_path):
    with pytest.raises(SystemExit, match="needs WMP2020_DATABASE_URL"):
        address.settings({}, var=tmp_path, production=True)
    with pytest.raises(SystemExit, match="needs WMP2020_SECRET"):
        address.kept_secret(tmp_path / "secret", production=True)


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "var" / "secret"
    made = address.kept_secret(path, production=False)
    assert len(made) >= 64
    assert address.kept_secret(path, production=False) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret"]


@given(st.text(min_size=1, max_size=120).filter(lambda t: "\0" not in t))
def test_a_sockets_path_stays_under_107_bytes_however_deep_the_checkout(name):
    path = socket_folder(Path("/") / name) / ".s.PGSQL.5432"
    assert len(bytes(path)) < 107
