"""What the room `stays` registers: what a segregation that lasts too long brings, and a manager's reach."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.stays"
    label = "stays"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables can be spoken of only now."""
        import_module("returnhub.stays.commands.running_out").register()
        import_module("returnhub.stays.queries.reach").register()
