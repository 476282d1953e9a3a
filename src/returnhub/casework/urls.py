"""Addresses of the room: worklist, search, and each part of a case's file."""

from __future__ import annotations

from django.urls import path

from returnhub.casework.views import acts, case, search, worklist

app_name = "casework"

urlpatterns = [
    path("worklist/", worklist.listed, name="worklist"),
    path("worklist/download/", worklist.download, name="worklist_download"),
    path("worklist/assign/", worklist.assign, name="assign"),
    path("search/", search.people, name="search"),
    path("cases/number/<int:number>/", case.by_number, name="by_number"),
    path("cases/<str:reference>/", case.overview, name="case"),
    path("cases/<str:reference>/family/", case.family, name="family"),
    path("cases/<str:reference>/do/<slug:verb>/", acts.do, name="do"),
    path("cases/<str:reference>/do/<slug:verb>/<int:number>/", acts.do, name="do_to"),
]
