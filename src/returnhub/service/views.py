"""The start: each role's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import signed_in
from returnhub.service.navigation import home_of


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead to where the role's day begins, or to the account of somebody who holds none."""
    actor = request.actor or None  # pyright: ignore[reportAttributeAccessIssue]: WhoActs puts it there
    return redirect(home_of(Role(actor.role)) if actor else "accounts:you")
