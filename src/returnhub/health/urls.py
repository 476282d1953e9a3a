"""Addresses of the room `health`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "health"

urlpatterns: list[URLPattern] = []
