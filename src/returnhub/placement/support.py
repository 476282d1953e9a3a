"""From shares of households to households: a small integer model, then names, then what still fits.

Only arrivals that the linear model uses, or that the best plan so far uses, stay in the integer model, each
within one of its linear value; so it is small, and it knows a whole plan from the beginning.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from returnhub.placement.ask import Ask
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Placed
from returnhub.placement.lp import Flow
from returnhub.placement.solver import Ints, Solution, Whole, solve

_LEAST = 1e-6
_SMALL = 500
"""Arrivals up to which the whole model is solved as whole numbers, and to the end."""
_GAP = 1e-4
"""How near to the best on the support is near enough, as a share of weighted days."""


class Made(NamedTuple):
    """A whole plan, and whether it was proved the best on the support before time ran out."""

    placed: Placed
    proved: bool


def whole(
    ask: Ask, classes: Classes, flow: Flow, relaxed: Solution, known: Placed, seconds: float
) -> Made | None:
    """The best whole plan on the support of `relaxed` and of the plan `known`; None if none was found."""
    linear = relaxed.x[flow.arrive]
    before = counts(classes, flow, known)
    small = len(linear) <= _SMALL
    most = np.where(linear > _LEAST, np.ceil(linear - _LEAST) + 1, 0.0)
    upper = np.concatenate(flow.model.upper)
    if not small:
        upper[flow.arrive] = np.maximum(most, before)
    gap = 0.0 if small else _GAP
    found = solve(flow.model, seconds, Whole(flow.arrive, before, gap), upper=upper)
    if found is None:
        return None
    households = np.rint(found.x[flow.arrive]).astype(np.int64)
    return Made(deal(ask, classes, flow, households), found.optimal)


def floor(ask: Ask, classes: Classes, flow: Flow, relaxed: Solution) -> Placed:
    """The whole households of a linear plan; what is left of each is for a fill in order."""
    return deal(ask, classes, flow, np.floor(relaxed.x[flow.arrive] + _LEAST).astype(np.int64))


def counts(classes: Classes, flow: Flow, placed: Placed) -> Ints:
    """How many households of a plan are each of the model's arrivals."""
    number = np.full((len(classes), *flow.present.shape), -1)
    number[flow.of_class, flow.spot, flow.week] = np.arange(len(flow.arrive))
    who = classes.queue[placed.spot[classes.queue] >= 0]
    at = number[classes.of[who], placed.spot[who], placed.week[who]]
    return np.bincount(at, minlength=len(flow.arrive))


def deal(ask: Ask, classes: Classes, flow: Flow, households: Ints) -> Placed:
    """Give each class's arrivals to its queue: the earliest week to the first in order."""
    placed = Placed.nobody(ask)
    at = np.repeat(np.arange(len(households)), households)
    at = at[np.lexsort((flow.spot[at], flow.week[at], flow.of_class[at]))]
    c = flow.of_class[at]
    turn = np.arange(len(at)) - np.searchsorted(c, c)
    who = classes.queue[classes.first[c] + turn]
    placed.spot[who], placed.week[who] = flow.spot[at], flow.week[at]
    return placed
