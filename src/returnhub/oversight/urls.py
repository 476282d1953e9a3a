"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from returnhub.oversight.views import complain, desk, figures, recommendations, silence, suspensions

app_name = "oversight"
urlpatterns = [
    path("complain/", complain.start, name="complain_start"),
    path("complain/<str:lang>/", complain.ask, name="complain"),
    path("complain/<str:lang>/code/", complain.thread, name="complaint_code"),
    path("remit/", desk.desk, name="desk"),
    path("remit/complaints/", desk.complaints, name="complaints"),
    path("remit/complaints/<int:number>/", desk.complaint, name="complaint"),
    path("remit/notes/<str:scheme>/", desk.scheme_notes, name="scheme_notes"),
    path("cases/<str:reference>/monitors-notes/", desk.case_notes, name="case_notes"),
    path("recommendations/", recommendations.listed, name="recommendations"),
    path("recommendations/new/", recommendations.recommend, name="recommend"),
    path("recommendations/<int:number>/", recommendations.shown, name="recommendation"),
    path("suspensions/", suspensions.listed, name="suspensions"),
    path("suspensions/new/", suspensions.suspend, name="suspend"),
    path("suspensions/<int:number>/", suspensions.shown, name="suspension"),
    path("suspensions/<int:number>/lift/", suspensions.lift, name="lift"),
    path("silence/", silence.shown, name="silence"),
    path("figures/", figures.listed, name="figures"),
    path("figures/<str:scheme>.csv", figures.download, name="figures_csv"),
]
