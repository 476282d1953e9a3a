"""The hubs: the only part where people wait for each other, so the only part with an event list.

Spans in which a person could be moved begin and end, stays end, and once a week the calendar of
places moves on. People wait in the order in which they became ready; nobody's expected stay counts.
Notice of a place may bring further submissions: the place goes to the next person, and whoever's
submissions are rejected is the next to be offered one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.before import Floats, People
from returnhub.simulation.streams import decision, exponential, lognormal, uniform
from returnhub.simulation.waiting import Spans

Ints = NDArray[np.int64]

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
_ON_NOTICE = decision("further submissions on notice")
_ON_NOTICE_DAYS = decision("days of further submissions on notice")
_ON_NOTICE_ACCEPTED = decision("further submissions on notice accepted")
_RE_ARRIVES = decision("re-arrives")
_RE_ARRIVAL_DAYS = decision("days to re-arrival")


class Stays(NamedTuple):
    """One world's figures for stays: arrays by hub, or hub x origin (`_ho`). Rates a day, times in days."""

    places_hw: Ints
    a_week: Ints
    takes_ho: NDArray[np.bool_]
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


class Moved(NamedTuple):
    """What the hubs did: for each prospect the day and hub of the move (infinite, -1: never), the day and
    stage of the end of the stay, and of a re-arrival; the days on which further submissions were made on
    notice of a place and decided, and whether they were accepted; for each hub and week what was seen; and
    areas (person-days in the hub and in its queue), counted by the clock and not by person. `spans` are
    those waited in, with a new one for each person who came back to the queue."""

    at: Floats
    hub: NDArray[np.int8]
    ended: Floats
    end_stage: NDArray[np.uint8]
    barred: NDArray[np.bool_]
    re_arrived: Floats
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


@njit(cache=True, nogil=True)
def _stay(s: Stays, h: int, o: int, key: np.uint64) -> tuple[float, int, float]:
    """How many days one stay lasts, what ends it, and the day of it on which a late barrier would arise."""
    claimed = uniform(key, _CLAIMS) < s.claim_share[h]
    decided = lognormal(s.decision_days[h], s.spread, uniform(key, _HOST_DAYS)) if claimed else 0.0
    barrier = exponential(s.barrier_rate[h], uniform(key, _BARRIER))
    days, ends = s.limit[h], int(s.at_limit[h])
    if uniform(key, _DOCUMENTED) < s.document_share_ho[h, o]:
        returns = lognormal(s.document_days_ho[h, o], s.spread, uniform(key, _DOCUMENT_DAYS))
        # Nobody is returned while a claim in the host is undecided, or once a barrier has arisen.
        returns = max(returns, decided)
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
def _push(times: Floats, people: Ints, n: int, t: float, p: int) -> None:
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
def _pop(times: Floats, people: Ints, n: int) -> None:
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


