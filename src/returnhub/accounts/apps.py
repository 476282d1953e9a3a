"""What the room `accounts` registers."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """The room."""

    name = "returnhub.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
