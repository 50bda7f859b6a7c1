"""Everything at once: tables and data made current, then pages and background work until Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from wmp2020.plumbing import postgres
from wmp2020.plumbing.children import Child, Children, last_words

BIN = Path(sys.executable).parent
PATIENCE = 60.0  # seconds until a site that does not answer is called broken


class Command(BaseCommand):
    help = "Serves the site: migrates, loads data when there is newer, runs pages and background work until Ctrl-C."
    requires_system_checks: list[str] = []  # the served processes check themselves; here it only costs a second

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8020, help="port to listen on (8020)")
        parser.add_argument("--data", default="", help="folder of open data (else WMP2020_DATA, else what is found)")
        parser.add_argument("--workers", type=int, default=min(8, max(2, os.cpu_count() or 2)), help="web processes")
        parser.add_argument("--no-load", action="store_true", help="serve what is loaded, look for nothing newer")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # SIGINT too: a shell's background job ignores it
            signal.signal(number, _leave)
        host, port = options["host"], options["port"]
        _must_be_free(host, port)
        environment = dict(os.environ)
        if options["data"]:
            environment["WMP2020_DATA"] = str(Path(options["data"]).expanduser().resolve())
        self.say("Database: bringing its tables up to date")
        call_command("migrate", verbosity=0, interactive=False)
        environment["WMP2020_DATABASE_ROLE"] = self._role()
        connection.close()
        if not options["no_load"] and subprocess.run([BIN / "wmp2020", "load"], env=environment).returncode:
            raise CommandError(
                "The data could not be loaded; what was loaded before is untouched. (--no-load skips it.)"
            )
        with Children() as children:
            self._serve(children, host, port, options["workers"], environment)

    def _serve(self, children: Children, host: str, port: int, workers: int, environment: dict[str, str]) -> None:
        logs = None if settings.PRODUCTION else settings.VAR / "logs"  # production's supervisor keeps the logs
        web: list[str | Path] = [
            BIN / "granian", "--interface", "wsgi", "wmp2020.website.wsgi:application", "--host", host,
            "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--backpressure", "16",
            "--workers-kill-timeout", "5", "--respawn-failed-workers", "--no-ws",
        ]  # fmt: skip
        children.start("pages", web, env=environment, log=logs and logs / "pages.log")
        work: list[str | Path] = [BIN / "wmp2020", "procrastinate", "worker"]
        children.start("background work", work, env=environment, log=logs and logs / "work.log")
        self._wait_for_first_answer(children, host, port)
        self.say(f"\nThe site answers at http://{host}:{port}/")
        if not settings.PRODUCTION and "demo_sign_ins" in get_commands():
            call_command("demo_sign_ins")
        if logs:
            self.say(f"Logs are in {logs}. Ctrl-C stops everything.")
        try:
            while not (ended := children.ended()):
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.say("\nStopping pages, background work and, unless others use it, the database.")
            return  # the way to end it, so no error: make would call it one
        _give_up(ended)

    def _wait_for_first_answer(self, children: Children, host: str, port: int) -> None:
        until = time.monotonic() + PATIENCE
        while not _answers(host, port):
            if ended := children.ended():
                _give_up(ended)
            if time.monotonic() > until:
                _give_up(children.started[0])
            time.sleep(0.1)

    def _role(self) -> str:
        """`app` when this database has that role for us; else, outside production, `owner`, said aloud."""
        with connection.cursor() as cursor:
            if postgres.role_of_app(cursor):
                return "app"
        if settings.PRODUCTION:
            raise CommandError(
                f"Production serves as the role {postgres.APP}, which the database does not have for us."
            )
        self.say(f"Database: no role {postgres.APP} here, so pages are served as its owner")
        return "owner"

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _leave(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as refused:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({refused.strerror}). Choose another: make run PORT={port + 1}"
            ) from None


def _answers(host: str, port: int) -> bool:
    asked = http.client.HTTPConnection(host, port, timeout=10)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _give_up(child: Child) -> NoReturn:
    code = child.process.poll()
    how = "does not answer" if code is None else f"ended by itself (exit code {code})"
    raise CommandError(f"The part that runs {child.name} {how}.\n{last_words(child.log)}")
