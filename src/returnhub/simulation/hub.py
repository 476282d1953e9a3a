"""The hubs: the only part where people wait for each other, so the only part with an event list.

Spans in which a household could be moved begin and end, stays end, and once a week the calendar of
places moves on. Households wait in the order in which they became ready, and nobody overtakes: a
family for which too few places are free is not passed by. Nobody's expected stay counts. Notice of a
place may bring further submissions: the place goes to the next in line, and whoever's submissions are
rejected comes first, in the order of the decisions. A hub with nobody in its own line takes from the
others', at the latest when a week begins.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.limits import FIRST_RESOURCE, NO_CAP, Limits, short_of, stopped_by, takes
from returnhub.simulation.model.compiled import ON_CLOSING, Compiled, Stays
from returnhub.simulation.model.paths import Floats, People
from returnhub.simulation.samplers import lognormal
from returnhub.simulation.stay import pop, push, stay
from returnhub.simulation.streams import uniform
from returnhub.simulation.waiting import Prospects, Spans

Ints = NDArray[np.int64]

WEEK, YEAR = 7.0, 365.0

_LINE = 1e9
"""Further apart than the turns within one line."""


class Moved(NamedTuple):
    """What the hubs did: for each prospect the day and hub of the move (infinite, -1: never), the day and
    stage of the end of the stay, and whether a barrier came in it; the days on which further submissions
    were made on notice of a place and decided, and whether they were accepted; for each hub and week what
    was seen; and areas (person-days in the hub and in its queue), counted by the clock and not by person.
    `spans` are those waited in, with a new one for each household that came back to the queue.
    `held_hl`: weeks at whose end people waited and a limit (`limits`) stopped the first in line.
    `used_ry`: resources used by year. `onward_waits`: person-weeks for which onward returns waited for
    a resource."""

    at: Floats
    hub: NDArray[np.int8]
    ended: Floats
    end_stage: NDArray[np.uint8]
    barred: NDArray[np.bool_]
    submitted: Floats
    decided: Floats
    accepted: NDArray[np.bool_]
    people_hw: Ints
    queue_hw: Ints
    entered_hw: Ints
    waited_hw: Floats
    area: Floats
    queue_area: Floats
    spans: Spans
    span_hub: NDArray[np.int8]
    span_taken: Floats
    held_hl: Ints
    used_ry: Floats
    onward_waits: int


def take_places(c: Compiled, found: Prospects, limits: Limits, end: float) -> Moved:
    """Let the prospects of a model have its places up to day `end`."""
    spans = found.spans
    by_start = np.lexsort((found.since[spans.person], spans.start))
    by_end = np.argsort(spans.end, kind="stable")
    if c.stays is None:
        raise ValueError("a model without places has none to take")
    return run(found.people, spans, by_start, by_end, c.stays, c.amounts_cv, limits, end)


@njit(cache=True, nogil=True)
def run(
    people: People,
    spans: Spans,
    by_start: Ints,
    by_end: Ints,
    s: Stays,
    amounts: Floats,
    limits: Limits,
    end: float,
) -> Moved:
    """Move households to hubs from day 0 to day `end`, whose last week may be a part of one.

    `by_start` and `by_end` order the spans by their start (longest ready first) and their end.
    """
    # Passing all limits on costs more than looking at them here, once for each offer.
    places_hw, moving_hw, a_week = limits.places_hw, limits.moving_hw, limits.a_week
    cap_in_all, cap_a_year = limits.cap_in_all, limits.cap_a_year
    cap_at_one_time, to_move_r = limits.cap_at_one_time, limits.notice_r + limits.transfer_r
    hubs, weeks = places_hw.shape
    resources = limits.of_r.size
    n_people = people.ready.size
    n_spans = spans.person.size
    at = np.full(n_people, math.inf)
    hub_of = np.full(n_people, -1, np.int8)
    ended = np.full(n_people, math.inf)
    end_stage = np.zeros(n_people, np.uint8)
    barrier_at = np.full(n_people, math.inf)
    needs_resource = np.zeros(n_people, np.bool_)
    rang = np.empty(s.clock_q.shape[0] + 1)
    submitted = np.full(n_people, math.inf)
    decided = np.full(n_people, math.inf)
    accepted = np.zeros(n_people, np.bool_)
    people_hw = np.zeros((hubs, weeks), np.int64)
    queue_hw = np.zeros((hubs, weeks), np.int64)
    entered_hw = np.zeros((hubs, weeks), np.int64)
    waited_hw = np.zeros((hubs, weeks))
    area, queue_area = np.zeros(hubs), np.zeros(hubs)
    held_hl = np.zeros((hubs, FIRST_RESOURCE + resources), np.int64)
    used_ry = np.zeros((resources, math.ceil(end / YEAR)))
    onward_waits = 0

    # A household comes back to the queue at most once, so one spare span each is enough.
    person = np.concatenate((spans.person, np.empty(n_people, np.int64)))
    starts = np.concatenate((spans.start, np.empty(n_people)))
    stops = np.concatenate((spans.end, np.empty(n_people)))
    span_hub = np.full(person.size, -1, np.int8)
    span_taken = np.full(person.size, math.inf)
    came_back_in = np.full(n_spans, -1, np.int64)
    # Whose turn it is: in the order of `by_start`, and before all of them who came back, by the decision.
    turn = np.empty(person.size)
    turn[by_start] = np.arange(n_spans)
    for w in range(n_spans):
        turn[w] += _LINE * limits.line_c[people.of[person[w]]]
    waits = np.zeros(person.size, np.bool_)
    behind = np.full(person.size, -1, np.int64)
    gone = np.zeros(person.size, np.bool_)
    lines = limits.line_c.max() + 1

    inside = np.zeros(hubs, np.int64)
    queued = np.zeros(hubs, np.int64)
    moved_this_week = np.zeros(hubs, np.int64)
    # People moved in all, moved this year, and in the hubs now: what an agreement may cap.
    totals = np.zeros(3, np.int64)
    year = 0
    left_r = limits.a_week_r.copy()
    # Without any tribunal day nobody is ever heard.
    tribunal_free = math.inf if math.isinf(limits.tribunal_days) else 0.0
    shut = np.zeros(hubs, np.bool_)
    done = np.zeros(hubs, np.bool_)
    head, tail = np.full(hubs, -1, np.int64), np.full((hubs, lines), -1, np.int64)
    most = 1
    fits, in_the_end = np.zeros(hubs, np.int64), np.zeros(hubs, np.int64)
    first_week = np.zeros(hubs, np.int64)
    for h in range(hubs):
        in_the_end[h] = places_hw[h].max()
        while first_week[h] < weeks and places_hw[h, first_week[h]] == 0:
            first_week[h] += 1
        most += in_the_end[h]
        fits[h] = min(in_the_end[h], limits.a_week[h], limits.cap_in_all, cap_a_year, limits.cap_at_one_time)
    stay_t, stay_p = np.empty(most), np.empty(most, np.int64)
    back_t, back_w = np.empty(n_people + 1), np.empty(n_people + 1, np.int64)
    staying = coming_back = 0

    i_start = i_end = 0
    week = 0
    before = 0.0
    week_began = False
    while True:
        t = (week + 1) * WEEK
        what = 0
        if i_start < n_spans and spans.start[by_start[i_start]] < t:
            t, what = float(spans.start[by_start[i_start]]), 1
        if i_end < n_spans and spans.end[by_end[i_end]] < t:
            t, what = spans.end[by_end[i_end]], 2
        if staying > 0 and stay_t[0] < t:
            t, what = stay_t[0], 3
        if coming_back > 0 and back_t[0] < t:
            t, what = back_t[0], 4
        if cap_a_year < NO_CAP and (year + 1) * YEAR < t:
            t, what = (year + 1) * YEAR, 5
        t = min(t, end)
        for h in range(hubs):
            area[h] += inside[h] * (t - before)
            queue_area[h] += queued[h] * (t - before)
        before = t
        if t >= end:
            for h in range(hubs):
                people_hw[h, week], queue_hw[h, week] = inside[h], queued[h]
            break
        changed = -1
        if what == 1:
            w = int(by_start[i_start])
            i_start += 1
            p = int(person[w])
            n, c = int(people.size[p]), people.of[p]
            # The hub with the smallest share of its places spoken for, the first on a tie; those open
            # this week before those still to come, by their opening, and these before any that has shut.
            best = math.inf
            for h in range(hubs):
                if limits.takes_hc[h, c]:
                    spoken_for = (inside[h] + queued[h]) / max(1, places_hw[h, week])
                    if shut[h] or in_the_end[h] == 0 or n > fits[h]:
                        spoken_for += 1e12
                    elif places_hw[h, week] == 0:
                        spoken_for = (inside[h] + queued[h]) / in_the_end[h] + 1e6 * first_week[h]
                    if spoken_for < best:
                        best, changed = spoken_for, h
            if at[p] < math.inf or changed < 0 or accepted[p]:
                continue
            if submitted[p] < math.inf and t < decided[p]:
                # Submissions on notice are still pending: the span opens for them when these are decided.
                if decided[p] < min(stops[w], end):
                    back = n_spans + p
                    came_back_in[w] = back
                    person[back], starts[back], stops[back] = p, decided[p], stops[w]
                    turn[back] = decided[p]
                    span_hub[back] = changed
                    push(back_t, back_w, coming_back, float(decided[p]), back)
                    coming_back += 1
                continue
            span_hub[w], waits[w] = changed, True
            queued[changed] += n
            if n > fits[changed]:
                # More people than any hub could ever take at once: they wait, and stand in nobody's way.
                continue
            if head[changed] >= 0 and not waits[head[changed]]:
                _skip(head, changed, behind, waits, gone)
            _join(head, tail[changed], changed, int(limits.line_c[c]), w, behind, gone)
            if head[changed] != w and not (limits.helps and hubs > 1):
                continue
        elif what == 2:
            w = int(by_end[i_end])
            i_end += 1
            if came_back_in[w] >= 0:
                w = int(came_back_in[w])
            if not waits[w]:
                continue
            changed = span_hub[w]
            if head[changed] >= 0 and not waits[head[changed]]:
                _skip(head, changed, behind, waits, gone)
            waits[w] = False
            queued[changed] -= people.size[person[w]]
            if w != head[changed]:
                continue
        elif what == 3:
            p = int(stay_p[0])
            h, n = int(hub_of[p]), int(people.size[p])
            held_up = False
            if needs_resource[p] and resources > 0:
                held_up = short_of(limits, h, n, limits.onward_r, left_r) >= 0
                for r in range(resources):
                    if not held_up and (limits.of_r[r] < 0 or limits.of_r[r] == h):
                        left_r[r] -= n * limits.onward_r[r]
                        used_ry[r, int(t / YEAR)] += n * limits.onward_r[r]
            pop(stay_t, stay_p, staying)
            staying -= 1
            if held_up:
                # No seat or escort is left this week: the stay goes on, unless something else ends it.
                key = np.uint64(people.key[p])
                earliest = (week + 1) * WEEK - at[p]
                days, stage, _, needs = stay(s, amounts, h, int(people.of[p]), key, earliest, rang)
                ended[p], end_stage[p], needs_resource[p] = at[p] + days, stage, needs
                push(stay_t, stay_p, staying, float(at[p] + days), p)
                staying += 1
                onward_waits += n
                if not week_began:
                    continue
            else:
                inside[h] -= n
                totals[2] -= n
                changed = -1 if limits.cap_at_one_time < NO_CAP else h
        elif what == 4:
            w = int(back_w[0])
            pop(back_t, back_w, coming_back)
            coming_back -= 1
            changed = span_hub[w]
            waits[w] = True
            queued[changed] += people.size[person[w]]
            if people.size[person[w]] > fits[changed]:
                continue
            if head[changed] >= 0 and not waits[head[changed]]:
                _skip(head, changed, behind, waits, gone)
            _join(head, tail[changed], changed, 0, w, behind, gone)
        elif what == 0:
            for h in range(hubs):
                people_hw[h, week], queue_hw[h, week] = inside[h], queued[h]
                if head[h] >= 0 and not waits[head[h]]:
                    _skip(head, h, behind, waits, gone)
                if head[h] >= 0:
                    n = int(people.size[person[head[h]]])
                    why = stopped_by(limits, h, n, week, inside, moved_this_week, totals, left_r)
                    if why >= 0:
                        held_hl[h, why] += 1
                moved_this_week[h] = 0
            week += 1
            week_began = True
            for r in range(resources):
                left_r[r] = min(limits.a_week_r[r], left_r[r] + limits.a_week_r[r])
            for h in range(hubs):
                if week == limits.closes[h]:
                    shut[h] = True
                    still = 0
                    for i in range(staying):
                        p = int(stay_p[i])
                        if hub_of[p] == h:
                            ended[p], end_stage[p] = t, s.hub_h[h, ON_CLOSING]
                            totals[2] -= people.size[p]
                        else:
                            push(stay_t, stay_p, still, float(stay_t[i]), p)
                            still += 1
                    staying = still
                    inside[h] = 0
        if int(t / YEAR) != year:
            year = int(t / YEAR)
            totals[1] = 0
        if week_began:
            # Returns held up from last week come before this week's moves.
            if staying > 0 and stay_t[0] <= t:
                continue
            week_began, changed = False, -1
        for h in range(hubs):
            done[h] = (changed >= 0 and h != changed) or places_hw[h, week] == 0
        while True:
            first, w = -1, -1
            for h in range(hubs):
                if done[h]:
                    continue
                if head[h] >= 0 and not waits[head[h]]:
                    _skip(head, h, behind, waits, gone)
                v = head[h]
                for q in range(hubs if limits.helps else 0):
                    if q == h or (head[h] >= 0 and not shut[q]):
                        continue
                    x = head[q]
                    while x >= 0 and not (waits[x] and takes(limits, h, people, int(person[x]), fits[h])):
                        x = behind[x]
                    if x >= 0 and (v < 0 or turn[x] < turn[v]):
                        v = x
                if v < 0:
                    done[h] = True
                elif first < 0 or turn[v] < turn[w]:
                    first, w = h, int(v)
            if first < 0:
                break
            h = first
            p = int(person[w])
            n = int(people.size[p])
            if (
                inside[h] + n > places_hw[h, week]
                or not moving_hw[h, week]
                or moved_this_week[h] + n > a_week[h]
                or totals[0] + n > cap_in_all
                or totals[1] + n > cap_a_year
                or totals[2] + n > cap_at_one_time
                or (resources > 0 and short_of(limits, h, n, to_move_r, left_r) >= 0)
            ):
                done[h] = True
                continue
            key = np.uint64(people.key[p])
            waits[w] = False
            span_taken[w] = t
            queued[span_hub[w]] -= n
            c = people.of[p]
            challenges = s.offer.size > 0 and submitted[p] == math.inf
            if challenges:
                challenges = uniform(key, np.uint64(s.key_d[s.offer[0]])) < amounts[c, s.offer[1]]
            for r in range(resources):
                if limits.of_r[r] < 0 or limits.of_r[r] == h:
                    took = n * (limits.notice_r[r] + (0.0 if challenges else limits.transfer_r[r]))
                    left_r[r] -= took
                    used_ry[r, year] += took
            if challenges:
                submitted[p] = t
                heard = max(t, tribunal_free)
                tribunal_free = heard + limits.tribunal_days
                for r in range(resources):
                    if heard < end and (limits.of_r[r] < 0 or limits.of_r[r] == h):
                        used_ry[r, int(heard / YEAR)] += limits.submissions_r[r]
                median, spread = float(amounts[c, s.offer[2]]), float(amounts[c, s.offer[3]])
                decided[p] = heard + lognormal(median, spread, key, np.uint64(s.key_d[s.offer[4]]))
                accepted[p] = uniform(key, np.uint64(s.key_d[s.offer[5]])) < amounts[c, s.offer[6]]
                if not accepted[p] and decided[p] < min(stops[w], end):
                    back = n_spans + p
                    came_back_in[w] = back
                    person[back], starts[back], stops[back] = p, decided[p], stops[w]
                    turn[back] = decided[p]
                    span_hub[back] = h
                    push(back_t, back_w, coming_back, float(decided[p]), back)
                    coming_back += 1
                continue
            inside[h] += n
            moved_this_week[h] += n
            totals += n
            at[p], hub_of[p] = t, h
            entered_hw[h, week] += n
            waited_hw[h, week] += n * (t - people.ready[p])
            days, stage, barrier, needs = stay(s, amounts, h, int(c), key, 0.0, rang)
            ended[p], end_stage[p], needs_resource[p] = t + days, stage, needs
            barrier_at[p] = t + barrier
            push(stay_t, stay_p, staying, float(t + days), p)
            staying += 1
    return Moved(
        at,
        hub_of,
        ended,
        end_stage,
        barrier_at < np.minimum(ended, end),
        submitted,
        decided,
        accepted,
        people_hw,
        queue_hw,
        entered_hw,
        waited_hw,
        area,
        queue_area,
        Spans(person, starts, stops),
        span_hub,
        span_taken,
        held_hl,
        used_ry,
        onward_waits,
    )


@njit(cache=True, nogil=True)
def _skip(head: Ints, h: int, behind: Ints, waits: NDArray[np.bool_], gone: NDArray[np.bool_]) -> None:
    """Let the first in line be somebody who still waits. Asked for only where needed: a call costs more."""
    while head[h] >= 0 and not waits[head[h]]:
        gone[head[h]] = True
        head[h] = behind[head[h]]


@njit(cache=True, nogil=True)
def _join(head: Ints, tail_l: Ints, h: int, line: int, w: int, behind: Ints, gone: NDArray[np.bool_]) -> None:
    """Let `w` stand last in its line, before all who are in a later line of the hub."""
    last = np.int64(-1)
    for k in range(line + 1):
        if tail_l[k] >= 0 and not gone[tail_l[k]]:
            last = tail_l[k]
    if last < 0:
        behind[w] = head[h]
        head[h] = w
    else:
        behind[w] = behind[last]
        behind[last] = w
    tail_l[line] = w
