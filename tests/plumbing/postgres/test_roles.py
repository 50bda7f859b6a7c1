"""Against the tests' own database, whose migrate made it ready; each test undoes what it does."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from wmp2020.plumbing import postgres
from wmp2020.plumbing.postgres import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def cursor():
    with connection.cursor() as cursor:
        yield cursor
        cursor.execute("RESET ROLE")


def allowed(cursor, table: str) -> set[str]:
    cursor.execute(
        "SELECT r FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) r"
        " WHERE has_table_privilege('wmp_app', %s, r)",
        [table],
    )
    return {right for (right,) in cursor.fetchall()}


def test_the_extensions_are_there(cursor):
    cursor.execute("SELECT extname FROM pg_extension")
    assert {name for (name,) in cursor.fetchall()} >= set(postgres.EXTENSIONS)


def test_the_app_may_change_rows_of_a_new_table_and_not_the_table(cursor):
    cursor.execute("CREATE TABLE newly_made (id bigserial, told text)")
    cursor.execute("SET ROLE wmp_app")
    cursor.execute("INSERT INTO newly_made (told) VALUES ('one') RETURNING id")
    assert cursor.fetchone() == (1,)
    cursor.execute("UPDATE newly_made SET told = 'two'")
    for refused in ("ALTER TABLE newly_made ADD more text", "DROP TABLE newly_made", "TRUNCATE newly_made"):
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"), transaction.atomic():
            cursor.execute(refused)
    with pytest.raises(ProgrammingError, match="permission denied for schema"), transaction.atomic():
        cursor.execute("CREATE TABLE of_the_app (id int)")


def test_the_app_sees_no_rows_past_their_own_rules(cursor):
    cursor.execute("CREATE TABLE guarded (force text); INSERT INTO guarded VALUES ('a'), ('b')")
    cursor.execute("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY")
    cursor.execute("CREATE POLICY own ON guarded USING (force = nullif(current_setting('app.force', true), ''))")
    cursor.execute("SET ROLE wmp_app")
    cursor.execute("SELECT count(*) FROM guarded")
    assert cursor.fetchone() == (0,)
    cursor.execute("SELECT set_config('app.force', 'a', true)")
    cursor.execute("SELECT force FROM guarded")
    assert cursor.fetchall() == [("a",)]


def test_a_migrations_revoke_stays_when_everything_is_made_ready_again(cursor):
    cursor.execute("CREATE TABLE written_once (told text); REVOKE UPDATE, DELETE ON written_once FROM wmp_app")
    assert roles._has_default_rights(cursor)
    assert allowed(cursor, "written_once") == {"SELECT", "INSERT"}
    cursor.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM wmp_app")
    cursor.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM wmp_app")
    assert not roles._has_default_rights(cursor)


@pytest.fixture
def other_database(django_db_setup, django_db_blocker):
    """A database of its own, as one of an earlier day: tables, never made ready. Yields an autocommit cursor."""
    name = "test_of_an_earlier_day"
    with django_db_blocker.unblock():
        told = connection.get_connection_params()
    told = {k: v for k, v in told.items() if k in ("host", "port", "user", "password")}
    with psycopg.connect(**told, dbname="postgres", autocommit=True) as db:
        db.execute(f"DROP DATABASE IF EXISTS {name}")
        db.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(**told, dbname=name, autocommit=True) as ours, ours.cursor() as cursor:
            cursor.execute("CREATE TABLE journal_line (told text); CREATE TABLE ordinary (id serial)")
            yield cursor
        db.execute(f"DROP DATABASE {name}")


def test_older_tables_are_granted_once_less_what_is_withheld(other_database):
    withheld = {"journal_line": "UPDATE, DELETE", "not_there_yet": "DELETE"}
    assert postgres.make_ready(other_database, withheld=withheld) == []
    assert allowed(other_database, "journal_line") == {"SELECT", "INSERT"}
    assert allowed(other_database, "ordinary") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    other_database.execute("REVOKE INSERT ON ordinary FROM wmp_app")
    assert postgres.make_ready(other_database, withheld=withheld) == []
    assert allowed(other_database, "ordinary") == {"SELECT", "UPDATE", "DELETE"}


def test_an_extension_that_cannot_be_had_is_said_with_its_mend(other_database, monkeypatch):
    monkeypatch.setattr(roles, "EXTENSIONS", ("no_such_extension",))
    (said,) = postgres.make_ready(other_database, withheld={})
    assert said.endswith("A superuser runs: CREATE EXTENSION no_such_extension;")
    other_database.execute("SELECT 1")  # and the session goes on


def test_a_role_that_cannot_be_made_is_said_with_its_mend(other_database, monkeypatch):
    monkeypatch.setattr(roles, "APP", "pg_reserved")  # PostgreSQL keeps such names to itself
    (said,) = postgres.make_ready(other_database, withheld={})
    assert said.startswith("The role pg_reserved is missing. A superuser runs: CREATE ROLE pg_reserved;")
    assert not postgres.role_of_app(other_database)


def test_an_error_that_is_no_refusal_is_raised(other_database):
    other_database.connection.close()
    with pytest.raises(psycopg.OperationalError):
        roles.role_of_app(other_database)
