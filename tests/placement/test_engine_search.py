"""The solver's part: a bound that is near, the best so far when stopped, what a parity bound costs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl
import pytest
from many_hubs import START, people_for, scheme_with

from returnhub.placement import balance, homes, parity, swaps
from returnhub.placement.check import recount
from returnhub.placement.groups import groups
from returnhub.placement.plan import Plan, place
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import GroupBy, Parity

WEEKS = 26


@lru_cache
def asked() -> tuple[Scheme, pl.DataFrame]:
    scheme = scheme_with(3, 220)
    return scheme, people_for(scheme, 600)


@lru_cache
def planned() -> Plan:
    scheme, cases = asked()
    return place(cases, scheme, START, WEEKS, suppose_ready=True)


def holds(plan: Plan, *, in_turn: bool = True) -> bool:
    scheme, cases = asked()
    found = recount(plan.proposals, cases, scheme, START, WEEKS, suppose_ready=True, in_turn=in_turn)
    return found == []


def test_the_plan_is_within_two_in_a_hundred_of_its_bound() -> None:
    plan = planned()
    assert not plan.partial
    assert plan.gap is not None
    assert 0 <= plan.gap <= 0.02
    assert plan.any_order_days is not None
    assert plan.bound_days is not None
    assert plan.any_order_days <= plan.bound_days
    assert holds(plan)


def test_a_place_is_worth_days_only_where_places_are_full() -> None:
    plan = planned()
    full = {(hub, kind) for hub, kind, limit, _ in plan.binding.iter_rows() if limit == "places"}
    assert plan.prices.height > 0
    assert set(plan.prices.select("hub", "kind").unique().iter_rows()) <= full
    assert plan.prices["days"].min() > 0


@pytest.mark.parametrize("stop_at", [0, 1, 2])
def test_ctrl_c_keeps_the_best_plan_so_far(stop_at: int) -> None:
    def stop(done: int, steps: int) -> None:
        if done == stop_at:
            raise KeyboardInterrupt

    scheme, cases = asked()
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True, progress=stop)
    assert plan.partial
    assert plan.proposals["hub"].null_count() < cases.height
    assert (plan.bound_days is None) == (stop_at == 0)
    assert holds(plan)


def test_ctrl_c_before_there_is_any_plan_gives_the_fill_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    once = iter([True])
    read = homes.read

    def stop(*given: Any) -> Any:
        if next(once, False):
            raise KeyboardInterrupt
        return read(*given)

    monkeypatch.setattr(homes, "read", stop)
    scheme, cases = asked()
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True)
    assert plan.partial
    assert plan.bound_days is None
    greedy = place(cases, scheme, START, WEEKS, suppose_ready=True, method="greedy")
    assert plan.proposals.equals(greedy.proposals)


def test_a_second_ctrl_c_while_names_are_put_to_the_plan_does_not_lose_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    once = iter([True])
    by_wish = swaps.by_wish

    def stop(*given: Any) -> Any:
        if next(once, False):
            raise KeyboardInterrupt
        return by_wish(*given)

    monkeypatch.setattr(swaps, "by_wish", stop)
    scheme, cases = asked()
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True, seconds=0)
    assert plan.partial
    assert holds(plan)


def test_without_time_the_fill_in_order_stands_and_says_that_it_is_partial() -> None:
    scheme, cases = asked()
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True, seconds=0)
    greedy = place(cases, scheme, START, WEEKS, suppose_ready=True, method="greedy")
    assert plan.partial
    assert not greedy.partial
    assert plan.proposals.equals(greedy.proposals)
    assert plan.bound_days is None


def test_a_parity_bound_holds_and_its_price_is_told() -> None:
    _, cases = asked()
    without = planned()
    price = parity.price(without.ask, cases, GroupBy.SEX, 0.02, without=without)
    assert price.holds
    assert price.apart_with <= 0.02 < price.apart_without
    assert price.days_with >= price.days_without
    assert price.people_with > 0
    assert holds(price.plan, in_turn=False)


def test_without_time_a_parity_bound_still_leaves_most_of_the_places_taken_and_says_that_it_is_partial() -> (
    None
):
    _, cases = asked()
    without = planned()
    price = parity.price(without.ask, cases, GroupBy.NATIONALITY, 0.05, without=without, seconds=0)
    assert price.partial
    assert price.holds
    assert price.apart_with <= 0.05 < price.apart_without
    # dropping people from a plain fill until the bound held left hardly anybody
    assert price.people_with > 0.7 * price.people_without


def test_a_bound_that_the_scheme_sets_holds_beside_the_one_that_is_priced() -> None:
    _, cases = asked()
    beside = {"nationality": 0.1}
    price = parity.price(planned().ask, cases, GroupBy.SEX, 0.05, beside=beside, seconds=2)
    apart = balance.bounds(planned().ask, groups(cases, START), beside).apart(price.plan.placed)
    assert price.holds
    assert apart <= 0.1 + 1e-9
    assert price.apart_with <= 0.05 + 1e-9


def test_a_scheme_with_a_parity_bound_is_planned_within_it() -> None:
    scheme, cases = asked()
    bound = Figure.model_validate(
        {
            "id": "even",
            "says": "A bound for a test.",
            "unit": "share",
            "value": 0.03,
            "confidence": "assumption",
        }
    )
    rules = scheme.placement.model_copy(update={"parity": (Parity(by=GroupBy.SEX, points="even"),)})
    strict = scheme.model_copy(update={"placement": rules, "figures": scheme.figures | {"even": bound}})
    plan = place(cases, strict, START, WEEKS, suppose_ready=True)
    assert plan.parity_holds
    shares = pl.concat([plan.proposals, groups(cases, START).select("sex")], how="horizontal").filter(
        pl.col("reason").is_null() | (pl.col("reason") == "not enough places")
    )
    everybody = shares["hub"].is_not_null().mean()
    by_sex = shares.group_by("sex").agg(n=pl.len(), share=pl.col("hub").is_not_null().mean())
    large = by_sex.filter(pl.col("n") >= 10)
    assert (large["share"] - everybody).abs().max() <= 0.03 + 1e-9


@pytest.mark.long
def test_ten_thousand_people_and_ten_hubs_are_planned_within_two_in_a_hundred_of_the_bound() -> None:
    scheme = scheme_with(10, 4000, cap_at_one_time=3500)
    cases = people_for(scheme, 10_000)
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True, seconds=60)
    assert plan.gap is not None
    assert plan.gap <= 0.02
    assert recount(plan.proposals, cases, scheme, START, WEEKS, suppose_ready=True) == []


@pytest.mark.long
def test_a_hundred_thousand_people_and_fifty_hubs_are_planned_in_the_background() -> None:
    scheme = scheme_with(50, 40_000)
    cases = people_for(scheme, 100_000)
    plan = place(cases, scheme, START, WEEKS, suppose_ready=True, seconds=900)
    assert plan.gap is not None
    assert plan.gap <= 0.02
    assert recount(plan.proposals, cases, scheme, START, WEEKS, suppose_ready=True) == []
