"""The journal's tables, and what keeps its lines as they were written: triggers for all, lacking rights for the app."""

from django.db import migrations, models

GUARD = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wmp_app') THEN
        CREATE ROLE wmp_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;  -- set-up says what is lacking
END $$;

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Django's tests empty every table between them, in databases of this name only.
    IF TG_OP = 'TRUNCATE' AND starts_with(current_database(), 'test_') THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'The journal is written once: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_line_stays BEFORE UPDATE OR DELETE ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_line_stays_whole BEFORE TRUNCATE ON journal_line
    FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_head_stays BEFORE DELETE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();

DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'wmp_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON journal_line FROM wmp_app;
        REVOKE DELETE, TRUNCATE ON journal_head FROM wmp_app;
    END IF;
END $$;
"""
UNGUARD = """
DROP TRIGGER journal_line_stays ON journal_line;
DROP TRIGGER journal_line_stays_whole ON journal_line;
DROP TRIGGER journal_head_stays ON journal_head;
DROP FUNCTION journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("information", "0001_areas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("reader", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "journal_bookmark",
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("stream", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("mac", models.BinaryField()),
                ("seal", models.BinaryField()),
            ],
            options={
                "db_table": "journal_head",
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "stream", "sequence", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stream", models.CharField(max_length=20)),
                ("sequence", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=80)),
                ("about", models.CharField(max_length=100)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("details", models.TextField(default="{}")),
                ("previous", models.BinaryField()),
                ("mac", models.BinaryField()),
            ],
            options={
                "db_table": "journal_line",
                "indexes": [
                    models.Index(models.F("about"), models.F("at"), name="journal_of_one_thing"),
                    models.Index(models.F("kind"), models.F("stream"), models.F("sequence"), name="journal_by_kind"),
                    models.Index(models.F("by"), models.F("at"), name="journal_of_one_person"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
