"""Lives sampled one by one: who comes, and the stages that each passes through while no place is taken.

Nothing contends in these stages, so nobody has to wait for anybody else's event. A path says what would
become of a person if no place ever came free; `model.places` takes people out of these paths.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.model.compiled import (
    CHANCE,
    COUNTER,
    DAYS_KEY,
    EXPONENTIAL,
    FAILS,
    FIRST,
    FIXED,
    FLAGS,
    IF,
    KEY,
    LAW,
    LOGNORMAL,
    MEMORYLESS,
    MEMORYLESS_END,
    MOST,
    OF,
    RATE,
    SECOND,
    SHARE,
    TIMED,
    TIMED_END,
    TO,
    VISITS,
    WAYS,
    WAYS_END,
    WHICH_KEY,
    Births,
    Readiness,
    Stages,
)
from returnhub.simulation.samplers import exponential, lognormal
from returnhub.simulation.streams import mix, person_key, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Born(NamedTuple):
    """People who came: when, of which class (`model.compiled`), their marks and keys."""

    time: Floats
    of: NDArray[np.int32]
    flags: NDArray[np.uint8]
    key: NDArray[np.uint64]


class People(NamedTuple):
    """Paths of some households: number i has stages `stage[at[i]:at[i + 1]]` entered at `time[...]` (days).

    `of` is the class of each, `origin` the level by which outcomes are told apart, `size` the people in it;
    `ready` the day from which they could be moved, infinite if never.
    """

    at: Ints
    time: Floats
    stage: NDArray[np.uint8]
    of: NDArray[np.int32]
    origin: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    ready: Floats
    key: NDArray[np.uint64]
    size: NDArray[np.uint8]


@njit(cache=True, nogil=True)
def births(
    b: Births, amounts: Floats, rep_key: np.uint64, first: int, most: int, start: float, end: float
) -> tuple[int, float, Ints, Ints, Born]:
    """At most `most` households from number `first` on, the first after day `start`.

    Returns the number of the next household, the day of the last (`end` or later when all have come), how
    many people each filter kept from coming, for how many it was another way, and those who came.
    """
    time = np.empty(most)
    of = np.empty(most, np.int32)
    flags = np.empty(most, np.uint8)
    keys = np.empty(most, np.uint64)
    kept_f, instead_f = np.zeros(b.key_f.size, np.int64), np.zeros(b.key_f.size, np.int64)
    key_a, levels_a, stride_a = b.key_a, b.levels_a, b.stride_a
    first_a, shares_cl = b.first_a, b.shares_cl
    key_f, again_f, share_f, from_f, full_f = b.key_f, b.again_f, b.share_f, b.from_f, b.full_f
    size_c, flags_c, new_flags_c = b.size_c, b.flags_c, b.new_flags_c
    a_day, gap_key = b.a_day, b.gap_key
    filters = key_f.size
    now, person, n = start, first, 0
    while n < most:
        key = person_key(rep_key, np.uint64(person))
        person += 1
        now += exponential(a_day, key, gap_key)
        if now >= end:
            break
        c = 0
        for k in range(key_a.size):
            u = uniform(key, key_a[k])
            at = first_a[k]
            level = 0
            while level < levels_a[k] - 1 and u >= shares_cl[c, at + level]:
                level += 1
            c += level * stride_a[k]
        comes = True
        if filters:
            met, went = -1, -1
            # Whoever is sent another way meets what watches that way too, once.
            for _ in range(2):
                before, met = met, -1
                for f in range(filters):
                    if f == before or now < from_f[f]:
                        continue
                    grown = 1.0 if now >= full_f[f] else (now - from_f[f]) / (full_f[f] - from_f[f])
                    share = amounts[c, share_f[f]]
                    if uniform(key, key_f[f]) < grown * share:
                        met = f
                        break
                if met < 0:
                    break
                if uniform(key, again_f[met]) >= b.instead_f[met]:
                    comes = False
                    break
                k = b.attribute_f[met]
                c += (b.level_f[met] - c // stride_a[k] % levels_a[k]) * stride_a[k]
                went = met
            if not comes:
                kept_f[met] += size_c[c]
                continue
            if went >= 0:
                instead_f[went] += size_c[c]
        time[n], of[n], keys[n] = now, c, key
        flags[n] = flags_c[c] | (new_flags_c[c] if now >= 0.0 else np.uint8(0))
        n += 1
    return person, now, kept_f, instead_f, Born(time[:n], of[:n], flags[:n], keys[:n])


@njit(cache=True, nogil=True)
def walk(
    s: Stages,
    amounts: Floats,
    at: Ints,
    time: Floats,
    stage: NDArray[np.uint8],
    of: NDArray[np.int32],
    flags: NDArray[np.uint8],
    key: NDArray[np.uint64],
    goes: NDArray[np.bool_],
    end: float,
    counted: float,
) -> tuple[Ints, Floats, NDArray[np.uint8]]:
    """Carry paths on, up to day `end`, from the last stage of each of those who go (`goes`).

    Returns the paths as `People` has them. First entries from day 0 to `counted` are marked in `flags`.
    """
    n = of.size
    stage_s, timed_r, memoryless_x, way_w, key_dv = s.stage_s, s.timed_r, s.memoryless_x, s.way_w, s.key_dv
    visits = np.zeros(s.waits_s.size, np.int64)
    counts = np.zeros(s.counters + 1, np.int64)
    new_at = np.empty(n + 1, np.int64)
    room = time.size + 8 * n + 64
    new_time, new_stage = np.empty(room), np.empty(room, np.uint8)
    new_at[0] = 0
    j = 0
    for i in range(n):
        first = j
        if j + at[i + 1] - at[i] + 2 > room:
            room = 2 * room + at[i + 1] - at[i]
            new_time, new_stage = _longer(new_time, room), _longer_codes(new_stage, room)
        for k in range(at[i], at[i + 1]):
            new_time[j], new_stage[j] = time[k], stage[k]
            visits[stage[k]] += 1
            j += 1
        if goes[i]:
            c, who = of[i], np.uint64(key[i])
            here = np.int64(new_stage[j - 1])
            t = float(new_time[j - 1])
            if j - first == 1 and 0.0 <= t < counted:
                flags[i] |= np.uint8(stage_s[here, FLAGS])
            counted_any = False
            while True:
                v = visits[here] - 1
                w = min(v, VISITS - 1)
                # Stages come again as often as that very rarely: a person with another key then.
                me = who if v < VISITS else mix(who + np.uint64(v))
                days, lead, last = math.inf, 0, 0
                counter = 0
                for r in range(stage_s[here, TIMED], stage_s[here, TIMED_END]):
                    if timed_r[r, COUNTER] and counts[timed_r[r, COUNTER]] >= timed_r[r, MOST]:
                        continue
                    if timed_r[r, CHANCE]:
                        z = np.uint64(key_dv[timed_r[r, CHANCE] - 1, w])
                        u = uniform(me, z)
                        if u >= amounts[c, timed_r[r, SHARE]]:
                            continue
                    value = float(amounts[c, timed_r[r, FIRST]])
                    if timed_r[r, LAW] != FIXED:
                        z = np.uint64(key_dv[timed_r[r, KEY], w])
                        if timed_r[r, LAW] == LOGNORMAL:
                            value = lognormal(value, float(amounts[c, timed_r[r, SECOND]]), me, z)
                        else:
                            value = exponential(value, me, z)
                    if value < days:
                        days, counter = value, timed_r[r, COUNTER]
                        lead, last = timed_r[r, WAYS], timed_r[r, WAYS_END]
                first_x, last_x = stage_s[here, MEMORYLESS], stage_s[here, MEMORYLESS_END]
                if first_x < last_x:
                    rate = 0.0
                    for x in range(first_x, last_x):
                        if (
                            memoryless_x[x, COUNTER] == 0
                            or counts[memoryless_x[x, COUNTER]] < memoryless_x[x, MOST]
                        ):
                            rate += float(amounts[c, memoryless_x[x, RATE]])
                    z = np.uint64(key_dv[stage_s[here, DAYS_KEY], w])
                    value = exponential(rate, me, z)
                    if value < days:
                        days = value
                        z = np.uint64(key_dv[stage_s[here, WHICH_KEY], w])
                        u = uniform(me, z) * rate
                        for x in range(first_x, last_x):
                            if (
                                memoryless_x[x, COUNTER] == 0
                                or counts[memoryless_x[x, COUNTER]] < memoryless_x[x, MOST]
                            ):
                                lead, last = memoryless_x[x, WAYS], memoryless_x[x, WAYS_END]
                                counter = memoryless_x[x, COUNTER]
                                u -= amounts[c, memoryless_x[x, RATE]]
                                if u < 0.0:
                                    break
                if lead == last:
                    break
                t += days
                if t >= end:
                    break
                if counter:
                    counts[counter] += 1
                    counted_any = True
                while lead < last - 1:
                    z = np.uint64(key_dv[way_w[lead, IF] - 1, w])
                    hit = uniform(me, z) < amounts[c, way_w[lead, OF]]
                    if hit != (way_w[lead, FAILS] > 0):
                        break
                    lead += 1
                here = np.int64(way_w[lead, TO])
                if j + 2 > room:
                    room *= 2
                    new_time, new_stage = _longer(new_time, room), _longer_codes(new_stage, room)
                new_time[j], new_stage[j] = t, here
                j += 1
                if visits[here] == 0 and 0.0 <= t < counted:
                    flags[i] |= np.uint8(stage_s[here, FLAGS])
                visits[here] += 1
            if counted_any:
                counts[:] = 0
        for k in range(first, j):
            visits[new_stage[k]] = 0
        new_at[i + 1] = j
    return new_at, new_time[:j], new_stage[:j]


@njit(cache=True, nogil=True)
def _longer(values: Floats, room: int) -> Floats:
    more = np.empty(room)
    more[: values.size] = values
    return more


@njit(cache=True, nogil=True)
def _longer_codes(values: NDArray[np.uint8], room: int) -> NDArray[np.uint8]:
    more = np.empty(room, np.uint8)
    more[: values.size] = values
    return more


@njit(cache=True, nogil=True)
def when_ready(
    r: Readiness,
    amounts: Floats,
    at: Ints,
    time: Floats,
    stage: NDArray[np.uint8],
    of: NDArray[np.int32],
    key: NDArray[np.uint64],
) -> Floats:
    """For each path the day from which a place could be taken; infinite if never."""
    n = of.size
    ready = np.full(n, math.inf)
    since_s, key_n, share_n = r.since_s, r.key_n, r.share_n
    for i in range(n):
        day = math.inf
        for k in range(at[i], at[i + 1]):
            if since_s[stage[k]]:
                day = time[k]
                break
        if day == math.inf:
            continue
        c, who = of[i], np.uint64(key[i])
        can = True
        for k in range(key_n.size):
            x = share_n[k]
            if uniform(who, key_n[k]) >= amounts[c, x]:
                can = False
                break
        if not can:
            continue
        day = max(day, r.not_before)
        for k in range(r.law_d.size):
            x = r.unless_d[k]
            if x >= 0 and uniform(who, r.unless_key_d[k]) < amounts[c, x]:
                continue
            x = r.first_d[k]
            value = float(amounts[c, x])
            if r.law_d[k] == EXPONENTIAL:
                value = exponential(value, who, np.uint64(r.key_d[k]))
            elif r.law_d[k] != FIXED:
                x = r.second_d[k]
                spread = float(amounts[c, x])
                value = lognormal(value, spread, who, np.uint64(r.key_d[k]))
            day += value
        ready[i] = day
    return ready


def join(parts: list[People]) -> People:
    """The paths of several samples as one."""
    shift = np.cumsum([0, *(p.at[-1] for p in parts)])
    at = np.concatenate([[0], *(p.at[1:] + s for p, s in zip(parts, shift, strict=False))]).astype(np.int64)
    return People(
        at,
        np.concatenate([p.time for p in parts]),
        np.concatenate([p.stage for p in parts]),
        np.concatenate([p.of for p in parts]),
        np.concatenate([p.origin for p in parts]),
        np.concatenate([p.flags for p in parts]),
        np.concatenate([p.ready for p in parts]),
        np.concatenate([p.key for p in parts]),
        np.concatenate([p.size for p in parts]),
    )
