"""Addresses of the room `onward`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "onward"

urlpatterns: list[URLPattern] = []
