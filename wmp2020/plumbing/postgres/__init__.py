"""Which PostgreSQL this installation uses, and its own embedded server when none is named."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


def kept_secret(path: Path, *, production: bool) -> str:
    """The installation's secret: made once, kept in `path` readable by its owner only."""
    if production:
        raise SystemExit("WMP2020_PRODUCTION=1 needs WMP2020_SECRET.")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(secrets.token_urlsafe(48))
    return path.read_text()


def settings(environ: "os._Environ[str]", *, var: Path, production: bool) -> dict[str, object]:
    """Django's DATABASES entry, from WMP2020_DATABASE_URL or the embedded server's socket."""
    url = urlsplit(environ["WMP2020_DATABASE_URL"])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
    }
