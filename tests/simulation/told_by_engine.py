"""What the engine finds, person by person, in the words of `model_oracle`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from model_oracle import Everybody

from returnhub.simulation import waiting
from returnhub.simulation.limits import limits_of
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.declared import Model
from returnhub.simulation.model.paths import People, pick
from returnhub.simulation.model.sample import CHUNK, sample
from returnhub.simulation.model.settled import settle
from returnhub.simulation.present import Hubs

NEAR = 1e-9


@dataclass(frozen=True)
class Life:
    """One household: its path, and what the hubs did with it (infinite and -1: nothing)."""

    path: tuple[tuple[float, str], ...]
    at: float = math.inf
    hub: int = -1
    ended: float = math.inf
    submitted: float = math.inf
    decided: float = math.inf
    accepted: bool = False

    def near(self, other: Life) -> bool:
        """Whether the two are the same, days to `NEAR`."""
        days = [day for day, _ in self.path] + [self.at, self.ended, self.submitted, self.decided]
        others = [day for day, _ in other.path] + [other.at, other.ended, other.submitted, other.decided]
        return (
            [stage for _, stage in self.path] == [stage for _, stage in other.path]
            and (self.hub, self.accepted) == (other.hub, other.accepted)
            and bool(np.allclose(days, others, rtol=0.0, atol=NEAR))
        )


def by_engine(
    model: Model,
    replication: np.uint64,
    end: float,
    start: float = 0.0,
    opens: float = 0.0,
    most: int = CHUNK,
) -> tuple[dict[int, Life], np.ndarray, np.ndarray]:
    """Everybody's life by their key; and people in each hub and in its line at the end of each week."""
    c = compile_model(model)
    names = [stage.name for stage in model.stages]
    weeks = math.ceil(end / 7.0)
    hubs = None if c.stays is None else Hubs(c, limits_of(model, weeks), end)
    found: dict[int, Life] = {}

    def path(people: People, i: int) -> tuple[tuple[float, str], ...]:
        steps = range(people.at[i], people.at[i + 1])
        return tuple((float(people.time[k]), names[people.stage[k]]) for k in steps)

    for chunk in sample(c, replication, start, end, 0.0, most):
        people = chunk.people
        for i in range(people.of.size):
            found[int(people.key[i])] = Life(path(people, i))
        if hubs is None:
            continue
        prospects = waiting.prospects(people, c.stages.waits_s, c.codes.waiting, opens, end)
        left = hubs.run(prospects, pick(people, prospects.sampled_as), chunk.until)
        if left is None:
            continue
        settled, moves = settle(left.people, left.moves, c, end), left.moves
        for i in range(settled.of.size):
            found[int(settled.key[i])] = Life(
                path(settled, i),
                float(moves.at[i]),
                int(moves.hub[i]),
                float(moves.ended[i]),
                float(moves.submitted[i]),
                float(moves.decided[i]),
                bool(moves.accepted[i]),
            )
    seen = None if hubs is None else hubs.state.seen
    none = np.zeros((0, weeks), int)
    return found, none if seen is None else seen.people_hw, none if seen is None else seen.queue_hw


def by_oracle(run: Everybody) -> dict[int, Life]:
    """Everybody's life by their key, but of those who were gone before day 0."""
    offer = run.plan.challenge
    meanwhile = (run.model.stay, run.model.waiting, offer.meanwhile if offer else None)
    ends = {s.name for s in run.model.stages if not s.risks and not s.waits and s.name not in meanwhile}
    return {
        int(x.key): Life(tuple(x.path), x.at, x.hub, x.ended, x.submitted, x.decided, x.accepted)
        for x in run.homes
        if not (x.path[-1][0] < 0.0 and x.path[-1][1] in ends)
    }


def apart(
    model: Model,
    replication: np.uint64,
    end: float,
    start: float = 0.0,
    opens: float = 0.0,
    most: int = CHUNK,
) -> list[tuple[int, Life | None, Life | None]]:
    """Whose lives the engine and the oracle tell apart, with both."""
    run = Everybody.of(model, replication, end, start, opens)
    plain = by_oracle(run)
    fast, people_hw, queue_hw = by_engine(model, replication, end, start, opens, most)
    differ = [
        (key, plain.get(key), fast.get(key))
        for key in {**plain, **fast}
        if key not in plain or key not in fast or not plain[key].near(fast[key])
    ]
    if not differ:
        np.testing.assert_array_equal(run.people_hw, people_hw)
        np.testing.assert_array_equal(run.queue_hw, queue_hw)
    return differ
