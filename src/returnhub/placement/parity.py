"""What a parity bound costs: the plan with it beside the plan without it, for the same people and places.

A bound says how far any group's share placed may lie from everybody's. It comes after the limits and
before the order: to keep it, somebody of a group that is ahead may have to wait for somebody behind them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import polars as pl

from returnhub.placement import balance as balances
from returnhub.placement.ask import Ask
from returnhub.placement.groups import groups
from returnhub.placement.plan import Plan, made
from returnhub.scheme.suitability import GroupBy


@dataclass(frozen=True, eq=False)
class Price:
    """Days waited and people placed with and without the bound, and how far groups lie apart (as shares).

    `plan` is the one with the bound; `holds` is false if time ran out before one was found that places
    anybody.
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
    seconds: float = 25,
) -> Price:
    """The price of bounding every group's share placed to within `points` (0.05: five in 100) of everybody's.

    `without` is the plan for this ask with no bound, if there is one already. Groups of fewer than
    ten people are not bound.
    """
    began = time.perf_counter()
    if without is None:
        without = made(ask, cases, None, "plan", began, began + seconds / 2, None)
    bound = balances.bounds(ask, groups(cases, ask.start), {by.value: points})
    plan = made(ask, cases, bound, "plan", began, began + seconds, None)
    return Price(
        plan=plan,
        by=by,
        points=points,
        days_with=plan.days_waited,
        days_without=without.days_waited,
        people_with=_people(plan),
        people_without=_people(without),
        apart_with=bound.apart(plan.placed),
        apart_without=bound.apart(without.placed),
        holds=bool(plan.parity_holds),
        partial=plan.partial or without.partial,
    )


def _people(plan: Plan) -> int:
    return plan.proposals.height - plan.proposals["hub"].null_count()
