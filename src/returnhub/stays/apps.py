"""What the room `stays` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.stays"
    label = "stays"
    default_auto_field = "django.db.models.BigAutoField"
