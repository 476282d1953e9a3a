"""Addresses of the room `incidents`."""

from __future__ import annotations

from django.urls import path

from returnhub.incidents.views import lists, one

app_name = "incidents"

urlpatterns = [
    path("incidents/", lists.listed, name="list"),
    path("incidents/download/", lists.download, name="download"),
    path("incidents/report/", one.report, name="report"),
    path("incidents/what-follows/", lists.follows, name="follows"),
    path("incidents/<int:number>/", one.incident, name="incident"),
    path("incidents/<int:number>/<slug:slug>/", one.step, name="step"),
]
