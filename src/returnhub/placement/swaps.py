"""Exchanges between two households that cost nobody a day in sum: for the order, then for wishes.

The solver counts everybody of a group of cohorts alike (`order`), and it sees classes, not people. So
after it, wherever a household waits longer than another of as many people that comes after it, and each
could live in the other's place, the two exchange. At the very end households of one class that
arrive in one week exchange hubs where more people get the hub they wish for; nobody's week changes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.placement.ask import Ask
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Kinds, Placed, kinds
from returnhub.placement.terms import Ints

_MOST_ROUNDS = 5


def by_order(ask: Ask, classes: Classes, placed: Placed) -> Placed:
    """The plan after each exchange that the order asks for; as many people in each place and week."""
    for _ in range(_MOST_ROUNDS):
        found = in_turn(ask, classes, placed)
        if not _exchange(ask.candidates, classes.of, kinds(classes), found.spot, found.week, ask.weeks):
            return found
        placed = found
    return in_turn(ask, classes, placed)


def in_turn(ask: Ask, classes: Classes, placed: Placed) -> Placed:
    """The same arrivals of each class, dealt to its queue in order: the earliest week to the first."""
    who = classes.queue[placed.spot[classes.queue] >= 0]
    c = classes.of[who]
    order = np.lexsort((placed.spot[who], placed.week[who], c))
    into = classes.queue[classes.first[c] + np.arange(len(who)) - np.searchsorted(c, c)]
    again = Placed.nobody(ask)
    again.spot[into], again.week[into] = placed.spot[who[order]], placed.week[who[order]]
    return again


def by_wish(ask: Ask, classes: Classes, placed: Placed) -> Placed:
    """The plan after exchanges within a class and week by which more people get the hub they wish for.

    In order: each household that has a wish takes its wished spot among those of its class and week
    that nobody before it wished for and kept.
    """
    if not ask.wished.any():
        return placed
    found = replace(placed, spot=placed.spot.copy())
    hub_of = ask.terms.hub_of
    who = classes.queue[placed.spot[classes.queue] >= 0]
    key = classes.of[who] * ask.weeks + placed.week[who]
    for members in np.split(who[np.argsort(key, kind="stable")], np.flatnonzero(np.diff(np.sort(key))) + 1):
        if len(np.unique(placed.spot[members])) < 2:
            continue
        left = placed.spot[members].tolist()
        rest: list[int] = []
        for i in members:
            best = max(left, key=lambda s: ask.wished[i, hub_of[s]])
            if ask.wished[i, hub_of[best]] > 0:
                left.remove(best)
                found.spot[i] = best
            else:
                rest.append(int(i))
        found.spot[rest] = left
    return found


@njit(cache=True, nogil=True)
def _soonest_behind(
    order: Ints, class_of: Ints, like: Kinds, spot: Ints, week: Ints, weeks: int
) -> NDArray[np.int16]:
    """For each class (C) and turn: the earliest week that anybody behind has in a place the class may use."""
    soonest = np.full((len(like.size), len(order) + 1), weeks, np.int16)
    for a in range(len(like.size)):
        for turn in range(len(order) - 1, -1, -1):
            j = order[turn]
            b = class_of[j]
            soonest[a, turn] = soonest[a, turn + 1]
            if (
                spot[j] >= 0
                and week[j] < soonest[a, turn]
                and like.size[a] == like.size[b]
                and like.step_free[a] == like.step_free[b]
                and like.allowed[a, spot[j]]
            ):
                soonest[a, turn] = week[j]
    return soonest


@njit(cache=True, nogil=True)
def _exchange(order: Ints, class_of: Ints, like: Kinds, spot: Ints, week: Ints, weeks: int) -> bool:
    """Let each household in order take the earliest place that somebody behind it of its size has."""
    # most have nobody to exchange with: known beforehand, but for what this very round changes
    ahead = _soonest_behind(order, class_of, like, spot, week, weeks)
    changed = False
    for turn in range(len(order)):
        i = order[turn]
        a = class_of[i]
        best = -1
        soonest = week[i] if spot[i] >= 0 else weeks
        if ahead[a, turn + 1] >= soonest:
            continue
        for behind in range(len(order) - 1, turn, -1):
            j = order[behind]
            if spot[j] < 0 or week[j] >= soonest:
                continue
            b = class_of[j]
            if (
                like.size[a] == like.size[b]
                and like.step_free[a] == like.step_free[b]
                and like.allowed[a, spot[j]]
                and like.earliest[a] <= week[j] <= like.latest[a]
                and (
                    spot[i] < 0
                    or (like.allowed[b, spot[i]] and like.earliest[b] <= week[i] <= like.latest[b])
                )
            ):
                best, soonest = j, week[j]
        if best >= 0:
            spot[i], spot[best] = spot[best], spot[i]
            week[i], week[best] = week[best], week[i]
            changed = True
    return changed
