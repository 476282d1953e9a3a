"""Parity bounds as arrays: how far each group's share placed may lie from everybody's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.placement.ask import Ask
from returnhub.placement.greedy import Placed
from returnhub.placement.terms import Ints

SMALL = 10
"""Groups of fewer people are not bound: one person more or less would move their share too far."""


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
        while True:
            apart = self._apart(found)
            worst = int(np.argmax(np.abs(apart) - self.points)) if len(apart) else 0
            if not len(apart) or abs(apart[worst]) <= self.points[worst] + 1e-9:
                return found
            has = found.spot >= 0
            inside = has & ((self.members[:, worst] > 0) == bool(apart[worst] > 0))
            who = np.flatnonzero(inside if inside.any() else has)
            last = who[np.argmax(rank[who])]
            found.spot[last] = found.week[last] = -1

    def _apart(self, placed: Placed) -> NDArray[np.float64]:
        has = placed.spot >= 0
        everybody = self.size[has].sum() / max(self.people, 1)
        return self.members[has].sum(axis=0) / self.in_all - everybody


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
