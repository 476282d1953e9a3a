"""What the room `oversight` registers: its jobs."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Procrastinate knows a job once its module is read."""
        import_module("returnhub.oversight.jobs")
