"""Counting paths: people at each stage by week, nights and entries by year, where people end."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.model.paths import Floats, People

N_STAGES = len(S.STAGES)
GROUP_FLAGS = (S.FLAG_CLAIM, S.FLAG_CLAIM | S.FLAG_BOAT, S.FLAG_REFUSED, S.FLAG_EXHAUSTED, S.FLAG_MOVED)
"""The flags that put a person in each `result.Group`, in its order."""

_IS_NIGHT = np.array([code in S.NIGHT_STAGES for code in range(N_STAGES)])


class Counts(NamedTuple):
    """What is counted. First axis of `nights`, `later` and `entries`: 0 everyone, 1 new arrivals by boat.

    stock    stage x week: change of people at the stage (cumulate for the stock at week's end)
    claims   week: people who came into the count (first week: those there at the start)
    nights   set x stage x year: person-nights of the part year in which a stage began or ended
    later    set x stage x year: people for the whole years between (cumulate, times 365)
    entries  set x stage x year: people who entered the stage
    final    group x origin x stage: people at the end
    moved    group x origin x stage: those of them who were moved
    exhausted  year: people whose appeal rights became exhausted
    """

    stock: NDArray[np.int64]
    claims: NDArray[np.int64]
    nights: Floats
    later: NDArray[np.int64]
    entries: NDArray[np.int64]
    final: NDArray[np.int64]
    moved: NDArray[np.int64]
    exhausted: NDArray[np.int64]


def empty(weeks: int, years: int, origins: int) -> Counts:
    """Counts of nobody."""
    return Counts(
        np.zeros((N_STAGES, weeks), np.int64),
        np.zeros(weeks, np.int64),
        np.zeros((2, N_STAGES, years)),
        np.zeros((2, N_STAGES, years + 1), np.int64),
        np.zeros((2, N_STAGES, years), np.int64),
        np.zeros((len(GROUP_FLAGS), origins, N_STAGES), np.int64),
        np.zeros((len(GROUP_FLAGS), origins, N_STAGES), np.int64),
        np.zeros(years, np.int64),
    )


@njit(cache=True, nogil=True)
def count(people: People, counted: NDArray[np.bool_], end: float, c: Counts) -> None:
    """Add the paths of those `counted` to the counts `c`."""
    for i in range(people.origin.size):
        if not counted[i]:
            continue
        first, last = people.at[i], people.at[i + 1]
        flags, n = people.flags[i], np.int64(people.size[i])
        c.claims[int(max(people.time[first], 0.0) / S.WEEK)] += n
        ends_at = 0
        for k in range(first, last):
            a = people.time[k]
            if a >= end:
                break
            b = people.time[k + 1] if k + 1 < last else math.inf
            s = people.stage[k]
            ends_at = s
            if b < 0.0:
                continue
            if a >= 0.0:
                year = int(a / S.YEAR)
                c.entries[0, s, year] += n
                if flags & S.FLAG_NEW_BOAT:
                    c.entries[1, s, year] += n
                if s == S.AWAITING_RETURN and people.stage[k - 1] in (S.REFUSED, S.APPEAL_PENDING):
                    c.exhausted[year] += n
            a = max(a, 0.0)
            c.stock[s, int(a / S.WEEK)] += n
            if b < end:
                c.stock[s, int(b / S.WEEK)] -= n
            if _IS_NIGHT[s] or s == S.IN_HUB:
                year = int(a / S.YEAR)
                part = n * ((year + 1) * S.YEAR - a)
                c.nights[0, s, year] += part
                c.later[0, s, year + 1] += n
                if flags & S.FLAG_NEW_BOAT:
                    c.nights[1, s, year] += part
                    c.later[1, s, year + 1] += n
                if b < end:
                    year = int(b / S.YEAR)
                    part = n * ((year + 1) * S.YEAR - b)
                    c.nights[0, s, year] -= part
                    c.later[0, s, year + 1] -= n
                    if flags & S.FLAG_NEW_BOAT:
                        c.nights[1, s, year] -= part
                        c.later[1, s, year + 1] -= n
        for g in range(len(GROUP_FLAGS)):
            if flags & GROUP_FLAGS[g] == GROUP_FLAGS[g]:
                c.final[g, people.origin[i], ends_at] += n
                if flags & S.FLAG_MOVED:
                    c.moved[g, people.origin[i], ends_at] += n


@njit(cache=True, nogil=True)
def first_entry(people: People, code: int) -> Floats:
    """For each person the first day at the stage `code`; infinite if never."""
    n = people.ready.size
    day = np.full(n, math.inf)
    for i in range(n):
        for k in range(people.at[i], people.at[i + 1]):
            if people.stage[k] == code:
                day[i] = people.time[k]
                break
    return day


def nights(c: Counts) -> Floats:
    """Person-nights, set x stage x year, from the parts and the whole years."""
    whole = np.cumsum(c.later[:, :, :-1], axis=2)
    return c.nights + whole * S.YEAR


def stock(c: Counts) -> NDArray[np.int64]:
    """People at each stage at each week's end: stage x week."""
    return np.cumsum(c.stock, axis=1)
