"""What the room `languages` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.languages"
    label = "languages"
    default_auto_field = "django.db.models.BigAutoField"
