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

MEMORYLESS_FROM = np.uint32(1 << 16)
"""What ends a stage is a timed risk's number, or from here on that of one without memory."""

NOTHING = np.uint32(2**32 - 1)


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
    Everybody takes one step, then everybody the next, those at one stage together: what they have in common
    is read once, and a tenth of the time of one life after the other is saved.
    """
    n, stages = of.size, s.waits_s.size
    stage_s, way_w, key_dv = s.stage_s, s.way_w, s.key_dv
    visits = np.zeros((n, stages), np.uint16)
    counts = np.zeros((n, s.counters + 1), np.uint16)
    now, here = np.empty(n), np.empty(n, np.uint8)
    steps = np.zeros(n, np.int64)
    going = np.empty(n, np.int64)
    m = 0
    for i in range(n):
        last = at[i + 1] - 1
        for k in range(at[i], last + 1):
            visits[i, stage[k]] += 1
        if goes[i]:
            now[i], here[i] = time[last], stage[last]
            if last == at[i] and 0.0 <= now[i] < counted:
                flags[i] |= np.uint8(stage_s[here[i], FLAGS])
            going[m] = i
            m += 1
    times, entered = np.empty((8, n)), np.empty((8, n), np.uint8)
    days = np.empty(n)
    which = np.empty(n, np.uint32)
    among = np.empty(n, np.int64)
    starts = np.empty(stages + 1, np.int64)
    taken = 0
    while m > 0:
        if taken == times.shape[0]:
            times, entered = _more(times), _more_codes(entered)
        # Those at one stage side by side, in their order.
        starts[:] = 0
        for k in range(m):
            starts[here[going[k]] + 1] += 1
        for z in range(stages):
            starts[z + 1] += starts[z]
        for k in range(m):
            z = here[going[k]]
            among[starts[z]] = going[k]
            starts[z] += 1
        first = np.int64(0)
        for z in range(stages):
            last = starts[z]
            if last > first:
                _stay_at(s, amounts, z, among[first:last], of, key, visits, counts, days, which)
            first = last
        m = 0
        for k in range(among.size):
            if k >= starts[stages - 1]:
                break
            i = among[k]
            r = which[i]
            if r == NOTHING:
                continue
            t = now[i] + days[i]
            if t >= end:
                continue
            z = here[i]
            v = visits[i, z] - 1
            w = min(v, VISITS - 1)
            me = _at_visit(np.uint64(key[i]), int(v))
            if r < MEMORYLESS_FROM:
                lead, until, counter = s.timed_r[r, WAYS], s.timed_r[r, WAYS_END], s.timed_r[r, COUNTER]
            else:
                x = r - MEMORYLESS_FROM
                lead, until = s.memoryless_x[x, WAYS], s.memoryless_x[x, WAYS_END]
                counter = s.memoryless_x[x, COUNTER]
            counts[i, counter] += 1
            while lead < until - 1:
                what = np.uint64(key_dv[way_w[lead, IF] - 1, w])
                hit = uniform(me, what) < amounts[of[i], way_w[lead, OF]]
                if hit != (way_w[lead, FAILS] > 0):
                    break
                lead += 1
            z = np.uint8(way_w[lead, TO])
            times[taken, i], entered[taken, i] = t, z
            if visits[i, z] == 0 and 0.0 <= t < counted:
                flags[i] |= np.uint8(stage_s[z, FLAGS])
            visits[i, z] += 1
            now[i], here[i] = t, z
            steps[i] += 1
            going[m] = i
            m += 1
        taken += 1
    return _joined(at, time, stage, steps, times, entered)


@njit(cache=True, nogil=True, inline="always")
def _at_visit(key: np.uint64, visit: int) -> np.uint64:
    """The key for a visit of a stage: beyond those whose draws have names, that of a person of its own."""
    return key if visit < VISITS else mix(key + np.uint64(visit))


@njit(cache=True, nogil=True)
def _stay_at(
    s: Stages,
    amounts: Floats,
    z: int,
    who: Ints,
    of: NDArray[np.int32],
    key: NDArray[np.uint64],
    visits: NDArray[np.uint16],
    counts: NDArray[np.uint16],
    days: Floats,
    which: NDArray[np.uint32],
) -> None:
    """For each of those at stage `z`, how long they stay and which risk ends it."""
    stage_s, timed_r, memoryless_x, key_dv = s.stage_s, s.timed_r, s.memoryless_x, s.key_dv
    first_r, last_r = stage_s[z, TIMED], stage_s[z, TIMED_END]
    first_x, last_x = stage_s[z, MEMORYLESS], stage_s[z, MEMORYLESS_END]
    for i in who:
        days[i], which[i] = math.inf, NOTHING
    for r in range(first_r, last_r):
        law, a, b, counter = timed_r[r, LAW], timed_r[r, FIRST], timed_r[r, SECOND], timed_r[r, COUNTER]
        for i in who:
            c, v = of[i], visits[i, z] - 1
            w = min(v, VISITS - 1)
            me = _at_visit(np.uint64(key[i]), int(v))
            if counter and counts[i, counter] >= timed_r[r, MOST]:
                continue
            if timed_r[r, CHANCE]:
                what = np.uint64(key_dv[timed_r[r, CHANCE] - 1, w])
                if uniform(me, what) >= amounts[c, timed_r[r, SHARE]]:
                    continue
            value = float(amounts[c, a])
            what = np.uint64(key_dv[timed_r[r, KEY], w])
            if law == LOGNORMAL:
                value = lognormal(value, float(amounts[c, b]), me, what)
            elif law == EXPONENTIAL:
                value = exponential(value, me, what)
            if value < days[i]:
                days[i], which[i] = value, r
    if first_x == last_x:
        return
    for i in who:
        c, v = of[i], visits[i, z] - 1
        w = min(v, VISITS - 1)
        me = _at_visit(np.uint64(key[i]), int(v))
        rate = 0.0
        for x in range(first_x, last_x):
            counter = memoryless_x[x, COUNTER]
            if counter == 0 or counts[i, counter] < memoryless_x[x, MOST]:
                rate += float(amounts[c, memoryless_x[x, RATE]])
        value = exponential(rate, me, np.uint64(key_dv[stage_s[z, DAYS_KEY], w]))
        if value < days[i]:
            days[i] = value
            u = uniform(me, np.uint64(key_dv[stage_s[z, WHICH_KEY], w])) * rate
            for x in range(first_x, last_x):
                counter = memoryless_x[x, COUNTER]
                if counter == 0 or counts[i, counter] < memoryless_x[x, MOST]:
                    which[i] = MEMORYLESS_FROM + x
                    u -= amounts[c, memoryless_x[x, RATE]]
                    if u < 0.0:
                        break


@njit(cache=True, nogil=True)
def _joined(
    at: Ints,
    time: Floats,
    stage: NDArray[np.uint8],
    steps: Ints,
    times: Floats,
    entered: NDArray[np.uint8],
) -> tuple[Ints, Floats, NDArray[np.uint8]]:
    """Each path with the steps that were taken, `times[k, i]` and `entered[k, i]` the k-th of person i."""
    n = steps.size
    new_at = np.empty(n + 1, np.int64)
    total = time.size + steps.sum()
    new_time, new_stage = np.empty(total), np.empty(total, np.uint8)
    j = 0
    new_at[0] = 0
    for i in range(n):
        for k in range(at[i], at[i + 1]):
            new_time[j], new_stage[j] = time[k], stage[k]
            j += 1
        for k in range(steps[i]):
            new_time[j], new_stage[j] = times[k, i], entered[k, i]
            j += 1
        new_at[i + 1] = j
    return new_at, new_time, new_stage


@njit(cache=True, nogil=True)
def _more(values: Floats) -> Floats:
    more = np.empty((2 * values.shape[0], values.shape[1]))
    more[: values.shape[0]] = values
    return more


@njit(cache=True, nogil=True)
def _more_codes(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    more = np.empty((2 * values.shape[0], values.shape[1]), np.uint8)
    more[: values.shape[0]] = values
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


def nobody() -> People:
    """The paths of no one."""
    of = np.zeros(0, np.int32)
    none, codes = np.zeros(0), np.zeros(0, np.uint8)
    return People(np.zeros(1, np.int64), none, codes, of, codes, codes, none, np.zeros(0, np.uint64), codes)


@njit(cache=True, nogil=True)
def pick(people: People, index: NDArray[np.int64]) -> People:
    """The paths of some of the people, in the order of `index`."""
    n = index.size
    total = 0
    for i in index:
        total += people.at[i + 1] - people.at[i]
    at = np.empty(n + 1, np.int64)
    time = np.empty(total)
    stage = np.empty(total, np.uint8)
    at[0] = 0
    j = 0
    for m in range(n):
        for k in range(people.at[index[m]], people.at[index[m] + 1]):
            time[j], stage[j] = people.time[k], people.stage[k]
            j += 1
        at[m + 1] = j
    return People(
        at,
        time,
        stage,
        people.of[index],
        people.origin[index],
        people.flags[index],
        people.ready[index],
        people.key[index],
        people.size[index],
    )
