"""Random small asks: no limit is ever broken, and what is not known never gets anybody a place."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_asks import Small, asks, best

from returnhub.placement import greedy, order
from returnhub.placement.check import recount
from returnhub.placement.classes import group
from returnhub.placement.plan import Plan, place
from returnhub.scheme.hosts import Answer
from two_hubs import START, people, row, two_hubs

WEEKS = 8


def placed(small: Small, weeks: int = WEEKS, **given: object) -> Plan:
    return place(small.cases, small.scheme, START, weeks, suppose_ready=True, **given)


def limits_hold(small: Small) -> None:
    for method in ("plan", "greedy"):
        found = placed(small, method=method)
        assert recount(found.proposals, small.cases, small.scheme, START, WEEKS, suppose_ready=True) == []


@settings(max_examples=12, deadline=None)
@given(asks())
def test_no_plan_breaks_a_limit(small: Small) -> None:
    limits_hold(small)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(asks(most=14))
def test_no_plan_breaks_a_limit_in_many_asks(small: Small) -> None:
    limits_hold(small)


def plan_is_the_best(small: Small) -> None:
    plan = placed(small, weeks=5)
    by = order.groups(plan.ask)
    assert by.weight @ order.days_by_group(plan.ask, plan.placed, by) == best(plan.ask)


@settings(max_examples=8, deadline=None)
@given(asks(most=4))
def test_a_small_plan_is_the_best_that_there_is(small: Small) -> None:
    plan_is_the_best(small)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(asks(most=4))
def test_small_plans_are_the_best_that_there_are(small: Small) -> None:
    plan_is_the_best(small)


@settings(max_examples=12, deadline=None)
@given(asks())
def test_the_bound_is_never_above_the_plan_and_the_plan_never_behind_the_fill_in_order(small: Small) -> None:
    plan = placed(small)
    by = order.groups(plan.ask)
    in_turn = greedy.fill(plan.ask, group(plan.ask))
    weighted = [by.weight @ order.days_by_group(plan.ask, p, by) for p in (plan.placed, in_turn)]
    assert weighted[0] <= weighted[1]
    if plan.bound_days is not None and plan.any_order_days is not None:
        assert plan.any_order_days <= plan.bound_days <= plan.days_waited


FACTS = (
    "sex", "needs_step_free", "care_needed", "origin", "rights_exhausted_on", "family_with_children",
    "birth_on", "court_stay", "fit_to_travel", "household",
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(asks(), st.sampled_from(FACTS), st.data())
def test_a_fact_that_is_hidden_never_opens_a_hub(small: Small, fact: str, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, small.cases.height - 1))
    hidden = small.cases.with_columns(pl.when(pl.int_range(pl.len()) != row).then(pl.col(fact)).alias(fact))
    before = placed(small, method="greedy").ask
    after = placed(Small(hidden, small.scheme), method="greedy").ask
    if fact == "household":
        # the number is what a household is told by; alone, the person is not known to be so
        of_row = {
            int(r): i
            for i in range(len(after.homes))
            for r in after.homes.rows[slice(*after.homes.first[i : i + 2])]
        }
        assert not after.allowed[of_row[row]].any()
        return
    assert not (after.allowed & ~before.allowed).any()


def test_a_person_of_whom_nobody_knows_the_care_goes_where_every_care_is_given() -> None:
    scheme = two_hubs()
    low = scheme.hubs[0].model_copy(
        update={"takes": scheme.hubs[0].takes.model_copy(update={"care_up_to": 1})}
    )
    cases = people(scheme, {"care_needed": None})
    found = placed(Small(cases, scheme.model_copy(update={"hubs": (low, scheme.hubs[1])})), method="greedy")
    assert found.proposals["hub"].to_list() == ["south"]


def test_a_hub_without_a_monitor_is_shut_and_says_so() -> None:
    scheme = two_hubs()
    no_monitor = tuple(
        h.model_copy(update={"ready": h.ready.model_copy(update={"monitor": None})}) for h in scheme.hubs
    )
    found = place(
        people(scheme, {}), scheme.model_copy(update={"hubs": no_monitor}), START, WEEKS, method="greedy"
    )
    assert found.proposals["reason"].to_list() == ["hubs shut"]
    assert {r.shut.value for r in found.ask.suits.reasons} >= {"no monitor"}


def test_nobody_is_proposed_for_a_week_in_which_the_hub_is_not_open_yet() -> None:
    scheme = two_hubs()
    opens = {"opens": float((START - scheme.starts).days + 30)}
    found = place(people(scheme, {}), scheme, START, WEEKS, fixed=opens, method="greedy")
    assert found.proposals["arrive_on"].item() == START + dt.timedelta(weeks=5)


def test_somebody_alone_whose_sex_is_recorded_as_another_gets_a_family_place() -> None:
    found = placed(Small(people(two_hubs(), {"sex": "another"}), two_hubs()), method="greedy")
    assert found.proposals["kind"].item() in {"families", "any"}
    assert found.ask.allowed[0].tolist() == [False, False, True, True]


def test_a_parent_whose_child_is_not_in_the_file_is_not_moved_alone() -> None:
    found = placed(Small(people(two_hubs(), {"family_with_children": True}), two_hubs()))
    assert found.proposals["reason"].to_list() == ["household cannot move whole"]


def test_somebody_who_was_told_of_a_move_keeps_it_and_takes_its_place() -> None:
    scheme = two_hubs()
    cases = people(scheme, {}, {})
    arrives = START + dt.timedelta(weeks=2)
    taken = pl.DataFrame(
        {
            "case": ["A"], "hub": ["south"], "kind": ["any"], "arrive_on": [arrives],
            "leave_by": [arrives + dt.timedelta(weeks=4)], "step_free": [False],
        }
    )  # fmt: skip
    one_place = {"south_places": 1.0, "north_places": 0.0}
    found = placed(Small(cases, scheme), taken=taken, fixed=one_place, method="greedy")
    assert found.proposals["reason"][0] == "has a place or was told of one"
    assert found.proposals["week"].to_list() == [None, 6]


def test_nobody_to_place_and_nowhere_to_go_are_plans_too() -> None:
    scheme = two_hubs()
    nobody = placed(Small(people(scheme, {}).clear(), scheme))
    assert nobody.proposals.height == nobody.days_waited == 0
    nowhere = placed(Small(people(scheme, {}), scheme.model_copy(update={"hubs": (), "hosts": {}})))
    assert nowhere.proposals["reason"].to_list() == ["no hub"]


def test_a_what_if_supposes_a_way_onward_that_nobody_knows_to_be_shut() -> None:
    scheme = two_hubs()
    for answer, hub in ((Answer.NOT_KNOWN, "north"), (Answer.NO, "south")):
        hosts = {"XXN": {"ALB": row(recognises=answer, documents=answer)}}
        supposed = scheme.model_copy(update={"hosts": scheme.hosts | hosts})
        cases = people(supposed, {"origin": "ALB"})
        one_way = {"south_places": 0.0} if hub == "north" else {}
        found = place(cases, supposed, START, WEEKS, suppose_ready=True, fixed=one_way, method="greedy")
        assert found.proposals["hub"].to_list() == [hub]
        assert (
            recount(found.proposals, cases, supposed, START, WEEKS, suppose_ready=True, fixed=one_way) == []
        )
        broken = found.proposals.with_columns(hub=pl.lit("north"))
        found_broken = recount(broken, cases, supposed, START, WEEKS, suppose_ready=True, fixed=one_way)
        assert ("conditions hold" in {b.limit.value for b in found_broken}) == (answer is Answer.NO)


def test_what_the_host_and_the_origin_do_not_settle_shuts_that_hub_alone() -> None:
    scheme = two_hubs()
    no = {"XXN": {"ALB": row(recognises=Answer.NO, documents=Answer.NO)}}
    unknown = {"XXN": {"ALB": row(recognises=Answer.NOT_KNOWN, documents=Answer.NOT_KNOWN)}}
    for hosts, why in ((no, "barred for this host"), (unknown, "unknown for this host")):
        strict = scheme.model_copy(update={"hosts": scheme.hosts | hosts})
        cases = people(strict, {"origin": "ALB"})
        found = place(cases, strict, START, WEEKS, method="greedy")
        assert found.proposals["hub"].to_list() == ["south"]
        reason = found.ask.suits.reasons[found.ask.suits.shut[0, 0]]
        assert (reason.shut.value, reason.rule) == (why, "origin_deals_with_host")
