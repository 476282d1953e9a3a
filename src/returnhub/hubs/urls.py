"""Addresses of the room `hubs`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "hubs"
urlpatterns: list[URLPattern] = []
