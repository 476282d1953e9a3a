"""The time-expanded linear model: how many of each class go where in which week.

Variables are whole numbers relaxed: households of a class that arrive in a spot in a week, people of a
spot present in a week, households of a class and group still waiting at a week's end. People present
follow from week to week (present = present before + arriving - those whose stay ends), so that an
arrival has three or four entries in the model, however long the stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.placement.ask import Ask
from returnhub.placement.balance import Balance
from returnhub.placement.classes import Classes
from returnhub.placement.order import Groups
from returnhub.placement.solver import Floats, Model
from returnhub.placement.terms import NO_LIMIT, WEEK, Ints


@dataclass(frozen=True, eq=False)
class Flow:
    """The model, and which column is what.

    Arrival i is of class `of_class[i]` in spot `spot[i]` and week `week[i]`, column `arrive[i]`;
    `present` (S, W) are the columns of people present, whose upper bounds are the places.
    """

    model: Model
    of_class: Ints
    spot: Ints
    week: Ints
    arrive: Ints
    present: Ints


def build(ask: Ask, classes: Classes, by: Groups, balance: Balance | None = None) -> Flow:
    """Minimise days waited, weighted by group, within every hard limit and the parity bounds."""
    t, weeks = ask.terms, np.arange(ask.weeks)
    m = Model()
    in_time = (weeks >= classes.earliest[:, None]) & (weeks <= classes.latest[:, None])
    fits = (t.places >= classes.size[:, None, None]) & (t.step_free >= classes.step_free[:, None, None])
    of_class, spot, week = np.nonzero(fits & classes.allowed[:, :, None] & in_time[:, None, :])
    arrive = m.columns((len(of_class),))
    _queues(m, ask, classes, by, (of_class, week, arrive))

    shape = t.places.shape
    stay = t.stay[t.hub_of]
    coming = m.columns(shape)
    sums = m.rows(shape, 0.0, 0.0)
    m.put(sums, coming, 1.0)
    m.put(sums[spot, week], arrive, -classes.size[of_class])
    present = m.columns(shape, upper=t.places)
    spots, days = np.indices(shape)
    _come_and_go(m, present, (spots.ravel(), days.ravel(), coming.ravel()), stay, np.ones(coming.size))
    step_free = m.columns(shape, upper=t.step_free)
    need = classes.step_free[of_class]
    has = need > 0
    _come_and_go(m, step_free, (spot[has], week[has], arrive[has]), stay, need[has])
    _shared(m, ask, coming, present)
    if balance is not None:
        _parity(m, classes, balance, of_class, arrive)
    return Flow(m, of_class, spot, week, arrive, present)


def _queues(m: Model, ask: Ask, classes: Classes, by: Groups, arrivals: tuple[Ints, Ints, Ints]) -> None:
    """Who still waits at each week's end, by class and group: who waited before less who arrives.

    Days count less towards later groups, so the model lets a class's earlier groups go first by itself.
    """
    of_class, week, arrive = arrivals
    group = by.of[classes.queue]
    count = np.zeros((len(classes), len(by.weight)))
    np.add.at(count, (classes.of[classes.queue], group), 1)
    c, g = np.nonzero(count)
    days = classes.size[c] * by.weight[g]
    waiting = m.columns((len(c), ask.weeks), cost=WEEK * days[:, None], upper=count[c, g][:, None])
    begin = np.zeros((len(classes), ask.weeks))
    begin[:, 0] = classes.count
    left = m.rows(begin.shape, begin, begin)
    m.put(left[c], waiting, 1.0)
    m.put(left[c, 1:], waiting[:, :-1], -1.0)
    m.put(left[of_class, week], arrive, 1.0)
    ahead = ask.homes.size[classes.queue] * ask.waits_from[classes.queue]
    m.constant = -float((ahead * by.weight[group]).sum())


def _come_and_go(
    m: Model, present: Ints, arrivals: tuple[Ints, Ints, Ints], stay: Ints, people: Floats | Ints
) -> None:
    """People present in each spot and week are those before, and who arrives, less those whose stay ends."""
    spot, week, column = arrivals
    follows = m.rows(present.shape, 0.0, 0.0)
    m.put(follows, present, 1.0)
    m.put(follows[:, 1:], present[:, :-1], -1.0)
    m.put(follows[spot, week], column, -people)
    ends = week + stay[spot]
    seen = ends < present.shape[1]
    m.put(follows[spot[seen], ends[seen]], column[seen], people[seen])


def _shared(m: Model, ask: Ask, coming: Ints, present: Ints) -> None:
    """Limits on a whole hub and on all hubs; none where nobody set one."""
    t = ask.terms
    for h in range(len(t.hubs)):
        mine = t.hub_of == h
        if t.arrivals[h].max(initial=0) < NO_LIMIT:
            m.put(m.rows((ask.weeks,), 0.0, t.arrivals[h])[None], coming[mine], 1.0)
        if (t.places[mine].sum(axis=0) > t.in_hub[h]).any():
            m.put(m.rows((ask.weeks,), 0.0, t.in_hub[h])[None], present[mine], 1.0)
    if t.at_once.max(initial=0) < NO_LIMIT:
        m.put(m.rows((ask.weeks,), 0.0, t.at_once)[None], present, 1.0)
    for span in t.spans:
        m.put(m.rows((1,), 0.0, span.left), coming[:, span.first : span.last + 1], 1.0)


def _parity(m: Model, classes: Classes, balance: Balance, of_class: Ints, arrive: Ints) -> None:
    """Each group's people placed, less its part of all people placed, within its points of the group."""
    example = classes.queue[classes.first[:-1]]
    even = np.outer(balance.size[example], balance.in_all / max(balance.people, 1))
    more = (balance.members[example] - even)[of_class]
    most = balance.points * balance.in_all
    rows = m.rows((len(most),), -most, most)
    m.put(rows[None], arrive[:, None], more)
