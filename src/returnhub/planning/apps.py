"""What the room `planning` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
