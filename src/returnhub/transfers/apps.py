"""What the room `transfers` registers: whose cases an escort sees."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables can be spoken of only now."""
        import_module("returnhub.transfers.queries.reach").register()
