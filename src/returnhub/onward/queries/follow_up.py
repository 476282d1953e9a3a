"""After departure: whose dates of asking have come, and how they ended, by outcome with the denominator."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from returnhub.casework.clocks import FOLLOW_UP_DAYS
from returnhub.casework.models import Happening
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.onward.models import FollowUp
from returnhub.procedure import Event

LEFT = (Event.RETURNED, Event.RETURNED_WITHOUT_AUTHORITY, Event.RETURNED_VOLUNTARILY)


@dataclass(frozen=True, slots=True)
class Figure:
    """How one date of asking ended for the people who reached it. `people` is the sum of all the others:
    everybody who left so many days ago or was asked already. `open` are those nobody has asked about yet."""

    days: int
    people: int
    arrived: int
    contacted: int
    unreachable: int
    re_arrived: int
    not_asked: int
    open: int


def figures(actor: Actor, today: dt.date | None = None) -> list[Figure]:
    """One figure a date of asking, over the reader's cases. Unreachable is a figure of its own."""
    today = today or timezone.localdate()
    cases = scope(actor)
    left = dict(
        Happening.objects.filter(case__in=cases, ended=None, word__in=[e.value for e in LEFT])
        .values_list("case")
        .annotate(at=Max("at"))
    )
    asked: dict[int, dict[int, str]] = {n: {} for n in FOLLOW_UP_DAYS}
    rows = FollowUp.objects.filter(case__in=cases, ended=None).order_by("id")
    for case, days, outcome in rows.values_list("case", "days", "outcome"):
        asked.setdefault(days, {})[case] = outcome
    made: list[Figure] = []
    for n in FOLLOW_UP_DAYS:
        due = {c for c, at in left.items() if timezone.localdate(at) + dt.timedelta(days=n) <= today}
        counted = Counter(asked[n].values())
        people = due | set(asked[n])
        made.append(
            Figure(
                n,
                len(people),
                counted["arrived"],
                counted["contacted"],
                counted["unreachable"],
                counted["re_arrived"],
                counted["not_asked"],
                len(people) - counted.total(),
            )
        )
    return made
