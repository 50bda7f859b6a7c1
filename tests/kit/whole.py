"""The whole site as a person starts it, for walks: `wmp2020 run` on a free port, with a database and data of its own.

    with whole_site() as site: site.address, site.accounts, site.command("load", "--again")

It loads the West Midlands folder when that is at hand, else the invented force of kit.book and kit.months.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.kit.ground import ground
from tests.kit.real import BESIDE

ROOT = Path(__file__).resolve().parents[2]
WMP2020 = Path(sys.executable).with_name("wmp2020")
PATIENCE = 120.0  # seconds until a start is called broken
SMALL = """
import django; django.setup()
from django.conf import settings
from tests.kit import book, months
book.areas_loaded(settings); months.build(settings.ARCHIVE)
"""


class Site:
    """A running site. `real` is true when it shows the West Midlands, false when the invented force."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        data = Path(os.environ.get("WMP2020_DATA") or BESIDE)
        self.real = (data / "boundaries").is_dir()
        own = {"WMP2020_VAR": str(var), "WMP2020_API_RATE": "0", "DJANGO_SETTINGS_MODULE": "wmp2020.website.settings"}
        own |= {"WMP2020_DATA": str(data)} if self.real else {"WMP2020_FORCES": str(ROOT / "tests/kit/forces")}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("WMP2020")} | own

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it, wait until it says that it stands, then load the invented force if there is no real one."""
        said = self.var / "said"
        more = [] if self.real else ["--no-load"]
        with said.open("w") as out:
            process = subprocess.Popen(
                [WMP2020, "run", "--port", str(self.port), "--workers", "1", *more],
                env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while "Ctrl-C stops everything" not in said.read_text():
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.1)
        if not self.real:
            subprocess.run([sys.executable, "-c", SMALL], env=self.environment, check=True, cwd=ROOT)
        return process

    def command(self, *words: str) -> str:
        """What `wmp2020 …` prints in this site's surroundings."""
        done = subprocess.run([WMP2020, *words], env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    @cached_property
    def accounts(self) -> list[dict[str, Any]]:
        """The demonstration's accounts: email, password, role, what, is_staff."""
        return list(json.loads(self.command("demo-sign-ins", "--json").splitlines()[-1])["accounts"])


@contextlib.contextmanager
def whole_site() -> Iterator[Site]:
    """A site for the length of the block; afterwards it has stopped and its folder is gone."""
    with ground() as var:
        site = Site(var)
        process = site.start()
        try:
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
