"""Any declared model simulated once: where people are, what they waited and what it came to."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import waiting
from returnhub.simulation.days import WEEK
from returnhub.simulation.limits import limits_of
from returnhub.simulation.model.compiled import Compiled, compile_model
from returnhub.simulation.model.declared import Model
from returnhub.simulation.model.paths import Floats, Ints, People, pick
from returnhub.simulation.model.sample import sample
from returnhub.simulation.model.settled import settle
from returnhub.simulation.present import Hubs
from returnhub.simulation.streams import replication_key


@dataclass(frozen=True, slots=True)
class Found:
    """What one run of a model found, from an empty start to its last day.

    at_end      stage: people there on the last day
    steps       stages entered, with the first of each person
    cost        GBP in all, up to the last day; cost_mean and cost_sd of people who came to an end, whole
    people_hw   hub x week: people in it at week's end (the last week may be a part of one)
    queue_hw    hub x week: people in its line at week's end
    waits       days that each person waited who got a place, in no order
    left_queue  people who left a line without a place
    """

    at_end: dict[str, int]
    steps: int
    cost: float
    cost_mean: float
    cost_sd: float
    people_hw: Ints
    queue_hw: Ints
    waits: Floats
    left_queue: int

    @property
    def entered(self) -> int:
        """People who got a place."""
        return self.waits.size


def run_model(model: Model, days: float, seed: int, replication: int = 0) -> Found:
    """Simulate a declared model for so many days.

    Raises Problems if the model does not hold together.
    """
    return run_compiled(compile_model(model), days, seed, replication)


def run_compiled(c: Compiled, days: float, seed: int, replication: int = 0) -> Found:
    """As `run_model`, for a model that is compiled."""
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    n = len(c.code)
    a_day = np.array([s.cost_a_day for s in c.model.stages])
    fee = np.array([s.fee for s in c.model.stages])
    at_end, sums = np.zeros(n, np.int64), np.zeros(5)
    weeks = math.ceil(days / WEEK)
    hubs = None if c.stays is None else Hubs(c, limits_of(c.model, weeks), days)
    waits: list[Floats] = []
    for chunk in sample(c, key, 0.0, days, 0.0):
        people = chunk.people
        counted = np.ones(people.of.size, np.bool_)
        if hubs is not None:
            found = waiting.prospects(people, c.stages.waits_s, c.codes.waiting, 0.0, days)
            counted[found.sampled_as] = False
            left = hubs.run(found, pick(people, found.sampled_as), chunk.until)
            if left is not None:
                settled = settle(left.people, left.moves, c, days)
                everyone = np.ones(settled.of.size, np.bool_)
                _count(settled, everyone, c.stages.is_end_s, a_day, fee, days, at_end, sums)
                got = left.moves.at < days
                waits.append(np.repeat((left.moves.at - left.people.ready)[got], left.people.size[got]))
        _count(people, counted, c.stages.is_end_s, a_day, fee, days, at_end, sums)
    none_hw = np.zeros((0, weeks), np.int64)
    people_hw, queue_hw = none_hw, none_hw
    if hubs is not None:
        people_hw, queue_hw = hubs.state.seen.people_hw, hubs.state.seen.queue_hw
    waited = np.concatenate(waits) if waits else np.zeros(0)
    ended, total = sums[1], float(sums[0])
    mean = float(sums[2] / ended) if ended else math.nan
    return Found(
        at_end={name: int(at_end[code]) for name, code in c.code.items()},
        steps=int(sums[4]),
        cost=total,
        cost_mean=mean,
        cost_sd=math.sqrt(max(0.0, sums[3] / ended - mean**2)) if ended else math.nan,
        people_hw=people_hw,
        queue_hw=queue_hw,
        waits=waited,
        left_queue=0 if hubs is None else hubs.gave_up,
    )


@njit(cache=True, nogil=True)
def _count(
    people: People,
    counted: NDArray[np.bool_],
    is_end_s: NDArray[np.bool_],
    a_day_s: Floats,
    fee_s: Floats,
    end: float,
    at_end: Ints,
    sums: Floats,
) -> None:
    """Add the paths of those `counted` to people `at_end` by stage, and to `sums`: cost up to the end; people
    who ended, their cost and its square; stages entered."""
    at, time, stage, size = people.at, people.time, people.stage, people.size
    total = ended = of_ended = square = steps = 0.0
    for i in range(size.size):
        if not counted[i]:
            continue
        first, last = at[i], at[i + 1]
        cost = 0.0
        for k in range(first, last):
            s = stage[k]
            until = min(time[k + 1], end) if k + 1 < last else end
            cost += fee_s[s] + a_day_s[s] * (until - time[k])
        n = size[i]
        s = stage[last - 1]
        at_end[s] += n
        total += n * cost
        steps += n * (last - first)
        if is_end_s[s]:
            ended += n
            of_ended += n * cost
            square += n * cost * cost
    sums += np.array([total, ended, of_ended, square, steps])
