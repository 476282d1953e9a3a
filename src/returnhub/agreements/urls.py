"""Addresses of the room `agreements`."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.agreements import views

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("schemes/", views.home, name="home"),
    path("schemes/<str:scheme>/", views.scheme, name="scheme"),
]
