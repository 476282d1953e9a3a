"""What the room `oversight` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
