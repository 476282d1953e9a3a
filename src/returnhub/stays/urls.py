"""Addresses of the room: a hub's day and its people, one stay, and the standards of hubs."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.stays.views import people, standards

app_name = "stays"

urlpatterns: list[URLPattern] = [
    path("hub/", people.day, name="day"),
    path("hub/record/", standards.record, name="record_day"),
    path("hub/people/", people.people, name="people"),
    path("hub/people/<str:reference>/", people.person, name="person"),
    path("hub/segregation/", people.segregations, name="segregations"),
    path("stays/<str:reference>/<slug:slug>/", people.act, name="act"),
    path("stays/<str:reference>/<slug:slug>/<int:number>/", people.act, name="act_on"),
    path("cases/<str:reference>/stay/", people.case, name="case"),
    path("standards/", standards.overview, name="standards"),
    path("standards/<int:number>/", standards.hub, name="standards_of"),
]
