"""One stay in a hub: how long it lasts and what ends it, the first of all that could."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.model.compiled import BY_CLOCK, EXPONENTIAL, FIXED, Amounts, Stays
from returnhub.simulation.streams import exponential, lognormal, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def stay(
    s: Stays, a: Amounts, h: int, c: int, key: np.uint64, earliest: float, rang: Floats
) -> tuple[float, int, float, bool]:
    """How many days one stay in hub `h` of somebody of class `c` lasts, the stage that follows, the day of it
    on which the clock that is `seen` comes, and whether a resource of onward returns is needed for the end.

    `earliest` is the first day of the stay on which such a return can be made; `rang` is room for the days
    of the hub's clocks.
    """
    amounts, base_v, group_v, code_gc = a.amounts, a.base_v, a.group_v, a.code_gc
    first_q = s.clock_at_h[h]
    for q in range(first_q, s.clock_at_h[h + 1]):
        rang[q - first_q] = math.inf
        if s.chance_q[q] >= 0:
            x = s.share_q[q]
            share = amounts[int(base_v[x] + code_gc[group_v[x], c])]
            if uniform(key, np.uint64(s.key_d[s.chance_q[q]])) >= share:
                continue
        x, y = s.first_q[q], s.second_q[q]
        rang[q - first_q] = _days(
            s.law_q[q],
            amounts[int(base_v[x] + code_gc[group_v[x], c])],
            amounts[int(base_v[y] + code_gc[group_v[y], c])],
            key,
            np.uint64(s.key_d[s.key_q[q]]),
        )
    days, ends, held_up = s.limit_h[h], s.at_limit_h[h], False
    for r in range(s.risk_at_h[h], s.risk_at_h[h + 1]):
        if s.chance_r[r] >= 0:
            x = s.share_r[r]
            share = amounts[int(base_v[x] + code_gc[group_v[x], c])]
            if uniform(key, np.uint64(s.key_d[s.chance_r[r]])) >= share:
                continue
        x, y = s.first_r[r], s.second_r[r]
        if s.law_r[r] == BY_CLOCK:
            # Held up until the clock, another risk comes on its very day: the clock's own comes first.
            if rang[x] <= days and rang[x] < math.inf:
                days, ends, held_up = rang[x], s.to_r[r], False
            continue
        t = _days(
            s.law_r[r],
            amounts[int(base_v[x] + code_gc[group_v[x], c])],
            amounts[int(base_v[y] + code_gc[group_v[y], c])],
            key,
            np.uint64(s.key_d[s.key_r[r]]),
        )
        if s.not_before_r[r] >= 0 and rang[s.not_before_r[r]] < math.inf:
            t = max(t, rang[s.not_before_r[r]])
        if s.held_up_r[r]:
            t = max(t, earliest)
        if s.unless_r[r] >= 0 and t >= rang[s.unless_r[r]]:
            continue
        if t < days:
            days, ends, held_up = t, s.to_r[r], s.held_up_r[r]
    seen = rang[s.seen_h[h]] if s.seen_h[h] >= 0 else math.inf
    return float(days), int(ends), float(seen), bool(held_up)


@njit(cache=True, nogil=True)
def _days(law: int, first: float, second: float, key: np.uint64, what: np.uint64) -> float:
    if law == FIXED:
        return first
    if law == EXPONENTIAL:
        return exponential(first, uniform(key, what))
    return lognormal(first, second, uniform(key, what))


@njit(cache=True, nogil=True)
def push(times: Floats, people: Ints, n: int, t: float, p: int) -> None:
    """Add to the binary heap of stays that holds `n`."""
    i = n
    while i > 0:
        up = (i - 1) >> 1
        if times[up] <= t:
            break
        times[i], people[i] = times[up], people[up]
        i = up
    times[i], people[i] = t, p


@njit(cache=True, nogil=True)
def pop(times: Floats, people: Ints, n: int) -> None:
    """Take the earliest from the heap of `n`, which then holds one less."""
    t, p = times[n - 1], people[n - 1]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= n - 1:
            break
        if down + 1 < n - 1 and times[down + 1] < times[down]:
            down += 1
        if times[down] >= t:
            break
        times[i], people[i] = times[down], people[down]
        i = down
    times[i], people[i] = t, p
