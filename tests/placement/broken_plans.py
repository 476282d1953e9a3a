"""Plans that keep every limit but one, and how to recount them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from returnhub.placement.check import recount
from returnhub.placement.check_rules import Breach, Limit
from returnhub.scheme.hosts import Answer
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import HubTakes, Order, PlacementRules
from two_hubs import READY, START, WEEKS, hub, people, plan, row, two_hubs

Places = Mapping[str, tuple[str, str, int]]
WOMAN = {"sex": "female"}
CHILD = {"birth_on": dt.date(2020, 1, 1), "family_with_children": True}
EARLIER = {"rights_exhausted_on": dt.date(2026, 5, 3)}
"""A Sunday; others are ready from the Monday after it."""
PARENT = {"family_with_children": True}


def home(number: int, *members: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [{"household": number, **member} for member in members]


@dataclass(frozen=True)
class Story:
    """A plan that keeps every limit but one: people, their places, and what is odd about scheme or plan."""

    limit: Limit
    who: list[Mapping[str, object]]
    places: Places
    scheme: Callable[[Scheme], Scheme] = lambda scheme: scheme
    spoil: Callable[[pl.DataFrame], pl.DataFrame] = lambda proposals: proposals
    taken: list[Mapping[str, object]] | None = None
    fixed: Mapping[str, float] = field(default_factory=dict)
    also: set[Limit] = field(default_factory=set)
    """Limits that cannot but be broken with it."""


def cap(name: str) -> Callable[[Scheme], Scheme]:
    def capped(scheme: Scheme) -> Scheme:
        return scheme.model_copy(update={"agreement": scheme.agreement.model_copy(update={name: "cap"})})

    return capped


def unready(**changes: bool | None) -> Callable[[Scheme], Scheme]:
    return lambda s: hub(s, "north", ready=READY.model_copy(update=changes))


def takes(**narrowed: object) -> Callable[[Scheme], Scheme]:
    return lambda s: hub(s, "north", takes=HubTakes.model_validate(narrowed))


def told(host: str, **answers: Answer) -> Callable[[Scheme], Scheme]:
    """The scheme with another row on Albania and a host."""
    return lambda s: s.model_copy(update={"hosts": dict(s.hosts) | {host: {"ALB": row(**answers)}}})


def ordered(order: Order) -> Callable[[Scheme], Scheme]:
    return lambda s: s.model_copy(update={"placement": PlacementRules(order=order)})


def put(**values: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Write these values into the row of A."""
    return lambda proposals: proposals.with_columns(
        pl.when(pl.col("case") == "A")
        .then(pl.lit(value, dtype=proposals.schema[name]))
        .otherwise(name)
        .alias(name)
        for name, value in values.items()
    )


def after(days: int) -> dt.date:
    return START + dt.timedelta(days=days)


