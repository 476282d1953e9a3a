"""Checks that run in every simulation and report: do the numbers balance, told two ways."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from returnhub.simulation import stages as S
from returnhub.simulation.replicate import Outlook, Replication
from returnhub.simulation.result import Check
from returnhub.simulation.tally import stock


class Balance(NamedTuple):
    """What one replication's checks found: the worst difference of each."""

    people_in_minus_present: int
    hub_clock_minus_paths: int
    queue_clock_minus_paths: int
    over_places: int
    little_hub: float
    little_queue: float


def _relative(a: float, b: float) -> float:
    return abs(a - b) / max(1.0, abs(a), abs(b))


def balance(r: Replication, ask: Outlook) -> Balance:
    """Compare, for each week and hub, counts by the clock with counts by person."""
    present = stock(r.scheme)
    came = np.cumsum(r.scheme.claims)
    little_hub = little_queue = 0.0
    for h in range(r.places_hw.shape[0]):
        here = r.moved.hub == h
        days = (np.minimum(r.moved.ended[here], ask.end) - r.moved.at[here]) * r.size[here]
        little_hub = max(little_hub, _relative(float(r.moved.seen.area[h]), float(days.sum())))
        waited = float(r.moved.waited_h[h])
        little_queue = max(little_queue, _relative(float(r.moved.seen.queue_area[h]), waited))
    in_hubs, in_queues = r.moved.seen.people_hw.sum(axis=0), r.moved.seen.queue_hw.sum(axis=0)
    over = (r.moved.seen.people_hw - r.places_hw).max(initial=0)
    return Balance(
        int(np.abs(came - present.sum(axis=0)).max()),
        int(np.abs(in_hubs - present[S.IN_HUB]).max()),
        int(np.abs(in_queues - present[S.WAITING_FOR_PLACE]).max()),
        int(max(over, 0)),
        little_hub,
        little_queue,
    )


def checks(found: list[Balance], weeks: int, hubs: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks over all replications, each with what it found."""
    people = max(b.people_in_minus_present for b in found)
    runs = "the one run" if len(found) == 1 else f"all {len(found)} runs"
    answers = [
        Check(
            "people in = people out + present",
            people == 0,
            f"in all {weeks} weeks of {runs}; largest difference {people}",
        )
    ]
    if not hubs:
        return tuple(answers)
    clock = max(max(b.hub_clock_minus_paths, b.queue_clock_minus_paths) for b in found)
    over = max(b.over_places for b in found)
    little = max(max(b.little_hub, b.little_queue) for b in found)
    n = f"{len(hubs)} hub" + ("s" if len(hubs) > 1 else "")
    return (
        *answers,
        Check(
            "hubs and queues hold the same people by clock and by person",
            clock == 0,
            f"largest difference {clock}",
        ),
        Check("nobody without a place", over == 0, f"most people over the places of {n}: {over}"),
        Check(
            "Little's law", little < 1e-9, f"in {n} and its queue; largest relative difference {little:.1e}"
        ),
    )
