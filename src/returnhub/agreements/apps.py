"""What the room `agreements` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
