"""What the room `packets` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.packets"
    label = "packets"
    default_auto_field = "django.db.models.BigAutoField"
