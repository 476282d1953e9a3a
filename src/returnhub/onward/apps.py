"""What the room `onward` registers: whose cases a return counsellor sees."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.onward"
    label = "onward"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables can be spoken of only now."""
        import_module("returnhub.onward.queries.reach").register()
