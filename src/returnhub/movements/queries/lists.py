"""Lists over the reader's scope: what waits for a decision or an approval, authority in force, breaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from returnhub.accounts.roles import Role
from returnhub.casework.models import Standing
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.movements.models import Authority, Breach, BreachAnswer, Decision
from returnhub.procedure import Stage

M = TypeVar("M", bound=Model)


def waiting_for_decision(actor: Actor) -> QuerySet[Standing]:
    """People for whom a hub is proposed and nobody has decided, who waits longest first."""
    return (
        Standing.objects.filter(case__in=scope(actor), stage=Stage.PROPOSED)
        .select_related("case")
        .order_by("since", "case_id")
    )


def waiting_for_approval(actor: Actor) -> QuerySet[Decision]:
    """Decisions to move a person that nobody has answered, the oldest first; the reader's own too."""
    return (
        Decision.objects.filter(case__in=scope(actor), ended=None, to_move=True)
        .exclude(approvals__isnull=False)
        .select_related("case", "by", "event")
        .order_by("id")
    )


def authorities_in_force(actor: Actor) -> QuerySet[Authority]:
    """Authority that was given and stands, the one that ends first on top."""
    return (
        Authority.objects.filter(case__in=scope(actor), ended=None)
        .select_related("case", "by", "event")
        .order_by("valid_until", "id")
    )


def breaches(actor: Actor) -> QuerySet[Breach]:
    """Breaches in the schemes that a reader answers for or watches, the newest first."""
    found = Breach.objects.all()
    if actor.role not in (Role.AGREEMENT, Role.MONITOR, Role.AUDITOR):
        return found.none()
    if actor.scheme:
        found = found.filter(case__scheme=actor.scheme)
    return found.select_related("case", "event").order_by("-id")


@dataclass(frozen=True, slots=True)
class BreachFile:
    """A breach, and the answer to it."""

    breach: Breach
    answer: BreachAnswer | None


def breach_of(actor: Actor, number: int) -> BreachFile | None:
    """One breach within the reader's scheme; None alike if there is none."""
    found = breaches(actor).filter(pk=number).first()
    if found is None:
        return None
    return BreachFile(found, BreachAnswer.objects.filter(breach=found).select_related("event").first())
