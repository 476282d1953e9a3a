"""Parity bounds as arrays: how far each group's share placed may lie from everybody's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.placement import greedy, order
from returnhub.placement.ask import Ask
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Placed, Quota
from returnhub.placement.terms import Ints

SMALL = 10
"""Groups of fewer people are not bound: one person more or less would move their share too far."""


_AIMS = (1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
"""Shares of everybody at which a fill within bounds aims, as parts of what a plain fill reaches."""


@dataclass(frozen=True, eq=False, repr=False)
class Balance:
    """K groups. `members` (N, K) counts people of each group in each household, `points` (K) is the bound.

    Shares are of the people whom some hub could take in some week: who can go nowhere is not placed
    more often by bounding what others get.
    """

    names: tuple[tuple[str, str], ...]
    members: Ints
    size: Ints
    in_all: Ints
    points: NDArray[np.float64]

    @property
    def people(self) -> int:
        """Everybody whom some hub could take."""
        return int(self.size.sum())

    def holds(self, placed: Placed) -> bool:
        """Whether every bound holds for a plan."""
        return bool((np.abs(self._apart(placed)) <= self.points + 1e-9).all())

    def apart(self, placed: Placed) -> float:
        """How far the farthest group's share placed lies from everybody's."""
        return float(np.abs(self._apart(placed)).max(initial=0.0))

    def kept(self, placed: Placed, rank: Ints) -> Placed:
        """The plan without as many households as it takes for every bound to hold.

        Of the group farthest out the last in the order goes; or of all others, where it has too little.
        """
        found = Placed(placed.spot.copy(), placed.week.copy())
        has = found.spot >= 0
        there, everybody = self.members[has].sum(axis=0), int(self.size[has].sum())
        while True:
            apart = there / self.in_all - everybody / max(self.people, 1)
            worst = int(np.argmax(np.abs(apart) - self.points)) if len(apart) else 0
            if not len(apart) or abs(apart[worst]) <= self.points[worst] + 1e-9:
                return found
            inside = has & ((self.members[:, worst] > 0) == bool(apart[worst] > 0))
            who = np.flatnonzero(inside if inside.any() else has)
            last = who[np.argmax(rank[who])]
            found.spot[last] = found.week[last] = -1
            has[last] = False
            there, everybody = there - self.members[last], everybody - int(self.size[last])

    def filled(self, ask: Ask, classes: Classes, kept: Placed | None = None) -> Placed:
        """A fill within every bound, at once: of several the one with the fewest days, weighted by the order.

        Each aims at some share of everybody. First every group gets its least share, those first that a plain
        fill leaves farthest behind; then all others follow in order, no group beyond its most.
        """
        plain = greedy.fill(ask, classes, kept)
        by = order.groups(ask)
        tried = [self.kept(plain, ask.rank)]
        reached = self._share(plain)
        for part in _AIMS if len(self.names) else ():
            aim = part * float(self.size[plain.spot >= 0].sum()) / max(self.people, 1)
            least = np.ceil((aim - self.points) * self.in_all - 1e-9).astype(np.int64)
            behind = np.where(self.members > 0, np.minimum(reached - aim + self.points, 0.0), 0.0)
            who = ask.candidates
            turns = who[np.lexsort((ask.rank[who], behind.min(axis=1, initial=0.0)[who]))]
            found = self._fill(ask, classes, kept, np.maximum(least, 0), turns)
            most = np.floor((aim + self.points) * self.in_all + 1e-9).astype(np.int64)
            found = self._fill(ask, classes, found, most, who)
            tried.append(self.kept(found, ask.rank))
        return min(tried, key=lambda placed: float(by.weight @ order.days_by_group(ask, placed, by)))

    def _fill(self, ask: Ask, classes: Classes, kept: Placed | None, most: Ints, turns: Ints) -> Placed:
        there = 0 if kept is None else self.members[kept.spot >= 0].sum(axis=0)
        return greedy.fill(ask, classes, kept, turns=turns, quota=Quota(self.members, most - there))

    def _share(self, placed: Placed) -> NDArray[np.float64]:
        """Each group's share placed."""
        return self.members[placed.spot >= 0].sum(axis=0) / self.in_all

    def _apart(self, placed: Placed) -> NDArray[np.float64]:
        everybody = self.size[placed.spot >= 0].sum() / max(self.people, 1)
        return self._share(placed) - everybody


def bounds(ask: Ask, groups: pl.DataFrame, points: dict[str, float]) -> Balance:
    """The bounds for some of the columns of `groups` (a row a person of the caseload): column -> points."""
    n = len(ask.homes)
    home = np.empty(len(ask.homes.rows), np.int64)
    home[ask.homes.rows] = np.repeat(np.arange(n), ask.homes.size)
    could = np.zeros(n, bool)
    could[ask.candidates] = True
    names: list[tuple[str, str]] = []
    members: list[Ints] = []
    every = [(by, name) for by in points for name in groups[by].unique().sort().to_list()]
    for by, name in every:
        inside = (groups[by] == name).to_numpy()
        counted = np.bincount(home[inside], minlength=n) * could
        if counted.sum() >= SMALL:
            names.append((by, name))
            members.append(counted)
    table = np.array(members, np.int64).reshape(len(names), n).T
    return Balance(
        names=tuple(names),
        members=np.ascontiguousarray(table),
        size=ask.homes.size * could,
        in_all=table.sum(axis=0),
        points=np.array([points[by] for by, _ in names]),
    )
