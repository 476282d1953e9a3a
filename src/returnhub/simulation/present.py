"""The hubs before people who come a chunk at a time: only who is still there is kept.

Whoever comes later can't be ready earlier, so that the hubs may run up to the day on which the last of a
chunk came. Then who has left, or can no longer be moved, is told and forgotten: a run needs room for the
people who are present and no more.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.hub import advance
from returnhub.simulation.hub_state import (
    COMING_BACK,
    I_END,
    I_START,
    STAYING,
    Moves,
    Standing,
    State,
    Waits,
    begin,
    moves_of,
    waits_of,
)
from returnhub.simulation.limits import Limits
from returnhub.simulation.model.compiled import Compiled, Stays
from returnhub.simulation.model.paths import Floats, Ints, People, join, nobody, pick
from returnhub.simulation.waiting import Prospects, Spans, joined

_FEW = 8_192

Mask = NDArray[np.bool_]


class Left(NamedTuple):
    """Households that are done with the hubs: paths if no place had ever come free as the hubs saw them
    (`people`) and as they were sampled (`unmoved`), and what the hubs did with each."""

    people: People
    unmoved: People
    moves: Moves


class Hubs:
    """The hubs of a compiled model in a run to day `end`."""

    def __init__(self, c: Compiled, limits: Limits, end: float) -> None:
        if c.stays is None:
            raise ValueError("a model without places has no hubs")
        self._stays: Stays = c.stays
        self._amounts, self.limits, self._end = c.amounts_cv, limits, end
        no_one = nobody()
        spans = Spans(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
        self._people, self._unmoved, self._since = no_one, no_one, np.zeros(0)
        self._state = begin(Prospects(np.zeros(0, np.int64), self._since, no_one, spans), limits, end)
        self._coming: list[tuple[Prospects, People]] = []
        self._new = 0
        self.waited_h = np.zeros(limits.places_hw.shape[0])
        """Person-days in each hub's line of those who are done, counted by person."""
        self.gave_up = 0
        """People who left a line without a place, as often as they did."""

    @property
    def state(self) -> State:
        """Where the hubs stand."""
        return self._state

    @property
    def present(self) -> int:
        """Households that are kept."""
        return self._people.of.size

    def run(self, found: Prospects, unmoved: People, until: float) -> Left | None:
        """Add prospects who come before day `until`; run up to that day and tell who is done, if that pays.

        It does on the last day, and when more have come than are kept and than a few thousand: looking
        through all who are kept is then shared by as many.
        """
        self._coming.append((found, unmoved))
        self._new += found.people.of.size
        if until < self._end and self._new < max(_FEW, self.present):
            return None
        self._add(joined([f for f, _ in self._coming]), join([u for _, u in self._coming]))
        self._coming, self._new = [], 0
        return self._up_to(until)

    def whole(self, found: Prospects, unmoved: People) -> Left:
        """The whole run before these prospects alone."""
        self._add(found, unmoved)
        return self._up_to(self._end)

    def _up_to(self, until: float) -> Left:
        advance(self._state, self._people, self._stays, self._amounts, self.limits, until, self._end)
        return self._leave(until)

    def _add(self, found: Prospects, unmoved: People) -> None:
        n, new = self.present, found.people.of.size
        moves, w, now = self._state.moves, self._state.waits, self._state.now
        ordinary = w.person.size
        spans = Spans(found.spans.person + n, found.spans.start, found.spans.end)
        added = waits_of(spans, n + new)
        waits = Waits(*map(_joined, w, added))
        self._people, self._unmoved = join([self._people, found.people]), join([self._unmoved, unmoved])
        self._since = np.concatenate([self._since, found.since])
        fresh = ordinary + np.arange(spans.person.size)
        to_come = np.concatenate([w.by_start, fresh])
        to_end = np.concatenate([w.by_end, fresh])
        by_since = np.lexsort((self._since[waits.person[to_come]], waits.start[to_come]))
        waits = waits._replace(
            by_start=to_come[by_since], by_end=to_end[np.argsort(waits.end[to_end], kind="stable")]
        )
        coming = now.numbers[COMING_BACK]
        room = np.zeros(n + new + 1 - coming)
        now = now._replace(
            back_t=np.concatenate([now.back_t[:coming], room]),
            back_w=np.concatenate([now.back_w[:coming], room.astype(np.int64)]),
        )
        moves = Moves(*map(_joined, moves, moves_of(new)))
        self._state = self._state._replace(moves=moves, waits=waits, now=now)

    def _leave(self, until: float) -> Left:
        moves, w, now = self._state.moves, self._state.waits, self._state.now
        stays = self._stays_on(until)
        left, keep = np.flatnonzero(~stays), np.flatnonzero(stays)
        self.gave_up += _line_days(w, ~stays, self._people.size, self._end, self.waited_h)
        told = Left(pick(self._people, left), pick(self._unmoved, left), _each(moves, left))
        # Spares that are taken stay like other spans; everybody gets a new one with the next chunk.
        spans = np.flatnonzero((w.person >= 0) & stays[np.maximum(w.person, 0)])
        new_p, new_w = np.full(stays.size, -1), np.full(w.person.size + 1, -1)
        new_p[keep], new_w[spans] = np.arange(keep.size), np.arange(spans.size)
        lines = _lines(now, w)
        kept = _take(w, spans)
        kept = kept._replace(
            person=new_p[kept.person],
            came_back_in=new_w[kept.came_back_in],
            behind=np.full(spans.size, -1),
            gone=np.zeros(spans.size, np.bool_),
            by_start=new_w[_still(w.by_start[now.numbers[I_START] :], w, stays)],
            by_end=new_w[_still(w.by_end[now.numbers[I_END] :], w, stays)],
        )
        head, tail = np.full_like(now.head, -1), np.full_like(now.tail, -1)
        for h, line in enumerate(lines):
            moved = new_w[_still(line, w, stays)]
            if moved.size:
                head[h] = moved[0]
                kept.behind[moved[:-1]] = moved[1:]
                # The last one told of each line stays its last.
                tail[h, kept.line[moved]] = moved
        stay_p, back_w = now.stay_p.copy(), now.back_w.copy()
        stay_p[: now.numbers[STAYING]] = new_p[stay_p[: now.numbers[STAYING]]]
        back_w[: now.numbers[COMING_BACK]] = new_w[back_w[: now.numbers[COMING_BACK]]]
        now.numbers[I_START] = now.numbers[I_END] = 0
        self._state = self._state._replace(
            moves=_each(moves, keep),
            waits=kept,
            now=now._replace(head=head, tail=tail, stay_p=stay_p, back_w=back_w),
        )
        self._people, self._unmoved = pick(self._people, keep), pick(self._unmoved, keep)
        self._since = self._since[keep]
        return told

    def _stays_on(self, until: float) -> Mask:
        """Who is in a hub, waits, may yet wait, or waits for the decision of submissions on notice."""
        moves, w, now = self._state.moves, self._state.waits, self._state.now
        stays = np.zeros(moves.at.size, np.bool_)
        if until >= self._end:
            return stays
        to_come = w.person[w.by_start[now.numbers[I_START] :]]
        stays[to_come] = True
        stays[w.person[w.waits]] = True
        stays[w.person[now.back_w[: now.numbers[COMING_BACK]]]] = True
        stays[(moves.at < math.inf) | moves.accepted] = False
        stays[now.stay_p[: now.numbers[STAYING]]] = True
        return stays


