"""One person's place in a plan, as data, for words elsewhere.

Where they could go and what shut the rest, which weeks are full and of what, who is ahead and why, and
who else could have had the place.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from returnhub.placement import classes as grouping
from returnhub.placement import greedy
from returnhub.placement.ask import Ask
from returnhub.placement.greedy import Room
from returnhub.placement.homes import NEVER
from returnhub.placement.plan import Plan
from returnhub.placement.suits import Shut
from returnhub.placement.terms import WEEK, Bools, Ints
from returnhub.scheme.suitability import Order

NOT_OPEN = "not open yet"
"""Stands among the limits for the weeks before a hub's first."""
_SHOWN = 5
_THURSDAY = 3
"""Days since 1970 begin on a Thursday; cohorts begin on Mondays."""


@dataclass(frozen=True, slots=True)
class Full:
    """Weeks (0 begins on the plan's first day) in which a limit leaves no room for the household."""

    limit: str
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Places of one kind that the household could live in.

    `room` are weeks in which it would still fit; a plan may leave such weeks only after its own.
    `worth` is the LP's price by week: days of waiting that one more place would save, all people together.
    """

    kind: str
    full: tuple[Full, ...]
    room: tuple[int, ...]
    worth: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class HubView:
    """A hub as one household meets it: open with its spots, or shut by a reason.

    `rule` is the rule that shuts it, if one does; `because_of` the member whom it stops, if another.
    """

    hub: str
    stay_weeks: int
    spots: tuple[Spot, ...]
    shut: Shut | None = None
    rule: str | None = None
    because_of: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The household's turn: by the order's weekly cohort (its Monday), then by lot.

    `alike` are those ahead who are alike for every hard rule; `ahead` everybody ahead who could live in a
    place that this household could live in; `sooner` those behind, in a later cohort, who have a place that
    would do for this household and come there before it. Each as (households, people).
    """

    order: Order
    ready_on: dt.date | None
    cohort: dt.date | None
    lot: int
    lots: int
    alike: tuple[int, int]
    ahead: tuple[int, int]
    sooner: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Others:
    """Who could have had the place, and has none or a later one; `first` are references of the first few.

    `earlier` of the households come earlier in the order; some limit told them apart from this one.
    """

    households: int
    people: int
    earlier: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a person is proposed for this place and week, or for none. `turn` is None where no hub is open."""

    case: str
    household: tuple[str, ...]
    hub: str | None
    kind: str | None
    week: int | None
    arrive_on: dt.date | None
    leave_by: dt.date | None
    reason: str | None
    hubs: tuple[HubView, ...]
    turn: Turn | None
    others: Others | None


def explain(plan: Plan, cases: pl.DataFrame, case: str) -> Explanation:
    """Why `case` has its proposal or none. Raises KeyError if the caseload has no such case."""
    return Explainer(plan, cases).of(case)


class Explainer:
    """The same for one person after another: what all of them share is put together once."""

    def __init__(self, plan: Plan, cases: pl.DataFrame) -> None:
        self.plan = plan
        self.names: list[str] = cases["case"].to_list()
        self.row_of = {name: row for row, name in reversed(list(enumerate(self.names)))}
        self.home_of = _home_of_row(plan.ask)
        self.proposals = plan.proposals.rows(named=True)
        self.classes = grouping.group(plan.ask)
        self.worth: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for hub, kind, week, days in plan.prices.sort("week").select("hub", "kind", "week", "days").rows():
            self.worth.setdefault((hub, kind), []).append((week, days))

    def of(self, case: str) -> Explanation:
        """Why `case` has its proposal or none. Raises KeyError if the caseload has no such case."""
        row = self.row_of[case]
        ask = self.plan.ask
        home = int(self.home_of[row])
        mine = self.proposals[row]
        could = bool(ask.allowed[home].any())
        return Explanation(
            case=case,
            household=tuple(self.names[int(r)] for r in _rows(ask, home)),
            **{name: mine[name] for name in ("hub", "kind", "week", "arrive_on", "leave_by", "reason")},
            hubs=_hubs(self, home, row),
            turn=_turn(self, home) if could else None,
            others=_others(self.plan, home, self.names) if mine["hub"] is not None else None,
        )


def _rows(ask: Ask, home: int) -> Ints:
    return ask.homes.rows[ask.homes.first[home] : ask.homes.first[home + 1]]


def _home_of_row(ask: Ask) -> Ints:
    home = np.empty(len(ask.homes.rows), np.int64)
    home[ask.homes.rows] = np.repeat(np.arange(len(ask.homes)), ask.homes.size)
    return home


def _hubs(shared: Explainer, home: int, row: int) -> tuple[HubView, ...]:
    plan, names = shared.plan, shared.names
    ask, found = plan.ask, plan.ask.suits
    without = replace(
        plan.placed, spot=_but(plan.placed.spot, home, -1), week=_but(plan.placed.week, home, -1)
    )
    free = greedy.room_left(ask, shared.classes, without)
    views: list[HubView] = []
    for h, hub in enumerate(ask.terms.hubs):
        stay = int(ask.terms.stay[h])
        at = int(found.shut[home, h])
        if at < 0:
            mine = [s for s, spot in enumerate(ask.terms.spots) if spot.hub == h and ask.allowed[home, s]]
            views.append(HubView(hub, stay, tuple(_spot(shared, free, home, s) for s in mine)))
            continue
        reason = found.reasons[at]
        # a household is shut out by its first member whom something shuts out; say so if that is another one
        by = int(found.because_of[home])
        by = by if by >= 0 else int(found.host_because_of[home, h])
        other = reason.rule is not None and 0 <= by != row
        views.append(HubView(hub, stay, (), reason.shut, reason.rule, names[by] if other else None))
    return tuple(views)


def _but(values: Ints, at: int, value: int) -> Ints:
    changed = values.copy()
    changed[at] = value
    return changed


def _spot(shared: Explainer, free: Room, home: int, s: int) -> Spot:
    """In which weeks the household would not fit, and by which limit; each week by each that stops it."""
    ask = shared.plan.ask
    n, k, h = int(ask.homes.size[home]), int(ask.homes.step_free[home]), ask.terms.spots[s].hub
    weeks = np.arange(max(0, int(ask.earliest[home])), int(ask.latest[home]) + 1)
    stay = int(ask.terms.stay[h])

    def lacks(left: Ints, needed: int) -> Bools:
        return np.array([left[w : w + stay].min() < needed for w in weeks], bool)

    not_open = weeks < ask.terms.opens[h]
    stops = {
        NOT_OPEN: not_open,
        "places": ~not_open & (lacks(free.places[s], n) | lacks(free.in_hub[h], n)),
        "step-free places": ~not_open & lacks(free.step_free[s], k),
        "transfers a week": free.arrivals[h, weeks] < n,
        "cap at one time": lacks(free.at_once, n),
    }
    for j, span in enumerate(ask.terms.spans):
        inside = (weeks >= span.first) & (weeks <= span.last)
        stops[span.name] = stops.get(span.name, np.zeros(len(weeks), bool)) | (
            inside & (free.span_left[j] < n)
        )
    fits = ~np.logical_or.reduce(list(stops.values()))
    kind = ask.terms.spots[s].kind
    return Spot(
        kind=kind,
        full=tuple(Full(name, tuple(weeks[m].tolist())) for name, m in stops.items() if m.any()),
        room=tuple(weeks[fits].tolist()),
        worth=tuple(shared.worth.get((ask.terms.hubs[h], kind), ())),
    )


def _turn(shared: Explainer, home: int) -> Turn:
    plan, classes = shared.plan, shared.classes
    ask, people, rank = plan.ask, plan.ask.homes, plan.ask.rank
    candidates = ask.candidates
    before = candidates[rank[candidates] < rank[home]]
    alike = before[classes.of[before] == classes.of[home]]
    rivals = before[(ask.allowed[before] & ask.allowed[home]).any(axis=1)]
    cohort = candidates[people.cohort[candidates] == people.cohort[home]]
    sooner = _sooner(plan, home, candidates[people.cohort[candidates] > people.cohort[home]])
    dated = ask.order is not Order.LOT and people.ready[home] != NEVER
    monday = dt.date(1970, 1, 1) + dt.timedelta(days=int(people.cohort[home]) * WEEK - _THURSDAY)
    return Turn(
        order=ask.order,
        ready_on=ask.start + dt.timedelta(days=int(people.ready[home])) if dated else None,
        cohort=monday if dated else None,
        lot=int((rank[cohort] <= rank[home]).sum()),
        lots=len(cohort),
        alike=(len(alike), int(people.size[alike].sum())),
        ahead=(len(rivals), int(people.size[rivals].sum())),
        sooner=(len(sooner), int(people.size[sooner].sum())),
    )


def _sooner(plan: Plan, home: int, behind: Ints) -> Ints:
    """Those of `behind` whose place would do for the household, and who arrive there before it."""
    ask, people, placed = plan.ask, plan.ask.homes, plan.placed
    there = behind[placed.spot[behind] >= 0]
    week = placed.week[there]
    mine = int(placed.week[home]) if placed.spot[home] >= 0 else ask.weeks
    does = ask.allowed[home, placed.spot[there]] & (ask.earliest[home] <= week) & (week <= ask.latest[home])
    enough = (people.size[there] >= people.size[home]) & (people.step_free[there] >= people.step_free[home])
    return there[does & enough & (week < mine)]


def _others(plan: Plan, home: int, names: list[str]) -> Others:
    ask, people = plan.ask, plan.ask.homes
    spot, week = int(plan.placed.spot[home]), int(plan.placed.week[home])
    who = ask.candidates
    waits = (plan.placed.spot[who] < 0) | (plan.placed.week[who] > week)
    fits = ask.allowed[who, spot] & (people.size[who] <= people.size[home])
    fits &= (
        (people.step_free[who] <= people.step_free[home])
        & (ask.earliest[who] <= week)
        & (week <= ask.latest[who])
    )
    could: Ints = who[waits & fits & (who != home)]
    return Others(
        households=len(could),
        people=int(people.size[could].sum()),
        earlier=int((ask.rank[could] < ask.rank[home]).sum()),
        first=tuple(names[int(_rows(ask, int(other))[0])] for other in could[:_SHOWN]),
    )
