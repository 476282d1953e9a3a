"""The journal's tables, in SQL: Django knows neither `xid8` nor columns that nobody gives."""

from pathlib import Path

from django.db import migrations

from returnhub import journal


class Migration(migrations.Migration):
    """Made once; functions and triggers are put back at each set-up."""

    operations = (
        migrations.RunSQL(
            (Path(journal.__file__).parent / "tables.sql").read_text(encoding="utf-8"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    )
