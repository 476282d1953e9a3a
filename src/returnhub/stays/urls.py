"""Addresses of the room `stays`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "stays"

urlpatterns: list[URLPattern] = []
