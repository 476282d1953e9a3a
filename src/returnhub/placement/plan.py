"""Who could go where and when: a plan as proposals, with the bound that no plan can beat.

`place` is the way in. It puts the question into arrays (`ask`), fills in order (`greedy`), and, unless
only that is wanted, asks the solver for a better choice of hubs (`lp`, `support`) and for the bound.
docs/decisions/0006-placement-order.md says what is minimised and what follows from it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

import polars as pl

from returnhub.placement import ask as asking
from returnhub.placement import balance as balances
from returnhub.placement import classes as grouping
from returnhub.placement import greedy, proposals, swaps
from returnhub.placement.ask import Ask
from returnhub.placement.balance import Balance
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Placed
from returnhub.placement.groups import groups
from returnhub.placement.search import PRICES, Found, search
from returnhub.placement.terms import Numbers
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import Order

Progress = Callable[[int, int], None]
Method = Literal["plan", "greedy"]


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """Proposals, and how good they are. A proposal is a draft: a named person decides, one person at a time.

    `proposals` has a row a case in the caseload's order: case, household, hub, kind, week (0 begins on
    `start`), arrive_on, leave_by, and a reason where there is no place. `days_waited` are person-days
    from readiness or `start` to arrival or the end of the weeks, over everybody whom some hub could take;
    no plan in the same order has fewer than `bound_days`, and none at all, in whatever order, fewer than
    `any_order_days` (none where the solver was not asked, or was stopped before). `prices` says how many
    days one more place of a kind in a week would spare, were it not for the order. `parity_holds` is none
    if no bound is set; the fill in order alone pays no heed to bounds.
    """

    proposals: pl.DataFrame
    days_waited: int
    bound_days: int | None
    any_order_days: int | None
    parity_holds: bool | None
    binding: pl.DataFrame
    prices: pl.DataFrame
    order: Order
    start: dt.date
    weeks: int
    seed: int
    suppose_ready: bool
    partial: bool
    seconds: float
    ask: Ask
    placed: Placed

    @property
    def gap(self) -> float | None:
        """How far `days_waited` lies above the bound, as a share of it."""
        if self.bound_days is None:
            return None
        return self.days_waited / self.bound_days - 1 if self.bound_days > 0 else 0.0


def place(
    cases: pl.DataFrame,
    scheme: Scheme,
    start: dt.date,
    weeks: int,
    *,
    seed: int = 1,
    suppose_ready: bool = False,
    fixed: Mapping[str, float] = MappingProxyType({}),
    taken: pl.DataFrame | None = None,
    wishes: pl.DataFrame | None = None,
    method: Method = "plan",
    seconds: float = 25,
    progress: Progress | None = None,
) -> Plan:
    """A plan for a caseload frame over `weeks` weeks from `start`.

    `taken`, `wishes` and `suppose_ready` are described in `ask.build`. Ctrl-C, or `seconds` running out,
    gives the best plan so far, marked as partial; before there is any, that is the fill in order. Raises
    Problems as screening does.
    """
    began = time.perf_counter()
    asked = partial(
        asking.build,
        cases,
        scheme,
        start,
        weeks,
        seed=seed,
        suppose_ready=suppose_ready,
        fixed=fixed,
        taken=taken,
        wishes=wishes,
    )
    until = began + seconds
    try:
        ask = asked()
    except KeyboardInterrupt:
        ask, until = asked(), began
    points = parity_points(scheme, fixed)
    balance = balances.bounds(ask, groups(cases, start), points) if points else None
    return made(ask, cases, balance, method, began, until, progress)


def parity_points(scheme: Scheme, fixed: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """The scheme's own parity bounds: by what people are told apart -> how far shares may lie apart."""
    numbers = Numbers(scheme, fixed)
    return {p.by.value: numbers.of(p.points) for p in scheme.placement.parity}


def made(
    ask: Ask,
    cases: pl.DataFrame,
    balance: Balance | None,
    method: Method,
    began: float,
    until: float,
    progress: Progress | None,
) -> Plan:
    """The plan for an ask, within parity bounds if there are any. Times are of time.perf_counter()."""
    classes = grouping.group(ask, None if balance is None else balance.members)
    placed = greedy.fill(ask, classes)
    if method == "plan" and balance is not None:
        placed = balance.filled(ask, classes)
    found = Found(placed, None, None, pl.DataFrame(schema=PRICES), partial=False)
    if method == "plan" and len(classes):
        search(ask, classes, found, until, balance, progress)
    try:
        return _told(ask, cases, classes, balance, found, began)
    except KeyboardInterrupt:
        # the plan stands already: once more, so that a second Ctrl-C does not lose it
        found.partial = True
        return _told(ask, cases, classes, balance, found, began)


def _told(
    ask: Ask, cases: pl.DataFrame, classes: Classes, balance: Balance | None, found: Found, began: float
) -> Plan:
    placed = swaps.by_wish(ask, classes, found.placed)
    return Plan(
        proposals=proposals.frame(ask, placed, cases),
        days_waited=placed.days(ask),
        bound_days=found.bound,
        any_order_days=found.any_order,
        parity_holds=None if balance is None else balance.holds(placed),
        binding=proposals.binding(ask, classes, placed),
        prices=found.prices,
        order=ask.order,
        start=ask.start,
        weeks=ask.weeks,
        seed=ask.seed,
        suppose_ready=ask.suppose_ready,
        partial=found.partial,
        seconds=time.perf_counter() - began,
        ask=ask,
        placed=placed,
    )
