"""Schemes that are operated here, and what their agreements say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import folder, scheme_of, schemes

READERS = (Role.AGREEMENT, Role.MONITOR, Role.AUDITOR, Role.ANALYST)


@for_roles(*READERS)
def home(request: HttpRequest) -> HttpResponse:
    """Every scheme that the reader's role reaches."""
    found = schemes(actor_in(request)).select_related("event").prefetch_related("hubs")
    return render(request, "agreements/schemes.html", {"schemes": found})


@for_roles(*READERS)
def scheme(request: HttpRequest, scheme: str) -> HttpResponse:
    """One scheme: what it runs on, its hubs, its agreement's terms and whose duty each is."""
    found = scheme_of(actor_in(request), scheme)
    says = folder(found.pk)
    terms = says.agreement.terms if says else ()
    context = {
        "scheme": found,
        "hubs": found.hubs.order_by("name"),
        "says": says,
        "sides": [
            (side, [t for t in terms if t.duty_of == side])
            for side in dict.fromkeys(t.duty_of for t in terms)
        ],
    }
    return render(request, "agreements/scheme.html", context)