NORTH = {"A": ("north", "men", 2)}
SOUTH = {"A": ("south", "any", 2)}
SPREAD = {n: ("south", "any", 2 + i // 3) for i, n in enumerate("ABCD")}
BROKEN = [
    Story(Limit.LISTED_ONCE, [{}, {}], NORTH, spoil=lambda p: p.filter(pl.col("case") != "B")),
    Story(Limit.LISTED_ONCE, [{}], {}, spoil=lambda p: pl.concat([p, p])),
    Story(
        Limit.KNOWN, [{}], {}, spoil=lambda p: pl.concat([p, p.with_columns(case=pl.lit("Z"))])
    ),
    Story(Limit.KNOWN, [{}], NORTH, spoil=put(household=99)),
    Story(
        Limit.ONE_PLACE, [{}], NORTH,
        taken=[{"case": "A", "hub": "south", "kind": "any", "arrive_on": after(-7), "leave_by": after(14)}],
    ),
    Story(Limit.WHOLE, [{}], NORTH, spoil=put(leave_by=None)),
    Story(Limit.WHOLE, [{}], NORTH, spoil=put(reason="barred")),
    Story(Limit.WHOLE, [{}], {}, spoil=put(reason=None)),
    Story(Limit.HUB, [{}], NORTH, spoil=put(hub="west")),
    Story(Limit.KIND, [{}], SOUTH, spoil=put(kind="men")),
    Story(Limit.KIND, [{}], NORTH, spoil=put(kind="any"), also={Limit.WHO_LIVES_WHERE}),
    Story(Limit.HORIZON, [{}], {"A": ("north", "men", WEEKS)}),
    Story(Limit.HORIZON, [{}], {"A": ("north", "men", -1)}),
    Story(Limit.DATES, [{}], NORTH, spoil=put(arrive_on=after(15), leave_by=after(43))),
    Story(Limit.DATES, [{}], NORTH, spoil=put(leave_by=after(21))),
    Story(Limit.VERDICT, [{"court_stay": True}], NORTH),
    Story(Limit.VERDICT, [{"court_stay": None}], NORTH),
    Story(Limit.VERDICT, [{"voluntary_return_accepted": True}], NORTH),
    Story(Limit.VERDICT, [{}], NORTH, told("XXN", recognises=Answer.NO, documents=Answer.NO)),
    Story(Limit.VERDICT, [{}], NORTH, told("XXN", recognises=Answer.NOT_KNOWN, documents=Answer.NOT_KNOWN)),
    Story(Limit.READY, [{}], NORTH, unready(monitor=None)),
    Story(Limit.READY, [{}], NORTH, unready(exit_route=False)),
    Story(Limit.READY, [{}], NORTH, unready(complaint_way=None)),
    Story(Limit.ORIGINS, [{}], NORTH, takes(not_origins=("ALB",))),
    Story(Limit.ORIGINS, [{}], NORTH, takes(origins=("IRN",))),
    Story(
        Limit.ORIGINS, [{}], NORTH,
        lambda s: s.model_copy(update={"is_for": s.is_for.model_copy(update={"not_origins": ("ALB",)})}),
    ),
    Story(
        Limit.ORIGINS, [{}], NORTH,
        lambda s: s.model_copy(update={"is_for": s.is_for.model_copy(update={"origins": ("IRN",)})}),
    ),
    Story(
        Limit.FAMILIES, home(1, PARENT, CHILD), dict.fromkeys("AB", ("north", "families", 2)),
        takes(families_with_children=False),
    ),
    Story(
        Limit.WOMEN, [WOMAN], {"A": ("north", "women", 2)}, takes(women=False)
    ),
    Story(Limit.CARE, [{"care_needed": 2}], NORTH, takes(care_up_to=1)),
    Story(Limit.CARE, [{"care_needed": None}], NORTH, takes(care_up_to=1)),
    Story(Limit.WHO_LIVES_WHERE, [WOMAN], NORTH),
    Story(Limit.WHO_LIVES_WHERE, [{}], {"A": ("north", "women", 2)}),
    Story(Limit.WHO_LIVES_WHERE, [{}], {"A": ("north", "families", 2)}),
    Story(Limit.WHO_LIVES_WHERE, [{"sex": "another"}], NORTH),
    Story(Limit.WHO_LIVES_WHERE, [{"sex": None}], NORTH),
    Story(Limit.WHO_LIVES_WHERE, home(1, {}, {}), dict.fromkeys("AB", ("north", "men", 2))),
    Story(Limit.TOGETHER, home(1, {}, {}), SOUTH),
    Story(Limit.TOGETHER, home(1, {}, {}), {"A": ("south", "any", 2), "B": ("north", "families", 2)}),
    Story(Limit.TOGETHER, home(1, {}, {}), {"A": ("south", "any", 2), "B": ("south", "any", 3)}),
    Story(Limit.TOGETHER, [{"household": None}], SOUTH),
    Story(Limit.TOGETHER, [PARENT], SOUTH),
    Story(Limit.TOGETHER, home(1, PARENT, PARENT), dict.fromkeys("AB", ("south", "any", 2))),
    Story(Limit.TURN, [EARLIER, {}], {"B": ("north", "men", 2)}),
    Story(Limit.TURN, [EARLIER | {"sex": None}, {"sex": None}], {"B": ("south", "any", 2)}),
    Story(Limit.TURN, [EARLIER, {}], {"A": ("north", "men", 3), "B": ("south", "any", 2)}),
    Story(Limit.TURN, [{}, EARLIER, {}], {"A": ("south", "any", 2), "B": ("south", "any", 3)}),
    Story(
        Limit.TURN, [EARLIER | WOMAN, *home(9, EARLIER, EARLIER), *home(8, {}, {})],
        dict.fromkeys("BC", ("south", "any", 3)) | dict.fromkeys("DE", ("north", "families", 2)),
    ),
    Story(Limit.OPEN, [{}], SOUTH, fixed={"opens": 348}, also={Limit.PLACES}),
    Story(Limit.NOTICE, [{}], {"A": ("north", "men", 1)}),
    Story(Limit.ACCEPTANCE, [{"host_acceptance_until": after(13)}], NORTH),
    Story(Limit.ACCEPTANCE, [{"host_accepted_on": after(-9)}], NORTH),
    Story(Limit.PLACES, [{}] * 5, SPREAD | {"E": ("south", "any", 5)}),
    Story(Limit.PLACES, [WOMAN] * 3, dict.fromkeys("ABC", ("north", "women", 2))),
    Story(
        Limit.PLACES, [{}] * 4, SPREAD,
        taken=[{"case": "Z", "hub": "south", "kind": "any", "arrive_on": after(-7), "leave_by": after(22)}],
    ),
    Story(Limit.PLACES, [{}], SOUTH, fixed={"south_places": 0.9}),
    Story(Limit.STEP_FREE, [{"needs_step_free": True}] * 2, dict.fromkeys("AB", ("north", "men", 2))),
    Story(Limit.STEP_FREE, [{"needs_step_free": None}] * 2, dict.fromkeys("AB", ("north", "men", 2))),
    Story(Limit.TRANSFERS, [{}] * 4, dict.fromkeys("ABCD", ("north", "men", 2))),
    Story(
        Limit.CAP_IN_ALL, [{}] * 6 + [WOMAN],
        {n: ("north", "men", 2 + i // 3) for i, n in enumerate("ABC")}
        | dict.fromkeys("DEF", ("south", "any", 2)) | {"G": ("north", "women", 7)},
        cap("cap_in_all"),
    ),
    Story(
        Limit.CAP_A_YEAR, [{}] * 3, dict.fromkeys("ABC", ("north", "men", 2)), cap("cap_a_year"),
        fixed={"cap": 2},
    ),
    Story(
        Limit.CAP_A_YEAR, [{}], NORTH, cap("cap_a_year"), fixed={"cap": 1},
        taken=[
            {"case": "Z", "hub": "south", "kind": "any", "arrive_on": dt.date(2026, 1, 1), "leave_by": START}
        ],
    ),
    Story(
        Limit.CAP_AT_ONE_TIME, [{}] * 3,
        {"A": ("north", "men", 2), "B": ("south", "any", 3), "C": ("south", "any", 5)},
        cap("cap_at_one_time"), fixed={"cap": 2},
    ),
]  # fmt: skip


def breaches(story: Story, *, suppose_ready: bool = False) -> list[Breach]:
    scheme = story.scheme(two_hubs())
    cases = people(scheme, *story.who)
    schema = {
        "case": pl.String,
        "hub": pl.String,
        "kind": pl.String,
        "arrive_on": pl.Date,
        "leave_by": pl.Date,
    }
    taken = None if story.taken is None else pl.DataFrame(story.taken, schema=schema)
    proposals = story.spoil(plan(cases, story.places))
    return recount(
        proposals, cases, scheme, START, WEEKS, suppose_ready=suppose_ready, fixed=story.fixed, taken=taken
    )
