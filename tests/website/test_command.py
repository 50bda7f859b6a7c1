import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from wmp2020.plumbing import postgres
from wmp2020.website import command

WMP2020 = Path(sys.executable).with_name("wmp2020")


@pytest.fixture
def asked(monkeypatch):
    """What would have been run, and whether a database stood ready for it."""
    seen: list[tuple[list[str], bool]] = []
    ready = []

    @contextmanager
    def database():
        ready.append(True)
        yield
        ready.clear()

    monkeypatch.setattr(command, "database", database)
    monkeypatch.setattr(
        "django.core.management.execute_from_command_line", lambda words: seen.append((words, bool(ready)))
    )
    return seen


def test_djangos_commands_and_ours_find_a_database(asked):
    command.main(["migrate", "--plan"])
    command.main(["load", "--again"])
    assert asked == [(["wmp2020", "migrate", "--plan"], True), (["wmp2020", "load", "--again"], True)]


def test_help_needs_none_and_is_what_no_words_mean(asked):
    command.main([])
    command.main(["--version"])
    assert asked == [(["wmp2020", "help"], False), (["wmp2020", "--version"], False)]


def test_a_command_typed_with_hyphens_is_found_under_its_modules_name(monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda name: name.endswith(".demo_sign_ins"))
    assert command._as_typed("demo-sign-ins") == "demo_sign_ins"
    assert command._as_typed("no-such") == "no-such"
    assert command._as_typed("--settings=x.y") == "--settings=x.y"


def test_a_machine_that_lacks_something_gets_a_sentence(monkeypatch):
    @contextmanager
    def database():
        raise postgres.NoPlace("No PostgreSQL programs here: run `make setup`.")
        yield

    monkeypatch.setattr(command, "database", database)
    with pytest.raises(SystemExit, match="run `make setup`"):
        command.main(["check"])


def test_ctrl_c_ends_with_130_and_no_traceback(monkeypatch, asked):
    def interrupted(words):
        raise KeyboardInterrupt

    monkeypatch.setattr("django.core.management.execute_from_command_line", interrupted)
    with pytest.raises(SystemExit) as ended:
        command.main(["check"])
    assert ended.value.code == 130


def test_the_embedded_server_is_used_only_when_no_database_is_named(monkeypatch):
    used = []

    @contextmanager
    def running(var, announce):
        used.append(var)
        yield

    monkeypatch.setattr(postgres, "running", running)
    monkeypatch.setenv("WMP2020_DATABASE_URL", "postgresql://x@y/z")
    with command.database():
        pass
    monkeypatch.delenv("WMP2020_DATABASE_URL")
    with command.database():
        pass
    assert used == [settings.VAR]


def test_the_console_script_is_installed_and_production_without_a_database_is_refused():
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WMP2020")}
    environment |= {"WMP2020_PRODUCTION": "1", "WMP2020_SECRET": "x"}
    done = subprocess.run([WMP2020, "check"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("WMP2020_PRODUCTION=1 needs WMP2020_DATABASE_URL")


def test_what_a_command_keeps_is_for_its_user_alone_but_what_developers_share(monkeypatch, asked, tmp_path):
    def write(words):
        (tmp_path / words[1]).write_text("x")

    monkeypatch.setattr("django.core.management.execute_from_command_line", write)
    for word in ("load", "makemigrations"):
        command.main([word])
    assert (tmp_path / "load").stat().st_mode & 0o077 == 0
    assert (tmp_path / "makemigrations").stat().st_mode & 0o044


def read_settings(asked="from wmp2020.website import settings", **told):
    """Settings as a fresh process with these variables reads them."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WMP2020")}
    return subprocess.run(
        [sys.executable, "-c", asked],
        env=environment | {"WMP2020_SECRET": "x", **told}, capture_output=True, text=True,
    )  # fmt: skip


def test_production_without_a_mail_server_is_refused():
    told = {"WMP2020_PRODUCTION": "1", "WMP2020_DATABASE_URL": "postgresql://x@127.0.0.1/x"}
    assert read_settings(**told).stderr.startswith("WMP2020_PRODUCTION=1 needs WMP2020_SMTP_HOST")
    assert read_settings(**told, WMP2020_SMTP_HOST="mail.example").returncode == 0


def test_the_header_of_proxies_is_read_only_where_proxies_are_named():
    asked = "from wmp2020.website import settings as s; print(s.SECURE_PROXY_SSL_HEADER)"
    assert read_settings(asked).stdout == "None\n"
    named = read_settings(asked, WMP2020_PROXIES="10.0.0.0/8")
    assert named.stdout == "('HTTP_X_FORWARDED_PROTO', 'https')\n"


def test_mail_and_logs_kept_earlier_are_closed_at_the_next_start(tmp_path):
    for name in ("mail", "logs"):
        (tmp_path / name).mkdir(mode=0o755)
        (tmp_path / name).chmod(0o755)
    assert read_settings(WMP2020_VAR=str(tmp_path)).returncode == 0
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("mail", "logs")] == [0o700, 0o700]


def test_a_drill_typed_with_hyphens_is_found_under_its_modules_name(asked):
    command.main(["drill", "crash-start", "--quick"])
    command.main(["bench", "--help"])
    assert [words[2] for words, _ in asked] == ["crash_start", "--help"]
