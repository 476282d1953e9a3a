"""The tables of a database that has none yet, made from the models at once.

They are those that the rooms' first migrations make. Django works out the state of every model after each
step of a migration, which for the rooms together takes longer than all the rest of a first start.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from returnhub.journal.rooms import ROOMS

BEFORE = ("journal", "accounts")
"""Rooms whose tables the migrations of other packages lead to; these are migrated in the usual way."""


def make_tables() -> None:
    """Make every table where there is none, and record the rooms' migrations as applied; else do nothing."""
    if MigrationRecorder(connection).has_table():
        return
    rooms = [room for room in ROOMS if room not in BEFORE]
    for app in (*BEFORE, *_packages()):
        call_command("migrate", app, verbosity=0, interactive=False)
    models = [m for room in rooms for m in apps.get_app_config(room).get_models() if m._meta.managed]
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    recorder = MigrationRecorder(connection)
    for room, name in sorted(MigrationLoader(connection).disk_migrations):
        if room in rooms:
            recorder.record_applied(room, name)


def _packages() -> list[str]:
    """Labels of applications that are not rooms and have migrations."""
    known = {label for label, _ in MigrationLoader(connection).disk_migrations}
    return sorted(known - set(ROOMS))
