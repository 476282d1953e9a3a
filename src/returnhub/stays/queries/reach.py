"""Whose cases a hub's manager sees besides those who are in it: who died there, while something is due."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from returnhub.accounts.roles import Role
from returnhub.casework.queries.scope import REACHES
from returnhub.hubs.queries.reach import in_own_hub
from returnhub.journal.actor import Actor
from returnhub.stays.models import Occurrence


def deaths_in(hub: int | None) -> QuerySet[Occurrence]:
    """Deaths in a hub after which something is still due: the last step that is taken closes them."""
    return Occurrence.objects.filter(kind=Occurrence.Kind.DEATH, ended=None, arrival__hub=hub)


def register() -> None:
    """Say so to casework, in the stead of what `hubs` says of every role of a hub."""
    REACHES[Role.HUB_MANAGER] = _of_manager


def _of_manager(actor: Actor) -> Q:
    return in_own_hub(actor) | Q(pk__in=deaths_in(actor.hub).values("case"))
