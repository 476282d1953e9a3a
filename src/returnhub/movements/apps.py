"""What the room `movements` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.movements"
    label = "movements"
    default_auto_field = "django.db.models.BigAutoField"
