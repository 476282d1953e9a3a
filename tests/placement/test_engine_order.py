"""Who comes first: alike households by cohort and lot, whatever the file's order; never for being many."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from small_asks import Small, asks

from returnhub.placement import classes, order, swaps
from returnhub.placement.plan import place
from returnhub.scheme.suitability import Order
from two_hubs import START, people, two_hubs

WEEKS = 8
ONLY_SOUTH = {"north_places": 0.0}


def weeks(cases: pl.DataFrame, **fixed: float) -> dict[str, int | None]:
    found = place(cases, two_hubs(), START, WEEKS, suppose_ready=True, fixed=fixed)
    return dict(found.proposals.select("case", "week").iter_rows())


def ready(days: int) -> dict[str, object]:
    return {"rights_exhausted_on": START - dt.timedelta(days=days)}


@settings(max_examples=12, deadline=None)
@given(asks(most=14))
def test_nobody_is_placed_before_somebody_alike_of_an_earlier_cohort(small: Small) -> None:
    for method in ("plan", "greedy"):
        plan = place(small.cases, small.scheme, START, WEEKS, suppose_ready=True, method=method)
        like = classes.group(plan.ask)
        for c in range(len(like)):
            queue = like.queue[like.first[c] : like.first[c + 1]]
            assert (np.diff(plan.ask.homes.cohort[queue]) >= 0).all()
            week = np.where(plan.placed.week[queue] < 0, WEEKS, plan.placed.week[queue])
            assert (np.diff(week) >= 0).all()


@settings(max_examples=8, deadline=None)
@given(asks(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(small: Small, luck: object) -> None:
    rows = list(range(small.cases.height))
    luck.shuffle(rows)
    first = place(small.cases, small.scheme, START, WEEKS, suppose_ready=True).proposals
    again = place(small.cases[rows], small.scheme, START, WEEKS, suppose_ready=True).proposals
    assert again.sort("case").equals(first.sort("case"))


def test_longest_ready_goes_first() -> None:
    cases = people(two_hubs(), ready(20), ready(60), ready(40))
    assert weeks(cases, **ONLY_SOUTH, south_places=1, stay=14) == {"B": 2, "C": 4, "A": 6}


def test_a_family_that_waited_longer_is_not_passed_over_for_people_alone() -> None:
    child = {"birth_on": dt.date(2020, 1, 1)}
    family = [{"household": 1, "family_with_children": True} | ready(60) | c for c in ({}, {}, child, child)]
    alone = [{"household": 10 + n} | ready(10) for n in range(4)]
    found = weeks(people(two_hubs(), *alone, *family), **ONLY_SOUTH, south_places=4, stay=60, a_week=4)
    assert [found[case] for case in "ABCD"] == [None] * 4
    assert [found[case] for case in "EFGH"] == [2] * 4


def test_people_alone_who_waited_longer_are_not_passed_over_for_a_family() -> None:
    child = {"birth_on": dt.date(2020, 1, 1)}
    family = [{"household": 1, "family_with_children": True} | ready(10) | c for c in ({}, {}, child, child)]
    alone = [{"household": 10 + n} | ready(60) for n in range(4)]
    found = weeks(people(two_hubs(), *alone, *family), **ONLY_SOUTH, south_places=4, stay=60, a_week=4)
    assert [found[case] for case in "ABCD"] == [2] * 4
    assert [found[case] for case in "EFGH"] == [None] * 4


def test_the_lot_decides_within_a_cohort_and_hangs_on_the_seed() -> None:
    cases = people(two_hubs(), *[ready(30)] * 6)

    def first(seed: int) -> list[str]:
        found = place(
            cases, two_hubs(), START, WEEKS, seed=seed, suppose_ready=True,
            fixed={**ONLY_SOUTH, "south_places": 1, "stay": 7},
        )  # fmt: skip
        return found.proposals.drop_nulls("week").sort("week")["case"].to_list()

    assert first(1) == first(1)
    assert len({tuple(first(seed)) for seed in range(8)}) > 1


def test_by_lot_the_date_does_not_count() -> None:
    scheme = two_hubs()
    by_lot = scheme.model_copy(update={"placement": scheme.placement.model_copy(update={"order": Order.LOT})})
    cases = people(scheme, *[ready(10 * n) for n in range(1, 7)])
    ask = place(cases, by_lot, START, WEEKS, suppose_ready=True, method="greedy").ask
    assert set(ask.homes.cohort.tolist()) == {0}
    assert len(order.groups(ask).weight) == 1


def test_a_day_counts_twice_as_much_in_each_group_as_in_the_next() -> None:
    cases = people(two_hubs(), *[ready(7 * n) for n in range(1, 9)])
    ask = place(cases, two_hubs(), START, WEEKS, suppose_ready=True, method="greedy").ask
    by = order.groups(ask)
    assert by.weight.tolist() == [128, 64, 32, 16, 8, 4, 2, 1]
    assert by.of[ask.candidates].tolist() == list(range(8))


def test_two_households_exchange_where_the_one_that_waited_longer_would_wait_longer_still() -> None:
    cases = people(two_hubs(), ready(60) | {"sex": "female"}, ready(10))
    ask = place(cases, two_hubs(), START, WEEKS, suppose_ready=True, method="greedy").ask
    like = classes.group(ask)
    found = swaps.Placed(spot=np.array([3, 3]), week=np.array([6, 2]))
    assert swaps.by_order(ask, like, found).week.tolist() == [2, 6]


def test_a_wish_is_met_by_exchange_and_moves_nobodys_week() -> None:
    scheme = two_hubs()
    cases = people(scheme, *[{"sex": "another"} | ready(30)] * 2)
    fixed = {"south_places": 1.0, "families_share": 0.1}
    plain = place(cases, scheme, START, WEEKS, suppose_ready=True, fixed=fixed).proposals
    assert sorted(plain["hub"]) == ["north", "south"]
    assert plain["week"].n_unique() == 1
    for case in "AB":
        wishes = pl.DataFrame({"case": [case], "hub": ["south"]})
        wished = place(cases, scheme, START, WEEKS, suppose_ready=True, fixed=fixed, wishes=wishes).proposals
        assert wished.filter(pl.col("case") == case)["hub"].item() == "south"
        assert wished["week"].equals(plain["week"])