def _joined(first: Any, then: Any) -> Any:
    return np.concatenate((first, then))


def _take(w: Waits, spans: Ints) -> Waits:
    none = np.zeros(0, np.int64)
    fields: list[Any] = [field[spans] for field in w[:-2]] + [none, none]
    return Waits(*fields)


def _each(moves: Moves, who: Ints) -> Moves:
    fields: list[Any] = [field[who] for field in moves]
    return Moves(*fields)


def _still(order: Ints, w: Waits, stays: Mask) -> Ints:
    return order[stays[w.person[order]]]


def _lines(now: Standing, w: Waits) -> list[Ints]:
    """Who stands in each hub's lines, in their order."""
    return [_line(int(now.head[h]), w.behind, w.waits) for h in range(now.head.size)]


@njit(cache=True, nogil=True)
def _line(first: int, behind: Ints, waits: Mask) -> Ints:
    found = np.empty(waits.size, np.int64)
    n = 0
    w = first
    while w >= 0:
        if waits[w]:
            found[n] = w
            n += 1
        w = behind[w]
    return found[:n].copy()


@njit(cache=True, nogil=True)
def _line_days(w: Waits, left: Mask, size: NDArray[np.uint8], end: float, waited_h: Floats) -> int:
    """Add the person-days that those who left have stood in line; how many people gave up."""
    gave_up = 0
    for k in range(w.person.size):
        p = w.person[k]
        if p >= 0 and left[p] and w.hub[k] >= 0:
            until = min(w.taken[k], w.end[k], end)
            waited_h[w.hub[k]] += (until - w.start[k]) * size[p]
            if w.taken[k] == math.inf and w.end[k] < end:
                gave_up += int(size[p])
    return gave_up
