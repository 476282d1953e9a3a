"""A declared model simulated as plainly as can be: one list of events for everybody, nothing sampled ahead.

It reads the declaration by its names, and takes the rules of lines and offers from `hub_oracle`. With the
engine it shares the keyed draws, the names under which things are drawn, and which stages number theirs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from hub_oracle import ENDS, STARTS, Home, Oracle, Wait

from returnhub.simulation import stages as S
from returnhub.simulation.limits import NO_CAP, Limits
from returnhub.simulation.model.compiled import VISITS, come_again
from returnhub.simulation.model.declared import (
    Amount,
    By,
    Chance,
    Exponential,
    Filter,
    Fixed,
    Law,
    Lognormal,
    Model,
    Places,
    Ready,
    Risk,
    Stage,
    Stay,
)
from returnhub.simulation.samplers import exponential, lognormal
from returnhub.simulation.streams import decision, mix, person_key, uniform

COMES, MOVES_ON, GETS_READY = -3, -2, -1
"""What goes before all that concerns the hubs on the same day."""


@dataclass(eq=False)
class Person(Home):
    """One household with its own life and what is seen of it (`path`: days and stages)."""

    levels: dict[str, int] = field(default_factory=dict)
    stage: Stage = field(default_factory=lambda: Stage(""))
    until: float = math.inf
    """When the stage ends by itself."""
    steps: int = 0
    visits: Counter[str] = field(default_factory=Counter)
    had: Counter[str] = field(default_factory=Counter)
    ready: float | None = None
    wait: Wait | None = None
    path: list[tuple[float, str]] = field(default_factory=list)
    ended_at: str = ""


@dataclass(eq=False)
class Everybody(Oracle):
    """All people of a model from day `start` to day `end`; nobody waits before day `opens`."""

    model: Model = field(kw_only=True)
    replication: np.uint64 = field(kw_only=True)
    start: float = field(default=0.0, kw_only=True)
    opens: float = field(default=0.0, kw_only=True)
    turns: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stages = {stage.name: stage for stage in self.model.stages}
        self.again = come_again(self.model)
        self.plan = self.model.places or Places((), Ready(()))
        self.now = self.start
        self.next_comes(0)

    @classmethod
    def of(
        cls, model: Model, replication: np.uint64, end: float, start: float = 0.0, opens: float = 0.0
    ) -> Everybody:
        """What becomes of everybody who comes from day `start` to day `end`."""
        challenge = model.places.challenge if model.places else None
        plan = limits(model, math.ceil(end / S.WEEK))
        own = {"model": model, "replication": replication, "start": start, "opens": opens}
        run = cls([], None, np.zeros(0), challenge, plan, end, **own)
        run.runs()
        return run

    # Amounts, laws and chances as declared.

    def amount(self, x: Person, amount: Amount) -> float:
        if isinstance(amount, By):
            return float(amount.values[tuple(x.levels[name] for name in amount.attributes)])
        return float(amount)

    def days(self, x: Person, name: str, law: Law, key: np.uint64 | None = None) -> float:
        who, what = x.key if key is None else key, decision(name)
        match law:
            case Fixed(days):
                return self.amount(x, days)
            case Exponential(rate):
                return exponential(self.amount(x, rate), who, what)
            case Lognormal(median, spread):
                return lognormal(self.amount(x, median), self.amount(x, spread), who, what)

    def comes_out(self, x: Person, chance: Chance) -> bool:
        return uniform(x.key, decision(chance.name)) < self.amount(x, chance.share)

    # Coming.

    def next_comes(self, number: int) -> None:
        key = np.uint64(person_key(self.replication, np.uint64(number)))
        gap = exponential(self.model.arrivals.a_day, key, decision("days to the next claim"))
        self.on(self.now + gap, COMES, (number,), partial(self.comes, Person(number, key, 0, 0)))

    def comes(self, x: Person) -> set[int]:
        self.next_comes(x.number + 1)
        for a in self.model.attributes:
            shares = a.shares
            if isinstance(shares, By):
                shares = shares.values[tuple(x.levels[name] for name in shares.attributes)]
            below = np.cumsum(np.asarray(shares, float))[:-1]
            x.levels[a.name] = int((uniform(x.key, decision(a.name)) >= below).sum())
        if self.kept_away(x):
            return set()
        x.size = int(self.amount(x, self.model.size))
        self.homes.append(x)
        self.enters(x, self.model.stages[0].name)
        return set()

    def kept_away(self, x: Person) -> bool:
        """Whether a filter keeps somebody from coming; sent another way they meet the others once more."""
        met = None
        for _ in range(2):
            met = next((f for f in self.model.filters if f is not met and self.meets(x, f)), None)
            if met is None:
                return False
            again = decision(met.name) ^ decision("comes another way")
            if met.instead is None or uniform(x.key, again) >= met.instead_share:
                return True
            x.levels[met.instead[0]] = met.instead[1]
        return False

    def meets(self, x: Person, f: Filter) -> bool:
        if self.now < f.from_day:
            return False
        grown = 1.0 if self.now >= f.full_day else (self.now - f.from_day) / (f.full_day - f.from_day)
        return uniform(x.key, decision(f.name)) < grown * self.amount(x, f.share)

    # One stage after another.

    def enters(self, x: Person, name: str) -> None:
        """Begin a stage, and know when and how it would end by itself."""
        x.stage = self.stages[name]
        visit = x.visits[name]
        x.visits[name] += 1
        days, risk = self.first_to_come(x, x.stage, visit)
        x.until = self.now + days
        x.steps += 1
        if risk is not None:
            order = (x.number,)
            self.on(x.until, MOVES_ON, order, partial(self.moves_on, x, x.steps, risk, visit))
        if x.ready is None and name in self.plan.ready.since and x.at == math.inf:
            x.ready = self.when_ready(x)
            self.on(max(x.ready, self.opens), GETS_READY, (x.number,), partial(self.gets_ready, x))
        going_on = x.wait is not None and self.can_wait(x)
        self.looks_for_a_place(x)
        still_seen = self.model.waiting is not None and self.shown(x) == x.path[-1][1] if going_on else False
        if not still_seen:
            self.shows(x)

    def named(self, x: Person, stage: Stage, visit: int) -> tuple[str, np.uint64]:
        """What the names of a stage's draws end in, and the key of the person in it."""
        more = f", {min(visit, VISITS - 1)}" if stage.name in self.again else ""
        return more, x.key if visit < VISITS else np.uint64(mix(np.uint64((int(x.key) + visit) % 2**64)))

    def first_to_come(self, x: Person, stage: Stage, visit: int) -> tuple[float, Risk | None]:
        """Of all risks of a stage the first to come, and after how many days."""
        more, key = self.named(x, stage, visit)
        first: tuple[float, Risk | None] = (math.inf, None)
        memoryless: list[Risk] = []
        for risk in stage.risks:
            if risk.most is not None and x.had[f"{stage.name}: {risk.name}"] >= risk.most:
                continue
            if isinstance(risk.after, Exponential) and risk.chance is None:
                memoryless.append(risk)
                continue
            if risk.chance is not None and not (
                uniform(key, decision(risk.chance.name + more)) < self.amount(x, risk.chance.share)
            ):
                continue
            days = self.days(x, risk.name + more, risk.after, key)
            if days < first[0]:
                first = days, risk
        rates = [self.amount(x, risk.after.rate) for risk in memoryless]
        called = stage.called or stage.name
        if memoryless:
            rate = sum(rates)
            days = exponential(rate, key, decision(f"days to the end of {called}{more}"))
            if days < first[0]:
                left = uniform(key, decision(f"what ends {called}{more}")) * rate
                for risk, its_rate in zip(memoryless, rates, strict=True):
                    first = days, risk
                    left -= its_rate
                    if left < 0.0:
                        break
        return first

    def moves_on(self, x: Person, step: int, risk: Risk, visit: int) -> set[int]:
        if step != x.steps:
            return set()
        x.had[f"{x.stage.name}: {risk.name}"] += 1
        more, key = self.named(x, x.stage, visit)
        to = risk.leads[-1].to
        for way in risk.leads[:-1]:
            chance = way.if_ or way.unless
            hit = uniform(key, decision(chance.name + more)) < self.amount(x, chance.share)
            if hit is (way.if_ is not None):
                to = way.to
                break
        self.enters(x, to)
        return set()

    # Waiting for a place.

    def when_ready(self, x: Person) -> float:
        ready = self.plan.ready
        if not all(self.comes_out(x, need) for need in ready.needs):
            return math.inf
        day = max(self.now, ready.not_before)
        for delay in ready.delays:
            if delay.unless is None or not self.comes_out(x, delay.unless):
                day += self.days(x, delay.name, delay.after)
        return day

    def can_wait(self, x: Person) -> bool:
        """Whether a place could be taken now."""
        ready = math.inf if x.ready is None else max(x.ready, self.opens)
        return x.stage.waits and ready <= self.now < x.until and x.at == math.inf

    def gets_ready(self, x: Person) -> set[int]:
        if x.wait is None and self.can_wait(x):
            self.looks_for_a_place(x)
            if self.model.waiting is not None:
                self.shows(x)
        return set()

    def looks_for_a_place(self, x: Person) -> None:
        """Begin to wait, or stop. Whoever goes from one stage that waits to another keeps their turn."""
        if self.can_wait(x) and x.wait is None:
            x.wait = Wait(x, self.now, math.inf, 0.0)
            self.on(self.now, STARTS, (float(x.ready or 0.0), x.number), partial(self.joins, x.wait))
        elif x.wait is not None and not self.can_wait(x):
            self.on(self.now, ENDS, (x.number,), partial(self.stops, x))

    def stops(self, x: Person) -> set[int]:
        w = x.wait
        if w is None or self.can_wait(x):
            return set()
        w.stop, x.wait = self.now, None
        return self.gives_up(w)

    def joins(self, w: Wait) -> set[int]:
        w.turn = self.turns + 1e9 * (1.0 + self.amount(w.home, self.plan.priority))
        self.turns += 1
        return super().joins(w)

    def admits(self, h: int, x: Person) -> bool:
        return self.amount(x, self.plan.hubs[h].takes) > 0

    def takes(self, h: int, w: Wait) -> None:
        x, submitted = w.home, w.home.submitted
        super().takes(h, w)
        if x.at == self.now:
            x.steps += 1
            x.wait, w.stop = None, self.now
            self.unsees(x)
            x.path.append((self.now, self.model.stay))
        elif submitted == math.inf:
            offer = self.plan.challenge
            if offer.accepted_to is not None:
                self.unsees(x)
                x.path.append((self.now, offer.meanwhile))
            elif self.model.waiting is not None:
                while x.path[-1:] == [(self.now, self.model.waiting)]:
                    x.path.pop()
                x.path.append((self.now, offer.meanwhile))
            self.on(x.decided, GETS_READY, (x.number,), partial(self.is_decided, x))

    def is_decided(self, x: Person) -> set[int]:
        """The challenge is decided."""
        to = self.plan.challenge.accepted_to
        if not x.accepted:
            if to is not None or (self.model.waiting is not None and self.can_wait(x)):
                self.shows(x)
        elif to is not None:
            x.wait = None
            self.ends_at(x, to)
        return set()

    # What is seen.

    def shown(self, x: Person) -> str | None:
        """The stage at which somebody is seen to be; none while a challenge stands in its place."""
        waiting, offer = self.model.waiting, self.plan.challenge
        if x.submitted < math.inf and offer.accepted_to is not None and self.now < x.decided:
            return None
        if waiting is None or not self.can_wait(x):
            return x.stage.name
        challenges = x.submitted < math.inf and (self.now < x.decided or x.accepted)
        return offer.meanwhile if challenges else waiting

    def shows(self, x: Person) -> None:
        name = self.shown(x)
        if name is not None:
            x.path.append((self.now, name))

    def unsees(self, x: Person) -> None:
        """What would have begun today has not."""
        while x.path and x.path[-1][0] >= self.now:
            x.path.pop()

    # The stay and what follows.

    def stays(self, x: Person, earliest: float) -> None:
        plan: Stay = self.plan.hubs[x.hub].stay
        rings: dict[str | None, float] = {None: math.inf}
        for clock in plan.clocks:
            there = clock.chance is None or self.comes_out(x, clock.chance)
            rings[clock.name] = self.days(x, clock.name, clock.after) if there else math.inf
        could = [(plan.limit, 1, plan.at_limit, False), *self.ends_of_stay(x, plan, rings, earliest)]
        days, _, x.ended_at, x.needs_resource = min(could, key=lambda end: end[:2])
        self.stays_for(x, days)

    def ends_of_stay(
        self, x: Person, plan: Stay, rings: dict[str | None, float], earliest: float
    ) -> Iterator[tuple[float, int, str, bool]]:
        """What could end a stay: the day, the rank on that day, the stage that follows, a resource's need."""
        for risk in plan.risks:
            if risk.chance is not None and not self.comes_out(x, risk.chance):
                continue
            by_clock = isinstance(risk.after, str)
            day = rings[risk.after] if by_clock else self.days(x, risk.name or risk.to, risk.after)
            if risk.not_before is not None and rings[risk.not_before] < math.inf:
                day = max(day, rings[risk.not_before])
            if risk.held_up:
                day = max(day, earliest)
            if day < rings[risk.unless]:
                yield day, 0 if by_clock else 2, risk.to, risk.held_up

    def closes(self, x: Person) -> None:
        x.ended, x.ended_at = self.now, self.plan.hubs[x.hub].on_closing

    def goes(self, x: Person) -> None:
        super().goes(x)
        self.ends_at(x, x.ended_at)

    def ends_at(self, x: Person, name: str) -> None:
        """What stood in the life's place is over, and it goes on elsewhere."""
        x.visits = Counter(stage for _, stage in x.path)
        x.had.clear()
        self.enters(x, name)


