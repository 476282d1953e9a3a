"""Incidents in lists, and one with all that was added to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet

from returnhub.casework.queries.scope import scope
from returnhub.casework.reference import read_reference
from returnhub.incidents.models import Incident, Status, Step, Told
from returnhub.incidents.queries.scope import incidents_for
from returnhub.incidents.states import STEPS, TO_REVIEW
from returnhub.journal.actor import Actor

VERBS = {
    Step.Kind.ADDENDUM: "incidents.add",
    Step.Kind.ASK_CORRECTION: "incidents.ask_correction",
    Step.Kind.CORRECTION: "incidents.correct",
    Step.Kind.REVIEW: "incidents.review",
    Step.Kind.CLOSE: "incidents.close",
    Step.Kind.REOPEN: "incidents.reopen",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for; empty: everything."""

    which: str = ""
    kinds: Sequence[str] = ()
    severities: Sequence[str] = ()
    hub: str = ""
    case: str = ""


def listed(actor: Actor, asked: Asked, today: dt.date) -> QuerySet[Incident]:
    """The incidents of an actor that are asked for, with whether their role has still to see each."""
    mine = Told.objects.filter(incident=OuterRef("pk"), role=actor.role, ended=None)
    found = incidents_for(actor).annotate(unseen=Exists(mine))
    if asked.which == "unseen":
        found = found.filter(unseen=True)
    elif asked.which == "review":
        found = found.filter(standing__status__in=TO_REVIEW)
    elif asked.which == "overdue":
        found = found.filter(standing__status__in=TO_REVIEW, standing__review_by__lt=today)
    elif asked.which == "open":
        found = found.exclude(standing__status=Status.CLOSED)
    if asked.kinds:
        found = found.filter(standing__kind__in=asked.kinds)
    if asked.severities:
        found = found.filter(standing__severity__in=asked.severities)
    if asked.case:
        found = found.filter(case__reference=read_reference(asked.case) or "")
    return found.filter(hub=asked.hub) if asked.hub.isdigit() else found


def unseen(actor: Actor) -> int:
    """How many incidents the actor's role was told of and nobody in it has seen."""
    told = Told.objects.filter(role=actor.role, ended=None).values("incident")
    return incidents_for(actor).filter(pk__in=told).count()


@dataclass(frozen=True, slots=True)
class File:
    """An incident, what was added, who was told, and which steps the reader can take now."""

    incident: Incident
    steps: Sequence[Step]
    told: Sequence[Told]
    possible: Sequence[Step.Kind]
    unseen: bool
    sees_person: bool


def incident_of(actor: Actor, number: int) -> File | None:
    """One incident of the actor's; None alike if there is none."""
    found = incidents_for(actor).filter(pk=number).first()
    if found is None:
        return None
    told = list(Told.objects.filter(incident=number).select_related("event", "ended").order_by("id"))
    steps = list(Step.objects.filter(incident=number).select_related("event", "by").order_by("id"))
    barred = {found.by_id, *(s.by_id for s in steps if s.kind == Step.Kind.CORRECTION)}
    possible = [
        kind
        for kind in STEPS[Status(found.standing.status)]
        if VERBS[kind] in actor.may
        and not (kind in (Step.Kind.REVIEW, Step.Kind.CLOSE) and actor.id in barred)
    ]
    return File(
        found,
        steps,
        told,
        possible,
        unseen=any(t.role == actor.role and t.ended_id is None for t in told),
        sees_person=found.case_id is not None and scope(actor).filter(pk=found.case_id).exists(),
    )


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from a kind of incident at a severity: who is told, by when it is reviewed, what stops."""

    kind: str
    severity: str
    told: Sequence[str]
    review_days: int
    closers: int
    stops: str


_FOLLOWS = """
SELECT k.kind, s.severity, ARRAY(SELECT DISTINCT unnest(s.told || k.told) ORDER BY 1), s.review_days,
  s.closers, CASE WHEN s.weight >= coalesce(f.weight, 99) THEN k.stops ELSE '' END
FROM guard.incident_kinds() WITH ORDINALITY AS k (kind, at_least, stops_from, stops, told, nth)
CROSS JOIN guard.incident_severities() AS s
LEFT JOIN guard.incident_severities() AS f ON f.severity = k.stops_from
WHERE guard.incident_severity(k.kind, s.severity) = s.severity
ORDER BY k.nth, s.weight
"""


def what_follows() -> list[Follows]:
    """The table by which it is decided, as the database has it: each kind from its least severity up."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_FOLLOWS)
        return [Follows(*row) for row in cursor.fetchall()]
