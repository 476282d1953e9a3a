"""Households that are alike for every hard rule, as one class with one queue.

Alike means: the same places allowed, as many people, as many step-free places, the same first and
last week. Nothing else of a person reaches the solver. A class's queue stands in the scheme's
order, by weekly cohort and then by lot, and places given to a class go down its queue: nobody of a
later cohort can come before somebody alike of an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.placement.ask import Ask
from returnhub.placement.terms import Bools, Ints


@dataclass(frozen=True, eq=False, repr=False)
class Classes:
    """C classes. Class c's queue is `queue[first[c]:first[c + 1]]`: households, first in order first.

    `of` (N) is each household's class, -1 for one that can live nowhere.
    """

    of: Ints
    first: Ints
    queue: Ints
    allowed: Bools
    size: Ints
    step_free: Ints
    earliest: Ints
    latest: Ints

    def __len__(self) -> int:
        return len(self.size)

    @property
    def count(self) -> Ints:
        """Households in each class."""
        return np.diff(self.first)


def group(ask: Ask, apart: Ints | None = None) -> Classes:
    """The classes of the ask's candidates, in an order that does not hang on that of the file.

    `apart` (N, K) splits classes further: only households alike in all of its columns stay together.
    """
    who = ask.candidates
    numbers = np.stack(
        [a[who] for a in (ask.homes.size, ask.homes.step_free, ask.earliest, ask.latest)], axis=1
    ).reshape(len(who), 4)
    parts = [numbers, np.packbits(ask.allowed[who], axis=1)] + ([] if apart is None else [apart[who]])
    key = np.hstack(parts).astype(np.int64)
    _, at, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    of = of.reshape(-1)
    class_of = np.full(len(ask.homes), -1, np.int64)
    class_of[who] = of
    example = who[at]
    return Classes(
        of=class_of,
        first=np.append(0, np.cumsum(np.bincount(of, minlength=len(at)))).astype(np.int64),
        # candidates come in the order, and a stable sort keeps it within each class
        queue=who[np.argsort(of, kind="stable")],
        allowed=ask.allowed[example],
        size=ask.homes.size[example],
        step_free=ask.homes.step_free[example],
        earliest=ask.earliest[example],
        latest=ask.latest[example],
    )
