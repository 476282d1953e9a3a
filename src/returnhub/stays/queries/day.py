"""The day of a hub's manager: who comes and goes, what is due today, what must not be overlooked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.casework.models import Clock
from returnhub.casework.queries.people import called
from returnhub.hubs.models import Hub, Stay
from returnhub.journal.actor import Actor
from returnhub.procedure import Stage
from returnhub.stays.models import Arrival, HubDay
from returnhub.stays.queries.lives import SOON_DAYS, WARNED_DAYS, Life, arrivals_for, lives
from returnhub.stays.queries.reach import deaths_in


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody for whom a place is held: from which day, and whether they are on the way."""

    name: str
    reference: str
    from_on: dt.date
    on_the_way: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of the hub that is due today or has run out, and whose it is."""

    life: Life
    clock: Clock


@dataclass(frozen=True, slots=True)
class Day:
    """One hub on one day."""

    people: int
    coming: tuple[Coming, ...]
    due: tuple[Due, ...]
    reviews: tuple[Due, ...]
    leaving: tuple[Life, ...]
    out: tuple[Life, ...]
    hospital: tuple[Life, ...]
    standing: tuple[Life, ...]
    without_key_worker: tuple[Life, ...]
    without_custody: tuple[Life, ...]
    died: tuple[Life, ...]
    recorded: bool


def day(actor: Actor, hub: Hub, today: dt.date) -> Day:
    """What a hub's manager has before them today."""
    here = lives(arrivals_for(actor).filter(hub=hub))
    clocks = [Due(life, clock) for life in here for clock in life.due]
    soon = today + dt.timedelta(days=SOON_DAYS)
    reviews = [d for d in clocks if d.clock.kind == "stay_review" and d.clock.ends_on <= soon]
    return Day(
        people=len(here),
        coming=_coming(hub, soon),
        due=tuple(
            sorted(
                (d for d in clocks if d.clock.ends_on <= today and d.clock.kind != "stay_review"),
                key=lambda d: d.clock.ends_on,
            )
        ),
        reviews=tuple(sorted(reviews, key=lambda d: d.clock.ends_on)),
        leaving=tuple(
            sorted(
                (life for life in here if life.days_left <= WARNED_DAYS),
                key=lambda life: life.arrival.limit_on,
            )
        ),
        out=tuple(life for life in here if life.out_since),
        hospital=tuple(life for life in here if life.hospital_since),
        standing=tuple(life for life in here if any(o.kind != "hospital" for o in life.standing)),
        without_key_worker=tuple(life for life in here if not life.key_worker),
        without_custody=tuple(life for life in here if life.without_custody),
        died=tuple(
            lives(Arrival.objects.filter(occurrences__in=deaths_in(hub.pk)).select_related("case", "hub"))
        ),
        recorded=HubDay.objects.filter(hub=hub, on=today, ended=None).exists(),
    )


def _coming(hub: Hub, until: dt.date) -> tuple[Coming, ...]:
    held = list(
        Stay.objects.filter(
            hub=hub, kind=Stay.Kind.HELD, ended=None, days__startswith__lte=until
        ).select_related("case__standing")
    )
    names = called(stay.case.person_id for stay in held)
    found = [
        Coming(
            names[stay.case.person_id].name,
            stay.case.reference,
            stay.days.lower,
            stay.case.standing.stage == Stage.DEPARTED,
        )
        for stay in held
    ]
    return tuple(sorted(found, key=lambda one: (not one.on_the_way, one.from_on, one.name)))
