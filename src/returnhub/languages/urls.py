"""Addresses of the room `languages`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "languages"

urlpatterns: list[URLPattern] = []
