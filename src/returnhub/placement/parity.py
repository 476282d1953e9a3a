"""What a parity bound costs: the plan with it beside the plan without it, for the same people and places.

A bound says how far any group's share placed may lie from everybody's. It comes after the limits and
before the order: to keep it, somebody of a group that is ahead may have to wait for somebody behind them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from returnhub.placement import balance as balances
from returnhub.placement.ask import Ask
from returnhub.placement.groups import groups
from returnhub.placement.plan import Plan, made
from returnhub.scheme.suitability import GroupBy


@dataclass(frozen=True, eq=False)
class Price:
    """Days waited and people placed with and without the bound, and how far groups lie apart (as shares).

    `plan` is the one with the bound; `holds` is false if none was found that places anybody. `partial` where
    the solver did not finish on both plans: the price is then what was found, and may be far above the least.
    """

    plan: Plan
    by: GroupBy
    points: float
    days_with: int
    days_without: int
    people_with: int
    people_without: int
    apart_with: float
    apart_without: float
    holds: bool
    partial: bool


def price(
    ask: Ask,
    cases: pl.DataFrame,
    by: GroupBy,
    points: float,
    *,
    without: Plan | None = None,
    beside: Mapping[str, float] = MappingProxyType({}),
    seconds: float = 25,
) -> Price:
    """The price of bounding every group's share placed to within `points` (0.05: five in 100) of everybody's.

    `without` is the plan for this ask without this bound, if there is one already; `beside` are bounds that
    hold in both, such as the scheme's. Groups of fewer than ten people are not bound.
    """
    began, told_apart = time.perf_counter(), groups(cases, ask.start)
    if without is None:
        other = balances.bounds(ask, told_apart, dict(beside)) if beside else None
        without = made(ask, cases, other, "plan", began, began + seconds / 2, None)
    bound = balances.bounds(ask, told_apart, {**beside, by.value: points})
    of_this = balances.bounds(ask, told_apart, {by.value: points})
    plan = made(ask, cases, bound, "plan", began, began + seconds, None)
    return Price(
        plan=plan,
        by=by,
        points=points,
        days_with=plan.days_waited,
        days_without=without.days_waited,
        people_with=_people(plan),
        people_without=_people(without),
        apart_with=of_this.apart(plan.placed),
        apart_without=of_this.apart(without.placed),
        holds=bool(plan.parity_holds) and _people(plan) > 0,
        partial=plan.partial or without.partial,
    )


def _people(plan: Plan) -> int:
    return plan.proposals.height - plan.proposals["hub"].null_count()
