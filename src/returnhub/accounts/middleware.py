"""Who acts in a request: the user who signed in, in the role they chose."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from returnhub.accounts.queries import actor_of
from returnhub.journal.actor import Actor

ROLE = "role"
"""Where a session keeps the number of the grant that its user acts under."""


class WhoActs:
    """Gives each request `actor`: an Actor, or None (falsy) while nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Asked for only when a page needs it."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # pyright: ignore[reportAttributeAccessIssue]: a request carries what middleware puts on it
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    return actor_of(request.user.pk, request.session.get(ROLE))
