"""What people asked from their pages, for the desks that answer."""

from __future__ import annotations

from django.http import Http404

from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.person.commands.asking import EVERY_DESK
from returnhub.person.models import Asked


def waiting(actor: Actor) -> list[Asked]:
    """What waits for an answer of who asks: their desk's, and everything for a screening officer and a hub's
    manager, whose people they are; the soonest day first."""
    found = Asked.objects.filter(case__in=scope(actor), answer=None).select_related(
        "case", "event", "evidence"
    )
    if actor.role not in EVERY_DESK:
        found = found.filter(desk=actor.role)
    return list(found.order_by("until", "id")[:200])


def one(actor: Actor, number: int) -> Asked:
    """One of them. Http404 alike for one that is not there, another's, and one that was answered."""
    found = next((asked for asked in waiting(actor) if asked.pk == number), None)
    if found is None:
        raise Http404
    return found
