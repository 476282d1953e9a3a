"""One stay in a hub: how long it lasts and what ends it, the first of all that could."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.model.compiled import (
    AT_LIMIT,
    BY_CLOCK,
    CHANCE,
    CLOCKS,
    CLOCKS_END,
    EXPONENTIAL,
    FIRST,
    FIXED,
    HELD_UP,
    KEY,
    LAW,
    LEADS_TO,
    NOT_BEFORE,
    RISKS,
    RISKS_END,
    SECOND,
    SEEN,
    SHARE,
    UNLESS,
    Stays,
)
from returnhub.simulation.samplers import exponential, lognormal
from returnhub.simulation.streams import uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def stay(
    s: Stays, amounts: Floats, h: int, c: int, key: np.uint64, earliest: float, rang: Floats
) -> tuple[float, int, float, bool]:
    """How many days one stay in hub `h` of somebody of class `c` lasts, the stage that follows, the day of it
    on which the clock that is `seen` comes, and whether a resource of onward returns is needed for the end.

    `earliest` is the first day of the stay on which such a return can be made; `rang` is room for the days
    of the hub's clocks and one more.
    """
    hub_h, clock_q, risk_r, key_d = s.hub_h, s.clock_q, s.risk_r, s.key_d
    first_q = hub_h[h, CLOCKS]
    # Clocks count from 1: whoever has none looks at a day that never comes.
    rang[0] = math.inf
    for q in range(first_q, hub_h[h, CLOCKS_END]):
        n = q - first_q + 1
        rang[n] = math.inf
        if clock_q[q, CHANCE] and (
            uniform(key, np.uint64(key_d[clock_q[q, CHANCE] - 1])) >= amounts[c, clock_q[q, SHARE]]
        ):
            continue
        first, second = amounts[c, clock_q[q, FIRST]], amounts[c, clock_q[q, SECOND]]
        rang[n] = _days(clock_q[q, LAW], first, second, key, np.uint64(key_d[clock_q[q, KEY]]))
    days, ends, held_up, brought = s.limit_h[h], hub_h[h, AT_LIMIT], False, False
    for r in range(hub_h[h, RISKS], hub_h[h, RISKS_END]):
        if risk_r[r, CHANCE] and (
            uniform(key, np.uint64(key_d[risk_r[r, CHANCE] - 1])) >= amounts[c, risk_r[r, SHARE]]
        ):
            continue
        by_clock = risk_r[r, LAW] == BY_CLOCK
        if by_clock:
            t = rang[risk_r[r, FIRST]]
        else:
            first, second = amounts[c, risk_r[r, FIRST]], amounts[c, risk_r[r, SECOND]]
            t = _days(risk_r[r, LAW], first, second, key, np.uint64(key_d[risk_r[r, KEY]]))
        not_before = rang[risk_r[r, NOT_BEFORE]]
        if not_before < math.inf:
            t = max(t, not_before)
        if risk_r[r, HELD_UP]:
            t = max(t, earliest)
        # Held up until a clock, another risk comes on its very day: the first that the clock brings is first.
        first_of_day = by_clock and not brought and t == days < math.inf
        if t < rang[risk_r[r, UNLESS]] and (t < days or first_of_day):
            days, ends, held_up, brought = t, risk_r[r, LEADS_TO], risk_r[r, HELD_UP] > 0, by_clock
    return float(days), int(ends), float(rang[hub_h[h, SEEN]]), bool(held_up)


@njit(cache=True, nogil=True)
def _days(law: int, first: float, second: float, key: np.uint64, what: np.uint64) -> float:
    if law == FIXED:
        return first
    if law == EXPONENTIAL:
        return exponential(first, key, what)
    return lognormal(first, second, key, what)


@njit(cache=True, nogil=True)
def push(times: Floats, people: Ints, n: int, t: float, p: int) -> None:
    """Add to the binary heap of stays that holds `n`: those who came first go first of one day."""
    i = n
    while i > 0:
        up = (i - 1) >> 1
        if times[up] < t or (times[up] == t and people[up] < p):
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
        if down + 1 < n - 1 and (
            times[down + 1] < times[down]
            or (times[down + 1] == times[down] and people[down + 1] < people[down])
        ):
            down += 1
        if times[down] > t or (times[down] == t and people[down] > p):
            break
        times[i], people[i] = times[down], people[down]
        i = down
    times[i], people[i] = t, p
