"""Who could be moved, and in which spans of days: the lives of `before` seen by the scheme.

A person waits for a place only while they are at the scheme's point and in no procedure that stops
removal. Notice may itself bring further submissions, which stop removal until they are decided.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.before import Floats, Life, People
from returnhub.simulation.streams import decision, lognormal, uniform

_ON_NOTICE = decision("further submissions on notice")
_ON_NOTICE_DAYS = decision("days of further submissions on notice")
_ON_NOTICE_ACCEPTED = decision("further submissions on notice accepted")


class Spans(NamedTuple):
    """Spans of days in which a person could be moved: `person` indexes the people of `Prospects`."""

    person: NDArray[np.int64]
    start: Floats
    end: Floats


class Prospects(NamedTuple):
    """People whom the scheme could reach: where each stands in the sample, their path if no place ever
    comes free (`people`), and the spans in which a place could be taken."""

    index: NDArray[np.int64]
    people: People
    spans: Spans


@njit(cache=True, nogil=True)
def prospects(people: People, life: Life, can_wait: NDArray[np.bool_], on_notice_share: float, end: float) -> Prospects:
    """Find everyone with at least one day on which they could be moved before day `end`."""
    n = people.ready.size
    most = 0
    for i in range(n):
        if people.ready[i] < end:
            most += 1
    index = np.empty(most, np.int64)
    at = np.empty(most + 1, np.int64)
    time = np.empty(most * S.LONGEST_PATH)
    stage = np.empty(most * S.LONGEST_PATH, np.uint8)
    who = np.empty(most * 4, np.int64)
    start = np.empty(most * 4)
    stop = np.empty(most * 4)
    m = j = w = 0
    at[0] = 0
    for i in range(n):
        ready = people.ready[i]
        if ready >= end:
            continue
        key = people.key[i]
        first, last = people.at[i], people.at[i + 1]
        submits = uniform(key, _ON_NOTICE) < on_notice_share
        resumes = -math.inf
        touched = False
        accepted = False
        for k in range(first, last):
            a = people.time[k]
            b = people.time[k + 1] if k + 1 < last else math.inf
            s = people.stage[k]
            if b <= resumes:
                continue
            # A stage that began while further submissions on notice were pending shows from their end.
            a = max(a, resumes)
            if not can_wait[s] or b <= ready or max(a, ready) >= end:
                time[j], stage[j] = a, s
                j += 1
                continue
            begins = max(a, ready)
            touched = True
            if a < begins:
                time[j], stage[j] = a, s
                j += 1
            if submits:
                submits = False
                time[j], stage[j] = begins, S.FURTHER_SUBMISSIONS
                j += 1
                resumes = begins + lognormal(life.submissions_days, life.spread, uniform(key, _ON_NOTICE_DAYS))
                if uniform(key, _ON_NOTICE_ACCEPTED) < life.submissions_accepted:
                    accepted = True
                    if resumes < end:
                        time[j], stage[j] = resumes, S.PROTECTED
                        j += 1
                    break
                if resumes >= min(b, end):
                    continue
                begins = resumes
            time[j], stage[j] = begins, S.WAITING_FOR_PLACE
            j += 1
            who[w], start[w], stop[w] = m, begins, b
            w += 1
        if not touched and not accepted:
            j = at[m]
            continue
        index[m] = i
        m += 1
        at[m] = j
    kept = index[:m]
    return Prospects(
        kept,
        People(
            at[: m + 1], time[:j], stage[:j], people.origin[kept], people.flags[kept], people.ready[kept], people.key[kept]
        ),
        Spans(who[:w], start[:w], stop[:w]),
    )


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
    return People(at, time, stage, people.origin[index], people.flags[index], people.ready[index], people.key[index])
