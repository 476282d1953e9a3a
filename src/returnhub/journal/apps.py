"""What the room `journal` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
