"""A head moves on by one line and nowhere else: set back or ahead, it would let the next write collide or leave a gap."""

from django.db import migrations

GUARD = """
CREATE FUNCTION journal_head_counts_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.sequence = 0 THEN RETURN NEW; END IF;
    ELSIF NEW.stream = OLD.stream AND NEW.sequence = OLD.sequence + 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The head of a journal begins at 0 and rises by one.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_head_counts_up BEFORE INSERT OR UPDATE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_head_counts_up();
"""
UNGUARD = """
DROP TRIGGER journal_head_counts_up ON journal_head;
DROP FUNCTION journal_head_counts_up();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("information", "0002_journal"),
    ]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
    ]
