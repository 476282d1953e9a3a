"""Reads of a hub's phase, numbers, people and excesses, and of the agreement's caps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db import connections
from django.db.models import Count, F, Q, QuerySet

from returnhub.agreements.models import Scheme
from returnhub.casework.models import Case
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Cap, Excess, Hub, Numbers, NumbersRequest, Phase, Stay
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor

S = TypeVar("S", Numbers, Phase)

BY = ("working", "certified", "signed", "ramp_up")
"""What may be the least, and so bound the people."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How many people may be in a hub on a day, and which of its numbers, or its phase, says so."""

    people: int
    why: str


def bound(phase: Phase | None, numbers: Numbers | None) -> Bound:
    """As `guard.hub_bound` finds it; `why` is one of `BY`, no_numbers, planned or closed."""
    if phase is None or phase.kind in (Phase.Kind.PLANNED, Phase.Kind.CLOSED):
        return Bound(0, phase.kind if phase else "planned")
    if numbers is None:
        return Bound(0, "no_numbers")
    found = {name: getattr(numbers, name) for name in BY[:3]}
    if phase.places is not None:
        found["ramp_up"] = phase.places
    why = min(found, key=lambda name: found[name])
    return Bound(found[why], why)


@dataclass(frozen=True, slots=True)
class HubNow:
    """A hub as it stands on a day: phase, numbers, bound, people there (some without a place) and to come."""

    hub: Hub
    phase: Phase | None
    numbers: Numbers | None
    bound: Bound
    there: int
    without_place: int
    to_come: int

    @property
    def over(self) -> int:
        """How many more people are there than may be."""
        return max(0, self.there - self.bound.people)


def hubs_now(hubs: list[Hub], day: dt.date) -> list[HubNow]:
    """Each hub as it stands; three queries however many there are."""
    numbers = _standing(Numbers.objects.filter(hub__in=hubs, ended=None, from_on__lte=day))
    phases = _standing(Phase.objects.filter(hub__in=hubs, ended=None, from_on__lte=day))
    people = {
        row["hub"]: row
        for row in Stay.objects.filter(hub__in=hubs, ended=None)
        .values("hub")
        .annotate(
            there=Count("pk", filter=Q(kind=Stay.Kind.THERE)),
            without_place=Count("pk", filter=Q(kind=Stay.Kind.THERE, place=None)),
            to_come=Count("pk", filter=Q(kind=Stay.Kind.HELD)),
        )
    }
    none = {"there": 0, "without_place": 0, "to_come": 0}
    made: list[HubNow] = []
    for hub in hubs:
        phase, number = phases.get(hub.pk), numbers.get(hub.pk)
        row = people.get(hub.pk, none)
        made.append(
            HubNow(
                hub,
                phase,
                number,
                bound(phase, number),
                row["there"],
                row["without_place"],
                row["to_come"],
            )
        )
    return made


def _standing(rows: QuerySet[S]) -> dict[int, S]:
    """The last that began, by hub."""
    return {row.hub_id: row for row in rows.order_by("from_on", "pk")}


def phases_of(hub: Hub) -> list[Phase]:
    """Every phase of a hub, the last on top, with those that were given up."""
    return list(Phase.objects.filter(hub=hub).select_related("event", "ended").order_by("-from_on", "-id"))


def numbers_of(hub: Hub) -> list[Numbers]:
    """Every set of numbers of a hub, the last on top."""
    return list(
        Numbers.objects.filter(hub=hub)
        .select_related("answer__by", "answer__request__by", "ended")
        .order_by("-from_on", "-id")
    )


def standing_numbers(hub: Hub) -> Numbers | None:
    """The numbers that were approved for the last day."""
    return Numbers.objects.filter(hub=hub, ended=None).order_by("from_on").last()


def requests_of(hub: Hub) -> list[NumbersRequest]:
    """Every request for other numbers, the newest on top, with its answer."""
    return list(
        NumbersRequest.objects.filter(hub=hub)
        .select_related("by", "event", "ended", "answer__by", "answer__event")
        .order_by("-id")[:100]
    )


def request_of(actor: Actor, number: int) -> NumbersRequest | None:
    """A request for a hub of the actor's that waits for an answer."""
    return (
        NumbersRequest.objects.filter(pk=number, ended=None, hub__in=hubs_for(actor))
        .select_related("hub", "by")
        .first()
    )


