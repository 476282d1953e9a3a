"""Addresses of the room `health`."""

from __future__ import annotations

from django.urls import path

from returnhub.health.views import asked, case, clinic

app_name = "health"

urlpatterns = [
    path("clinic/", clinic.listed, name="clinic"),
    path("clinic/<str:reference>/", clinic.person, name="patient"),
    path("clinic/<str:reference>/<slug:slug>/", clinic.act, name="act"),
    path("fitness/", asked.questions, name="questions"),
    path("fitness/<int:number>/", asked.question, name="question"),
    path("concerns/", asked.concerns, name="concerns"),
    path("concerns/<int:number>/", asked.concern, name="concern"),
    path("cases/<str:reference>/health/", case.health, name="case"),
    path("cases/<str:reference>/health/ask/", case.ask, name="ask"),
    path("cases/<str:reference>/health/withdraw/<int:number>/", case.withdraw, name="withdraw"),
]
