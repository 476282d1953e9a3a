"""Suspensions as each role may see them, with whom each reaches."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connections
from django.db.models import Q, QuerySet

from returnhub.accounts.models import User
from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.agreements.models import Lift, Suspension
from returnhub.casework.models import Case, Member
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.movements.models import Authority, Proposal

BY = {
    "court": "A court",
    "monitor": "An independent monitor",
    "agreement": "The agreement",
    "automatic": "By itself, when a departure without authority was recorded",
}
"""By whom, in words."""

READERS = (
    Role.SCREENING, Role.AUTHORISING, Role.LAWYER, Role.AGREEMENT, Role.MONITOR, Role.AUDITOR,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """A suspension with what is said of it: by whom, of whom, who wants it lifted.

    `reference` is a case's, where one is meant and the reader may know it.
    """

    suspension: Suspension
    by_name: str
    of: str
    reference: str
    lifts: tuple[Lift, ...]

    @property
    def in_force(self) -> bool:
        """True until two people lifted it."""
        return self.suspension.ended_id is None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Whom a suspension stops now: people in its scope, and authorities of theirs that can't be used."""

    people: int
    authorities: int


def suspensions(actor: Actor) -> QuerySet[Suspension]:
    """The suspensions that an actor may know of."""
    found = Suspension.objects.select_related("event", "ended", "scheme").order_by("-id")
    if actor.scheme:
        found = found.filter(scheme=actor.scheme)
    if actor.role == Role.LAWYER:
        clients = scope(actor)
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT (guard.suspensions(c)).id FROM unnest(%s::bigint[]) AS c",
                [list(clients.values_list("pk", flat=True))],
            )
            reaching = [row[0] for row in cursor.fetchall()]
        return found.filter(Q(pk__in=reaching) | Q(person__in=clients.values("person")))
    return found if actor.role in READERS else found.none()


def stops(actor: Actor, found: QuerySet[Suspension]) -> list[Stop]:
    """Suspensions with their words."""
    rows = list(found.prefetch_related("lifts__by", "lifts__event"))
    hubs = dict(Hub.objects.filter(pk__in={s.hub for s in rows if s.hub}).values_list("pk", "name"))
    names = dict(User.objects.filter(pk__in={s.event.actor for s in rows}).values_list("pk", "name"))
    cases = {
        (case.person_id, case.scheme): case.reference
        for case in Case.objects.filter(person__in={s.person for s in rows if s.person})
    }
    sees_people = actor.role in CASE_READERS
    made: list[Stop] = []
    for s in rows:
        reference = cases.get((s.person, s.scheme_id), "") if s.person else ""
        of = {
            "person": "one person",
            "group": "one family",
            "hub": hubs.get(s.hub, "a hub"),
            "scheme": s.scheme.title,
        }[s.scope]
        made.append(
            Stop(
                s,
                names.get(s.event.actor, "the clock"),
                of,
                reference if sees_people else "",
                tuple(s.lifts.all()),
            )
        )
    return made


def stopped(suspension: Suspension) -> Stopped:
    """How many people a suspension reaches, and how many authorities can't be used because of it."""
    cases = Case.objects.filter(scheme=suspension.scheme_id)
    if suspension.scope == Suspension.Scope.PERSON:
        cases = cases.filter(person=suspension.person)
    elif suspension.scope == Suspension.Scope.GROUP:
        cases = cases.filter(
            person__in=Member.objects.filter(family=suspension.family, ended=None).values("person")
        )
    elif suspension.scope == Suspension.Scope.HUB:
        cases = cases.filter(pk__in=Proposal.objects.filter(hub=suspension.hub, ended=None).values("case"))
    return Stopped(cases.count(), Authority.objects.filter(case__in=cases, ended=None).count())


def family_of(case: Case) -> int | None:
    """The family group that a case's person is in."""
    return Member.objects.filter(person=case.person_id, ended=None).values_list("family", flat=True).first()
