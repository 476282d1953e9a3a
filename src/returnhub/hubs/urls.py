"""Addresses of the room `hubs`."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.hubs.views import readiness

app_name = "hubs"
urlpatterns: list[URLPattern] = [
    path("readiness/", readiness.overview, name="readiness"),
    path("readiness/<str:scheme>/hub/", readiness.open_hub, name="open_hub"),
    path("readiness/<str:scheme>/<int:number>/sign/", readiness.sign, name="sign"),
    path("readiness/<str:scheme>/<int:number>/withdraw/", readiness.withdraw, name="withdraw"),
    path("readiness/<str:scheme>/<str:item>/", readiness.test, name="test"),
]
