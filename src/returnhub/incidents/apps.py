"""What the room `incidents` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
