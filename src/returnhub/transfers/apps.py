"""What the room `transfers` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"
