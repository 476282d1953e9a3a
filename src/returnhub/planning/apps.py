"""What the room `planning` registers: its jobs."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Procrastinate knows a job once its module is read."""
        import_module("returnhub.planning.jobs")
