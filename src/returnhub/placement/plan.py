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
from types import MappingProxyType
from typing import Literal

import polars as pl

from returnhub.placement import ask as asking
from returnhub.placement import classes as grouping
from returnhub.placement import greedy, proposals
from returnhub.placement.ask import Ask
from returnhub.placement.greedy import Placed
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import Order

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Plan:
    """Proposals, and how good they are. A proposal is a draft: a named person decides, one person at a time.

    `proposals` has a row a case in the caseload's order: case, household, hub, kind, week (0 begins on
    `start`), arrive_on, leave_by, and a reason where there is no place. `days_waited` are person-days
    from readiness or `start` to arrival or the end of the weeks, over everybody whom some hub could take;
    no plan in the same order has fewer than `bound_days` (none if the solver was not asked, or stopped).
    """

    proposals: pl.DataFrame
    days_waited: int
    bound_days: float | None
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
    method: Literal["plan", "greedy"] = "plan",
    seconds: float = 25,
    progress: Progress | None = None,
) -> Plan:
    """A plan for a caseload frame over `weeks` weeks from `start`.

    `taken`, `wishes` and `suppose_ready` are described in `ask.build`. Ctrl-C, or `seconds` running out,
    gives the best plan so far, marked as partial. Raises Problems as screening does.
    """
    began = time.perf_counter()
    ask = asking.build(
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
    classes = grouping.group(ask)
    placed = greedy.fill(ask, classes)
    return Plan(
        proposals=proposals.frame(ask, placed, cases),
        days_waited=placed.days(ask),
        bound_days=None,
        binding=proposals.binding(ask, classes, placed),
        prices=pl.DataFrame(
            schema={"hub": pl.String, "kind": pl.String, "week": pl.Int64, "days": pl.Float64}
        ),
        order=ask.order,
        start=start,
        weeks=weeks,
        seed=seed,
        suppose_ready=suppose_ready,
        partial=False,
        seconds=time.perf_counter() - began,
        ask=ask,
        placed=placed,
    )
