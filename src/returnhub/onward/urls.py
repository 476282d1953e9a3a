"""Addresses of the room: lists, a case's way on or back in the file, and the pages of those without one."""

from __future__ import annotations

from django.urls import path

from returnhub.onward.views import case, lists

app_name = "onward"

urlpatterns = [
    path("onward/", lists.returns, name="returns"),
    path("onward/documents/", lists.documents, name="documents"),
    path("onward/decisions/", lists.decisions, name="decisions"),
    path("onward/follow-ups/", lists.follow_ups, name="follow_ups"),
    path("onward/desk/", lists.desk, name="desk"),
    path("onward/people/", lists.people, name="people"),
    path("onward/people/<str:reference>/", case.person, name="person"),
    path("onward/people/<str:reference>/<slug:slug>/", case.person_step, name="person_step"),
    path("cases/<str:reference>/onward/", case.case, name="case"),
    path("cases/<str:reference>/onward/after/", case.after, name="after"),
    path("cases/<str:reference>/onward/<slug:slug>/", case.step, name="step"),
]
