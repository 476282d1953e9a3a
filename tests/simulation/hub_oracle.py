"""The hubs once more, as plain as the rules can be put: lists, one event at a time, no early way out.

All that happens is in one list of events. It shares with the kernel the keyed draws and how one stay ends,
and no other code: not the lines, the limits, the calendar or the choice of who is next. `model_oracle` makes
of it a simulator of a whole declared model.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from returnhub.simulation import stages as S
from returnhub.simulation.limits import LIMITS, NO_CAP, Limits
from returnhub.simulation.model.compiled import Stays
from returnhub.simulation.model.declared import Challenge, Chance, Lognormal
from returnhub.simulation.samplers import lognormal
from returnhub.simulation.stay import stay
from returnhub.simulation.streams import decision, uniform

WEEK_BEGINS, STARTS, ENDS, LEAVES, BACK, NEW_YEAR = range(6)
"""What happens on one day happens in this order."""


@dataclass(eq=False)
class Wait:
    """One household's wait in one span of days."""

    home: Home
    start: float
    stop: float
    turn: float
    line: int = -1
    apart: bool = False


@dataclass(eq=False)
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


@dataclass(eq=False)
class Oracle:
    """The hubs of one world and their households up to day `end`; what is seen has the kernel's names."""

    homes: list[Home]
    figures: Stays | None
    amounts: np.ndarray
    challenge: Challenge | None
    limits: Limits
    end: float
    now: float = 0.0
    week: int = 0
    onward_waits: int = 0
    tribunal_free: float = 0.0
    waits: list[Wait] = field(default_factory=list)
    events: list[tuple[float, int, tuple[float, ...], int, Callable[[], set[int]]]] = field(
        default_factory=list
    )

    def __post_init__(self) -> None:
        self.hubs, self.weeks = self.limits.places_hw.shape
        resources = self.limits.of_r.size
        self.lines: list[list[Wait]] = [[] for _ in range(self.hubs)]
        self.left = [float(x) for x in self.limits.a_week_r]
        self.shut = [False] * self.hubs
        self.people_hw, self.queue_hw, self.entered_hw = (
            np.zeros((self.hubs, self.weeks), int) for _ in range(3)
        )
        self.held_hl = np.zeros((self.hubs, len(LIMITS) + resources), int)
        self.used_ry = np.zeros((resources, math.ceil(self.end / S.YEAR)))
        if math.isinf(self.limits.tribunal_days):
            self.tribunal_free = math.inf
        self.there: dict[int, Home] = {}
        self.moved_in = Counter[int]()
        self.numbered = itertools.count()

    def on(self, day: float, what: int, order: tuple[float, ...], happens: Callable[[], set[int]]) -> None:
        """Put into the list what `happens` on a day, and tells the hubs at which something changed by it."""
        if day < self.end:
            heapq.heappush(self.events, (day, what, order, next(self.numbered), happens))

    def inside(self, h: int) -> int:
        return sum(x.size for x in self.there.values() if x.hub == h)

    def queued(self, h: int) -> int:
        return sum(w.home.size for w in self.waits if w.line == h)

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
        k = self.limits
        short = self.short(h, n, k.notice_r, k.transfer_r)
        stops = {
            "not open": self.places(h) == 0,
            "suspended": not k.moving_hw[h, self.week],
            "places": self.inside(h) + n > self.places(h),
            "transfers a week": self.entered_hw[h, self.week] + n > k.a_week[h],
            "cap in all": self.moved_in.total() + n > k.cap_in_all,
            "cap a year": self.moved_in[int(self.now / S.YEAR)] + n > k.cap_a_year,
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
        if x.submitted < math.inf and self.now < x.decided:
            self.comes_back(w)
            return set()
        return self.stands(w)

    def stands(self, w: Wait) -> set[int]:
        """Stand in line by its turn, or apart if too large for the hub: in nobody's way."""
        w.apart = w.home.size > self.most(w.line)
        self.waits.append(w)
        self.on(w.stop, ENDS, (w.home.number,), partial(self.gives_up, w))
        if w.apart:
            return set()
        self.lines[w.line].append(w)
        self.lines[w.line].sort(key=lambda one: one.turn)
        return {w.line}

    def comes_back(self, w: Wait) -> None:
        """The household waits once more when its submissions are rejected, if there is still time."""
        w.turn = w.home.decided - 1e9
        self.on(w.home.decided, BACK, (w.home.number,), partial(self.waits_again, w))

    def waits_again(self, w: Wait) -> set[int]:
        return self.stands(w) if self.now < w.stop else set()

    def gives_up(self, w: Wait) -> set[int]:
        if w not in self.waits:
            return set()
        self.waits.remove(w)
        was_first = self.lines[w.line][:1] == [w]
        if not w.apart:
            self.lines[w.line].remove(w)
        return {w.line} if was_first else set()

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
        self.waits.remove(w)
        challenges = s is not None and x.submitted == math.inf and self.comes_out(x, s.chance)
        self.use(h, x.size, *((k.notice_r,) if challenges else (k.notice_r, k.transfer_r)))
        if s is not None and challenges:
            heard = max(self.now, self.tribunal_free)
            self.tribunal_free = heard + k.tribunal_days
            if heard < self.end:
                here = np.isin(k.of_r, (-1, h))
                self.used_ry[here, int(heard / S.YEAR)] += k.submissions_r[here]
            x.submitted = self.now
            x.decided = heard + self.days(x, s.name, s.after)
            x.accepted = self.comes_out(x, s.accepted)
            if not x.accepted:
                w.line = h
                self.comes_back(w)
            return
        x.at, x.hub = self.now, h
        self.entered_hw[h, self.week] += x.size
        self.moved_in[int(self.now / S.YEAR)] += x.size
        self.there[x.number] = x
        self.stays(x, 0.0)

    def comes_out(self, x: Home, chance: Chance) -> bool:
        """Whether a chance comes out so for a household."""
        return uniform(x.key, decision(chance.name)) < chance.share

    def days(self, x: Home, name: str, law: Lognormal) -> float:
        return lognormal(law.median, law.spread, x.key, decision(name))

    def stays(self, x: Home, earliest: float) -> None:
        """Decide how the stay ends; an onward return not before the day `earliest` of it."""
        room = np.empty(9)
        days, x.end_stage, _, x.needs_resource = stay(
            self.figures, self.amounts, x.hub, x.of, x.key, earliest, room
        )
        self.stays_for(x, days)

    def stays_for(self, x: Home, days: float) -> None:
        x.ended = x.at + days
        self.on(x.ended, LEAVES, (x.number,), partial(self.leaves, x))

    def leaves(self, x: Home) -> set[int]:
        """A stay ends, or goes on where nothing is left for the onward return."""
        h = x.hub
        if x.number not in self.there or x.ended != self.now:
            return set()
        if x.needs_resource:
            if self.short(h, x.size, self.limits.onward_r) >= 0:
                self.stays(x, (self.week + 1) * S.WEEK - x.at)
                self.onward_waits += x.size
                return set()
            self.use(h, x.size, self.limits.onward_r)
        self.goes(x)
        return {h} if self.limits.cap_at_one_time == NO_CAP else set(range(self.hubs))

    def goes(self, x: Home) -> None:
        """A household is in its hub no more."""
        del self.there[x.number]

    def closes(self, x: Home) -> None:
        """The hub in which a household stays shuts."""
        x.ended, x.end_stage = self.now, S.TRANSFERRED_BACK

    def sees(self) -> None:
        for h in range(self.hubs):
            self.people_hw[h, self.week], self.queue_hw[h, self.week] = self.inside(h), self.queued(h)

    def week_begins(self) -> set[int]:
        self.sees()
        for h in range(self.hubs):
            if self.lines[h] and (why := self.stopped(h, self.lines[h][0].home.size)) >= 0:
                self.held_hl[h, why] += 1
        self.week += 1
        self.left = [min(a, a + x) for a, x in zip(self.limits.a_week_r, self.left, strict=True)]
        for h in range(self.hubs):
            if self.limits.closes[h] == self.week:
                self.shut[h] = True
                for x in [x for x in self.there.values() if x.hub == h]:
                    self.closes(x)
                    self.goes(x)
        # Returns held up from last week come before this week's moves.
        for x in sorted(self.there.values(), key=lambda x: x.number):
            self.leaves(x)
        return set(range(self.hubs))

    def run(self, by_start: list[Wait]) -> Oracle:
        for turn, w in enumerate(by_start):
            self.on(w.start, STARTS, (turn,), partial(self.joins, w))
        return self.runs()

    def runs(self) -> Oracle:
        """Let all happen that is in the list, and the weeks and years begin."""
        everywhere = set(range(self.hubs))
        for week in range(1, self.weeks):
            self.on(week * S.WEEK, WEEK_BEGINS, (), self.week_begins)
        if self.limits.cap_a_year < NO_CAP:
            for year in range(1, math.ceil(self.end / S.YEAR)):
                self.on(year * S.YEAR, NEW_YEAR, (), lambda: everywhere)
        while self.events:
            self.now, *_, happens = heapq.heappop(self.events)
            self.offer(happens())
        self.now = self.end
        self.sees()
        return self
