"""Why a person is proposed for a place or for none: each reason can be checked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from returnhub.placement.explain import NOT_OPEN, Explanation, HubView, explain
from returnhub.placement.plan import place
from returnhub.placement.suits import Shut
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import HubTakes
from two_hubs import START, WEEKS, hub, people, two_hubs

WOMAN = {"sex": "female"}


def ready(day: int) -> dict[str, object]:
    """Somebody whose appeal rights were exhausted on a day of May 2026; the 4th and 11th are Mondays."""
    return {"rights_exhausted_on": dt.date(2026, 5, day)}


def told(case: str, *who: dict[str, Any], scheme: Scheme | None = None, **fixed: float) -> Explanation:
    scheme = scheme or two_hubs()
    cases = people(scheme, *who)
    return explain(place(cases, scheme, START, WEEKS, fixed=fixed, method="greedy"), cases, case)


def view(explanation: Explanation, name: str) -> HubView:
    return next(h for h in explanation.hubs if h.hub == name)


def weeks(explanation: Explanation, name: str, limit: str) -> tuple[int, ...]:
    found = [f.weeks for spot in view(explanation, name).spots for f in spot.full if f.limit == limit]
    return found[0] if found else ()


def test_a_proposal_is_told_with_its_dates_and_both_hubs_are_open() -> None:
    found = told("A", {})
    assert (found.week, found.arrive_on, found.reason) == (2, START + dt.timedelta(days=14), None)
    assert [(h.hub, h.stay_weeks, [s.kind for s in h.spots]) for h in found.hubs] == [
        ("north", 4, ["men"]), ("south", 4, ["any"])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "shut", "rule"),
    [
        ({"court_stay": True}, Shut.BARRED, "no_court_stay"),
        ({"court_stay": None}, Shut.UNKNOWN, "no_court_stay"),
        ({"household": None}, Shut.HOUSEHOLD_NOT_KNOWN, None),
    ],
)
def test_what_lies_with_the_person_shuts_every_hub_and_names_the_rule(
    changed: dict[str, Any], shut: Shut, rule: str | None
) -> None:
    found = told("A", changed)
    assert [(h.shut, h.rule, h.spots) for h in found.hubs] == [(shut, rule, ())] * 2
    assert found.turn is None
    assert found.others is None


def test_a_hub_that_does_not_take_somebody_says_why_and_the_other_stays_open() -> None:
    only_men = hub(two_hubs(), "north", takes=HubTakes(women=False))
    found = told("A", WOMAN, scheme=only_men)
    assert (view(found, "north").shut, view(found, "south").shut) == (Shut.WOMEN, None)
    assert found.hub == "south"


def test_a_household_that_one_member_holds_back_is_told_who_it_is() -> None:
    found = told("A", {"household": 1}, {"household": 1, "court_stay": True})
    assert {(h.shut, h.rule, h.because_of) for h in found.hubs} == {(Shut.BARRED, "no_court_stay", "B")}
    assert found.household == ("A", "B")
    assert found.reason == "household cannot move whole"
    own = told("B", {"household": 1}, {"household": 1, "court_stay": True})
    assert {h.because_of for h in own.hubs} == {None}


def test_full_weeks_name_the_limit_that_stops_the_household_in_each() -> None:
    crowd = [WOMAN] * 5
    found = told("E", *crowd, south_places=1)
    # two women's places in north, taken by two of 3 who may move in week 2, and the one place in south
    assert weeks(found, "north", "places") == (2, 3, 4, 5)
    assert weeks(found, "south", "places") == (2, 3, 4, 5)
    assert found.week == 6
    assert view(found, "north").spots[0].room == (6, 7)
    moved = told("D", {}, {}, {}, {}, south_places=0)
    assert (weeks(moved, "north", "transfers a week"), weeks(moved, "north", "places")) == ((2,), ())


def test_a_cap_of_the_agreement_is_named_where_it_stops_somebody() -> None:
    scheme = two_hubs()
    capped = scheme.model_copy(
        update={"agreement": scheme.agreement.model_copy(update={"cap_in_all": "cap"})}
    )
    waits = next(case for case in "AB" if told(case, {}, {}, scheme=capped, cap=1).hub is None)
    found = told(waits, {}, {}, scheme=capped, cap=1)
    assert weeks(found, "north", "cap in all") == tuple(range(2, WEEKS))
    assert found.reason == "not enough places"


def test_who_is_ahead_is_counted_by_week_of_readiness_then_by_lot() -> None:
    who = [ready(4), ready(8), ready(11), ready(11) | WOMAN]
    found = told("C", *who, south_places=1)
    assert found.turn is not None
    assert (found.turn.ready_on, found.turn.cohort) == (dt.date(2026, 5, 11), dt.date(2026, 5, 11))
    assert found.turn.alike == (2, 2)
    assert found.turn.lots == 2
    first = [told(case, *who).turn for case in "AB"]
    assert {t.cohort for t in first if t} == {dt.date(2026, 5, 4)}
    assert sorted(t.lot for t in first if t) == [1, 2]


def test_who_else_could_have_had_the_place_waits_or_comes_later() -> None:
    who = [ready(4), ready(11), ready(11), ready(4) | {"household": 9}, ready(4) | {"household": 9}]
    found = told("A", *who, south_places=0, north_places=2)
    # one men's place; the household of two lives in family places
    assert found.others is not None
    assert (found.others.households, found.others.people, found.others.earlier) == (2, 2, 0)
    assert set(found.others.first) == {"B", "C"}


def test_weeks_before_a_hub_opens_are_not_called_full() -> None:
    late = (START - two_hubs().starts).days + 28
    found = told("A", {}, opens=late, south_places=0)
    assert weeks(found, "north", NOT_OPEN) == (2, 3)
    assert weeks(found, "north", "places") == ()
    assert found.week == 4


def test_a_notice_beyond_the_weeks_is_told_as_that_and_not_as_an_acceptance_that_ends() -> None:
    found = told("A", {}, notice_days=7 * WEEKS)
    assert {h.shut for h in found.hubs} == {Shut.TOO_EARLY}
    assert found.reason == "notice runs beyond these weeks"


def test_who_waits_is_told_of_people_of_later_weeks_who_come_sooner_to_a_place_that_would_do() -> None:
    scheme = two_hubs()
    cases = people(scheme, ready(4), ready(11))
    filled = place(cases, scheme, START, WEEKS, method="greedy")
    assert {t.sooner for case in "AB" if (t := explain(filled, cases, case).turn)} == {(0, 0)}
    late = replace(filled, placed=replace(filled.placed, week=np.array([5, 2])))
    first, second = (explain(late, cases, case).turn for case in "AB")
    assert first is not None
    assert second is not None
    assert (first.sooner, second.sooner) == ((1, 1), (0, 0))


def test_a_case_that_is_not_in_the_caseload_is_refused() -> None:
    scheme = two_hubs()
    cases = people(scheme, {})
    plan = place(cases, scheme, START, WEEKS, method="greedy")
    with pytest.raises(KeyError):
        explain(plan, cases, "Z")


def test_everybody_can_be_explained_and_what_is_said_agrees_with_the_plan() -> None:
    scheme = two_hubs()
    who = [WOMAN if i % 3 == 0 else {} for i in range(25)] + [{"court_stay": None}]
    cases = people(scheme, *who)
    plan = place(cases, scheme, START, WEEKS, method="greedy")
    for row in plan.proposals.iter_rows(named=True):
        found = explain(plan, cases, row["case"])
        spots = [spot for h in found.hubs for spot in h.spots]
        earlier = {w for spot in spots for w in spot.room if found.week is None or w < found.week}
        assert earlier == set(), "a week with room before its own, or while it waits"
        if found.hub is not None:
            assert found.week in next(s.room for s in view(found, found.hub).spots if s.kind == found.kind)
    assert plan.proposals.filter(pl.col("hub").is_null()).height > 1
