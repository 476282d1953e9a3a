"""Every household's life without a hub, sampled one by one: nothing contends before the hub.

Most households are one person. A couple or a family with children is refused, waits, is moved and
returns together, as one claim; every count is of people. The hub later takes people out of these
lives. So the scheme and "no scheme" meet the same people with the same luck, and what a moved person
would otherwise have done is known, not guessed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.streams import decision, exponential, lognormal, person_key, uniform

Floats = NDArray[np.float64]

_GAP = decision("days to the next claim")
_DETERRED = decision("deterred")
_BOAT = decision("came by boat")
_KIND = decision("kind of household")
_ORIGIN = decision("origin")
_ANOTHER_WAY = decision("comes another way")
_DECISION = decision("days to the decision")
_REFUSED = decision("claim refused")
_APPEALS = decision("appeals")
_APPEAL_DAYS = decision("days to the appeal's decision")
_ALLOWED = decision("appeal allowed")
_NEXT = tuple(decision(f"what ends the wait for return, {k}") for k in range(3))
_NEXT_DAYS = tuple(decision(f"days to the end of the wait for return, {k}") for k in range(3))
_SUBMISSION_DAYS = tuple(decision(f"days of further submissions, {k}") for k in range(2))
_ACCEPTED = tuple(decision(f"further submissions accepted, {k}") for k in range(2))
_CLASS = decision("verdict of the scheme's rules")
_REFERRED = decision("referred")
_HOST_ACCEPTS = decision("host accepts")
_REFERRAL_DAYS = decision("days of referral")
_FACT_DAYS = decision("days to mend an unknown")

_APPEAL_TIME = 14.0
"""Days to lodge an appeal: domain rule UK-03."""


class Arrivals(NamedTuple):
    """Interventions on arrivals in one world: `_k` by intervention, whose luck is keyed by `key_k`.

    `kept_kro`: intervention x route (0 other, 1 boat) x origin: the share kept from coming that way
    once all of the equipment is there, from day `from_k` growing evenly to day `full_k`.
    """

    key_k: NDArray[np.uint64]
    kept_kro: Floats
    displaced_k: Floats
    from_k: Floats
    full_k: Floats


class Life(NamedTuple):
    """One world's figures for life in the sending state. Rates are a day, times are days, `_o` by origin.

    `kinds_o` is cumulative over KINDS of household. `arrivals` is what keeps people from coming.
    """

    households_a_day: float
    boat_share: float
    origin_boat_o: Floats
    origin_other_o: Floats
    decision_days_o: Floats
    refusal_share_o: Floats
    appeal_share_o: Floats
    appeal_days_o: Floats
    appeal_allowed_o: Floats
    submissions_rate: float
    submissions_days: float
    submissions_accepted: float
    barrier_rate: float
    whereabouts_rate: float
    voluntary_rate_o: Floats
    enforced_rate_o: Floats
    death_rate: float
    spread: float
    deterrence: float
    kinds_o: Floats
    arrivals: Arrivals


class Referral(NamedTuple):
    """One world's figures for who is referred and when they are ready.

    `class_ok`: by origin and whether the household has children, the share whose conditions hold, and
    that with those unknown today whose conditions would hold once known; the rest are never ready.
    `accepts_ok`: the share whom a host accepts. `opens`: the day of the first hub.
    """

    point: int
    class_ok: NDArray[np.float64]
    accepts_ok: Floats
    referral_share: float
    referral_days: float
    notice_days: float
    fact_days: float
    opens: float


KINDS = ((1, False), (2, False), (2, True), (3, True), (4, True), (5, True), (6, True))
"""Kinds of household: people in it, and whether there are children who came with a parent."""

_SIZES = np.array([size for size, _ in KINDS], np.uint8)
_CHILDREN = np.array([children for _, children in KINDS])

POINT_NONE, POINT_ARRIVAL, POINT_REFUSED, POINT_EXHAUSTED = 0, 1, 2, 3


class People(NamedTuple):
    """Paths of some households: number i has stages `stage[at[i]:at[i + 1]]` entered at `time[...]` (days).

    `size` is how many people each is.
    """

    at: NDArray[np.int64]
    time: Floats
    stage: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    ready: Floats
    key: NDArray[np.uint64]
    size: NDArray[np.uint8]


@njit(cache=True, nogil=True, inline="always")
def end_of_wait(barrier: float, whereabouts: float, voluntary: float, enforced: float, u: float) -> int:
    """The stage that ends a wait for return, for `u` uniform up to the sum of the rates and that of death."""
    if u < barrier:
        return S.BARRIER
    if u < barrier + whereabouts:
        return S.WHEREABOUTS_UNKNOWN
    if u < barrier + whereabouts + voluntary:
        return S.RETURNED_VOLUNTARILY
    if u < barrier + whereabouts + voluntary + enforced:
        return S.RETURNED_ENFORCED
    return S.DIED


@njit(cache=True, nogil=True)
def _meets(came: Arrivals, now: float, route: int, o: int, key: np.uint64, but: int) -> int:
    """The first intervention (but one) that keeps somebody from coming by a route on a day; -1 if none."""
    for k in range(came.key_k.size):
        if k == but or now < came.from_k[k]:
            continue
        span = came.full_k[k] - came.from_k[k]
        grown = 1.0 if now >= came.full_k[k] else (now - came.from_k[k]) / span
        if uniform(key, came.key_k[k]) < grown * came.kept_kro[k, route, o]:
            return k
    return -1


@njit(cache=True, nogil=True)
def sample(
    life: Life,
    referral: Referral,
    rep_key: np.uint64,
    first: int,
    most: int,
    start: float,
    end: float,
    counted: float,
) -> tuple[int, float, int, int, People]:
    """Sample at most `most` households from number `first` on, the first claim after day `start`.

    Returns the number of the next household, the day of the last claim (`end` or later when all are
    sampled), how many people did not come and how many came another way for an intervention, and
    the paths up to day `end` of those not gone before day 0. `ready` is the day from
    which they could be moved if a hub were open; infinite if the rules or the host never let it
    be, or nobody refers them. Those who claimed, were refused or exhausted their rights before
    `counted` get the flags by which odds are counted.
    """
    at = np.empty(most + 1, np.int64)
    time = np.empty(most * S.LONGEST_PATH)
    stage = np.empty(most * S.LONGEST_PATH, np.uint8)
    origin = np.empty(most, np.uint8)
    flags = np.empty(most, np.uint8)
    ready = np.empty(most)
    keys = np.empty(most, np.uint64)
    sizes = np.empty(most, np.uint8)
    kept_off = came_another_way = 0
    came = life.arrivals
    n_origins = life.origin_boat_o.size
    n = 0
    j = 0
    at[0] = 0
    now = start
    person = first
    while n < most:
        key = person_key(rep_key, np.uint64(person))
        person += 1
        now += exponential(life.households_a_day, uniform(key, _GAP))
        if now >= end:
            break
        boat = uniform(key, _BOAT) < life.boat_share
        if boat and now >= 0.0 and life.deterrence > 0.0 and uniform(key, _DETERRED) < life.deterrence:
            continue
        u = uniform(key, _ORIGIN)
        o = 0
        shares = life.origin_boat_o if boat else life.origin_other_o
        while o < n_origins - 1 and u >= shares[o]:
            o += 1
        u = uniform(key, _KIND)
        kind = 0
        while kind < _SIZES.size - 1 and u >= life.kinds_o[o, kind]:
            kind += 1
        children = 1 if _CHILDREN[kind] else 0
        stays_away = another_way = False
        met = -1
        # Whoever is sent another way meets what watches that way too.
        for _ in range(2):
            met = _meets(came, now, 1 if boat else 0, o, key, met)
            if met < 0:
                break
            stays_away = uniform(key, came.key_k[met] ^ _ANOTHER_WAY) >= came.displaced_k[met]
            if stays_away:
                break
            another_way, boat = True, False
        if stays_away:
            kept_off += int(_SIZES[kind])
            continue
        if another_way:
            came_another_way += int(_SIZES[kind])
        flag = S.FLAG_CHILDREN if children else 0
        if boat:
            flag |= S.FLAG_BOAT
            if now >= 0.0:
                flag |= S.FLAG_NEW_BOAT
        if 0.0 <= now < counted:
            flag |= S.FLAG_CLAIM
        may_at = now if referral.point == POINT_ARRIVAL else math.inf

        t = now
        time[j], stage[j] = t, S.CLAIM_PENDING
        j += 1
        t += lognormal(life.decision_days_o[o], life.spread, uniform(key, _DECISION))
        exhausted = False
        if t < end:
            if uniform(key, _REFUSED) >= life.refusal_share_o[o]:
                time[j], stage[j] = t, S.PROTECTED
                j += 1
            else:
                if 0.0 <= t < counted:
                    flag |= S.FLAG_REFUSED
                if referral.point == POINT_REFUSED:
                    may_at = t
                allowed = False
                if uniform(key, _APPEALS) < life.appeal_share_o[o]:
                    time[j], stage[j] = t, S.APPEAL_PENDING
                    t += lognormal(life.appeal_days_o[o], life.spread, uniform(key, _APPEAL_DAYS))
                    allowed = uniform(key, _ALLOWED) < life.appeal_allowed_o[o]
                else:
                    time[j], stage[j] = t, S.REFUSED
                    t += _APPEAL_TIME
                j += 1
                if t < end:
                    if allowed:
                        time[j], stage[j] = t, S.PROTECTED
                        j += 1
                    else:
                        exhausted = True
        if exhausted:
            if 0.0 <= t < counted:
                flag |= S.FLAG_EXHAUSTED
            if referral.point == POINT_EXHAUSTED:
                may_at = t
            round_ = 0
            while True:
                time[j], stage[j] = t, S.AWAITING_RETURN
                j += 1
                submissions = life.submissions_rate if round_ < 2 else 0.0
                rate = (
                    submissions
                    + life.barrier_rate
                    + life.whereabouts_rate
                    + life.voluntary_rate_o[o]
                    + life.enforced_rate_o[o]
                    + life.death_rate
                )
                t += exponential(rate, uniform(key, _NEXT_DAYS[round_]))
                if t >= end:
                    break
                u = uniform(key, _NEXT[round_]) * rate - submissions
                if u < 0.0:
                    time[j], stage[j] = t, S.FURTHER_SUBMISSIONS
                    j += 1
                    t += lognormal(life.submissions_days, life.spread, uniform(key, _SUBMISSION_DAYS[round_]))
                    if t >= end:
                        break
                    if uniform(key, _ACCEPTED[round_]) < life.submissions_accepted:
                        time[j], stage[j] = t, S.PROTECTED
                        j += 1
                        break
                    round_ += 1
                    continue
                last = end_of_wait(
                    life.barrier_rate,
                    life.whereabouts_rate,
                    life.voluntary_rate_o[o],
                    life.enforced_rate_o[o],
                    u,
                )
                time[j], stage[j] = t, last
                j += 1
                break

        if S.IS_END[stage[j - 1]] and time[j - 1] < 0.0:
            j = at[n]
            continue

        ready[n] = math.inf
        if may_at < end:
            u = uniform(key, _CLASS)
            holds = u < referral.class_ok[o, children, 0]
            unknown = not holds and u < referral.class_ok[o, children, 1]
            if (
                (holds or unknown)
                and uniform(key, _REFERRED) < referral.referral_share
                and uniform(key, _HOST_ACCEPTS) < referral.accepts_ok[o, children]
            ):
                # Nobody can be referred to a scheme before it starts.
                r = max(may_at, 0.0) + referral.notice_days
                r += lognormal(referral.referral_days, life.spread, uniform(key, _REFERRAL_DAYS))
                if unknown:
                    r += lognormal(referral.fact_days, life.spread, uniform(key, _FACT_DAYS))
                ready[n] = r
        origin[n], flags[n], keys[n], sizes[n] = o, flag, key, _SIZES[kind]
        n += 1
        at[n] = j
    people = People(at[: n + 1], time[:j], stage[:j], origin[:n], flags[:n], ready[:n], keys[:n], sizes[:n])
    return person, now, kept_off, came_another_way, people
