"""Addresses of the room: worklist, search, and each part of a case's file."""

from __future__ import annotations

from django.urls import path

from returnhub.casework.views import (
    acts,
    case,
    clocks,
    evidence,
    facts,
    refer,
    screening,
    search,
    tracks,
    worklist,
)

app_name = "casework"

urlpatterns = [
    path("worklist/", worklist.listed, name="worklist"),
    path("worklist/download/", worklist.download, name="worklist_download"),
    path("worklist/assign/", worklist.assign, name="assign"),
    path("search/", search.people, name="search"),
    path("clocks/", clocks.listed, name="clocks"),
    path("refer/", refer.refer, name="refer"),
    path("cases/number/<int:number>/", case.by_number, name="by_number"),
    path("cases/<str:reference>/", case.overview, name="case"),
    path("cases/<str:reference>/family/", case.family, name="family"),
    path("cases/<str:reference>/facts/", facts.table, name="facts"),
    path("cases/<str:reference>/facts/<slug:name>/", facts.one, name="fact"),
    path("cases/<str:reference>/facts/<slug:name>/add/", facts.add, name="fact_add"),
    path("cases/<str:reference>/facts/<slug:name>/settle/", facts.settle, name="fact_settle"),
    path("cases/<str:reference>/facts/<slug:name>/correct/<int:number>/", facts.correct, name="fact_correct"),
    path("cases/<str:reference>/screening/", screening.screening, name="screening"),
    path("cases/<str:reference>/evidence/", evidence.listed, name="evidence"),
    path("cases/<str:reference>/evidence/<int:number>/", evidence.download, name="evidence_file"),
    path("cases/<str:reference>/timeline/", tracks.timeline, name="timeline"),
    path("cases/<str:reference>/reads/", tracks.who_read, name="reads"),
    path("cases/<str:reference>/custody/", tracks.custody, name="custody"),
    path("cases/<str:reference>/lawyers/", tracks.lawyers, name="lawyers"),
    path("cases/<str:reference>/voluntary-return/", tracks.voluntary, name="voluntary"),
    path("cases/<str:reference>/do/<slug:verb>/", acts.do, name="do"),
    path("cases/<str:reference>/do/<slug:verb>/<int:number>/", acts.do, name="do_to"),
]
