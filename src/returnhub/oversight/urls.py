"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from returnhub.oversight.views import complain

app_name = "oversight"
urlpatterns = [
    path("complain/", complain.start, name="complain_start"),
    path("complain/<str:lang>/", complain.ask, name="complain"),
    path("complain/<str:lang>/code/", complain.thread, name="complaint_code"),
]
