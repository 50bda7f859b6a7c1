"""Where jobs failed, and the table in which failed sign-ins are counted for all processes (Django's database cache)."""

from django.db import migrations, models

CACHE = """
CREATE TABLE website_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX website_cache_expires ON website_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobFault",
            fields=[
                ("job", models.BigIntegerField(primary_key=True, serialize=False)),
                ("fault", models.CharField(max_length=80)),
                ("where", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(CACHE, "DROP TABLE website_cache"),
    ]
