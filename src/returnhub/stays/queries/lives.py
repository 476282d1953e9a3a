"""Everybody in a hub on one list: what is due, who is out, away or segregated, what is not as promised."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from returnhub.casework.models import Clock, Custody
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.stays.models import Arrival, KeyWorker, Occurrence, Outing

OWNED = ("hub_manager", "treating_clinician")
"""Owners of the clocks that somebody in a hub answers for."""


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
