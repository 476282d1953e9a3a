"""One stay in a hub: how long it lasts and what ends it, the first of all that could."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.before import Floats
from returnhub.simulation.streams import decision, exponential, lognormal, uniform

_DOCUMENTED = decision("ever documented from the hub")
_DOCUMENT_DAYS = decision("days to a document in the hub")
_VOLUNTARY = decision("voluntary return from the hub")
_LEAVES = decision("leaves the hub")
_BACK = decision("transfer back")
_BARRIER = decision("late barrier in the hub")
_DEATH = decision("death in the hub")
_CLAIMS = decision("claims asylum in the host")
_HOST_DAYS = decision("days to the host's decision")
_HOST_GRANTS = decision("host grants protection")


Ints = NDArray[np.int64]


class Stays(NamedTuple):
    """One world's figures for stays: arrays by hub, or hub x origin (`_ho`). Rates a day, times in days."""

    limit: Floats
    at_limit: NDArray[np.uint8]
    document_days_ho: Floats
    document_share_ho: Floats
    voluntary_rate_ho: Floats
    leaves_rate: Floats
    back_rate: Floats
    barrier_rate: Floats
    death_rate: Floats
    claim_share: Floats
    decision_days: Floats
    grant_share: Floats
    re_arrival_share: float
    re_arrival_days: float
    on_notice_share: float
    submissions_days: float
    submissions_accepted: float
    spread: float


@njit(cache=True, nogil=True)
def stay(s: Stays, h: int, o: int, key: np.uint64, earliest: float) -> tuple[float, int, float]:
    """How many days one stay lasts, what ends it, and the day of it on which a late barrier would arise.

    `earliest` is the first day of the stay on which an onward return can be made.
    """
    claimed = uniform(key, _CLAIMS) < s.claim_share[h]
    decided = lognormal(s.decision_days[h], s.spread, uniform(key, _HOST_DAYS)) if claimed else 0.0
    barrier = exponential(s.barrier_rate[h], uniform(key, _BARRIER))
    days, ends = s.limit[h], int(s.at_limit[h])
    if uniform(key, _DOCUMENTED) < s.document_share_ho[h, o]:
        returns = lognormal(s.document_days_ho[h, o], s.spread, uniform(key, _DOCUMENT_DAYS))
        # Nobody is returned while a claim in the host is undecided, or once a barrier has arisen.
        returns = max(returns, decided, earliest)
        if returns < barrier and returns < days:
            days, ends = returns, S.RETURNED_ONWARD
    # A return held up until the decision falls on the same day: whom the host protects is not returned.
    if claimed and uniform(key, _HOST_GRANTS) < s.grant_share[h] and decided <= days:
        days, ends = decided, S.PROTECTED_IN_HOST
    t = exponential(s.voluntary_rate_ho[h, o], uniform(key, _VOLUNTARY))
    if t < days:
        days, ends = t, S.RETURNED_VOLUNTARILY_FROM_HUB
    t = exponential(s.leaves_rate[h], uniform(key, _LEAVES))
    if t < days:
        days, ends = t, S.LEFT_HUB
    t = exponential(s.back_rate[h], uniform(key, _BACK))
    if t < days:
        days, ends = t, S.TRANSFERRED_BACK
    t = exponential(s.death_rate[h], uniform(key, _DEATH))
    if t < days:
        days, ends = t, S.DIED
    return days, ends, barrier


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
