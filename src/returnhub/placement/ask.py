"""What is asked of placement, as values: households, what is free by week, and who may go where.

`build` puts a caseload, a scheme and a span of weeks into arrays; everything else here reads these
arrays alone. A pair of household and hub that is shut carries the first reason that shuts it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from returnhub.placement import homes, suits, terms
from returnhub.placement.homes import EVER, Homes
from returnhub.placement.suits import Suits
from returnhub.placement.terms import WEEK, Bools, Ints, Terms
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import Order


@dataclass(frozen=True, eq=False, repr=False)
class Ask:
    """N households, H hubs, S spots (places of one kind in one hub), W weeks.

    `allowed` (N, S): the household could live there. `earliest` and `latest` (N) are the first and the
    last week in which it could arrive, `waits_from` (N) the day on which its wait begins to count (0 is
    `start`), `wished` (N, H) how many of its members wish for a hub, `rank` (N) its place in the order.
    """

    start: dt.date
    weeks: int
    seed: int
    suppose_ready: bool
    order: Order
    homes: Homes
    terms: Terms
    suits: Suits
    allowed: Bools
    earliest: Ints
    latest: Ints
    waits_from: Ints
    wished: Ints
    rank: Ints

    @property
    def candidates(self) -> Ints:
        """The households that could live somewhere in some week, in the order."""
        could = np.flatnonzero(self.allowed.any(axis=1) & (self.earliest <= self.latest))
        return could[np.argsort(self.rank[could])]

    def days(self, household: Ints, week: Ints) -> Ints:
        """Person-days that households wait if they arrive in these weeks; `weeks` stands for not at all.

        A wait counts from the day of readiness or the plan's first day, whichever is later, to the
        arrival or the end of the horizon.
        """
        return self.homes.size[household] * (WEEK * week - self.waits_from[household])


def build(
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
) -> Ask:
    """The ask for a caseload frame. Raises Problems as screening does.

    `taken` has a row a person already in a hub or told of a move: hub, kind, arrive_on, leave_by, and
    perhaps case and step_free; without a leave_by they stay. `wishes` has a row a wish: case, hub.
    `suppose_ready` takes every hub as ready and with all its places from `start`, which then also
    begins the agreement's first year.
    """
    free = terms.read(scheme, start, weeks, fixed, taken, suppose_ready=suppose_ready)
    return beside(
        cases,
        scheme,
        free,
        start,
        weeks,
        seed=seed,
        suppose_ready=suppose_ready,
        taken=taken,
        wishes=wishes,
    )


def beside(
    cases: pl.DataFrame,
    scheme: Scheme,
    free: Terms,
    start: dt.date,
    weeks: int,
    *,
    seed: int = 1,
    suppose_ready: bool = False,
    taken: pl.DataFrame | None = None,
    wishes: pl.DataFrame | None = None,
) -> Ask:
    """The same beside terms that are known already: those of hubs whose places are counted day by day."""
    people = homes.read(cases, start, scheme.placement.order, seed)
    latest = np.where(people.latest == EVER, weeks - 1, np.clip(people.latest // WEEK, -1, weeks - 1))
    earliest = np.maximum(free.notice, -(-np.maximum(people.ready, 0) // WEEK))
    found = suits.read(
        cases,
        scheme,
        start,
        people,
        free,
        earliest=earliest,
        latest=latest,
        suppose_ready=suppose_ready,
        taken=taken,
    )
    return Ask(
        start=start,
        weeks=weeks,
        seed=seed,
        suppose_ready=suppose_ready,
        order=scheme.placement.order,
        homes=people,
        terms=free,
        suits=found,
        allowed=suits.spots(found, people, free),
        earliest=earliest,
        latest=latest,
        waits_from=np.maximum(people.ready, 0),
        wished=_wished(wishes, cases, people, free),
        rank=people.rank,
    )


def _wished(wishes: pl.DataFrame | None, cases: pl.DataFrame, people: Homes, free: Terms) -> Ints:
    """How many members of each household wish for each hub."""
    count = np.zeros((len(people), len(free.hubs)), np.int64)
    if wishes is None:
        return count
    home_of_row = np.empty(len(people.rows), np.int64)
    home_of_row[people.rows] = np.repeat(np.arange(len(people)), people.size)
    home_of = dict(zip(cases["case"].to_list(), home_of_row.tolist(), strict=True))
    for case, hub in wishes.select("case", "hub").unique().iter_rows():
        if case in home_of and hub in free.hubs:
            count[home_of[case], free.hubs.index(hub)] += 1
    return count
