"""What limits moves to the hubs: places, caps, suspensions, and resources with only so much a week.

A household whose step takes more of a resource than a whole week has may go when the week's is untouched,
and the weeks after pay for it. What a week does not use is lost with it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.days import WEEK
from returnhub.simulation.model.compiled import Table
from returnhub.simulation.model.declared import Model
from returnhub.simulation.model.paths import Floats, People

Ints = NDArray[np.int64]

NO_CAP = 1_000_000_000
LIMITS = (
    "places",
    "transfers a week",
    "cap in all",
    "cap a year",
    "cap at one time",
    "suspended",
    "not open",
)
"""What may stop the first in line; a resource's code is its place among the resources, after these."""

PLACES, A_WEEK, IN_ALL, A_YEAR, ONE_TIME, SUSPENDED, NOT_OPEN = range(len(LIMITS))
FIRST_RESOURCE = len(LIMITS)


class Limits(NamedTuple):
    """One world's limits: arrays by hub, hub x week (`_hw`), hub x class (`_hc`), resource (`_r`).

    `line_c`: the line of a class, 1 the first; `helps`: a hub with nobody in its lines takes from others'.
    `closes`: the week at whose start a hub closes for good; beyond the run: never. `of_r`: the hub a
    resource is for, -1: all. `notice_r`, `transfer_r`, `onward_r`: what one person's step takes;
    `submissions_r` what one household's challenge takes. `tribunal_days`: days of the tribunal's week
    that one challenge takes up, for which the next has to wait.
    """

    places_hw: Ints
    moving_hw: NDArray[np.bool_]
    closes: Ints
    takes_hc: NDArray[np.bool_]
    line_c: Ints
    helps: bool
    a_week: Ints
    cap_in_all: int
    cap_a_year: int
    cap_at_one_time: int
    of_r: Ints
    a_week_r: Floats
    notice_r: Floats
    transfer_r: Floats
    onward_r: Floats
    submissions_r: Floats
    tribunal_days: float


def limits_of(model: Model, weeks: int) -> Limits:
    """The limits of a model's places over so many weeks."""
    places = model.places
    if places is None:
        raise ValueError("a model without places has no limits")
    table, hubs, resources = Table(model), places.hubs, places.resources
    names = [hub.name for hub in hubs]

    def of(field: str) -> Floats:
        return np.array([getattr(r, field) for r in resources], float)

    challenge, a_week = of("challenge"), of("a_week")
    # Where the tribunal has no time at all, nobody is ever heard.
    hearing = [
        WEEK * float(need / most) if most > 0 else math.inf
        for need, most in zip(challenge, a_week, strict=True)
        if need > 0
    ]
    caps = places.caps
    return Limits(
        places_hw=np.array([np.broadcast_to(hub.capacity, weeks) for hub in hubs], np.int64),
        moving_hw=np.array([np.ones(weeks, np.bool_) if hub.moving is None else hub.moving for hub in hubs]),
        closes=np.array([weeks + 1 if hub.closes is None else hub.closes for hub in hubs], np.int64),
        takes_hc=np.array([table.by_class(hub.takes) > 0 for hub in hubs]),
        line_c=1 + table.by_class(places.priority).astype(np.int64),
        helps=places.helps,
        a_week=np.array([NO_CAP if hub.a_week is None else hub.a_week for hub in hubs], np.int64),
        cap_in_all=NO_CAP if caps.in_all is None else caps.in_all,
        cap_a_year=NO_CAP if caps.a_year is None else caps.a_year,
        cap_at_one_time=NO_CAP if caps.at_one_time is None else caps.at_one_time,
        of_r=np.array([-1 if r.hub is None else names.index(r.hub) for r in resources], np.int64),
        a_week_r=a_week,
        notice_r=of("notice"),
        transfer_r=of("transfer"),
        onward_r=of("onward"),
        submissions_r=challenge,
        tribunal_days=max(hearing, default=0.0),
    )


@njit(cache=True, nogil=True)
def short_of(limits: Limits, h: int, n: int, need_r: Floats, left_r: Floats) -> int:
    """The first resource of which too little is left this week for `n` people of hub `h`; -1 if none is."""
    for r in range(limits.of_r.size):
        if limits.of_r[r] >= 0 and limits.of_r[r] != h:
            continue
        need = n * need_r[r]
        untouched = left_r[r] >= limits.a_week_r[r] > 0.0
        if need > 0.0 and need > left_r[r] + 1e-9 and not untouched:
            return r
    return -1


@njit(cache=True, nogil=True)
def stopped_by(
    limits: Limits,
    h: int,
    n: int,
    week: int,
    inside: Ints,
    moved_this_week: Ints,
    totals: Ints,
    left_r: Floats,
) -> int:
    """The limit that stops a household of `n` from moving to hub `h` now; -1 if none does.

    `totals`: people moved in all, moved this year, in the hubs now.
    """
    if limits.places_hw[h, week] == 0:
        return NOT_OPEN
    if not limits.moving_hw[h, week]:
        return SUSPENDED
    if inside[h] + n > limits.places_hw[h, week]:
        return PLACES
    if moved_this_week[h] + n > limits.a_week[h]:
        return A_WEEK
    if totals[0] + n > limits.cap_in_all:
        return IN_ALL
    if totals[1] + n > limits.cap_a_year:
        return A_YEAR
    if totals[2] + n > limits.cap_at_one_time:
        return ONE_TIME
    short = short_of(limits, h, n, limits.notice_r + limits.transfer_r, left_r)
    return FIRST_RESOURCE + short if short >= 0 else -1


@njit(cache=True, nogil=True)
def takes(limits: Limits, h: int, people: People, p: int, fits: int) -> bool:
    """Whether hub `h` takes household `p`, which must not be larger than `fits`."""
    return limits.takes_hc[h, people.of[p]] and people.size[p] <= fits
