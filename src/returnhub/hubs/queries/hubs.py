"""Which hubs who may see. Every other read of this room, and of those above, starts here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from returnhub.hubs.models import Hub, Stay
from returnhub.journal.actor import Actor
from returnhub.problems import Code, refuse


def hubs_for(actor: Actor) -> QuerySet[Hub]:
    """The hubs that an actor works with: one for a role of a hub, else those of the scheme, by name."""
    found = Hub.objects.select_related("scheme").order_by("name")
    if actor.hub is not None:
        return found.filter(pk=actor.hub)
    return found.filter(scheme=actor.scheme) if actor.scheme else found


def hub_of(actor: Actor, hub: int) -> Hub:
    """A hub of the actor's. Raises Problems: command.not_theirs alike for one that is not there."""
    found = hubs_for(actor).filter(pk=hub).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    return found


def hubs_of(schemes: Iterable[str]) -> QuerySet[Hub]:
    """The hubs of some schemes, by name."""
    return Hub.objects.filter(scheme__in=list(schemes)).order_by("name")


def stays_over(day: dt.date) -> list[int]:
    """Stays that stand though their last day was before a day, in the order of their cases."""
    over = Stay.objects.filter(ended=None, days__endswith__lte=day)
    return list(over.order_by("case").values_list("pk", flat=True))


def hubs_with_excess() -> list[int]:
    """Hubs in which an excess is open."""
    return list(
        Hub.objects.filter(excesses__ended=None, excesses__isnull=False)
        .distinct()
        .values_list("pk", flat=True)
    )
