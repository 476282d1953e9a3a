"""The scheme's order between households that are not alike, as weights on days waited.

Households alike for every hard rule share one queue (`classes`), so among them the order is exact.
Others compete for the same places too: of different origin, size or need. There the weekly cohorts,
in order, are put into up to eight groups of about as many people; a day waited counts twice as much
in each group as in the next. So a place goes to the earlier group wherever one person's wait is
another's, and anybody is asked to wait a day longer for the sake of people behind them only where
these are spared at least two days in the next group, four in the one after. A day counts the same
for everybody of a group, in a large household as alone, so neither size nor kind moves anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from returnhub.placement.ask import Ask
from returnhub.placement.greedy import Placed
from returnhub.placement.terms import Ints

MOST_GROUPS = 8
RATE = 2.0
"""How many days of the next group one day of a group counts as."""


@dataclass(frozen=True, eq=False)
class Groups:
    """`of` (N) is each candidate's group, 0 the longest ready, -1 for others; `weight` (G) falls to 1."""

    of: Ints
    weight: NDArray[np.float64]


def groups(ask: Ask) -> Groups:
    """Whole cohorts, in order, in groups of about as many people."""
    who = ask.candidates
    size = ask.homes.size[who]
    cohorts, at = np.unique(ask.homes.cohort[who], return_inverse=True)
    people = np.bincount(at, weights=size, minlength=len(cohorts))
    middle = (np.cumsum(people) - people / 2) / max(people.sum(), 1)
    _, dense = np.unique((middle * MOST_GROUPS).astype(np.int64), return_inverse=True)
    of = np.full(len(ask.homes), -1, np.int64)
    of[who] = dense[at] if len(who) else at
    count = int(dense.max(initial=0)) + 1
    return Groups(of, np.power(RATE, np.arange(count - 1, -1, -1), dtype=np.float64))


def nobody_first(ask: Ask) -> Groups:
    """Everybody in one group: what the fewest days would be if there were no order."""
    of = np.full(len(ask.homes), -1, np.int64)
    of[ask.candidates] = 0
    return Groups(of, np.ones(1))


def days_by_group(ask: Ask, placed: Placed, by: Groups) -> NDArray[np.float64]:
    """Person-days that each group waits (G)."""
    who = ask.candidates
    days = ask.days(who, np.where(placed.week[who] < 0, ask.weeks, placed.week[who]))
    return np.bincount(by.of[who], weights=days, minlength=len(by.weight)).astype(np.float64)
