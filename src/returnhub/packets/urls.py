"""Addresses of the room: a case's packets and duties, and the host state's pages."""

from __future__ import annotations

from django.urls import path

from returnhub.packets.views import case, host

app_name = "packets"

urlpatterns = [
    path("cases/<str:reference>/packets/", case.case, name="case"),
    path("cases/<str:reference>/packets/identity/", case.identity_of, name="identity"),
    path("cases/<str:reference>/packets/send/<slug:kind>/", case.send_one, name="send"),
    path("cases/<str:reference>/packets/responsibility/<slug:what>/", case.sign, name="sign"),
    path("cases/<str:reference>/packets/<int:number>/", case.packet, name="packet"),
    path("cases/<str:reference>/packets/<int:number>/answer/", case.answer_one, name="answer"),
    path("host/people/", host.people, name="people"),
    path("host/people/<str:reference>/", host.person, name="person"),
    path("host/people/<str:reference>/facts/<slug:fact>/", host.fact, name="host_fact"),
    path("host/people/<str:reference>/responsibility/<slug:what>/", host.sign, name="host_sign"),
    path("host/people/<str:reference>/packets/<int:number>/", host.packet, name="host_packet"),
]
