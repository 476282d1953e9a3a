"""Addresses of the room `movements`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "movements"
urlpatterns: list[URLPattern] = []
