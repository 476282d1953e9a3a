"""Who could be moved, and in which spans of days: paths seen by the places.

A household waits for a place only while it is at a stage in which one may be taken.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.model.paths import Floats, People, join


class Spans(NamedTuple):
    """Spans of days in which a person could be moved: `person` indexes the people of `Prospects`."""

    person: NDArray[np.int64]
    start: Floats
    end: Floats


class Prospects(NamedTuple):
    """People whom the places could reach: where each stands in the sample, the day since which each is
    ready whether a hub is open or not, their path if no place ever comes free (`people`, whose `ready`
    is never before the first hub opens), and the spans in which a place could be taken."""

    sampled_as: NDArray[np.int64]
    since: Floats
    people: People
    spans: Spans


@njit(cache=True, nogil=True)
def prospects(
    people: People, waits_s: NDArray[np.bool_], waiting: int, opens: float, end: float
) -> Prospects:
    """Find everyone with at least one day from `opens` on which they could be moved before day `end`.

    While they wait their path is at the stage `waiting`; -1: at the one that it is at.
    """
    n = people.ready.size
    most = steps = 0
    for i in range(n):
        if max(people.ready[i], opens) < end:
            most += 1
            steps += people.at[i + 1] - people.at[i]
    sampled_as = np.empty(most, np.int64)
    at = np.empty(most + 1, np.int64)
    time = np.empty(2 * steps)
    stage = np.empty(2 * steps, np.uint8)
    who = np.empty(steps, np.int64)
    start = np.empty(steps)
    stop = np.empty(steps)
    m = j = w = 0
    at[0] = 0
    for i in range(n):
        ready = max(people.ready[i], opens)
        if ready >= end:
            continue
        spans_before = w
        first, last = people.at[i], people.at[i + 1]
        for k in range(first, last):
            a = people.time[k]
            b = people.time[k + 1] if k + 1 < last else math.inf
            begins = max(a, ready)
            waits = waits_s[people.stage[k]] and begins < b and begins < end
            # Whoever goes from one stage that waits to another waits on, and keeps their turn.
            waits_on = waits and w > spans_before and stop[w - 1] == begins
            if not waits or a < begins or waiting < 0:
                time[j], stage[j] = a, people.stage[k]
                j += 1
            if waits and waiting >= 0 and not (waits_on and stage[j - 1] == waiting):
                time[j], stage[j] = begins, waiting
                j += 1
            if waits_on:
                stop[w - 1] = b
            elif waits:
                who[w], start[w], stop[w] = m, begins, b
                w += 1
        if w == spans_before:
            j = at[m]
            continue
        sampled_as[m] = i
        m += 1
        at[m] = j
    kept = sampled_as[:m]
    reached = People(
        at[: m + 1],
        time[:j],
        stage[:j],
        people.of[kept],
        people.origin[kept],
        people.flags[kept],
        np.maximum(people.ready[kept], opens),
        people.key[kept],
        people.size[kept],
    )
    return Prospects(kept, people.ready[kept], reached, Spans(who[:w], start[:w], stop[:w]))


def joined(parts: list[Prospects]) -> Prospects:
    """Prospects of several samples as one; `sampled_as` is still each one's own."""
    shift = np.cumsum([0, *(p.people.of.size for p in parts)])
    return Prospects(
        np.concatenate([p.sampled_as for p in parts]),
        np.concatenate([p.since for p in parts]),
        join([p.people for p in parts]),
        Spans(
            np.concatenate([p.spans.person + s for p, s in zip(parts, shift, strict=False)]),
            np.concatenate([p.spans.start for p in parts]),
            np.concatenate([p.spans.end for p in parts]),
        ),
    )
