"""What the room `person` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.person"
    label = "person"
    default_auto_field = "django.db.models.BigAutoField"
