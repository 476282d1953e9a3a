"""What the room `hubs` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.hubs"
    label = "hubs"
    default_auto_field = "django.db.models.BigAutoField"
