"""A recount of a plan, day by day, from the named people and the rows of places and numbers alone.

It shares nothing with `terms` or with what makes a plan. `placement.check` recounts everything else:
verdicts, households, who lives where, turns, dates, caps, transfers. A plan counts only after both found
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from returnhub.planning.today import HubRow, PlaceRow, StayRow, Today


@dataclass(frozen=True, slots=True)
class Given:
    """A place that a plan has for somebody: which places of the hub would do, and the days."""

    reference: str
    hub: int
    places: frozenset[int]
    arrive_on: dt.date
    leave_by: dt.date


def recount(today: Today, given: Sequence[Given]) -> list[str]:
    """What is wrong, in words; nothing if every day of the plan is within what stands today."""
    wrong: list[str] = []
    known = {p.reference: p for p in today.people}
    for one in given:
        if one.reference not in known or not known[one.reference].waits:
            wrong.append(f"{one.reference} does not wait for a place")
        if one.arrive_on < today.start:
            wrong.append(f"{one.reference} would arrive before the plan begins")
    if len({one.reference for one in given}) < len(given):
        wrong.append("somebody has two places")
    for hub in today.hubs:
        mine = [one for one in given if one.hub == hub.number]
        stays = [s for s in today.stays if s.hub == hub.number]
        wrong += _of_hub(today, hub, mine, stays)
    return wrong


def _of_hub(today: Today, hub: HubRow, mine: Sequence[Given], stays: Sequence[StayRow]) -> list[str]:
    wrong: list[str] = []
    places = {p.number: p for p in hub.places}
    for one in mine:
        if not hub.takes[min(len(hub.takes) - 1, (one.arrive_on - today.start).days // 7)]:
            wrong.append(f"{hub.name} takes nobody on {one.arrive_on}")
    for week in range(today.weeks):
        for day in (today.week(week)[0] + dt.timedelta(days=n) for n in range(7)):
            new = [one for one in mine if one.arrive_on <= day < one.leave_by]
            if not new:
                continue
            there = [s for s in stays if s.arrive_on <= day and (s.leave_by is None or s.leave_by > day)]
            if len(new) + len(there) > hub.bound[week]:
                wrong.append(f"{hub.name} would hold {len(new) + len(there)} of {hub.bound[week]} on {day}")
            wrong += _of_day(hub, day, new, {s.place for s in there}, places)
    return wrong


def _of_day(
    hub: HubRow,
    day: dt.date,
    new: Sequence[Given],
    taken: set[int | None],
    places: Mapping[int, PlaceRow],
) -> list[str]:
    """Hall's condition over the sets of places that would do: as many free as people who need one of them."""
    free = {n for n, p in places.items() if n not in taken and p.serves(day, day + dt.timedelta(days=1))}
    wrong: list[str] = []
    count = Counter(one.places for one in new)
    for wanted in count:
        need = sum(n for would_do, n in count.items() if would_do <= wanted)
        if need > len(free & wanted):
            wrong.append(f"{need} people for {len(free & wanted)} places of one kind in {hub.name} on {day}")
    return wrong
