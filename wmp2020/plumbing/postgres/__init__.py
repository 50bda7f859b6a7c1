"""Which PostgreSQL this installation uses: the one WMP2020_DATABASE_URL names, or its own embedded server.

Two roles share the work. The owner migrates and runs commands; the app serves pages and jobs, with rows' own
rules (row-level security) and no power to change tables. WMP2020_DATABASE_ROLE says which one a process is:
`owner` unless set, `app` in everything that answers requests (website/wsgi.py and `wmp2020 run` see to it).
"""

from wmp2020.plumbing.postgres.address import APP, OWNER, kept_secret, settings
from wmp2020.plumbing.postgres.place import NoPlace
from wmp2020.plumbing.postgres.roles import EXTENSIONS, make_ready, role_of_app
from wmp2020.plumbing.postgres.supervisor import NotStarted, Server, running

__all__ = [
    "APP",
    "EXTENSIONS",
    "OWNER",
    "NoPlace",
    "NotStarted",
    "Server",
    "kept_secret",
    "make_ready",
    "role_of_app",
    "running",
    "settings",
]
