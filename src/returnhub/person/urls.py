"""Addresses of the room: the person's own pages under /me/, and those of who works with them."""

from __future__ import annotations

from django.urls import path

from returnhub.person.views import desks, door, own

app_name = "person"
urlpatterns = [
    path("me/", door.enter, name="enter"),
    path("me/close/", door.close, name="close"),
    path("me/case/", own.home, name="home"),
    path("me/papers/", own.papers, name="papers"),
    path("me/papers/<slug:kind>/<int:number>/", own.paper, name="paper"),
    path("me/known/", own.facts, name="facts"),
    path("me/lawyer/", own.lawyer, name="lawyer"),
    path("me/tell/<slug:kind>/", own.tell, name="tell"),
    path("me/file/", own.whole, name="whole"),
    path("asked/", desks.waiting, name="asked"),
    path("asked/<int:number>/", desks.answer_one, name="answer"),
    path("cases/<str:reference>/code/", desks.code, name="give_code"),
    path("cases/<str:reference>/messages/", desks.messages, name="messages"),
]
