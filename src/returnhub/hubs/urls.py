"""Addresses of the room `hubs`."""

from __future__ import annotations

from django.urls import URLPattern, path

from returnhub.hubs.views import board, hubs, numbers, places, readiness

app_name = "hubs"
urlpatterns: list[URLPattern] = [
    path("readiness/", readiness.overview, name="readiness"),
    path("readiness/<str:scheme>/hub/", readiness.open_hub, name="open_hub"),
    path("readiness/<str:scheme>/<int:number>/sign/", readiness.sign, name="sign"),
    path("readiness/<str:scheme>/<int:number>/withdraw/", readiness.withdraw, name="withdraw"),
    path("readiness/<str:scheme>/<str:item>/", readiness.test, name="test"),
    path("hubs/", hubs.hubs, name="hubs"),
    path("hubs/board/", board.boards, name="boards"),
    path("hubs/<int:number>/board/", board.board, name="board"),
    path("hubs/<int:number>/days/<str:on>/", board.board_day, name="board_day"),
    path("hubs/<int:number>/", hubs.hub, name="hub"),
    path("hubs/<int:number>/do/<slug:slug>/", hubs.do, name="do"),
    path("hubs/<int:number>/places/", places.places, name="places"),
    path("hubs/<int:number>/numbers/", numbers.numbers, name="numbers"),
    path("hubs/places/<int:number>/", places.place, name="place"),
    path("hubs/places/<int:number>/do/<slug:slug>/", places.do, name="do_place"),
    path("hubs/requests/<int:number>/answer/", numbers.answer, name="answer"),
    path("hubs/requests/<int:number>/withdraw/", numbers.withdraw, name="withdraw_numbers"),
    path("hubs/phases/<int:number>/end/", numbers.phase, name="end_phase"),
    path("hubs/excesses/<int:number>/", hubs.excess, name="excess"),
    path("hubs/stays/<int:number>/place/", hubs.give, name="give"),
    path("hubs/caps/<str:scheme>/", numbers.caps, name="caps"),
    path("hubs/caps/<str:scheme>/enter/", numbers.enter_cap, name="enter_cap"),
    path("hubs/caps/<str:scheme>/<int:number>/approve/", numbers.approve_cap, name="approve_cap"),
]
