"""Which transfers who may see, and which cases an escort reaches by them. Other reads start here."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from returnhub.accounts.roles import OF_A_HUB, Role
from returnhub.casework.queries.scope import REACHES
from returnhub.journal.actor import Actor
from returnhub.transfers.models import Seat, Transfer

AFTERWARDS = dt.timedelta(hours=24)
"""How long an escort still sees a person whose seat has ended: interface.md section 2, an assumption."""
OFFICERS = frozenset({Role.SCREENING, Role.AUTHORISING, Role.DOCUMENT, Role.MONITOR})
"""Roles that see every transfer of their schemes."""
READERS = OFFICERS | {Role.ESCORT, Role.HUB_MANAGER, Role.HOST}


def register() -> None:
    """Say whose cases an escort sees: of people on transfers that they escort."""
    REACHES[Role.ESCORT] = _escorted


def _escorted(actor: Actor) -> Q:
    since = timezone.now() - AFTERWARDS
    seats = Seat.objects.filter(
        Q(ended=None) | Q(ended__recorded__gte=since),
        transfer__ended=None,
        transfer__crew__user=actor.id,
        transfer__crew__ended=None,
    )
    return Q(pk__in=seats.values("case"))


def transfers_for(actor: Actor) -> QuerySet[Transfer]:
    """The transfers that an actor may see: an escort's own, those of one's own hub, or of the scheme."""
    found = Transfer.objects.select_related("hub", "scheme")
    if actor.scheme:
        found = found.filter(scheme=actor.scheme)
    if actor.role in OFFICERS:
        return found
    if actor.role == Role.ESCORT:
        return found.filter(crew__user=actor.id, crew__ended=None)
    if actor.role in OF_A_HUB and actor.role in READERS:
        return found.filter(hub=actor.hub)
    return found.none()
