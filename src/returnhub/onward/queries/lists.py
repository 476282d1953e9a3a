"""Lists over the reader's scope: returns by step, documents with alerts, decisions due, whom to ask after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet

from returnhub.casework.clocks import Kind
from returnhub.casework.models import Case, Clock, Standing
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor
from returnhub.movements.commands.steps import STAYING
from returnhub.movements.models import Decision, Way
from returnhub.onward.models import Application, Issued, PlannedReturn, Request, RiskCheck
from returnhub.onward.queries.documents import Alert

DUE = (
    Kind.NEXT_STEP,
    Kind.AFTER_LIMIT,
    Kind.EVIDENCE_REVIEW,
    Kind.HOST_CLAIM,
    Kind.STATELESSNESS,
    Kind.TRANSFER_BACK,
    Kind.TAKE_UP,
)
"""Clocks of decisions that lead on or back."""


def in_hubs(actor: Actor) -> QuerySet[Standing]:
    """People in a hub, who have been there longest first."""
    return (
        Standing.objects.filter(case__in=scope(actor), stage__in=[s.value for s in STAYING])
        .select_related("case")
        .order_by("since", "case_id")
    )


def steps_of(cases: Iterable[int]) -> Mapping[int, tuple[str, dt.date | None, bool, dt.date | None]]:
    """By case: outcome of the risk check, last day of the document, whether decided, the day planned."""
    numbers = list(cases)
    here = {"case__in": numbers, "ended": None}
    risks = dict(RiskCheck.objects.filter(**here).values_list("case", "outcome"))
    until = dict(Issued.objects.filter(**here).values_list("case", "valid_until"))
    decided = set(
        Decision.objects.filter(**here, way=Way.ONWARD, to_move=True).values_list("case", flat=True)
    )
    planned = dict(PlannedReturn.objects.filter(**here).values_list("case", "planned_on"))
    return {n: (risks.get(n, ""), until.get(n), n in decided, planned.get(n)) for n in numbers}


def documents(actor: Actor) -> QuerySet[Case]:
    """Cases with a request that is open or a document that stands, the newest request first."""
    here = {"case": OuterRef("pk"), "ended": None}
    return (
        scope(actor)
        .filter(Q(Exists(Request.objects.filter(**here))) | Q(Exists(Issued.objects.filter(**here))))
        .order_by("-id")
    )


def papers_of(cases: Iterable[int]) -> Mapping[int, tuple[Request | None, Issued | None]]:
    """The open request and the document that stands of each case."""
    numbers = list(cases)
    requests = {r.case_id: r for r in Request.objects.filter(case__in=numbers, ended=None)}
    issued = {i.case_id: i for i in Issued.objects.filter(case__in=numbers, ended=None)}
    return {n: (requests.get(n), issued.get(n)) for n in numbers}


def alerts_of(cases: Iterable[int], as_of: dt.date) -> Mapping[int, list[Alert]]:
    """The alerts of some cases on a day that nobody has answered."""
    found: dict[int, list[Alert]] = {}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c, a.kind, a.detail, a.answered FROM unnest(%s::bigint[]) AS c,"
            " LATERAL guard.document_alerts(c, %s) AS a WHERE NOT a.answered ORDER BY c, a.kind",
            [list(cases), as_of],
        )
        for case, *row in cursor.fetchall():
            found.setdefault(case, []).append(Alert(*row))
    return found


def decisions_due(actor: Actor) -> QuerySet[Clock]:
    """Decisions that lead on or back and have not been taken, the one that is due first on top."""
    return _waiting(actor, DUE)


def to_ask_after(actor: Actor) -> QuerySet[Clock]:
    """People who returned and are asked after next, the earliest date first."""
    return _waiting(actor, (Kind.FOLLOW_UP,))


def _waiting(actor: Actor, kinds: tuple[Kind, ...]) -> QuerySet[Clock]:
    return (
        Clock.objects.filter(case__in=scope(actor), ended=None, kind__in=kinds)
        .select_related("case")
        .order_by("ends_on", "id")
    )


def applications(actor: Actor) -> QuerySet[Application]:
    """Applications for voluntary return that stand, the oldest first."""
    return Application.objects.filter(case__in=scope(actor), ended=None).select_related("case").order_by("id")


def people_in_hubs(actor: Actor) -> QuerySet[Stay]:
    """People who live in a hub that the reader works for, by hub and arrival."""
    return (
        Stay.objects.filter(case__in=scope(actor), ended=None, kind=Stay.Kind.THERE)
        .select_related("case__standing", "hub")
        .order_by("hub__name", "arrived_at", "id")
    )