def limits(model: Model, weeks: int) -> Limits:
    """What limits moves, as declared; whom a hub takes and in which line is asked of the declaration."""
    places = model.places or Places((), Ready(()))
    hubs, resources, caps = places.hubs, places.resources, places.caps
    names = [hub.name for hub in hubs]

    def most(cap: int | None) -> int:
        return NO_CAP if cap is None else cap

    hearing = [
        (7.0 * r.challenge / r.a_week if r.a_week > 0 else math.inf) for r in resources if r.challenge > 0
    ]
    capacity, moving = np.zeros((len(hubs), weeks), int), np.ones((len(hubs), weeks), bool)
    for h, hub in enumerate(hubs):
        capacity[h] = hub.capacity
        moving[h] = True if hub.moving is None else hub.moving
    return Limits(
        places_hw=capacity,
        moving_hw=moving,
        closes=np.array([weeks + 1 if hub.closes is None else hub.closes for hub in hubs]),
        takes_hc=np.zeros((0, 0), bool),
        line_c=np.zeros(0, int),
        helps=places.helps,
        a_week=np.array([most(hub.a_week) for hub in hubs]),
        cap_in_all=most(caps.in_all),
        cap_a_year=most(caps.a_year),
        cap_at_one_time=most(caps.at_one_time),
        of_r=np.array([-1 if r.hub is None else names.index(r.hub) for r in resources], int),
        a_week_r=np.array([r.a_week for r in resources]),
        notice_r=np.array([r.notice for r in resources]),
        transfer_r=np.array([r.transfer for r in resources]),
        onward_r=np.array([r.onward for r in resources]),
        submissions_r=np.array([r.challenge for r in resources]),
        tribunal_days=max(hearing, default=0.0),
    )
