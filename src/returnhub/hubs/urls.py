"""Addresses of the room `hubs`."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.hubs import views

app_name = "hubs"
urlpatterns: list[URLPattern] = [
    path("readiness/", views.overview, name="readiness"),
    path("readiness/<str:scheme>/hub/", views.open_hub, name="open_hub"),
    path("readiness/<str:scheme>/<int:number>/sign/", views.sign, name="sign"),
    path("readiness/<str:scheme>/<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("readiness/<str:scheme>/<str:item>/", views.test, name="test"),
]
