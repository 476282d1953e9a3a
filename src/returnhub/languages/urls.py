"""Addresses of the room: texts by group, and one text in one language."""

from __future__ import annotations

from django.urls import path

from returnhub.languages import views

app_name = "languages"
urlpatterns = [
    path("texts/", views.listed, name="texts"),
    path("texts/<str:key>/<str:language>/", views.text, name="text"),
]
