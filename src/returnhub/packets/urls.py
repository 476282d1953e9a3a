"""Addresses of the room `packets`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "packets"

urlpatterns: list[URLPattern] = []
