"""Where the database is, as Django wants it said, and the installation's own secret."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from wmp2020.plumbing.postgres.place import socket_folder

DATABASE = "wmp2020"
OWNER, APP = "wmp_owner", "wmp_app"


def kept_secret(path: Path, *, production: bool) -> str:
    """The installation's secret: made once, kept in `path` readable by its owner only; production brings its own."""
    if production:
        raise SystemExit("WMP2020_PRODUCTION=1 needs WMP2020_SECRET.")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(secrets.token_urlsafe(48))
        try:
            os.link(made, path)  # whole or not at all, and never over another process's secret
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text()


def settings(environ: Mapping[str, str], *, var: Path, production: bool) -> dict[str, object]:
    """Django's DATABASES entry.

    From WMP2020_DATABASE_URL (postgresql://user:password@host:port/name?sslmode=…; a socket's folder as ?host=/…), or
    the embedded server's socket under `var`. Raises SystemExit with one sentence when the address cannot be used.
    """
    app = environ.get("WMP2020_DATABASE_ROLE", "owner") == "app"
    entry: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # a connection that died with a restarted server is replaced, not shown as an error
        "ATOMIC_REQUESTS": False,
    }
    address = environ.get("WMP2020_DATABASE_URL", "")
    if not address:
        if production:
            raise SystemExit("WMP2020_PRODUCTION=1 needs WMP2020_DATABASE_URL: the embedded server is for trying out.")
        return entry | {
            "NAME": DATABASE,
            "USER": APP if app else OWNER,
            "HOST": str(socket_folder(var)),
            "PORT": "5432",
        }
    try:
        url = urlsplit(address)
        port = str(url.port or "")
    except ValueError:
        url, port = urlsplit(""), ""
    if url.scheme not in ("postgresql", "postgres") or not url.path.lstrip("/"):
        raise SystemExit("WMP2020_DATABASE_URL must read postgresql://user:password@host:port/name.")
    options = dict(parse_qsl(url.query))
    host = options.pop("host", "") or unquote(url.hostname or "")
    if app:
        options["options"] = f"{options.get('options', '')} -c role={APP}".strip()
    return entry | {
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }
