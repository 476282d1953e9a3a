"""What the room `casework` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
