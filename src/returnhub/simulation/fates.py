"""What happens to the hubs in one world: whether each comes about, when it opens, is suspended, closes.

Each is drawn by the world's key and the event's name, so that a scheme with one event more meets the
same fate in all the others.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.limits import EventKind, HubEvent
from returnhub.scheme.model import Hub, Scheme
from returnhub.simulation import stages as S
from returnhub.simulation.samplers import exponential
from returnhub.simulation.streams import decision, uniform
from returnhub.simulation.worlds import World, rate, weeks_in


class Happened(NamedTuple):
    """One event: to which hub (by its place), from which day, for how many days (infinite: for good)."""

    hub: int
    event: str
    day: float
    days: float


class Fates(NamedTuple):
    """For each hub the day of opening (infinite: never) and of closing, and every event up to the end."""

    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    happened: tuple[Happened, ...]


def fates(w: World, end: float) -> Fates:
    """Draw the fates of all hubs of the world's scheme up to day `end`."""
    hubs = w.scheme.hubs
    there = _come_about(w)
    opens, closes = np.full(len(hubs), math.inf), np.full(len(hubs), math.inf)
    happened: list[Happened] = []
    for h, hub in enumerate(hubs):
        if not there[hub.id]:
            continue
        opens[h] = w[hub.opens_after_days]
        mine = [e for e in w.scheme.events if e.active and e.hub in (None, hub.id)]
        for event in mine:
            if (
                event.kind is EventKind.OPENS_LATE
                and uniform(w.key, _called(hub, event, 0)) < w[event.chance]
            ):
                if opens[h] < end:
                    happened.append(Happened(h, event.id, float(opens[h]), _days(w, event)))
                opens[h] += _days(w, event)
        for event in mine:
            if event.kind is EventKind.CLOSES:
                day = opens[h] + exponential(float(rate(w[event.chance])), w.key, _called(hub, event, 0))
                if day < min(closes[h], end):
                    closes[h] = day
                    happened = [x for x in happened if not (x.hub == h and math.isinf(x.days))]
                    happened.append(Happened(h, event.id, float(day), math.inf))
        for event in mine:
            if event.kind is EventKind.SUSPENDED:
                happened += _suspensions(w, hub, h, event, float(opens[h]), min(float(closes[h]), end))
    return Fates(opens, closes, tuple(happened))


def calendar(w: World, hub: Hub, opens: float, closes: float, weeks: int, scale: float) -> NDArray[np.int64]:
    """Places by week: none before the opening, then growing evenly to all of them, none once closed.

    The whole week in which a hub opens, and that in which it closes, is without it.
    """
    places = round(w[hub.places] * scale)
    ramp = w[hub.full_after_days] if hub.full_after_days else 0.0
    day = np.arange(weeks) * S.WEEK
    if math.isinf(opens):
        return np.zeros(weeks, np.int64)
    share = np.clip((day - opens) / ramp, 0.0, 1.0) if ramp > 0 else (day >= opens).astype(float)
    share = np.where(day + S.WEEK > closes, 0.0, share)
    return np.floor(places * share + 1e-9).astype(np.int64)


def moving(found: Fates, hubs: int, years: int) -> NDArray[np.bool_]:
    """Hub x week: whether people may be moved; a week touched by a suspension is without moves."""
    day = np.arange(weeks_in(years)) * S.WEEK
    may = np.ones((hubs, day.size), np.bool_)
    for one in found.happened:
        if not math.isinf(one.days) and one.day >= found.opens[one.hub]:
            may[one.hub] &= (day >= one.day + one.days) | (day + S.WEEK <= one.day)
    return may


def _come_about(w: World) -> dict[str, bool]:
    """Whether each hub comes about; those that another may sway are settled after it."""
    scheme = w.scheme
    swayed = {sway.then for sway in scheme.sways if sway.active}
    there: dict[str, bool] = {}
    for hub in sorted(scheme.hubs, key=lambda hub: hub.id in swayed):
        luck = uniform(w.key, decision(f"hub {hub.id} comes about"))
        there[hub.id] = luck < _chance(w, scheme, hub, there)
    return there


def _chance(w: World, scheme: Scheme, hub: Hub, there: dict[str, bool]) -> float:
    chance = w[hub.comes_about] if hub.comes_about is not None else 1.0
    for sway in scheme.sways:
        if sway.active and sway.then == hub.id and there.get(sway.of, False):
            chance += w[sway.by] * (1.0 - chance) if sway.way == "raises" else -w[sway.by] * chance
    return chance


def _days(w: World, event: HubEvent) -> float:
    return w[event.days] if event.days is not None else 0.0


def _called(hub: Hub, event: HubEvent, number: int) -> np.uint64:
    return decision(f"event {event.id} at {hub.id}, {number}")


def _suspensions(w: World, hub: Hub, h: int, event: HubEvent, opens: float, until: float) -> list[Happened]:
    found: list[Happened] = []
    day = opens
    a_day = float(rate(w[event.chance]))
    for number in itertools.count():
        day += exponential(a_day, w.key, _called(hub, event, number))
        if day >= until:
            break
        found.append(Happened(h, event.id, day, _days(w, event)))
        day += _days(w, event)
    return found
