"""From the fill in order to a better plan and its bound: two linear models, a small integer one, exchanges.

Each step leaves the best plan so far in `Found`, so that time or Ctrl-C may stop it between any two.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.placement import greedy, lp, order, support, swaps
from returnhub.placement.ask import Ask
from returnhub.placement.balance import Balance
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Placed
from returnhub.placement.lp import Flow
from returnhub.placement.order import Groups
from returnhub.placement.solver import Solution, solve

STEPS = 3
_EXACT = 1e-4
"""What the solver's sums may be short of a whole day; bounds are rounded down to whole days."""
PRICES = {"hub": pl.String, "kind": pl.String, "week": pl.Int64, "days": pl.Float64}


@dataclass
class Found:
    """The best plan so far and what is known of how good any could be.

    `bound` is the least days waited of any plan in which the first groups of cohorts together wait no
    longer than in `placed`, however many groups one takes; `any_order` that of any plan at all. `partial`
    until every step has been taken.
    """

    placed: Placed
    bound: int | None
    any_order: int | None
    prices: pl.DataFrame
    partial: bool


def search(
    ask: Ask,
    classes: Classes,
    found: Found,
    until: float,
    balance: Balance | None = None,
    step: Callable[[int, int], None] | None = None,
) -> None:
    """Better `found` in place until time.perf_counter() reaches `until`; Ctrl-C ends it as time does."""
    try:
        found.partial = not _search(ask, classes, found, until, balance, step or (lambda done, steps: None))
    except KeyboardInterrupt:
        found.partial = True


def _search(
    ask: Ask,
    classes: Classes,
    found: Found,
    until: float,
    balance: Balance | None,
    step: Callable[[int, int], None],
) -> bool:
    """True if every step was taken to its end."""
    step(0, STEPS)
    if balance is None:
        free = lp.build(ask, classes, order.nobody_first(ask))
        relaxed = solve(free.model, until - time.perf_counter())
        if relaxed is None or not relaxed.optimal:
            return False
        found.bound = found.any_order = math.floor(relaxed.objective + _EXACT)
        found.prices = _prices(ask, free, relaxed)
    step(1, STEPS)

    by = order.groups(ask)
    flow = lp.build(ask, classes, by, balance)
    ordered = solve(flow.model, until - time.perf_counter())
    if ordered is None or not ordered.optimal:
        return False
    found.bound = _bound(ask, by, found, ordered.objective)
    _take_if_better(ask, classes, found, by, support.floor(ask, classes, flow, ordered), balance)
    step(2, STEPS)

    whole = support.whole(ask, classes, flow, ordered, found.placed, until - time.perf_counter())
    if whole is not None:
        _take_if_better(ask, classes, found, by, whole.placed, balance)
    found.bound = _bound(ask, by, found, ordered.objective)
    step(3, STEPS)
    return whole is not None and whole.proved


def _take_if_better(
    ask: Ask, classes: Classes, found: Found, by: Groups, placed: Placed, balance: Balance | None
) -> None:
    """Fill up what a plan leaves, exchange as the order asks, keep to parity; take it if that is no worse."""
    if balance is None:
        plans = [swaps.by_order(ask, classes, greedy.fill(ask, classes, kept=placed))]
    else:
        # an exchange may move a bound's shares, so what stands before it is looked at too
        filled = balance.filled(ask, classes, placed)
        exchanged = (swaps.by_order(ask, classes, plan) for plan in (filled, placed))
        plans = [filled, *(balance.kept(plan, ask.rank) for plan in exchanged)]
    for within in plans:
        if _score(ask, within, by) <= _score(ask, found.placed, by):
            found.placed = within


def _score(ask: Ask, placed: Placed, by: Groups) -> float:
    return float(by.weight @ order.days_by_group(ask, placed, by))


def _bound(ask: Ask, by: Groups, found: Found, least: float) -> int:
    """The bound on days of plans in this order, out of the least weighted days that there can be.

    Weighted days are sum over j of (weight j - weight j+1) x days of the first j groups, plus the last
    weight x all days. For plans in which the first groups wait no longer than here, the former is at
    most what it is here; so all days are at least what is left of the least.
    """
    weight = by.weight
    first = np.cumsum(order.days_by_group(ask, found.placed, by))[:-1]
    same_order = (least - float((weight[:-1] - weight[1:]) @ first)) / float(weight[-1])
    return math.floor(max(same_order, found.any_order or 0.0) + _EXACT)


def _prices(ask: Ask, flow: Flow, relaxed: Solution) -> pl.DataFrame:
    """What one more place in a week would spare in days waited, where it would spare any."""
    worth: NDArray[np.float64] = -relaxed.column_dual[flow.present]
    spot, week = np.nonzero(worth > 0.05)
    spots, hubs = ask.terms.spots, ask.terms.hubs
    return pl.DataFrame(
        {
            "hub": [hubs[spots[s].hub] for s in spot],
            "kind": [spots[s].kind for s in spot],
            "week": week,
            "days": worth[spot, week],
        },
        schema=PRICES,
    )
