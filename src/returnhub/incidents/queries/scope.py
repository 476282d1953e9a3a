"""Which incidents who may see. Every other read of this room starts here."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from returnhub.accounts.roles import Role
from returnhub.casework.queries.scope import scope
from returnhub.incidents.models import Incident
from returnhub.journal.actor import Actor

WHOLE_SCHEME = frozenset({Role.MONITOR, Role.AUDITOR, Role.AGREEMENT})
"""Roles that see every incident of their scheme: who watches, and who answers for the hubs."""


def incidents_for(actor: Actor) -> QuerySet[Incident]:
    """The incidents that an actor may see, the newest first; none for a role that sees none."""
    found = Incident.objects.select_related("hub", "case", "standing", "by", "event").order_by("-id")
    if actor.scheme:
        found = found.filter(scheme=actor.scheme)
    if actor.is_clock or actor.role in WHOLE_SCHEME:
        return found
    if actor.role in (Role.HUB_MANAGER, Role.HOST):
        return found.filter(hub=actor.hub) if actor.hub is not None else found.none()
    if actor.role == Role.CLINICIAN:
        told = Q(pk__in=Incident.objects.filter(told__role=Role.CLINICIAN).values("pk"))
        return found.filter(told | Q(by=actor.id), hub=actor.hub) if actor.hub is not None else found.none()
    if actor.role in (Role.SCREENING, Role.AUTHORISING, Role.LAWYER):
        return found.filter(case__in=scope(actor))
    if actor.role == Role.ESCORT:
        return found.filter(by=actor.id)
    return found.none()
