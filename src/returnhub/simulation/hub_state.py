"""The hubs in the middle of a run: what they did with whom, who waits, what was seen, where they stand."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation.days import YEAR
from returnhub.simulation.limits import FIRST_RESOURCE, Limits
from returnhub.simulation.model.paths import Floats, Ints
from returnhub.simulation.waiting import Prospects, Spans


class Moves(NamedTuple):
    """What the hubs did with each household: the day and hub of the move (infinite, -1: never), the day and
    stage of the end of the stay, the day on which a barrier would arise in it, whether its end takes of a
    resource; the days on which further submissions were made on notice of a place and decided, and whether
    they were accepted."""

    at: Floats
    hub: NDArray[np.int8]
    ended: Floats
    end_stage: NDArray[np.uint8]
    barrier: Floats
    needs_resource: NDArray[np.bool_]
    submitted: Floats
    decided: Floats
    accepted: NDArray[np.bool_]


class Waits(NamedTuple):
    """Spans waited in, and one spare for each household, which comes back to its line at most once (`person`
    -1 while it has not): the hub whose line it was and the day a place was taken, the span in which it came
    back, its line and turn in it, whether it waits now, who is behind it, and whether the head of the line
    has passed it. `by_start` and `by_end` order the spans to come by their start (longest ready first) and
    their end."""

    person: Ints
    start: Floats
    end: Floats
    hub: NDArray[np.int8]
    taken: Floats
    came_back_in: Ints
    line: NDArray[np.int8]
    turn: Floats
    waits: NDArray[np.bool_]
    behind: Ints
    gone: NDArray[np.bool_]
    by_start: Ints
    by_end: Ints


class Seen(NamedTuple):
    """What was seen for each hub and week, and areas (person-days in the hub and in its queue), counted by
    the clock and not by person. `held_hl`: weeks at whose end people waited and a limit (`limits`) stopped
    the first in line. `used_ry`: resources used by year."""

    people_hw: Ints
    queue_hw: Ints
    entered_hw: Ints
    waited_hw: Floats
    area: Floats
    queue_area: Floats
    held_hl: Ints
    used_ry: Floats


class Standing(NamedTuple):
    """Where hubs stand: people inside and in line, moved this week; people moved in all, this year, and
    inside now (`totals`: what an agreement may cap); what is left of resources; hubs that shut; who is
    first and last in lines; stays and those who come back as binary heaps; and numbers (see below)."""

    inside: Ints
    queued: Ints
    moved_this_week: Ints
    totals: Ints
    left_r: Floats
    shut: NDArray[np.bool_]
    head: Ints
    tail: Ints
    stay_t: Floats
    stay_p: Ints
    back_t: Floats
    back_w: Ints
    numbers: Ints
    clock: Floats


I_START, I_END, STAYING, COMING_BACK, WEEKS, YEARS, WEEK_BEGAN, ONWARD_WAITS, STARTED = range(9)
"""Places in `Standing.numbers`: where in the orders of spans, sizes of heaps, the week and year, and whether
the week has just begun; person-weeks for which onward returns waited for a resource; spans begun."""
BEFORE, TRIBUNAL_FREE = range(2)
"""Days in `Standing.clock`: of the last event, and from which the tribunal is free."""


class State(NamedTuple):
    """The hubs in the middle of a run."""

    moves: Moves
    waits: Waits
    seen: Seen
    now: Standing


def moves_of(n: int) -> Moves:
    """Nobody of `n` households is moved yet."""
    return Moves(
        np.full(n, math.inf),
        np.full(n, -1, np.int8),
        np.full(n, math.inf),
        np.zeros(n, np.uint8),
        np.full(n, math.inf),
        np.zeros(n, np.bool_),
        np.full(n, math.inf),
        np.full(n, math.inf),
        np.zeros(n, np.bool_),
    )


def waits_of(spans: Spans, people: int) -> Waits:
    """Nobody waits yet in these spans, nor in the spare ones of so many people; the spans are in no order."""
    n = spans.person.size
    both = n + people
    return Waits(
        np.concatenate((spans.person, np.full(people, -1))),
        np.concatenate((spans.start, np.full(people, math.inf))),
        np.concatenate((spans.end, np.full(people, math.inf))),
        np.full(both, -1, np.int8),
        np.full(both, math.inf),
        np.full(both, -1),
        np.zeros(both, np.int8),
        np.zeros(both),
        np.zeros(both, np.bool_),
        np.full(both, -1),
        np.zeros(both, np.bool_),
        np.zeros(0, np.int64),
        np.zeros(0, np.int64),
    )


def begin(found: Prospects, limits: Limits, end: float) -> State:
    """The hubs on day 0, before these prospects, for a run to day `end`."""
    hubs, weeks = limits.places_hw.shape
    resources, n = limits.of_r.size, found.people.of.size
    most = 1 + int(limits.places_hw.max(axis=1, initial=0).sum())
    # Without any tribunal day nobody is ever heard.
    free = math.inf if math.isinf(limits.tribunal_days) else 0.0
    spans = found.spans
    return State(
        moves_of(n),
        waits_of(spans, n)._replace(
            by_start=np.lexsort((found.since[spans.person], spans.start)),
            by_end=np.argsort(spans.end, kind="stable"),
        ),
        Seen(
            np.zeros((hubs, weeks), np.int64),
            np.zeros((hubs, weeks), np.int64),
            np.zeros((hubs, weeks), np.int64),
            np.zeros((hubs, weeks)),
            np.zeros(hubs),
            np.zeros(hubs),
            np.zeros((hubs, FIRST_RESOURCE + resources), np.int64),
            np.zeros((resources, math.ceil(end / YEAR))),
        ),
        Standing(
            np.zeros(hubs, np.int64),
            np.zeros(hubs, np.int64),
            np.zeros(hubs, np.int64),
            np.zeros(3, np.int64),
            limits.a_week_r.copy(),
            np.zeros(hubs, np.bool_),
            np.full(hubs, -1),
            np.full((hubs, int(limits.line_c.max(initial=0)) + 1), -1),
            np.empty(most),
            np.empty(most, np.int64),
            np.empty(n + 1),
            np.empty(n + 1, np.int64),
            np.zeros(9, np.int64),
            np.array([0.0, free]),
        ),
    )
