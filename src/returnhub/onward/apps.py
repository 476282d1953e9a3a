"""What the room `onward` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.onward"
    label = "onward"
    default_auto_field = "django.db.models.BigAutoField"
