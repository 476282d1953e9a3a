"""One person's stay: duties, key worker, reviews, contacts, outings, and what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from returnhub.accounts.models import Grant, User
from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.models import Case, Clock, Custody
from returnhub.casework.queries.people import users
from returnhub.casework.queries.timeline import Item, said
from returnhub.hubs.models import Hub, Stay
from returnhub.journal.models import Event
from returnhub.packets.queries.sent import against_contact
from returnhub.packets.words import against
from returnhub.stays.duties import CLOCK_OF_DUTY
from returnhub.stays.models import (
    Arrival,
    Contact,
    Done,
    Duty,
    KeyWorker,
    Occurrence,
    Outing,
    Review,
)

EVENTS = 50
"""Events of a stay that its page shows; the file's time line has all of them."""


def against_telling(case: int) -> list[str]:
    """What stands against telling a consulate that somebody died, in sentences; the guard asks the same."""
    found = against_contact(case, timezone.localdate())
    return [against(a.code, a.what, a.detail) for a in found if a.code != "stage"]


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty of the arrival: done, or its clock. `by` is when its 24 hours or days are over."""

    duty: Duty
    done: Done | None
    clock: Clock | None
    late: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A stay and everything of it. `clocks` are those that run, `warnings` those that were given."""

    arrival: Arrival
    place: Stay | None
    owed: tuple[Owed, ...]
    key_workers: tuple[KeyWorker, ...]
    reviews: tuple[Review, ...]
    contacts: tuple[Contact, ...]
    outings: tuple[Outing, ...]
    occurrences: tuple[Occurrence, ...]
    clocks: tuple[Clock, ...]
    warnings: tuple[Clock, ...]
    events: tuple[Item, ...]
    without_custody: bool

    @property
    def key_worker(self) -> KeyWorker | None:
        """Who answers for the stay now."""
        return next((k for k in self.key_workers if k.ended_id is None), None)

    @property
    def out_since(self) -> dt.datetime | None:
        """Since when the person is out."""
        return next((o.out_at for o in self.outings if o.ended_id is None), None)

    @property
    def days(self) -> int:
        """Days of the stay up to today, or to its end."""
        over = self.arrival.until_at or timezone.now()
        return (timezone.localdate(over) - timezone.localdate(self.arrival.at)).days


def arrivals_of(case: Case) -> list[Arrival]:
    """Every stay of a person, the newest first."""
    return list(Arrival.objects.filter(case=case).select_related("hub").order_by("-at", "-id"))


def whole(arrival: Arrival) -> Whole:
    """Everything of one stay."""
    case = arrival.case_id
    done = {d.duty: d for d in Done.objects.filter(arrival=arrival).select_related("event")}
    clocks = list(
        Clock.objects.filter(case=case, event__recorded__gte=arrival.event.recorded).order_by("ends_on", "id")
    )
    running = {clock.kind: clock for clock in clocks if clock.ended_id is None}
    owed = tuple(_owed(arrival, duty, done.get(duty), running.get(CLOCK_OF_DUTY[duty])) for duty in Duty)
    closed = arrival.hub.kind == Hub.Kind.CLOSED and arrival.ended_id is None
    return Whole(
        arrival,
        Stay.objects.filter(case=case, ended=None, kind=Stay.Kind.THERE)
        .select_related("place__room__unit")
        .first(),
        owed,
        tuple(
            KeyWorker.objects.filter(arrival=arrival).select_related("to", "event", "ended").order_by("-id")
        ),
        tuple(Review.objects.filter(arrival=arrival).select_related("by").order_by("-on")),
        tuple(
            Contact.objects.filter(arrival=arrival)
            .select_related("held", "not_held", "event")
            .order_by("-asked_at", "-id")[:100]
        ),
        tuple(Outing.objects.filter(arrival=arrival).order_by("-out_at")[:100]),
        tuple(
            Occurrence.objects.filter(arrival=arrival)
            .select_related("event")
            .prefetch_related("steps__event")
            .order_by("-at", "-id")
        ),
        tuple(running.values()),
        tuple(c for c in clocks if c.kind.startswith("stay_warning_") and c.ran_out_id is not None),
        _events(arrival),
        closed and not Custody.objects.filter(case=case, ended=None).exists(),
    )


def staff_of(hub: int) -> list[tuple[int, str]]:
    """Who works in a hub and may be a key worker: number and name."""
    held = Grant.objects.filter(role=Role.HUB_MANAGER, hub=hub, ended=None).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("name").values_list("pk", "name"))


def _events(arrival: Arrival) -> tuple[Item, ...]:
    """What was recorded of a stay, the newest first; nothing of health is among it."""
    of_a_stay = Q(kind__startswith="stays.") | Q(kind__startswith="hubs.") | Q(kind="casework.happened")
    rows = list(
        Event.objects.filter(of_a_stay, case=arrival.case_id, id__gte=arrival.event_id).order_by(
            "-happened", "-id"
        )[:EVENTS]
    )
    names = users({row.actor for row in rows})
    return tuple(Item(row, said(row), names.get(row.actor, "somebody"), "") for row in rows)


def _owed(arrival: Arrival, duty: Duty, done: Done | None, clock: Clock | None) -> Owed:
    within_a_day = CLOCK_OF_DUTY[duty] in (Kind.HEALTH_CHECK, Kind.LAWYER_CALLED, Kind.FAMILY_CALLED)
    then = done.at if done else timezone.now()
    if within_a_day:
        late = then > arrival.at + dt.timedelta(hours=24)
    else:
        late = clock is not None and clock.ran_out_id is not None
    return Owed(duty, done, clock, late and arrival.ended_id is None)
