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

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.days import WEEK, YEAR
from returnhub.simulation.hub_state import (
    BEFORE,
    COMING_BACK,
    I_END,
    I_START,
    ONWARD_WAITS,
    STARTED,
    STAYING,
    TRIBUNAL_FREE,
    WEEK_BEGAN,
    WEEKS,
    YEARS,
    State,
)
from returnhub.simulation.limits import NO_CAP, Limits, short_of, stopped_by, takes
from returnhub.simulation.model.compiled import ON_CLOSING, Stays
from returnhub.simulation.model.paths import Floats, Ints, People
from returnhub.simulation.samplers import lognormal
from returnhub.simulation.stay import pop, push, stay
from returnhub.simulation.streams import uniform

_LINE = 1e9
"""Further apart than the turns within one line."""


@njit(cache=True, nogil=True)
def advance(
    state: State,
    people: People,
    s: Stays,
    amounts: Floats,
    limits: Limits,
    until: float,
    end: float,
) -> None:
    """Move households to hubs up to day `until` of a run to day `end`; its last week may be a part of one."""
    # Passing all limits on costs more than looking at them here, once for each offer.
    places_hw, moving_hw, a_week = limits.places_hw, limits.moving_hw, limits.a_week
    cap_in_all, cap_a_year = limits.cap_in_all, limits.cap_a_year
    cap_at_one_time, to_move_r = limits.cap_at_one_time, limits.notice_r + limits.transfer_r
    hubs, weeks = places_hw.shape
    resources = limits.of_r.size
    at, hub_of, ended, end_stage, barrier_at, needs_resource, submitted, decided, accepted = state.moves
    spans = state.waits
    person, starts, stops, span_hub, span_taken = spans.person, spans.start, spans.end, spans.hub, spans.taken
    came_back_in, line, turn, waits = spans.came_back_in, spans.line, spans.turn, spans.waits
    behind, gone, by_start, by_end = spans.behind, spans.gone, spans.by_start, spans.by_end
    people_hw, queue_hw, entered_hw, waited_hw, area, queue_area, held_hl, used_ry = state.seen
    now = state.now
    inside, queued, moved_this_week, totals, left_r = (
        now.inside,
        now.queued,
        now.moved_this_week,
        now.totals,
        now.left_r,
    )
    shut, head, tail = now.shut, now.head, now.tail
    stay_t, stay_p, back_t, back_w = now.stay_t, now.stay_p, now.back_t, now.back_w
    i_start, i_end, staying, coming_back = (
        now.numbers[I_START],
        now.numbers[I_END],
        now.numbers[STAYING],
        now.numbers[COMING_BACK],
    )
    week, year, onward_waits = now.numbers[WEEKS], now.numbers[YEARS], now.numbers[ONWARD_WAITS]
    started, week_began = now.numbers[STARTED], now.numbers[WEEK_BEGAN] > 0
    before, tribunal_free = now.clock[BEFORE], now.clock[TRIBUNAL_FREE]
    n_spans = person.size - at.size
    rang = np.empty(s.clock_q.shape[0] + 1)
    done = np.zeros(hubs, np.bool_)
    fits, in_the_end = np.zeros(hubs, np.int64), np.zeros(hubs, np.int64)
    first_week = np.zeros(hubs, np.int64)
    for h in range(hubs):
        in_the_end[h] = places_hw[h].max()
        while first_week[h] < weeks and places_hw[h, first_week[h]] == 0:
            first_week[h] += 1
        fits[h] = min(in_the_end[h], a_week[h], cap_in_all, cap_a_year, cap_at_one_time)
    while True:
        t = (week + 1) * WEEK
        what = 0
        if i_start < by_start.size and starts[by_start[i_start]] < t:
            t, what = float(starts[by_start[i_start]]), 1
        if i_end < by_end.size and stops[by_end[i_end]] < t:
            t, what = stops[by_end[i_end]], 2
        if staying > 0 and stay_t[0] < t:
            t, what = stay_t[0], 3
        if coming_back > 0 and back_t[0] < t:
            t, what = back_t[0], 4
        if cap_a_year < NO_CAP and (year + 1) * YEAR < t:
            t, what = (year + 1) * YEAR, 5
        if week_began:
            # What is left of returns held up from last week comes before all else of this one.
            t, what = float(stay_t[0]), 3
        if t >= until and until < end:
            break
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
            line[w] = limits.line_c[c]
            turn[w] = started + _LINE * line[w]
            started += 1
            # The hub with the smallest share of its places spoken for, the first on a tie; those open
            # this week before those still to come, by their opening, and these before any that has shut.
            best, soonest = math.inf, weeks + 2
            for h in range(hubs):
                if limits.takes_hc[h, c]:
                    opens, spoken_for = 0, (inside[h] + queued[h]) / max(1, places_hw[h, week])
                    if shut[h] or in_the_end[h] == 0 or n > fits[h]:
                        opens = weeks + 1
                    elif places_hw[h, week] == 0:
                        opens, spoken_for = 1 + first_week[h], (inside[h] + queued[h]) / in_the_end[h]
                    if opens < soonest or (opens == soonest and spoken_for < best):
                        soonest, best, changed = opens, spoken_for, h
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
            _join(head, tail[changed], changed, int(line[w]), w, behind, gone)
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
    now.numbers[I_START], now.numbers[I_END] = i_start, i_end
    now.numbers[STAYING], now.numbers[COMING_BACK] = staying, coming_back
    now.numbers[WEEKS], now.numbers[YEARS], now.numbers[ONWARD_WAITS] = week, year, onward_waits
    now.numbers[STARTED], now.numbers[WEEK_BEGAN] = started, week_began
    now.clock[BEFORE], now.clock[TRIBUNAL_FREE] = before, tribunal_free


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
