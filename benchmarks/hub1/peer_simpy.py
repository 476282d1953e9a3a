"""HUB-1 as a SimPy user would write it: a process a person, a resource a hub, `request | timeout` to give up.

Written from the statement of the model; it shares figures and nothing else with the other two.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Generator
from math import exp, inf, log, sqrt
from statistics import fmean

import simpy

from benchmarks.hub1 import figures as F

Steps = Generator[simpy.Event, object, None]
NEVER = inf


class Person:
    """One person: what they have cost, their group, and what bars them."""

    __slots__ = ("cost", "group", "legal", "medical")

    def __init__(self, luck: random.Random) -> None:
        self.cost = 0.0
        self.group = bisect(F.GROUPS_UP_TO, luck.random())
        self.legal = luck.random() < F.LEGAL_BAR_SHARE
        self.medical = luck.random() < F.MEDICAL_BAR_SHARE


class Hub1:
    """One replication."""

    def __init__(self, seed: int, scale: float, years: float) -> None:
        self.luck = random.Random(seed)
        self.random = self.luck.random
        self.env = simpy.Environment()
        self.end = years * F.YEAR
        self.gap = F.YEAR / (F.ARRIVALS_A_YEAR * scale)
        self.hubs = [simpy.Resource(self.env, places) for places in F.places(scale)]
        self.asked: dict[Person, float] = {}
        self.outcomes: dict[str, int] = dict.fromkeys(F.OUTCOMES, 0)
        self.costs: list[float] = []
        self.waits: list[float] = []
        self.occupied: list[tuple[int, ...]] = []
        self.queued: list[tuple[int, ...]] = []
        self.total = 0.0
        self.events = 0

    def time(self, law: tuple[float, float]) -> float:
        median, spread = law
        return median * exp(self.luck.gauss(0.0, spread))

    def after(self, mean: float) -> float:
        return -mean * log(1.0 - self.random())

    def chance(self, share: float) -> bool:
        return self.random() < share

    def spend(self, person: Person, since: float, until: float, a_day: float) -> None:
        person.cost += a_day * (until - since)
        self.total += a_day * ((until if until < self.end else self.end) - since)

    def fee(self, person: Person, amount: float) -> None:
        person.cost += amount
        self.total += amount

    def leave(self, person: Person, outcome: str) -> None:
        self.outcomes[outcome] += 1
        self.costs.append(person.cost)

    def stage(self, person: Person, days: float) -> simpy.Event:
        """A stage of so many days, to be waited for."""
        now = self.env.now
        until = now + days
        self.spend(person, now, until, F.STAGE_A_DAY)
        self.events += until < self.end
        return self.env.timeout(days)

    def live(self, person: Person) -> Steps:
        """The stages, from notice to selection."""
        claims = 0
        while True:
            ready, absconds = self.time(F.NOTICE), self.after(F.NOTICE_ABSCONDS_MEAN)
            claim = self.after(F.NOTICE_FRESH_CLAIM_MEAN) if claims < F.MOST_FRESH_CLAIMS else NEVER
            days = min(ready, absconds, claim)
            yield self.stage(person, days)
            if days == absconds:
                return self.leave(person, "absconded_before")
            if days == ready:
                break
            claims += 1
            self.fee(person, F.FRESH_CLAIM_FEE)
            yield self.stage(person, self.time(F.FRESH_CLAIM))
            if self.chance(F.FRESH_CLAIM_GRANTED_SHARE):
                return self.leave(person, "granted_fresh")
        if self.chance(F.REVIEW_SHARE):
            self.fee(person, F.REVIEW_FEE)
            yield self.stage(person, self.time(F.REVIEW))
            if self.chance(F.REVIEW_WON_SHARE):
                return self.leave(person, "granted_review")
        absconds, voluntary = self.after(F.DOCUMENTS_ABSCONDS_MEAN), self.after(F.DOCUMENTS_VOLUNTARY_MEAN)
        days = min(self.time(F.DOCUMENTS), absconds, voluntary, F.DOCUMENTS_LIMIT)
        yield self.stage(person, days)
        if days == absconds:
            return self.leave(person, "absconded_before")
        if days == voluntary:
            self.fee(person, F.VOLUNTARY_FEE)
            return self.leave(person, "voluntary_before")
        if days == F.DOCUMENTS_LIMIT:
            return self.leave(person, "undocumented")
        yield self.stage(person, self.time(F.SELECTION))
        if person.legal:
            return self.leave(person, "barred_legal")
        if person.medical:
            return self.leave(person, "barred_medical")
        hubs = [self.hubs[h] for h in F.HUBS if F.GROUP_HUBS[person.group] >> h & 1]
        if not hubs:
            return self.leave(person, "no_hub")
        yield from self.stay(person, min(hubs, key=lambda hub: (hub.count + len(hub.queue)) / hub.capacity))
        return None

    def stay(self, person: Person, hub: simpy.Resource) -> Steps:
        """In line for a hub, and in it."""
        asked = self.asked[person] = self.env.now
        with hub.request() as place:
            if not place.triggered:
                yield place | self.env.timeout(self.after(F.PATIENCE_MEAN))
            self.events += 1
            del self.asked[person]
            now = self.env.now
            self.spend(person, asked, now, F.QUEUE_A_DAY)
            if not place.triggered:
                return self.leave(person, "left_queue")
            self.waits.append(now - asked)
            days, end, fee = min(
                (self.time(F.STAY_RETURNED), "returned", F.RETURN_FEE),
                (self.time(F.STAY_VOLUNTARY), "voluntary_hub", F.VOLUNTARY_FEE),
                (self.after(F.STAY_ABSCONDS_MEAN), "absconded_hub", 0.0),
                (self.after(F.STAY_BACK_MEAN), "transferred_back", F.BACK_FEE),
                (F.STAY_LIMIT, "released", 0.0),
            )
            self.spend(person, now, now + days, F.HUB_A_DAY)
            yield self.env.timeout(days)
            self.events += 1
            self.fee(person, fee)
            self.leave(person, end)
        return None

    def arrive(self) -> Steps:
        while True:
            yield self.env.timeout(self.after(self.gap))
            self.events += 1
            self.env.process(self.live(Person(self.luck)))

    def look(self) -> Steps:
        while True:
            yield self.env.timeout(F.WEEK)
            self.occupied.append(tuple(hub.count for hub in self.hubs))
            self.queued.append(tuple(len(hub.queue) for hub in self.hubs))

    def run(self) -> dict[str, float]:
        self.env.process(self.arrive())
        self.env.process(self.look())
        self.env.run(until=self.end)
        self.total += sum(F.QUEUE_A_DAY * (self.end - asked) for asked in self.asked.values())
        waits = sorted(self.waits)
        mean = fmean(self.costs)
        return (
            {name: float(count) for name, count in self.outcomes.items()}
            | {f"occupied_{h}": fmean(row[h] for row in self.occupied) for h in F.HUBS}
            | {f"queue_{h}": fmean(row[h] for row in self.queued) for h in F.HUBS}
            | {
                "wait_mean": fmean(waits),
                "wait_p95": waits[int(0.95 * (len(waits) - 1))],
                "total_cost": self.total,
                "cost_mean": mean,
                "cost_sd": sqrt(fmean(cost * cost for cost in self.costs) - mean * mean),
                "entered": float(len(waits)),
                "events": float(self.events),
            }
        )


def run(seed: int, scale: float, years: float) -> dict[str, float]:
    """One replication, by the names of `figures.METRICS`."""
    return Hub1(seed, scale, years).run()