@njit(cache=True, nogil=True)
def run(people: People, spans: Spans, by_start: Ints, by_end: Ints, s: Stays, end: float) -> Moved:
    """Move people to hubs from day 0 to day `end`, whose last week may be a part of one.

    `by_start` and `by_end` order the spans by their start (longest ready first) and their end.
    """
    hubs, weeks = s.places_hw.shape
    n_people = people.ready.size
    n_spans = spans.person.size
    at = np.full(n_people, math.inf)
    hub_of = np.full(n_people, -1, np.int8)
    ended = np.full(n_people, math.inf)
    end_stage = np.zeros(n_people, np.uint8)
    barred = np.zeros(n_people, np.bool_)
    re_arrived = np.full(n_people, math.inf)
    submitted = np.full(n_people, math.inf)
    decided = np.full(n_people, math.inf)
    accepted = np.zeros(n_people, np.bool_)
    people_hw = np.zeros((hubs, weeks), np.int64)
    queue_hw = np.zeros((hubs, weeks), np.int64)
    entered_hw = np.zeros((hubs, weeks), np.int64)
    waited_hw = np.zeros((hubs, weeks))
    area, queue_area = np.zeros(hubs), np.zeros(hubs)

    # A person comes back to the queue at most once, so one spare span each is enough.
    person = np.concatenate((spans.person, np.empty(n_people, np.int64)))
    starts = np.concatenate((spans.start, np.empty(n_people)))
    stops = np.concatenate((spans.end, np.empty(n_people)))
    span_hub = np.full(person.size, -1, np.int8)
    span_taken = np.full(person.size, math.inf)
    came_back_in = np.full(n_spans, -1, np.int64)
    waits = np.zeros(person.size, np.bool_)
    behind = np.full(person.size, -1, np.int64)

    inside = np.zeros(hubs, np.int64)
    queued = np.zeros(hubs, np.int64)
    moved_this_week = np.zeros(hubs, np.int64)
    head, tail = np.full(hubs, -1, np.int64), np.full(hubs, -1, np.int64)
    most = 1
    for h in range(hubs):
        most += s.places_hw[h].max()
    stay_t, stay_p = np.empty(most), np.empty(most, np.int64)
    back_t, back_w = np.empty(n_people + 1), np.empty(n_people + 1, np.int64)
    staying = coming_back = 0

    i_start = i_end = 0
    week = 0
    before = 0.0
    while True:
        t = (week + 1) * S.WEEK
        what = 0
        if i_start < n_spans and spans.start[by_start[i_start]] < t:
            t, what = float(spans.start[by_start[i_start]]), 1
        if i_end < n_spans and spans.end[by_end[i_end]] < t:
            t, what = spans.end[by_end[i_end]], 2
        if staying > 0 and stay_t[0] < t:
            t, what = stay_t[0], 3
        if coming_back > 0 and back_t[0] < t:
            t, what = back_t[0], 4
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
            # The hub with the smallest share of its places spoken for; the first on a tie.
            best = math.inf
            for h in range(hubs):
                if s.takes_ho[h, people.origin[p]]:
                    spoken_for = (inside[h] + queued[h]) / max(1, s.places_hw[h, week])
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
                    span_hub[back] = changed
                    _push(back_t, back_w, coming_back, float(decided[p]), back)
                    coming_back += 1
                continue
            span_hub[w], waits[w] = changed, True
            queued[changed] += 1
            if head[changed] < 0:
                head[changed] = w
            else:
                behind[tail[changed]] = w
            tail[changed] = w
        elif what == 2:
            w = int(by_end[i_end])
            i_end += 1
            if came_back_in[w] >= 0:
                w = int(came_back_in[w])
            if waits[w]:
                waits[w] = False
                queued[span_hub[w]] -= 1
            continue
        elif what == 3:
            p = int(stay_p[0])
            _pop(stay_t, stay_p, staying)
            staying -= 1
            changed = hub_of[p]
            inside[changed] -= 1
            went_free = end_stage[p] == S.LEFT_HUB or end_stage[p] == S.RELEASED_IN_HOST
            if went_free and uniform(np.uint64(people.key[p]), _RE_ARRIVES) < s.re_arrival_share:
                u = uniform(np.uint64(people.key[p]), _RE_ARRIVAL_DAYS)
                re_arrived[p] = t + lognormal(s.re_arrival_days, s.spread, u)
        elif what == 4:
            w = int(back_w[0])
            _pop(back_t, back_w, coming_back)
            coming_back -= 1
            changed = span_hub[w]
            waits[w] = True
            queued[changed] += 1
            behind[w] = head[changed]
            head[changed] = w
            if behind[w] < 0:
                tail[changed] = w
        else:
            for h in range(hubs):
                people_hw[h, week], queue_hw[h, week] = inside[h], queued[h]
                moved_this_week[h] = 0
            week += 1
        for h in range(hubs):
            if changed >= 0 and h != changed:
                continue
            while inside[h] < s.places_hw[h, week] and moved_this_week[h] < s.a_week[h]:
                w = int(head[h])
                while w >= 0 and not waits[w]:
                    w = int(behind[w])
                head[h] = w
                if w < 0:
                    break
                head[h] = behind[w]
                p = int(person[w])
                key = np.uint64(people.key[p])
                waits[w] = False
                span_taken[w] = t
                queued[h] -= 1
                if submitted[p] == math.inf and uniform(key, _ON_NOTICE) < s.on_notice_share:
                    submitted[p] = t
                    decided[p] = t + lognormal(s.submissions_days, s.spread, uniform(key, _ON_NOTICE_DAYS))
                    accepted[p] = uniform(key, _ON_NOTICE_ACCEPTED) < s.submissions_accepted
                    if not accepted[p] and decided[p] < min(stops[w], end):
                        back = n_spans + p
                        came_back_in[w] = back
                        person[back], starts[back], stops[back] = p, decided[p], stops[w]
                        span_hub[back] = h
                        _push(back_t, back_w, coming_back, float(decided[p]), back)
                        coming_back += 1
                    continue
                inside[h] += 1
                moved_this_week[h] += 1
                at[p], hub_of[p] = t, h
                entered_hw[h, week] += 1
                waited_hw[h, week] += t - people.ready[p]
                days, stage, barrier = _stay(s, h, int(people.origin[p]), key)
                ended[p], end_stage[p] = t + days, stage
                barred[p] = barrier < min(days, end - t)
                _push(stay_t, stay_p, staying, float(t + days), p)
                staying += 1
    return Moved(
        at,
        hub_of,
        ended,
        end_stage,
        barred,
        re_arrived,
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
    )
