"""Clocks of every case that a reader may see, by the day they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.utils import timezone

from returnhub.casework.models import Clock
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import WHOLE_SCHEME, scope
from returnhub.casework.queries.worklist import COUNTED, ROWS
from returnhub.journal.actor import Actor

WHEN: Mapping[str, str] = MappingProxyType(
    {"all": "All", "out": "Ran out", "today": "Today", "week": "7 days", "month": "28 days"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """A clock with the person it runs for."""

    clock: Clock
    name: str
    state: str


def clocks(actor: Actor, when: str, kinds: list[str], after: str = "") -> tuple[list[Row], str]:
    """25 clocks, the soonest first, and the place from which the next page is asked; "" at the end."""
    found = _in(actor, when)
    if kinds:
        found = found.filter(kind__in=kinds)
    day, _, number = after.partition("~")
    try:
        start = dt.date.fromisoformat(day)
    except ValueError:
        start = None
    if start and number.isascii() and number.isdigit() and len(number) < 19:
        found = found.filter(ends_on__gte=start).filter(Q(ends_on__gt=start) | Q(id__gt=int(number)))
    listed = list(found.select_related("case").order_by("ends_on", "id")[: ROWS + 1])
    names = called(c.case.person_id for c in listed)
    today = timezone.localdate()
    rows = [Row(c, names[c.case.person_id].name, _state(c, today)) for c in listed[:ROWS]]
    more = f"{rows[-1].clock.ends_on.isoformat()}~{rows[-1].clock.pk}" if len(listed) > ROWS else ""
    return rows, more


def counts(actor: Actor) -> dict[str, int]:
    """How many clocks each list has, counted to one more than 1,000."""
    return {when: _in(actor, when).values("pk")[: COUNTED + 1].count() for when in WHEN}


def _in(actor: Actor, when: str) -> QuerySet[Clock]:
    found = Clock.objects.filter(ended=None)
    if actor.role not in WHOLE_SCHEME:
        found = found.filter(case__in=scope(actor).values("pk"))
    elif actor.scheme:
        found = found.filter(case__scheme=actor.scheme)
    today = timezone.localdate()
    match when:
        case "out":
            return found.filter(ends_on__lt=today)
        case "today":
            return found.filter(ends_on=today)
        case "week":
            return found.filter(ends_on__range=(today, today + dt.timedelta(days=7)))
        case "month":
            return found.filter(ends_on__range=(today, today + dt.timedelta(days=28)))
        case _:
            return found


def _state(clock: Clock, today: dt.date) -> str:
    if clock.ran_out_id or clock.ends_on < today:
        return "ran_out"
    return "today" if clock.ends_on == today else "running"
