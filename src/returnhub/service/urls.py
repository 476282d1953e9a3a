"""Every address of the service, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from returnhub.service import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("returnhub.accounts.sign_in_urls")),
    path("", include("returnhub.accounts.urls")),
    path("", include("returnhub.casework.urls")),
    path("", include("returnhub.agreements.urls")),
    path("", include("returnhub.hubs.urls")),
    path("", include("returnhub.movements.urls")),
    path("", include("returnhub.languages.urls")),
    path("", include("returnhub.packets.urls")),
    path("", include("returnhub.incidents.urls")),
    path("", include("returnhub.health.urls")),
    path("", include("returnhub.stays.urls")),
    path("", include("returnhub.transfers.urls")),
    path("", include("returnhub.onward.urls")),
    path("", include("returnhub.planning.urls")),
    path("", include("returnhub.person.urls")),
    path("", include("returnhub.oversight.urls")),
    path("", include("returnhub.oversight.open_urls")),
]
