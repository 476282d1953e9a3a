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
    EXPONENTIAL,
    FIXED,
    VISITS,
    Amounts,
    Births,
    Readiness,
    Stages,
)
from returnhub.simulation.streams import exponential, lognormal, mix, person_key, uniform

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
    b: Births, a: Amounts, rep_key: np.uint64, first: int, most: int, start: float, end: float
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
    amounts, base_v, group_v, code_gc = a.amounts, a.base_v, a.group_v, a.code_gc
    key_a, levels_a, stride_a, shares_a = b.key_a, b.levels_a, b.stride_a, b.shares_a
    key_f, again_f, share_f, from_f, full_f = b.key_f, b.again_f, b.share_f, b.from_f, b.full_f
    size_c, flags_c, new_flags_c = b.size_c, b.flags_c, b.new_flags_c
    a_day, gap_key = b.a_day, b.gap_key
    filters = key_f.size
    now, person, n = start, first, 0
    while n < most:
        key = person_key(rep_key, np.uint64(person))
        person += 1
        now += exponential(a_day, uniform(key, gap_key))
        if now >= end:
            break
        c = 0
        for k in range(key_a.size):
            u = uniform(key, key_a[k])
            at = base_v[shares_a[k]] + code_gc[group_v[shares_a[k]], c] * levels_a[k]
            level = 0
            while level < levels_a[k] - 1 and u >= amounts[at + level]:
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
                    share = amounts[int(base_v[share_f[f]] + code_gc[group_v[share_f[f]], c])]
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
    a: Amounts,
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
    amounts, base_v, group_v, code_gc = a.amounts, a.base_v, a.group_v, a.code_gc
    risk_at_s, law_r, first_r, second_r, key_r = s.risk_at_s, s.law_r, s.first_r, s.second_r, s.key_r
    way_at_r, end_way_r, most_r, counter_r = s.way_at_r, s.end_way_r, s.most_r, s.counter_r
    chance_r, share_r = s.chance_r, s.share_r
    memoryless_at_s, rate_x, way_at_x, end_way_x = s.memoryless_at_s, s.rate_x, s.way_at_x, s.end_way_x
    most_x, counter_x, days_key_s, which_key_s = s.most_x, s.counter_x, s.days_key_s, s.which_key_s
    to_w, chance_w, share_w, fails_w = s.to_w, s.chance_w, s.share_w, s.fails_w
    key_dv, flags_s = s.key_dv, s.flags_s
    visits = np.zeros(s.waits_s.size, np.int64)
    counts = np.zeros(s.counters, np.int64)
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
                flags[i] |= flags_s[here]
            while True:
                v = visits[here] - 1
                w = min(v, VISITS - 1)
                late = np.uint64(0) if v < VISITS else np.uint64(v)
                days, lead, last = math.inf, -1, -1
                counter = -1
                for r in range(risk_at_s[here], risk_at_s[here + 1]):
                    if counter_r[r] >= 0 and counts[counter_r[r]] >= most_r[r]:
                        continue
                    if chance_r[r] >= 0:
                        x = share_r[r]
                        z = np.uint64(key_dv[chance_r[r], w])
                        u = uniform(who, mix(z + late) if late else z)
                        if u >= amounts[int(base_v[x] + code_gc[group_v[x], c])]:
                            continue
                    x = first_r[r]
                    value = amounts[int(base_v[x] + code_gc[group_v[x], c])]
                    if law_r[r] != FIXED:
                        x = second_r[r]
                        spread = amounts[int(base_v[x] + code_gc[group_v[x], c])]
                        z = np.uint64(key_dv[key_r[r], w])
                        value = lognormal(value, spread, uniform(who, mix(z + late) if late else z))
                    if value < days:
                        days, lead, last, counter = value, way_at_r[r], end_way_r[r], counter_r[r]
                if memoryless_at_s[here] < memoryless_at_s[here + 1]:
                    rate = 0.0
                    for m in range(memoryless_at_s[here], memoryless_at_s[here + 1]):
                        if counter_x[m] < 0 or counts[counter_x[m]] < most_x[m]:
                            x = rate_x[m]
                            rate += amounts[int(base_v[x] + code_gc[group_v[x], c])]
                    z = np.uint64(key_dv[days_key_s[here], w])
                    value = exponential(rate, uniform(who, mix(z + late) if late else z))
                    if value < days:
                        days = value
                        z = np.uint64(key_dv[which_key_s[here], w])
                        u = uniform(who, mix(z + late) if late else z) * rate
                        for m in range(memoryless_at_s[here], memoryless_at_s[here + 1]):
                            if counter_x[m] < 0 or counts[counter_x[m]] < most_x[m]:
                                lead, last, counter = way_at_x[m], end_way_x[m], counter_x[m]
                                x = rate_x[m]
                                u -= amounts[int(base_v[x] + code_gc[group_v[x], c])]
                                if u < 0.0:
                                    break
                if lead < 0:
                    break
                t += days
                if t >= end:
                    break
                if counter >= 0:
                    counts[counter] += 1
                while lead < last - 1:
                    x = share_w[lead]
                    z = np.uint64(key_dv[chance_w[lead], w])
                    hit = (
                        uniform(who, mix(z + late) if late else z)
                        < amounts[int(base_v[x] + code_gc[group_v[x], c])]
                    )
                    if hit != fails_w[lead]:
                        break
                    lead += 1
                here = to_w[lead]
                if j + 2 > room:
                    room *= 2
                    new_time, new_stage = _longer(new_time, room), _longer_codes(new_stage, room)
                new_time[j], new_stage[j] = t, here
                j += 1
                if visits[here] == 0 and 0.0 <= t < counted:
                    flags[i] |= flags_s[here]
                visits[here] += 1
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
    a: Amounts,
    at: Ints,
    time: Floats,
    stage: NDArray[np.uint8],
    of: NDArray[np.int32],
    key: NDArray[np.uint64],
) -> Floats:
    """For each path the day from which a place could be taken; infinite if never."""
    n = of.size
    ready = np.full(n, math.inf)
    amounts, base_v, group_v, code_gc = a.amounts, a.base_v, a.group_v, a.code_gc
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
            if uniform(who, key_n[k]) >= amounts[int(base_v[x] + code_gc[group_v[x], c])]:
                can = False
                break
        if not can:
            continue
        day = max(day, r.not_before)
        for k in range(r.law_d.size):
            x = r.unless_d[k]
            if x >= 0 and uniform(who, r.unless_key_d[k]) < amounts[int(base_v[x] + code_gc[group_v[x], c])]:
                continue
            x = r.first_d[k]
            value = amounts[int(base_v[x] + code_gc[group_v[x], c])]
            if r.law_d[k] == EXPONENTIAL:
                value = exponential(value, uniform(who, r.key_d[k]))
            elif r.law_d[k] != FIXED:
                x = r.second_d[k]
                spread = amounts[int(base_v[x] + code_gc[group_v[x], c])]
                value = lognormal(value, spread, uniform(who, r.key_d[k]))
            day += value
        ready[i] = day
    return ready
