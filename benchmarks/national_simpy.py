"""The same national model as a SimPy user would write it: one process a household, Python's random.

It reads the same figures of one `World` and shares no other code with `returnhub.simulation`, so it
is both what our speed is measured against and an independent check of what we compute. It knows one
hub and people taken once their appeal rights are exhausted, no limit besides places and transfers a
week, and starts with nobody.
"""

from __future__ import annotations

import math
import random
from bisect import insort
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

import simpy
from numpy.typing import NDArray
from simpy.core import BoundClass
from simpy.resources.container import ContainerGet

from returnhub.scheme.model import AtLimit, Point
from returnhub.simulation.result import Outcome
from returnhub.simulation.worlds import World

WEEK, YEAR = 7.0, 365.0
IN_THE_SENDING_STATE = (
    Outcome.CLAIM_PENDING,
    Outcome.REFUSED,
    Outcome.APPEAL_PENDING,
    Outcome.AWAITING_RETURN,
    Outcome.FURTHER_SUBMISSIONS_PENDING,
    Outcome.WAITING_FOR_PLACE,
    Outcome.BARRIER,
    Outcome.TRANSFERRED_BACK,
    Outcome.RE_ARRIVED,
)
Steps = Generator[simpy.Event, object, None]


class OrderedGet(ContainerGet):
    """A request that stands in line by its key, and not by when it was made."""

    def __init__(self, container: simpy.Container, people: int, key: float) -> None:
        self.key = key
        super().__init__(container, people)


class Line(list[OrderedGet]):
    """Requests in order. SimPy's own sorted queue sorts all of it for each request, ten times slower here."""

    def append(self, item: OrderedGet) -> None:
        insort(self, item, key=lambda get: get.key)


class Offers(simpy.Container):
    """Places on offer to the people in line."""

    GetQueue = Line
    get = BoundClass(OrderedGet)


@dataclass
class Found:
    """What one run found."""

    outcomes: Counter[Outcome]
    moved: int
    in_hub_mean: float
    queue_mean: float
    wait_days_mean: float
    nights_sending: float
    nights_hub: float


@dataclass
class Household:
    """One household. `since` is the day they are ready, `ready` that on which a hub is open too."""

    origin: str
    size: int
    children: bool
    stage: Outcome | None = None
    since: float = math.inf
    ready: float = math.inf
    submits_on_notice: bool = False
    gone: bool = False