def waiting_requests(actor: Actor) -> dict[int, int]:
    """Requests that wait for an answer, by hub."""
    found = NumbersRequest.objects.filter(ended=None, hub__in=hubs_for(actor))
    return dict(found.values_list("hub", "pk"))


@dataclass(frozen=True, slots=True)
class Shown:
    """An excess, its case if the reader may see it, and what was said of it."""

    excess: Excess
    case: Case | None


def excesses_of(actor: Actor, hub: Hub) -> list[Shown]:
    """The excesses of a hub: those that are open first, then the newest that are over."""
    found = list(
        Excess.objects.filter(hub=hub)
        .select_related("event", "ended")
        .prefetch_related("answers__by", "answers__event")
        .order_by(F("ended").desc(nulls_first=True), "-id")[:50]
    )
    found.sort(key=lambda x: (x.ended_id is not None, x.ends_by))
    seen = {case.pk: case for case in scope(actor).filter(pk__in={x.case_id for x in found})}
    return [Shown(x, seen.get(x.case_id)) for x in found]


def excess_of(actor: Actor, number: int) -> Excess | None:
    """An excess that is open in a hub of the actor's."""
    found = Excess.objects.filter(pk=number, ended=None, hub__in=hubs_for(actor), case__in=scope(actor))
    return found.select_related("hub", "case").first()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody who is there without a place, or in one that does not suit them, and why (codes)."""

    stay: Stay
    case: Case | None
    why: tuple[str, ...]


def to_be_moved(actor: Actor, hub: Hub, day: dt.date) -> list[Unplaced]:
    """People who are in a hub and need another place, without one first."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT s.id, array_agg(u.why) FROM hubs_stay AS s,"
            " LATERAL (SELECT 'no_place' AS why WHERE s.place_id IS NULL UNION ALL"
            "  SELECT * FROM guard.unsuited(s.place_id, guard.known(s.case_id, %s))"
            "  WHERE s.place_id IS NOT NULL) AS u"
            " WHERE s.hub_id = %s AND s.ended_id IS NULL AND s.kind = 'there' GROUP BY s.id",
            [day, hub.pk],
        )
        found = {number: tuple(why) for number, why in cursor.fetchall()}
    stays = Stay.objects.filter(pk__in=found).select_related("place")
    rows = list(stays.order_by(F("place").asc(nulls_first=True), "id"))
    seen = {case.pk: case for case in scope(actor).filter(pk__in={s.case_id for s in rows})}
    return [Unplaced(s, seen.get(s.case_id), found[s.pk]) for s in rows]


def caps_of(scheme: Scheme) -> list[Cap]:
    """Every cap of an agreement, the last on top, with who entered and who approved it."""
    return list(
        Cap.objects.filter(scheme=scheme)
        .select_related("by", "event", "ended", "approval__by", "approval__event")
        .order_by("-from_on", "-id")
    )


def cap_of(scheme: Scheme, number: int) -> Cap | None:
    """A cap that waits for approval."""
    return (
        Cap.objects.filter(pk=number, scheme=scheme, ended=None, approval=None).select_related("by").first()
    )


def stay_there(actor: Actor, number: int) -> Stay | None:
    """Somebody who is in a hub of the actor's and whom they may see."""
    found = Stay.objects.filter(
        pk=number, ended=None, kind=Stay.Kind.THERE, hub__in=hubs_for(actor), case__in=scope(actor)
    )
    return found.select_related("hub", "case", "place").first()


def phase_of(actor: Actor, number: int, day: dt.date) -> Phase | None:
    """A phase of a hub of the actor's that stands and has not begun."""
    found = Phase.objects.filter(pk=number, ended=None, from_on__gt=day, hub__in=hubs_for(actor))
    return found.select_related("hub").first()


@dataclass(frozen=True, slots=True)
class Counts:
    """People of a scheme whom its caps count: ever moved or to be, and in its hubs today."""

    moved: int
    here: int
    to_come: int


def counts(scheme: Scheme) -> Counts:
    """As `guard.over_cap` counts them."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT guard.moved(ARRAY(SELECT id FROM hubs_hub WHERE scheme_id = %s), '(,)')", [scheme.pk]
        )
        moved = int(cursor.fetchone()[0])
    now = Stay.objects.filter(hub__scheme=scheme, ended=None)
    here, to_come = (now.filter(kind=kind).count() for kind in (Stay.Kind.THERE, Stay.Kind.HELD))
    return Counts(moved, here, to_come)
