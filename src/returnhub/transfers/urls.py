"""Addresses of the room: transfers, their manifests, the day of travel, and each person on one."""

from __future__ import annotations

from django.urls import path

from returnhub.transfers.views import day, manifest, person, plan

app_name = "transfers"

urlpatterns = [
    path("transfers/", plan.transfers_list, name="list"),
    path("transfers/calendar.ics", plan.calendar, name="calendar"),
    path("transfers/new/", plan.new, name="new"),
    path("transfers/force/", person.reviews, name="reviews"),
    path("transfers/force/<int:number>/", person.used, name="used"),
    path("transfers/<int:number>/", plan.transfer, name="transfer"),
    path("transfers/<int:number>/change/", plan.change, name="change"),
    path("transfers/<int:number>/cancel/", plan.cancel, name="cancel"),
    path("transfers/<int:number>/crew/", plan.crew, name="crew"),
    path("transfers/<int:number>/crew/<int:row>/end/", plan.end_crew, name="end_crew"),
    path("transfers/<int:number>/monitor/", plan.monitor, name="monitor"),
    path("transfers/<int:number>/people/", plan.people, name="people"),
    path("transfers/<int:number>/people/<str:reference>/", plan.seat, name="seat"),
    path("transfers/<int:number>/manifest/", manifest.manifest, name="manifest"),
    path("transfers/<int:number>/manifest/<int:issue>/", manifest.issue, name="issue"),
    path("transfers/<int:number>/day/", day.day, name="day"),
    path("transfers/<int:number>/check/", day.check_now, name="check"),
    path("transfers/<int:number>/leave/", day.leave, name="leave"),
    path("transfers/seats/<int:number>/", person.person, name="person"),
    path("transfers/seats/<int:number>/board/", day.board_now, name="board"),
    path("transfers/seats/<int:number>/items/<int:item>/end/", person.end_item, name="end_item"),
    path("transfers/seats/<int:number>/<slug:act>/", person.act, name="act"),
]
