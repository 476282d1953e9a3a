"""Everybody in a hub on one list: what is due, who is out, away or segregated, what is not as promised."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from returnhub.casework.clocks import Kind
from returnhub.casework.models import Clock, Custody
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import scope
from returnhub.casework.queries.search import search
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.stays.models import Arrival, KeyWorker, Occurrence, Outing

OWNED = ("hub_manager", "treating_clinician")
"""Owners of the clocks that somebody in a hub answers for."""
SOON_DAYS = 7
WARNED_DAYS = 28
WHICH: Mapping[str, str] = MappingProxyType(
    {
        "overdue": "Something is due today or overdue",
        "review": "A review is due in 7 days",
        "limit": "Stay limit in 28 days",
        "going_on": "In hospital, segregated, self-harm or refusing food",
        "out": "Out now",
        "no_key_worker": "Without a key worker",
        "no_custody": "Without custody on record",
    }
)
"""Lists of a hub's people that somebody looks for, as `only` tells them apart."""


@dataclass(frozen=True, slots=True)
class Life:
    """One person's stay as the hub sees it today. `due` are open clocks of the hub, the soonest first."""

    arrival: Arrival
    name: str
    key_worker: str
    out_since: dt.datetime | None
    standing: tuple[Occurrence, ...]
    due: tuple[Clock, ...]
    without_custody: bool

    @property
    def reference(self) -> str:
        """The case's reference."""
        return self.arrival.case.reference

    @property
    def hospital_since(self) -> dt.datetime | None:
        """Since when the person is in hospital; their place is kept."""
        return next((o.at for o in self.standing if o.kind == Occurrence.Kind.HOSPITAL), None)

    @property
    def days_left(self) -> int:
        """Days to the stay limit; below nought when it has passed."""
        return (self.arrival.limit_on - timezone.localdate()).days

    @property
    def overdue(self) -> int:
        """How many of the hub's clocks have run out."""
        return sum(clock.ran_out_id is not None for clock in self.due)


def arrivals_for(actor: Actor) -> QuerySet[Arrival]:
    """Stays that stand of people whom the actor may see, who came first on top."""
    found = Arrival.objects.filter(ended=None, case__in=scope(actor))
    if actor.hub is not None:
        found = found.filter(hub=actor.hub)
    return found.select_related("case", "hub").order_by("at", "id")


def only(found: QuerySet[Arrival], which: str) -> QuerySet[Arrival]:
    """Those of some stays that one of `WHICH` names; all of them for a word that is none."""
    stay, case = {"arrival": OuterRef("pk"), "ended": None}, {"case": OuterRef("case"), "ended": None}
    today = timezone.localdate()
    match which:
        case "overdue":
            due = Clock.objects.filter(**case, owner__in=OWNED, ends_on__lte=today)
            return found.filter(Exists(due))
        case "review":
            soon = today + dt.timedelta(days=SOON_DAYS)
            return found.filter(Exists(Clock.objects.filter(**case, kind="stay_review", ends_on__lte=soon)))
        case "limit":
            return found.filter(limit_on__lte=today + dt.timedelta(days=WARNED_DAYS))
        case "going_on":
            return found.filter(Exists(Occurrence.objects.filter(**stay)))
        case "out":
            return found.filter(Exists(Outing.objects.filter(**stay)))
        case "no_key_worker":
            return found.exclude(Exists(KeyWorker.objects.filter(**stay)))
        case "no_custody":
            return found.filter(hub__kind=Hub.Kind.CLOSED).exclude(Exists(Custody.objects.filter(**case)))
        case _:
            return found


def named(found: QuerySet[Arrival], actor: Actor, typed: str) -> QuerySet[Arrival]:
    """Those of some stays whose person the actor's search finds by what was typed."""
    return found.filter(case__in=[match.case.pk for match in search(actor, typed)])


def lives(found: Iterable[Arrival]) -> list[Life]:
    """What is so of each of some stays; six queries, however many they are."""
    stays = list(found)
    names = called(stay.case.person_id for stay in stays)
    cases = [stay.case_id for stay in stays]
    workers = {
        k.arrival_id: k.to.name
        for k in KeyWorker.objects.filter(arrival__in=stays, ended=None).select_related("to")
    }
    out = dict(Outing.objects.filter(arrival__in=stays, ended=None).values_list("arrival", "out_at"))
    standing: Mapping[int, list[Occurrence]] = defaultdict(list)
    for one in Occurrence.objects.filter(arrival__in=stays, ended=None).order_by("at"):
        standing[one.arrival_id].append(one)
    due: Mapping[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(case__in=cases, ended=None, owner__in=OWNED).order_by("ends_on", "id"):
        due[clock.case_id].append(clock)
    held = set(Custody.objects.filter(case__in=cases, ended=None).values_list("case", flat=True))
    return [
        Life(
            stay,
            names[stay.case.person_id].name,
            workers.get(stay.pk, ""),
            out.get(stay.pk),
            tuple(standing[stay.pk]),
            tuple(due[stay.case_id]),
            stay.hub.kind == Hub.Kind.CLOSED and stay.case_id not in held,
        )
        for stay in stays
    ]


def segregated(actor: Actor) -> list[tuple[Occurrence, Clock | None]]:
    """Segregations that go on in the actor's hub, the longest first, with the clock of the next review."""
    found = list(
        Occurrence.objects.filter(
            arrival__in=arrivals_for(actor), kind=Occurrence.Kind.SEGREGATION, ended=None
        )
        .select_related("case")
        .order_by("at", "id")
    )
    due = Clock.objects.filter(
        case__in=[one.case_id for one in found], kind=Kind.SEGREGATION_REVIEW, ended=None
    )
    by_case = {clock.case_id: clock for clock in due}
    return [(one, by_case.get(one.case_id)) for one in found]
