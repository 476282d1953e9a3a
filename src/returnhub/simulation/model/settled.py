"""Paths once the places have been run: a move cuts a path and carries it on from there."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.hub_state import Moves
from returnhub.simulation.model.compiled import Codes, Compiled
from returnhub.simulation.model.paths import Floats, Ints, People, walk


def settle(people: People, moved: Moves, c: Compiled, end: float) -> People:
    """The paths of prospects, up to day `end`, once the hubs have run.

    A challenge stands in place of what the path held until it was decided. Where its success leads
    nowhere of its own it only ends the wait: the path goes on.
    """
    at, time, stage = _cut(people, moved, c.codes, end)
    flags = people.flags | np.where(moved.at < end, c.moved_flag, 0).astype(np.uint8)
    goes = (moved.at < end) & (moved.ended < end)
    if c.codes.accepted_to >= 0:
        goes |= moved.accepted & (moved.decided < end)
    at, time, stage = walk(
        c.stages, c.amounts_cv, at, time, stage, people.of, flags, people.key, goes, end, 0.0
    )
    return people._replace(at=at, time=time, stage=stage, flags=flags)


@njit(cache=True, nogil=True)
def _cut(people: People, moved: Moves, s: Codes, end: float) -> tuple[Ints, Floats, NDArray[np.uint8]]:
    """Paths up to the end of each stay."""
    n = people.ready.size
    at = np.empty(n + 1, np.int64)
    time = np.empty(2 * people.time.size + 5 * n)
    stage = np.empty(2 * people.time.size + 5 * n, np.uint8)
    goes_on = s.accepted_to < 0
    j = 0
    at[0] = 0
    for i in range(n):
        submitted, decided = moved.submitted[i], moved.decided[i]
        stops = moved.accepted[i] and not goes_on
        until = min(moved.at[i], decided) if stops else moved.at[i]
        first, last = people.at[i], people.at[i + 1]
        for k in range(first, last):
            a = people.time[k]
            b = people.time[k + 1] if k + 1 < last else math.inf
            if a >= until:
                break
            keeps = goes_on and people.stage[k] != s.waiting
            if a < submitted or keeps:
                time[j], stage[j] = a, people.stage[k]
                j += 1
            if keeps:
                continue
            if a <= submitted < b:
                time[j], stage[j] = submitted, s.meanwhile
                j += 1
            elif goes_on and submitted < a and (a < decided or moved.accepted[i]):
                time[j], stage[j] = a, s.meanwhile
                j += 1
            if b > decided and max(a, decided) < min(until, end) and not (goes_on and moved.accepted[i]):
                time[j], stage[j] = max(a, decided), people.stage[k]
                j += 1
        if stops and decided < end:
            time[j], stage[j] = decided, s.accepted_to
            j += 1
        if moved.at[i] < end:
            time[j], stage[j] = moved.at[i], s.stay
            j += 1
            if moved.ended[i] < end:
                time[j], stage[j] = moved.ended[i], moved.end_stage[i]
                j += 1
        at[i + 1] = j
    return at, time[:j], stage[:j]
