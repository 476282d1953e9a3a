"""Models of any kind that a declaration can say, for Hypothesis: small, odd, and full of ties."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from returnhub.simulation.model.check import leads_to
from returnhub.simulation.model.declared import (
    Amount,
    Arrivals,
    Attribute,
    By,
    Caps,
    Challenge,
    Chance,
    Clock,
    Delay,
    Exponential,
    Filter,
    Fixed,
    Hub,
    Law,
    Lognormal,
    Model,
    Places,
    Ready,
    Resource,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)

STAY, LINE, HEARD = "in a hub", "in line", "heard"
ENDS = ("end 0", "end 1")
AFTER = ("after 0", "after 1")


@dataclass
class Some:
    """Parts of a model, drawn one after another."""

    draw: st.DrawFn
    attributes: list[Attribute] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    drawn: int = 0

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def often(self, share: float) -> bool:
        """True for about such a share of draws, and false in the simplest case."""
        return self.draw(st.integers(0, 99)) >= 100 - round(100 * share)

    def one(self, *of: object) -> object:
        return self.draw(st.sampled_from(of))

    def some(self, of: list[str], least: int = 0) -> list[str]:
        return self.draw(st.lists(st.sampled_from(of), min_size=least, max_size=3, unique=True))

    def name(self, what: str) -> str:
        self.drawn += 1
        return f"{what} {self.drawn}"

    def amount(self, *of: float) -> Amount:
        """One of some amounts, or one of them for each level of an attribute or two."""
        if not self.levels or not self.often(0.3):
            return float(self.one(*of))
        names = tuple(self.some(list(self.levels), 1)[:2])
        shape = tuple(self.levels[name] for name in names)
        size = math.prod(shape)
        values = self.draw(st.lists(st.sampled_from(of), min_size=size, max_size=size))
        return By(names, np.array(values, float).reshape(shape))

    def chance(self) -> Chance:
        return Chance(self.name("chance"), self.amount(0.5, 0.8, 0.2, 1.0, 0.0))

    def maybe(self, share: float = 0.3) -> Chance | None:
        return self.chance() if self.often(share) else None

    def law(self, *, at_once: bool = False) -> Law:
        match self.number(0, 3):
            case 0:
                return Fixed(self.amount(*((0.0,) if at_once else ()), 7.0, 10.0, 14.0))
            case 1:
                return Exponential(self.amount(0.05, 0.01, 0.2, 0.0))
            case _:
                return Lognormal(self.amount(5.0, 20.0, 60.0), self.amount(0.0, 0.5, 1.0))

    def attribute(self) -> None:
        name, n = self.name("attribute"), self.number(2, 3)
        known = self.some(list(self.levels))[:1] if self.levels and self.often(0.5) else []
        shape = (*(self.levels[one] for one in known), n)
        size = math.prod(shape)
        weights = np.array(
            self.draw(st.lists(st.integers(1, 5), min_size=size, max_size=size)), float
        ).reshape(shape)
        shares = weights / weights.sum(axis=-1, keepdims=True)
        self.attributes.append(Attribute(name, By(tuple(known), shares) if known else tuple(shares)))
        self.levels[name] = n

    def filter(self) -> Filter:
        from_day = float(self.one(-100.0, 0.0, 50.0))
        name = self.one(*self.levels) if self.often(0.6) else None
        return Filter(
            self.name("filter"),
            self.amount(0.1, 0.5, 1.0),
            from_day,
            from_day + float(self.one(0.0, 60.0)),
            instead=None if name is None else (str(name), self.number(0, self.levels[str(name)] - 1)),
            instead_share=0.0 if name is None else float(self.one(0.0, 0.5, 1.0)),
        )

    def risk(self, at: int, stages: list[str], to: list[str]) -> Risk:
        """One that may come at once leads on and never back, so that no time stands still."""
        ahead = stages[at + 1 :] + list(ENDS)
        at_once = self.often(0.1)
        ways = [
            Way(str(self.one(*(ahead if at_once else to))), **{str(self.one("if_", "unless")): self.chance()})
            for _ in range(self.number(0, 2))
        ]
        return Risk(
            self.name("risk"),
            Fixed(0.0) if at_once else self.law(),
            (*ways, Way(str(self.one(*(ahead if at_once else to))))),
            self.maybe(),
            self.number(1, 3) if self.often(0.2) else None,
        )

    def stage(self, at: int, stages: list[str], *, can_wait: bool) -> Stage:
        risks = [self.risk(at, stages, stages + list(ENDS)) for _ in range(self.number(0 if at else 1, 3))]
        waits = can_wait and (at == len(stages) - 1 or self.often(0.5))
        return Stage(stages[at], tuple(risks), waits, called=f"all of {at}" if self.often(0.2) else None)

    def stay(self, to: list[str]) -> Stay:
        clocks = tuple(
            Clock(self.name("clock"), self.law(at_once=True), self.maybe()) for _ in range(self.number(0, 2))
        )
        rings = [clock.name for clock in clocks]

        def ring(share: float) -> str | None:
            return str(self.one(*rings)) if rings and self.often(share) else None

        risks = tuple(
            StayRisk(
                str(self.one(*to)),
                ring(0.3) or self.law(at_once=True),
                self.name("stay") if self.often(0.7) else "",
                self.maybe(),
                ring(0.3),
                ring(0.2),
                held_up=self.often(0.6),
            )
            for _ in range(self.number(1, 3))
        )
        limit = float(self.one(math.inf, 14.0, 30.0, 90.0))
        return Stay(risks, limit, str(self.one(*to)), clocks, ring(0.5))

    def hub(self, weeks: int, to: list[str]) -> Hub:
        capacity = np.full(weeks, self.one(4, 1, 2, 8, 0))
        if self.often(0.5):
            for _ in range(self.number(1, 3)):
                capacity[self.number(0, weeks - 1) :] = self.number(0, 8)
        moving = np.ones(weeks, np.bool_)
        if self.often(0.3):
            first = self.number(0, weeks - 1)
            moving[first : first + self.number(1, 6)] = False
        closes = self.number(0, weeks) if self.often(0.2) else None
        if closes is not None:
            capacity[closes:] = 0
        return Hub(
            self.name("hub"),
            capacity,
            self.stay(to),
            self.amount(0.0, 1.0) if self.often(0.4) else 1.0,
            moving,
            closes,
            str(self.one(*to)),
            self.number(1, 5) if self.often(0.3) else None,
        )

    def resource(self, hubs: list[str]) -> Resource:
        def need() -> float:
            return float(self.one(0.0, 1.0, 2.5))

        hub = str(self.one(*hubs)) if self.often(0.3) else None
        a_week = float(self.one(0.0, 2.0, 5.0))
        return Resource(self.name("resource"), a_week, hub, need(), need(), need(), need())

    def cap(self, *of: int) -> int | None:
        return int(self.one(*of)) if self.often(0.2) else None

    def places(self, weeks: int, stages: list[str], to: list[str]) -> Places:
        hubs = tuple(self.hub(weeks, to) for _ in range(self.number(1, 3)))
        delays = [
            Delay(self.name("delay"), self.law(at_once=True), self.maybe()) for _ in range(self.number(0, 2))
        ]
        challenge = None
        if self.often(0.7):
            challenge = Challenge(
                self.name("days of a challenge"),
                self.chance(),
                # Challenges that are decided on the very same day would come back in no order.
                Lognormal(self.amount(5.0, 20.0, 60.0), self.amount(0.3, 1.0)),
                self.chance(),
                str(self.one(HEARD, *stages)),
                str(self.one(*to)) if self.often(0.6) else None,
            )
        return Places(
            hubs,
            Ready(
                tuple(self.some(stages, 1)),
                tuple(self.chance() for _ in range(self.number(0, 1))),
                tuple(delays),
                float(self.one(0.0, 14.0, 28.0)),
            ),
            helps=self.often(0.5),
            priority=self.amount(0.0, 1.0, 2.0),
            challenge=challenge,
            caps=Caps(self.cap(0, 5, 30), self.cap(3, 15), self.cap(2, 10)),
            resources=tuple(self.resource([hub.name for hub in hubs]) for _ in range(self.number(0, 2))),
        )


@st.composite
def models(draw: st.DrawFn, days: float) -> Model:
    """A model that holds together, for runs of so many days."""
    s = Some(draw)
    for _ in range(s.number(1, 3)):
        s.attribute()
    names = [f"stage {k}" for k in range(s.number(1, 5))]
    with_places = not s.often(0.1)
    stages = [s.stage(k, names, can_wait=with_places) for k in range(len(names))]
    after = [s.stage(k, list(AFTER), can_wait=False) for k in range(len(AFTER))]
    others = [Stage(name) for name in (*ENDS, STAY, LINE, HEARD)]
    model = Model(
        Arrivals(float(s.one(0.1, 0.2, 0.5))),
        tuple(s.attributes),
        (*stages, *after, *others),
        size=s.amount(1.0, 2.0, 3.0, 5.0) if s.often(0.5) else 1.0,
        filters=tuple(s.filter() for _ in range(s.number(0, 2))),
    )
    if not with_places:
        return model
    waits = {stage.name for stage in stages if stage.waits}
    to = [name for name in (*names, *AFTER, *ENDS) if not leads_to(model.stages, name) & waits]
    return Model(
        model.arrivals,
        model.attributes,
        model.stages,
        s.places(math.ceil(days / 7.0), names, to),
        stay=STAY,
        waiting=LINE if s.often(0.6) else None,
        size=model.size,
        filters=model.filters,
    )
