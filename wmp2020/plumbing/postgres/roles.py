"""Two roles in one database: the owner, who makes tables, and the app, who serves and may not change them."""

from collections.abc import Mapping
from typing import Any, Protocol

from wmp2020.plumbing.postgres.address import APP

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "citext")  # all trusted: a database's owner may create them


class Cursor(Protocol):
    def execute(self, query: Any, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...


def make_ready(cursor: Cursor, *, withheld: Mapping[str, str]) -> list[str]:
    """Before migrating, as the owner: extensions, the app's role, and its rights on every table made from now on.

    Rights come as default privileges, so a migration's REVOKE on the table it makes stays revoked. Tables made before
    the role was there are granted once, less what is `withheld`: {"journal_line": "UPDATE, DELETE"}.
    Returns what could not be done, each as a sentence with the statement that a database administrator would run.
    """
    lacking = []
    for name in EXTENSIONS:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [name])
        if not cursor.fetchone() and not _tried(cursor, f"CREATE EXTENSION IF NOT EXISTS {name}"):
            lacking.append(f"The extension {name} is missing. A superuser runs: CREATE EXTENSION {name};")
    if not role_of_app(cursor):
        _tried(cursor, f"CREATE ROLE {APP} NOLOGIN NOSUPERUSER NOBYPASSRLS")
        _tried(cursor, f"GRANT {APP} TO CURRENT_USER")  # 15
        _tried(cursor, f"GRANT {APP} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE")  # from 16 a right of its own
        if not role_of_app(cursor):
            return [
                *lacking,
                f"The role {APP} is missing. A superuser runs: CREATE ROLE {APP}; GRANT {APP} TO <owner>;",
            ]
    if _has_default_rights(cursor):
        return lacking
    for rights, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} ON {things} TO {APP}")
        cursor.execute(f"GRANT {rights} ON ALL {things} IN SCHEMA public TO {APP}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
    for table, rights in withheld.items():
        cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
        if cursor.fetchone() != (None,):
            cursor.execute(f"REVOKE {rights} ON public.{table} FROM {APP}")
    return lacking


def role_of_app(cursor: Cursor) -> bool:
    """Does the app's role exist, and may this session become it?"""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP])
    if not cursor.fetchone():
        return False
    tried: bool = _tried(cursor, f"SET LOCAL ROLE {APP}")
    return tried


def _has_default_rights(cursor: Cursor) -> bool:
    cursor.execute(
        """SELECT 1 FROM pg_default_acl d, aclexplode(d.defaclacl) a
        WHERE d.defaclobjtype = 'S' AND d.defaclrole = CURRENT_USER::regrole AND a.grantee = %s::regrole""",
        [APP],
    )
    return cursor.fetchone() is not None


def _tried(cursor: Cursor, statement: str) -> bool:
    """Run a statement that the server may refuse; False when it did, and nothing else is undone."""
    cursor.execute("BEGIN")
    try:
        cursor.execute(statement)
    except Exception as refused:
        cursor.execute("ROLLBACK")
        if getattr(refused, "sqlstate", None) or getattr(refused.__cause__, "sqlstate", None):
            return False
        raise
    cursor.execute("COMMIT")
    return True
