"""Which roles a page is for. Every route says so, and a test walks them all.

For anybody else a page is not there: the same answer as for an address that never was.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from returnhub.accounts.roles import Role
from returnhub.journal.actor import Actor

View = Callable[..., HttpResponse]
PUBLIC = "public"
"""What a route says that needs no sign-in."""
SIGNED_IN = "signed in"
"""What a route says that everybody who is signed in may open, even without a role."""


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Make a view `f(request, ...)` one for these roles; who is not signed in is led to the sign-in page."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if actor_in(request).role not in roles:
                raise Http404
            return view(request, *arguments, **named)

        shown.roles = frozenset(roles)  # pyright: ignore[reportFunctionMemberAccess]: what the walk over routes reads
        return shown

    return decorate


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.roles = PUBLIC  # pyright: ignore[reportFunctionMemberAccess]: what the walk over routes reads
    return view


def open_to_all(view: View) -> View:
    """Mark a view that needs no sign-in, and in which who is signed in keeps their navigation."""
    view.framed = True  # pyright: ignore[reportFunctionMemberAccess]: what the frame reads
    return public(view)


def signed_in(view: View) -> View:
    """Make a view one for everybody who is signed in, with or without a role."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *arguments, **named)

    shown.roles = SIGNED_IN  # pyright: ignore[reportFunctionMemberAccess]: what the walk over routes reads
    return shown


def actor_in(request: HttpRequest) -> Actor:
    """Who acts in a request. Http404 for a user who holds no role."""
    actor = getattr(request, "actor", None)
    if not actor:
        raise Http404
    return actor
