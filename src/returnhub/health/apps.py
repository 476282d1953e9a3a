"""What the room `health` registers: whose cases a fitness assessor sees."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.health"
    label = "health"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables can be spoken of only now."""
        import_module("returnhub.health.queries.reach").register()
