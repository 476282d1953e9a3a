"""What waits: questions on fitness, and concerns that nobody has answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from returnhub.casework.queries.scope import scope
from returnhub.health.models import Concern, ConcernTold, FitnessRequest
from returnhub.journal.actor import Actor


def questions(actor: Actor) -> QuerySet[FitnessRequest]:
    """Open questions whether a person is fit, the one due first on top."""
    return (
        FitnessRequest.objects.filter(case__in=scope(actor), ended=None)
        .select_related("case", "by", "event")
        .order_by("due_on", "id")
    )


def concerns(actor: Actor, which: str = "") -> QuerySet[Concern]:
    """Clinicians' concerns on people of the actor's, with whether their role has still to see each."""
    mine = ConcernTold.objects.filter(concern=OuterRef("pk"), role=actor.role, ended=None)
    found = (
        Concern.objects.filter(case__in=scope(actor))
        .annotate(unseen=Exists(mine))
        .select_related("case", "hub", "event", "bar", "answer", "answer__by", "answer__event")
    )
    if which == "open":
        found = found.filter(ended=None)
    elif which == "unseen":
        found = found.filter(unseen=True)
    return found.order_by("-id")


def unseen(actor: Actor) -> int:
    """How many concerns the actor's role was told of and nobody in it has seen."""
    told = ConcernTold.objects.filter(role=actor.role, ended=None)
    return told.filter(concern__case__in=scope(actor)).count()


@dataclass(frozen=True, slots=True)
class ConcernFile:
    """A concern, and who was told of it."""

    concern: Concern
    told: list[ConcernTold]


def concern_of(actor: Actor, number: int) -> ConcernFile | None:
    """One concern on a person of the actor's; None alike if there is none."""
    found = concerns(actor).filter(pk=number).first()
    if found is None:
        return None
    told = ConcernTold.objects.filter(concern=number).select_related("event", "ended").order_by("id")
    return ConcernFile(found, list(told))