@dataclass
class National:
    """The model: figures read from a world, a SimPy environment, and counts."""

    world: World
    verdicts: NDArray
    years: int
    scale: float
    seed: int
    now_at: Counter[Outcome] = field(default_factory=Counter)
    nights: dict[Outcome, float] = field(default_factory=lambda: dict.fromkeys(Outcome, 0.0))
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        scheme = self.world.scheme
        assert len(scheme.hubs) == 1
        assert scheme.is_for.point is Point.APPEAL_RIGHTS_EXHAUSTED
        self.hub = scheme.hubs[0]
        self.end = self.years * YEAR
        self.random = random.Random(self.seed)
        self.env = simpy.Environment()
        origins = self.world.origins
        self.shares = {o: tuple(self.verdicts[k]) for k, o in enumerate(origins)}
        self.homes = {o: self.households(o) for o in origins}
        boat, other = self.of("boat_share"), 1.0 - self.of("boat_share")
        self.weights = {
            "boat": {o: boat * w for o, w in self.mix("origin_weight_boat").items()},
            "other": {o: other * w for o, w in self.mix("origin_weight_other").items()},
        }
        only, never = scheme.is_for.origins, scheme.is_for.not_origins
        self.taken = {o for o in origins if (only is None or o in only) and o not in never}
        self.offers = Offers(self.env)
        self.places_free = self.seats_left = self.on_offer = 0
        a_week = self.hub.transfers_a_week
        self.places = round(self.of(self.hub.places) * self.scale)
        self.seats = math.ceil(self.of(a_week) * self.scale) if a_week else 10**9
        self.largest = min(self.places, self.seats)

    def mix(self, figure: str) -> dict[str, float]:
        """Households of each origin for each person who comes by a route."""
        people = {o: self.of(figure, o) for o in self.world.origins}
        return {o: w / sum(people.values()) * sum(self.homes[o].values()) for o, w in people.items()}

    def households(self, origin: str) -> dict[tuple[int, bool], float]:
        """Households of each size, with children or not, for each person of an origin."""
        family, couple = self.of("family_share", origin), self.of("couple_share", origin)
        found = {(1, False): 1.0 - family - couple, (2, False): couple / 2}
        two, more = self.of("two_parent_share"), (self.of("children_a_family") - 1) / 3
        sizes: dict[int, float] = {}
        for parents, share in ((1, 1 - two), (2, two)):
            for k in range(4):
                chance = share * math.comb(3, k) * more**k * (1 - more) ** (3 - k)
                sizes[parents + 1 + k] = sizes.get(parents + 1 + k, 0.0) + chance
        mean = sum(size * chance for size, chance in sizes.items())
        return found | {(size, True): family * chance / mean for size, chance in sizes.items()}

    def of(self, figure: str, origin: str = "") -> float:
        values = self.world.values
        return values.get(f"{figure}.{origin}", values[figure])

    def chance(self, figure: str, origin: str = "") -> bool:
        return self.random.random() < self.of(figure, origin)

    def time(self, figure: str, origin: str = "") -> float:
        return self.random.lognormvariate(math.log(self.of(figure, origin)), self.of("time_spread"))

    def rate(self, figure: str, origin: str = "") -> float:
        """Rate a day of an event that a share of people meet in a year."""
        return -math.log1p(-min(self.of(figure, origin), 0.999)) / YEAR

    def event(self, rate: float) -> float:
        return self.random.expovariate(rate) if rate > 0 else math.inf

    def enter(self, person: Household, stage: Outcome) -> None:
        left = (self.end - self.env.now) * person.size
        if person.stage is not None:
            self.now_at[person.stage] -= person.size
            self.nights[person.stage] -= left
        person.stage = stage
        self.now_at[stage] += person.size
        self.nights[stage] += left

    def until(self, time: float) -> simpy.Event:
        return self.env.timeout(time - self.env.now)

    def arrivals(self) -> Steps:
        by_route = {route: sum(weights.values()) for route, weights in self.weights.items()}
        a_day = self.of("claims_a_year") * self.scale / YEAR * sum(by_route.values())
        while True:
            yield self.env.timeout(self.random.expovariate(a_day))
            weights = self.weights[self.random.choices(list(by_route), list(by_route.values()))[0]]
            origin = self.random.choices(list(weights), list(weights.values()))[0]
            homes = self.homes[origin]
            size, children = self.random.choices(list(homes), list(homes.values()))[0]
            self.env.process(self.life(Household(origin, size, children)))

    def life(self, p: Household) -> Steps:
        self.enter(p, Outcome.CLAIM_PENDING)
        yield self.env.timeout(self.time("decision_days", p.origin))
        if not self.chance("refusal_share", p.origin):
            self.enter(p, Outcome.PROTECTED)
            return
        if self.chance("appeal_share", p.origin):
            self.enter(p, Outcome.APPEAL_PENDING)
            yield self.env.timeout(self.time("appeal_days", p.origin))
            if self.chance("appeal_allowed_share", p.origin):
                self.enter(p, Outcome.PROTECTED)
                return
        else:
            self.enter(p, Outcome.REFUSED)
            yield self.env.timeout(14.0)
        self.refer(p)
        yield from self.exhausted(p)

    def refer(self, p: Household) -> None:
        """When this person could first be moved, if the rules, the referral and the host let it be."""
        holds, unknown_too = self.shares[p.origin][p.children]
        u = self.random.random()
        if u >= unknown_too or p.origin not in self.taken:
            return
        if not (self.chance("referral_share") and self.chance("host_accepts_share")):
            return
        p.since = self.env.now + self.of("notice_days") + self.time("referral_days")
        if u >= holds:
            p.since += self.time("fact_finding_days")
        p.ready = max(p.since, self.of(self.hub.opens_after_days))
        p.submits_on_notice = self.chance("notice_triggers_submissions_share")

    def ends_of_wait(self, origin: str) -> dict[Outcome, float]:
        """What ends a wait for return, each with its rate a day."""
        return {
            Outcome.BARRIER: self.rate("late_barrier_a_year"),
            Outcome.WHEREABOUTS_UNKNOWN: self.rate("whereabouts_unknown_a_year"),
            Outcome.RETURNED_VOLUNTARILY: self.rate("voluntary_return_a_year", origin),
            Outcome.RETURNED_ENFORCED: self.rate("enforced_return_a_year", origin),
            Outcome.DIED: self.rate("death_a_year"),
        }

    def exhausted(self, p: Household) -> Steps:
        """Awaiting return, up to twice interrupted by further submissions, until something ends it.

        What would happen next is drawn on the person's own clock, which further submissions made on
        notice do not stop; what falls due while those are pending follows their decision.
        """
        ends = self.ends_of_wait(p.origin)
        clock = self.env.now
        for round_ in range(3):
            rates = dict(ends)
            if round_ < 2:
                rates[Outcome.FURTHER_SUBMISSIONS_PENDING] = self.rate("further_submissions_a_year")
            late = self.env.now > clock + 1e-6
            clock += self.event(sum(rates.values()))
            yield from self.awaiting(p, clock, first_in_line=late)
            if p.gone:
                return
            what = self.random.choices(list(rates), list(rates.values()))[0]
            if what is not Outcome.FURTHER_SUBMISSIONS_PENDING:
                self.enter(p, what)
                return
            clock += self.time("further_submissions_days")
            if clock > self.env.now:
                self.enter(p, what)
                yield self.until(clock)
            if self.chance("further_submissions_accepted_share"):
                self.enter(p, Outcome.PROTECTED)
                return

    def awaiting(self, p: Household, until: float, first_in_line: bool) -> Steps:
        """Await return until a day, from `ready` on as one who waits for a place."""
        if until <= self.env.now:
            return
        if self.env.now < p.ready:
            self.enter(p, Outcome.AWAITING_RETURN)
            # In two steps, so that on the opening day those go first who have been ready longest.
            for day in (p.since, p.ready):
                if self.env.now < min(day, until):
                    yield self.until(min(day, until))
            if p.ready >= until:
                return
        while True:
            self.enter(p, Outcome.WAITING_FOR_PLACE)
            too_late = self.until(until)
            if p.size > self.largest:
                # More people than the hub could ever take at once wait, but stand in nobody's way.
                yield too_late
                return
            key = self.env.now - (1e9 if first_in_line else 0.0)
            offer = self.offers.get(p.size, key)
            yield offer | too_late
            if not offer.triggered:
                offer.cancel()
                return
            if not p.submits_on_notice:
                break
            # The place goes to the next in line, and this person comes first once the decision falls.
            self.offers.put(p.size)
            p.submits_on_notice, first_in_line = False, True
            self.enter(p, Outcome.FURTHER_SUBMISSIONS_PENDING)
            yield self.env.timeout(self.time("further_submissions_days"))
            if self.chance("further_submissions_accepted_share"):
                self.enter(p, Outcome.PROTECTED)
                p.gone = True
                return
            if until <= self.env.now:
                return
        p.gone = True
        yield from self.in_hub(p)

    def in_hub(self, p: Household) -> Steps:
        self.places_free -= p.size
        self.seats_left -= p.size
        self.on_offer -= p.size
        self.waits += [self.env.now - p.ready] * p.size
        self.enter(p, Outcome.IN_HUB)
        days, ends = self.stay(p.origin)
        yield self.env.timeout(days)
        self.places_free += p.size
        self.offer()
        self.enter(p, ends)
        if ends in (Outcome.LEFT_HUB, Outcome.RELEASED_IN_HOST) and self.chance("re_arrival_share"):
            yield self.env.timeout(self.time("re_arrival_days"))
            ends = Outcome.RE_ARRIVED
            self.enter(p, ends)
        if ends in (Outcome.TRANSFERRED_BACK, Outcome.RE_ARRIVED):
            rates = self.ends_of_wait(p.origin)
            yield self.env.timeout(self.event(sum(rates.values())))
            self.enter(p, self.random.choices(list(rates), list(rates.values()))[0])

    def stay(self, origin: str) -> tuple[float, Outcome]:
        """How long a stay lasts and what ends it: the first of all that could."""
        stay, host = self.hub.stay, self.hub.host_procedure
        at_limit = {
            AtLimit.RELEASE_IN_HOST: Outcome.RELEASED_IN_HOST,
            AtLimit.TRANSFER_BACK: Outcome.TRANSFERRED_BACK,
        }[stay.at_limit]
        ends = [
            (self.of(stay.limit), at_limit),
            (self.event(self.rate(stay.voluntary_return, origin)), Outcome.RETURNED_VOLUNTARILY_FROM_HUB),
            (self.event(self.rate(stay.leaves)), Outcome.LEFT_HUB),
            (self.event(self.rate(stay.transfer_back)), Outcome.TRANSFERRED_BACK),
            (self.event(self.rate(stay.death)), Outcome.DIED),
        ]
        decided, granted = 0.0, False
        if host.open_to_people is not False and self.chance(host.claim_share):
            decided, granted = self.time(host.decision_days), self.chance(host.grant_share)
        if granted:
            ends.append((decided, Outcome.PROTECTED_IN_HOST))
        elif self.chance(stay.document_share, origin):
            returned = max(decided, self.time(stay.document_days, origin))
            if returned < self.event(self.rate(stay.late_barrier)):
                ends.append((returned, Outcome.RETURNED_ONWARD))
        return min(ends)

    def offer(self) -> None:
        """Offer as many places as are free and have a seat on this week's flights."""
        more = min(self.places_free, self.seats_left) - self.on_offer
        if more > 0:
            self.on_offer += more
            self.offers.put(more)

    def calendar(self) -> Steps:
        """Each week open the places that have become ready, and that week's seats afresh."""
        opens = self.of(self.hub.opens_after_days)
        ramp = self.of(self.hub.full_after_days) if self.hub.full_after_days else 0.0
        opened = 0
        while True:
            day = self.env.now
            share = min(max((day - opens) / ramp, 0.0), 1.0) if ramp > 0 else float(day >= opens)
            more = math.floor(self.places * share + 1e-9) - opened
            opened += more
            self.places_free += more
            self.seats_left = self.seats
            self.offer()
            yield self.env.timeout(WEEK)

    def run(self) -> Found:
        self.env.process(self.calendar())
        self.env.process(self.arrivals())
        self.env.run(until=self.end)
        moved = len(self.waits)
        return Found(
            outcomes=+self.now_at,
            moved=moved,
            in_hub_mean=self.nights[Outcome.IN_HUB] / self.end,
            queue_mean=self.nights[Outcome.WAITING_FOR_PLACE] / self.end,
            wait_days_mean=sum(self.waits) / moved if moved else math.nan,
            nights_sending=sum(self.nights[stage] for stage in IN_THE_SENDING_STATE),
            nights_hub=self.nights[Outcome.IN_HUB],
        )


def run(world: World, verdicts: NDArray, years: int = 10, scale: float = 1.0, seed: int = 1) -> Found:
    """One replication. `verdicts` has cumulative shares as `population.Verdicts` has."""
    return National(world, verdicts, years, scale, seed).run()
