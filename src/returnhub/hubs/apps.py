"""What the room `hubs` registers: whose cases the roles of a hub see."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.hubs"
    label = "hubs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables can be spoken of only now."""
        import_module("returnhub.hubs.queries.reach").register()
