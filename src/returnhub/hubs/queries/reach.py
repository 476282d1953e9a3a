"""Whose cases the roles of a hub see: people who are in it, and those for whom a place there is held."""

from __future__ import annotations

from django.db.models import Q

from returnhub.accounts.roles import OF_A_HUB
from returnhub.casework.queries.scope import REACHES
from returnhub.journal.actor import Actor


def in_own_hub(actor: Actor) -> Q:
    """Cases with a stay in the actor's hub that has not ended; nobody's for an actor without a hub."""
    # a hub that is empty would be read as "no stay", which is true of everybody elsewhere
    return Q(pk__in=()) if actor.hub is None else Q(stays__hub=actor.hub, stays__ended=None)


def register() -> None:
    """Let the roles that are held in a hub see these cases and no others."""
    for role in OF_A_HUB:
        REACHES[role] = in_own_hub
