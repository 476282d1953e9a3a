"""Each household in turn takes the earliest week that the limits still leave: at once, and exactly in order.

The turn goes by cohort and lot through all households, of whatever class or size. Whoever is earlier
takes places over the whole horizon before anybody later is looked at, so nobody waits for somebody
behind them, and a large family that waits for places side by side is not overtaken on those places.
It also fills what a plan leaves: households that have a place keep it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.placement.ask import Ask
from returnhub.placement.classes import Classes
from returnhub.placement.terms import Bools, Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Placed:
    """Where (spot) and when (week) each of the N households goes; -1 for nowhere."""

    spot: Ints
    week: Ints

    @classmethod
    def nobody(cls, ask: Ask) -> Placed:
        """No household has a place."""
        return cls(*(np.full(len(ask.homes), -1, np.int64) for _ in range(2)))

    def days(self, ask: Ask) -> int:
        """Person-days that all candidates wait."""
        who = ask.candidates
        return int(ask.days(who, np.where(self.week[who] < 0, ask.weeks, self.week[who])).sum())


class Room(NamedTuple):
    """What is still free; the kernel takes off it as it fills."""

    places: Ints
    step_free: Ints
    in_hub: Ints
    at_once: Ints
    arrivals: Ints
    span_first: Ints
    span_last: Ints
    span_left: Ints
    stay: Ints
    hub_of: Ints


class Kinds(NamedTuple):
    """The classes, as the kernel reads them."""

    allowed: Bools
    size: Ints
    step_free: Ints
    earliest: Ints
    latest: Ints


def room(ask: Ask) -> Room:
    """All that is free before anybody is placed."""
    t = ask.terms
    span = np.array([(s.first, s.last, s.left) for s in t.spans], np.int64).reshape(len(t.spans), 3).T
    first, last, left = (np.ascontiguousarray(row) for row in span)
    return Room(
        t.places.copy(),
        t.step_free.copy(),
        t.in_hub.copy(),
        t.at_once.copy(),
        t.arrivals.copy(),
        first,
        last,
        left,
        t.stay,
        t.hub_of,
    )


def room_left(ask: Ask, classes: Classes, placed: Placed) -> Room:
    """What is free once those who are placed have come."""
    free = room(ask)
    _keep(classes.of, kinds(classes), free, placed.spot, placed.week)
    return free


def kinds(classes: Classes) -> Kinds:
    """The classes as kernels read them."""
    return Kinds(classes.allowed, classes.size, classes.step_free, classes.earliest, classes.latest)


class Quota(NamedTuple):
    """Most people of each of K groups that a fill may still place; `members` (N, K) of each household."""

    members: Ints
    left: Ints


def fill(
    ask: Ask,
    classes: Classes,
    kept: Placed | None = None,
    *,
    turns: Ints | None = None,
    quota: Quota | None = None,
) -> Placed:
    """Place every candidate in turn; those of `kept` stay where they are.

    `turns` puts the candidates in another order; whoever would take more than a `quota` leaves is passed by.
    Of the places that are free in the earliest week a household takes the one that fewest others could use.
    """
    placed = (
        Placed.nobody(ask) if kept is None else replace(kept, spot=kept.spot.copy(), week=kept.week.copy())
    )
    free = room_left(ask, classes, placed)
    members, left = quota or Quota(np.zeros((len(ask.homes), 0), np.int64), np.zeros(0, np.int64))
    order = ask.candidates if turns is None else turns
    wanted = _wanted(ask, classes)
    _fill(order, classes.of, kinds(classes), free, wanted, members, left.copy(), placed.spot, placed.week)
    return placed


def _wanted(ask: Ask, classes: Classes) -> Floats:
    """People who could use each spot (S), for each place in it."""
    people = (classes.allowed * (classes.size * classes.count)[:, None]).sum(axis=0)
    return people / np.maximum(ask.terms.places.max(axis=1, initial=0), 1)


@njit(cache=True, nogil=True)
def _fits(like: Kinds, free: Room, c: int, s: int, week: int) -> bool:
    """Whether every limit leaves room for a household of class c in spot s from `week` on."""
    n, k, h = like.size[c], like.step_free[c], free.hub_of[s]
    if free.arrivals[h, week] < n:
        return False
    for j in range(len(free.span_left)):
        if free.span_first[j] <= week <= free.span_last[j] and free.span_left[j] < n:
            return False
    for w in range(week, min(week + free.stay[h], len(free.at_once))):
        if free.places[s, w] < n or free.step_free[s, w] < k or free.in_hub[h, w] < n or free.at_once[w] < n:
            return False
    return True


@njit(cache=True, nogil=True)
def _take(like: Kinds, free: Room, c: int, s: int, week: int) -> None:
    """Take what a household of class c needs off what is free."""
    n, k, h = like.size[c], like.step_free[c], free.hub_of[s]
    free.arrivals[h, week] -= n
    for j in range(len(free.span_left)):
        if free.span_first[j] <= week <= free.span_last[j]:
            free.span_left[j] -= n
    for w in range(week, min(week + free.stay[h], len(free.at_once))):
        free.places[s, w] -= n
        free.step_free[s, w] -= k
        free.in_hub[h, w] -= n
        free.at_once[w] -= n


@njit(cache=True, nogil=True)
def _keep(class_of: Ints, like: Kinds, free: Room, spot: Ints, week: Ints) -> None:
    for i in range(len(spot)):
        if spot[i] >= 0:
            _take(like, free, int(class_of[i]), int(spot[i]), int(week[i]))


@njit(cache=True, nogil=True)
def _fill(
    order: Ints,
    class_of: Ints,
    like: Kinds,
    free: Room,
    wanted: Floats,
    members: Ints,
    left: Ints,
    spot: Ints,
    week: Ints,
) -> None:
    # room only shrinks, so nobody of a class finds a week before that of the one ahead in its queue
    start = like.earliest.copy()
    for turn in range(len(order)):
        i = order[turn]
        if spot[i] >= 0 or (members[i] > left).any():
            continue
        c = int(class_of[i])
        while start[c] <= like.latest[c]:
            w = int(start[c])
            best = -1
            for s in range(len(free.hub_of)):
                if (
                    like.allowed[c, s]
                    and (best < 0 or wanted[s] < wanted[best])
                    and _fits(like, free, c, s, w)
                ):
                    best = s
            if best >= 0:
                _take(like, free, c, best, w)
                left -= members[i]
                spot[i], week[i] = best, w
                break
            start[c] += 1
