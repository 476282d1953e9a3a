"""Which cases who may see. Every other read of this room, and of those above, starts here."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.casework.reference import read_reference
from returnhub.journal.actor import Actor

REACHES: dict[Role, Callable[[Actor], Q]] = {}
"""Roles whose cases a room above knows (those of a hub, of a transfer): a condition on cases. The rooms say
so as they are registered, in `apps.py`."""

WHOLE_SCHEME = frozenset({Role.SCREENING, Role.DOCUMENT, Role.AUTHORISING, Role.MONITOR, Role.AUDITOR})
"""Roles that see every case of the schemes that they hold the role in."""


def scope(actor: Actor) -> QuerySet[Case]:
    """The cases that an actor may see; none for a role that sees no person."""
    cases = Case.objects.all()
    if actor.case is not None:
        return cases.filter(pk=actor.case)
    if actor.scheme:
        cases = cases.filter(scheme=actor.scheme)
    if actor.is_clock or actor.role in WHOLE_SCHEME:
        return cases
    if actor.role == Role.REFERRING:
        return cases.filter(referred_by=actor.id)
    if actor.role == Role.LAWYER:
        return cases.filter(Q(representations__lawyer=actor.id, representations__ended=None)).distinct()
    if actor.role in REACHES:
        return cases.filter(REACHES[Role(actor.role)](actor))
    return cases.none()


def case_of(actor: Actor, reference: str) -> Case:
    """The case with this reference. Http404 alike for one that is not there and one that is not theirs."""
    found = (
        scope(actor)
        .filter(reference=read_reference(reference) or "")
        .select_related("standing", "person")
        .first()
    )
    if found is None:
        raise Http404
    return found
