"""Addresses of the room: a person's moves and their steps, and the lists that lead there."""

from __future__ import annotations

from django.urls import path

from returnhub.movements.views import case, host_desk, lists

app_name = "movements"

urlpatterns = [
    path("decisions/", lists.decisions, name="decisions"),
    path("approvals/", lists.approvals, name="approvals"),
    path("authorities/", lists.transfers, name="transfers"),
    path("breaches/", lists.breaches, name="breaches"),
    path("breaches/<int:number>/", lists.breach, name="breach"),
    path("host/requests/", host_desk.people_to_come, name="requests"),
    path("host/requests/<int:number>/", host_desk.asked_for, name="request"),
    path("cases/<str:reference>/moves/", case.moves, name="case"),
    path("cases/<str:reference>/moves/departure/", case.departure, name="departure"),
    path("cases/<str:reference>/moves/approval/<int:number>/", case.approval, name="approval"),
    path("cases/<str:reference>/moves/notice/<slug:kind>/", case.notice, name="notice"),
    path("cases/<str:reference>/moves/<slug:slug>/", case.step, name="step"),
]
