"""Addresses of the room: plans, what they have for one person, the waiting list, a hub's forecast."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.planning.views import plans, waiting

app_name = "planning"

urlpatterns: list[URLPattern] = [
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/download/", waiting.download, name="waiting_download"),
    path("hubs/<int:number>/forecast/", waiting.forecast, name="forecast"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/stop/", plans.stop_plan, name="stop"),
    path("plans/<int:number>/<str:reference>/", plans.person, name="person"),
]
