"""What stands on a monitor's desk besides complaints: breaches, releases due, recommendations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from returnhub.casework.models import Case, Custody
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.movements.models import Breach
from returnhub.oversight.models import Note, Recommendation
from returnhub.oversight.queries.confidential import MONITORS, as_monitor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Some:
    """The first of many, and how many there are."""

    rows: list
    total: int


def breaches(actor: Actor) -> Some:
    """Departures without authority that nobody has answered yet, the oldest first."""
    found = Breach.objects.filter(ended=None, case__in=scope(actor)).select_related("case").order_by("id")
    return _some(found)


def releases_due(actor: Actor) -> Some:
    """People in custody whose ground has lapsed: each is due for release at once."""
    found = (
        Custody.objects.filter(ended=None, lapsed__isnull=False, case__in=scope(actor))
        .select_related("case", "lapsed")
        .order_by("lapsed")
    )
    return _some(found)


def recommendations(actor: Actor) -> QuerySet[Recommendation]:
    """Recommendations in the schemes that an actor's role reaches, the soonest due first."""
    found = Recommendation.objects.select_related("by", "event", "scheme", "reply__by", "reply__event")
    if actor.scheme:
        found = found.filter(scheme=actor.scheme)
    return found.order_by("due_on", "id")


def case_notes(actor: Actor, case: Case) -> list[Note]:
    """Monitors' notes on a case, newest first, as row-level security shows them."""
    with as_monitor(actor):
        return list(Note.objects.using(MONITORS).filter(case=case.pk))


def scheme_notes(actor: Actor, scheme: str) -> list[Note]:
    """Monitors' notes on a scheme as a whole, newest first."""
    with as_monitor(actor):
        return list(Note.objects.using(MONITORS).filter(scheme=scheme, case=None))


def _some(found: QuerySet) -> Some:
    rows = list(found[: SHOWN + 1])
    return Some(rows[:SHOWN], len(rows) if len(rows) <= SHOWN else found.count())
