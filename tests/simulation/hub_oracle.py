"""The hubs once more, as plain as the rules can be put: lists, one event at a time, no early way out.

It shares with the kernel the keyed draws, how one stay ends, and the heap of stays, since no rule says who
comes first of those whose onward returns wait for the same week; and no other code: not the lines, the
limits, the calendar or the choice of who is next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from returnhub.simulation import stages as S
from returnhub.simulation.limits import LIMITS, NO_CAP, Limits
from returnhub.simulation.model.compiled import Stays
from returnhub.simulation.model.declared import Challenge
from returnhub.simulation.samplers import lognormal
from returnhub.simulation.stay import pop, push, stay
from returnhub.simulation.streams import decision, uniform


@dataclass
class Wait:
    """One household's wait in one span of days."""

    home: Home
    start: float
    stop: float
    turn: float
    line: int = -1
    waiting: bool = False
    apart: bool = False


@dataclass
class Home:
    """One household, and what became of it."""

    number: int
    key: np.uint64
    size: int
    of: int
    at: float = math.inf
    hub: int = -1
    ended: float = math.inf
    end_stage: int = 0
    needs_resource: bool = False
    submitted: float = math.inf
    decided: float = math.inf
    accepted: bool = False


@dataclass
class Oracle:
    """The hubs of one world and their households up to day `end`; what is seen has the kernel's names."""

    homes: list[Home]
    figures: Stays
    amounts: np.ndarray
    challenge: Challenge
    limits: Limits
    end: float
    now: float = 0.0
    week: int = 0
    onward_waits: int = 0
    tribunal_free: float = 0.0
    waits: list[Wait] = field(default_factory=list)
    backs: list[tuple[float, Wait]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hubs, weeks = self.limits.places_hw.shape
        resources = self.limits.of_r.size
        self.lines: list[list[Wait]] = [[] for _ in range(self.hubs)]
        self.left = [float(x) for x in self.limits.a_week_r]
        self.shut = [False] * self.hubs
        self.people_hw, self.queue_hw, self.entered_hw = (np.zeros((self.hubs, weeks), int) for _ in range(3))
        self.held_hl = np.zeros((self.hubs, len(LIMITS) + resources), int)
        self.used_ry = np.zeros((resources, math.ceil(self.end / S.YEAR)))
        self.heap_t, self.heap_p = np.zeros(len(self.homes) + 1), np.zeros(len(self.homes) + 1, np.int64)
        self.staying = 0

    def inside(self, h: int) -> int:
        return sum(self.homes[p].size for p in self.heap_p[: self.staying] if self.homes[p].hub == h)

    def queued(self, h: int) -> int:
        return sum(w.home.size for w in self.waits if w.waiting and w.line == h)

    def moved(self, since: float) -> int:
        return sum(x.size for x in self.homes if since <= x.at < math.inf)

    def places(self, h: int) -> int:
        return int(self.limits.places_hw[h, self.week])

    def most(self, h: int) -> int:
        """The largest household that the hub could ever take at once."""
        k = self.limits
        return min(k.places_hw[h].max(), k.a_week[h], k.cap_in_all, k.cap_a_year, k.cap_at_one_time)

    def admits(self, h: int, x: Home) -> bool:
        return bool(self.limits.takes_hc[h, x.of])

    def short(self, h: int, n: int, *needs: np.ndarray) -> int:
        """The first resource of which too little is left for `n` people's steps; -1 if none."""
        for r in np.flatnonzero(np.isin(self.limits.of_r, (-1, h))):
            need = n * sum(float(each[r]) for each in needs)
            whole_week = self.left[r] >= self.limits.a_week_r[r] > 0
            if need > 0 and need > self.left[r] + 1e-9 and not whole_week:
                return int(r)
        return -1

    def use(self, h: int, n: int, *needs: np.ndarray) -> None:
        for r in np.flatnonzero(np.isin(self.limits.of_r, (-1, h))):
            amount = n * sum(float(each[r]) for each in needs)
            self.left[r] -= amount
            self.used_ry[r, int(self.now / S.YEAR)] += amount

    def stopped(self, h: int, n: int) -> int:
        """The limit that stops `n` people from moving to a hub now, the first that is told; -1: none."""
        k, year = self.limits, int(self.now / S.YEAR) * S.YEAR
        short = self.short(h, n, k.notice_r, k.transfer_r)
        stops = {
            "not open": self.places(h) == 0,
            "suspended": not k.moving_hw[h, self.week],
            "places": self.inside(h) + n > self.places(h),
            "transfers a week": self.entered_hw[h, self.week] + n > k.a_week[h],
            "cap in all": self.moved(0.0) + n > k.cap_in_all,
            "cap a year": self.moved(year) + n > k.cap_a_year,
            "cap at one time": sum(map(self.inside, range(self.hubs))) + n > k.cap_at_one_time,
        }
        told = next((LIMITS.index(limit) for limit, holds in stops.items() if holds), -1)
        return len(LIMITS) + short if told < 0 <= short else told

    def choose(self, x: Home) -> int:
        """The hub whose line a household joins."""

        def rank(h: int) -> tuple[float, float]:
            places = self.limits.places_hw[h]
            spoken_for = self.inside(h) + self.queued(h)
            if self.shut[h] or places.max() == 0 or x.size > self.most(h):
                return math.inf, spoken_for / max(1, self.places(h))
            if self.places(h) == 0:
                return 1 + int(np.flatnonzero(places)[0]), spoken_for / places.max()
            return 0, spoken_for / self.places(h)

        return min((h for h in range(self.hubs) if self.admits(h, x)), key=rank, default=-1)

    def joins(self, w: Wait) -> set[int]:
        x = w.home
        h = self.choose(x)
        if x.at < math.inf or h < 0 or x.accepted:
            return set()
        w.line = h
        self.waits.append(w)
        if x.submitted < math.inf and self.now < x.decided:
            self.comes_back(w)
            return set()
        return self.stands(w)

    def stands(self, w: Wait) -> set[int]:
        """Stand in line by its turn, or apart if too large for the hub: in nobody's way."""
        w.waiting, w.apart = True, w.home.size > self.most(w.line)
        if w.apart:
            return set()
        self.lines[w.line].append(w)
        self.lines[w.line].sort(key=lambda one: one.turn)
        return {w.line}

    def comes_back(self, w: Wait) -> None:
        """The household waits once more when its submissions are rejected, if there is still time."""
        if w.home.decided < min(w.stop, self.end):
            w.start, w.turn = w.home.decided, w.home.decided - 1e9
            self.backs.append((w.home.decided, w))

    def first(self, h: int) -> Wait | None:
        """Whom hub `h` would move next: its own line's first, those of hubs that shut, then of any other."""
        own = self.lines[h][:1]
        for q in range(self.hubs):
            if q != h and self.limits.helps and (self.shut[q] or not self.lines[h]):
                fits = [w for w in self.lines[q] if self.admits(h, w.home) and w.home.size <= self.most(h)]
                own += fits[:1]
        return min(own, key=lambda w: w.turn, default=None)

    def offer(self, hubs: set[int]) -> None:
        """Move all whom these hubs may: those at which something changed, or all when a week begins."""
        going = {h for h in hubs if self.places(h) > 0}
        while first := {h: w for h in sorted(going) if (w := self.first(h)) is not None}:
            h = min(first, key=lambda h: first[h].turn)
            if self.stopped(h, first[h].home.size) >= 0:
                going.remove(h)
            else:
                self.takes(h, first[h])

    def takes(self, h: int, w: Wait) -> None:
        x, s, k = w.home, self.challenge, self.limits
        self.lines[w.line].remove(w)
        w.waiting = False
        challenges = x.submitted == math.inf and self.luck(x, s.chance.name) < s.chance.share
        self.use(h, x.size, *((k.notice_r,) if challenges else (k.notice_r, k.transfer_r)))
        if challenges:
            heard = max(self.now, self.tribunal_free)
            self.tribunal_free = heard + k.tribunal_days
            if heard < self.end:
                here = np.isin(k.of_r, (-1, h))
                self.used_ry[here, int(heard / S.YEAR)] += k.submissions_r[here]
            x.submitted = self.now
            x.decided = heard + lognormal(s.after.median, s.after.spread, x.key, decision(s.name))
            x.accepted = self.luck(x, s.accepted.name) < s.accepted.share
            if not x.accepted:
                w.line = h
                self.comes_back(w)
            return
        x.at, x.hub = self.now, h
        self.entered_hw[h, self.week] += x.size
        self.stays(x, 0.0)

    @staticmethod
    def luck(x: Home, name: str) -> float:
        return uniform(x.key, decision(name))

    def stays(self, x: Home, earliest: float) -> None:
        room = np.empty(9)
        days, x.end_stage, _, x.needs_resource = stay(
            self.figures, self.amounts, x.hub, x.of, x.key, earliest, room
        )
        x.ended = x.at + days
        self.holds(x)

    def holds(self, x: Home) -> None:
        push(self.heap_t, self.heap_p, self.staying, x.ended, x.number)
        self.staying += 1

    def leaves(self) -> set[int]:
        """The stay that ends next ends, or goes on where nothing is left for the onward return."""
        x = self.homes[int(self.heap_p[0])]
        h = x.hub
        pop(self.heap_t, self.heap_p, self.staying)
        self.staying -= 1
        if x.needs_resource:
            if self.short(h, x.size, self.limits.onward_r) >= 0:
                self.stays(x, (self.week + 1) * S.WEEK - x.at)
                self.onward_waits += x.size
                return set()
            self.use(h, x.size, self.limits.onward_r)
        return {h} if self.limits.cap_at_one_time == NO_CAP else set(range(self.hubs))

    def sees(self) -> None:
        for h in range(self.hubs):
            self.people_hw[h, self.week], self.queue_hw[h, self.week] = self.inside(h), self.queued(h)

    def week_begins(self) -> None:
        self.sees()
        for h in range(self.hubs):
            if self.lines[h] and (why := self.stopped(h, self.lines[h][0].home.size)) >= 0:
                self.held_hl[h, why] += 1
        self.week += 1
        self.left = [min(a, a + x) for a, x in zip(self.limits.a_week_r, self.left, strict=True)]
        for h in range(self.hubs):
            if self.limits.closes[h] == self.week:
                self.shut[h] = True
                there, self.staying = self.heap_p[: self.staying].tolist(), 0
                for x in (self.homes[p] for p in there):
                    if x.hub == h:
                        x.ended, x.end_stage = self.now, S.TRANSFERRED_BACK
                    else:
                        self.holds(x)
        while self.staying and self.heap_t[0] <= self.now:
            self.leaves()
        self.offer(set(range(self.hubs)))

    def run(self, by_start: list[Wait]) -> Oracle:
        to_start = list(by_start)
        while True:
            ends = min((w for w in self.waits if w.waiting), key=lambda w: w.stop, default=None)
            self.backs.sort(key=lambda back: back[0])
            new_year = (int(self.now / S.YEAR) + 1) * S.YEAR
            when = [
                (self.week + 1) * S.WEEK,
                to_start[0].start if to_start else math.inf,
                ends.stop if ends else math.inf,
                self.heap_t[0] if self.staying else math.inf,
                self.backs[0][0] if self.backs else math.inf,
                new_year if self.limits.cap_a_year < NO_CAP else math.inf,
            ]
            what = when.index(min(when))
            if when[what] >= self.end:
                self.now = self.end
                self.sees()
                return self
            self.now = float(when[what])
            if what == 0:
                self.week_begins()
            elif what == 1:
                self.offer(self.joins(to_start.pop(0)))
            elif what == 2:
                ends.waiting = False
                was_first = self.lines[ends.line][:1] == [ends]
                if not ends.apart:
                    self.lines[ends.line].remove(ends)
                self.offer({ends.line} if was_first else set())
            elif what == 3:
                self.offer(self.leaves())
            elif what == 4:
                self.offer(self.stands(self.backs.pop(0)[1]))
            else:
                self.offer(set(range(self.hubs)))
