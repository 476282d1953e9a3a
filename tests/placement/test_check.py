"""Every limit broken on purpose: the recount names that limit, and no other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from broken_plans import (
    BROKEN,
    CHILD,
    EARLIER,
    NORTH,
    PARENT,
    SOUTH,
    SPREAD,
    WOMAN,
    Story,
    after,
    breaches,
    cap,
    home,
    ordered,
    takes,
    told,
)  # fmt: skip

from returnhub.placement import check
from returnhub.placement.check import recount
from returnhub.placement.check_rules import Limit
from returnhub.scheme.hosts import Answer
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import Order, Readiness
from two_hubs import START, WEEKS, hub, people, plan, two_hubs


@pytest.mark.parametrize("story", BROKEN, ids=[f"{s.limit.name}-{i}" for i, s in enumerate(BROKEN)])
def test_a_limit_broken_on_purpose_is_found_and_named(story: Story) -> None:
    found = breaches(story)
    assert {b.limit for b in found} == {story.limit} | story.also
    assert all(b.found > b.allowed and b.cases for b in found)


def test_every_limit_is_broken_by_some_story() -> None:
    assert {s.limit for s in BROKEN} == set(Limit)


FULL = Story(
    Limit.PLACES,
    [
        *({}, {}, {"needs_step_free": True}, {}, {}, WOMAN, WOMAN),
        *home(8, PARENT, WOMAN | PARENT, CHILD),
        *(
            {"sex": None, "care_needed": None, "needs_step_free": None, "host_acceptance_until": after(21)},
            {},
        ),
    ],
    dict.fromkeys("ABC", ("north", "men", 2))
    | dict.fromkeys("D", ("north", "men", 3))
    | dict.fromkeys("E", ("north", "men", 6))
    | dict.fromkeys("FG", ("north", "women", 3))
    | dict.fromkeys("HIJ", ("north", "families", 4))
    | {"K": ("south", "any", 3), "L": ("south", "any", 7)},
)
"""Limits reached and none passed: places, step-free places, transfers a week, an acceptance's last day."""


def test_a_plan_that_reaches_each_limit_and_passes_none_has_no_breach() -> None:
    assert breaches(FULL) == []


def test_a_place_is_free_again_in_the_week_after_the_stay() -> None:
    story = Story(Limit.PLACES, [{}] * 2, {"A": ("south", "any", 2), "B": ("south", "any", 6)})
    assert breaches(replace(story, fixed={"south_places": 1})) == []
    assert breaches(replace(story, fixed={"south_places": 1, "stay": 29})) != []


def test_the_caps_of_an_agreement_may_be_reached() -> None:
    for name in ("cap_in_all", "cap_a_year", "cap_at_one_time"):
        assert breaches(replace(FULL, scheme=cap(name), fixed={"cap": 12})) == []
        assert breaches(replace(FULL, scheme=cap(name), fixed={"cap": 7})) != []


def test_a_hub_that_is_neither_ready_nor_open_takes_people_in_a_what_if_alone() -> None:
    story = replace(FULL, scheme=lambda s: hub(s, "north", ready=Readiness()), fixed={"opens": 4000})
    assert {b.limit for b in breaches(story)} == {Limit.READY, Limit.OPEN, Limit.PLACES, Limit.STEP_FREE}
    assert breaches(story, suppose_ready=True) == []


def test_places_grow_from_the_opening_until_all_are_in_use() -> None:
    # day 347 of the scheme begins week 2; a hub open for 35 of 70 days has half of its 4 places
    story = Story(Limit.PLACES, [{}] * 2, dict.fromkeys("AB", ("south", "any", 2)), fixed={"opens": 312})
    grows = replace(story, scheme=lambda s: hub(s, "south", full_after_days="ramp"))
    assert breaches(grows) == []
    assert [(b.limit, b.found, b.allowed) for b in breaches(replace(grows, fixed={"opens": 313}))] == [
        (Limit.PLACES, 2, 1)
    ]


def test_too_many_moved_before_are_no_fault_of_a_plan_that_adds_nobody() -> None:
    there = {"hub": "south", "kind": "any", "arrive_on": after(-7), "leave_by": None}
    crowd = [{"case": f"Z{i}", **there} for i in range(9)]
    assert breaches(Story(Limit.PLACES, [{}], {}, taken=crowd)) == []
    assert {b.limit for b in breaches(Story(Limit.PLACES, [{}], SOUTH, taken=crowd))} == {Limit.PLACES}


def test_what_is_not_known_of_an_earlier_move_counts_everywhere() -> None:
    crowd = [{"case": None, "hub": "north", "kind": None, "arrive_on": None, "leave_by": None}] * 4
    story = Story(Limit.PLACES, [{}, {}, WOMAN], {}, taken=crowd)
    assert breaches(replace(story, places={"A": ("north", "men", 2)})) == []
    assert [
        (b.limit, b.found, b.allowed) for b in breaches(replace(story, places={"C": ("north", "women", 7)}))
    ] == [(Limit.PLACES, 5, 2)]


def test_a_year_of_the_cap_ends_after_365_days_of_the_scheme() -> None:
    # the scheme began on 1 January 2026; week 5 is the first that begins in 2027
    two = Story(Limit.CAP_A_YEAR, [{}, {}], {}, cap("cap_a_year"), fixed={"cap": 1})
    apart = replace(two, places={"A": ("north", "men", 4), "B": ("north", "men", 5)})
    assert breaches(apart) == []
    assert [
        b.week for b in breaches(replace(apart, places={"A": ("north", "men", 3), "B": ("south", "any", 4)}))
    ] == [0]
    assert [
        b.week for b in breaches(replace(apart, places={"A": ("north", "men", 5), "B": ("south", "any", 6)}))
    ] == [1]
    # in a what-if the years begin with the plan
    assert {b.limit for b in breaches(apart, suppose_ready=True)} == {Limit.CAP_A_YEAR}


def test_somebody_moved_on_an_unknown_day_counts_in_every_year() -> None:
    once = [{"case": "Z", "hub": "south", "kind": "any", "arrive_on": None, "leave_by": START}]
    story = Story(Limit.CAP_A_YEAR, [{}], {}, cap("cap_a_year"), fixed={"cap": 1}, taken=once)
    for week in (3, 6):
        assert {b.limit for b in breaches(replace(story, places={"A": ("north", "men", week)}))} == {
            Limit.CAP_A_YEAR
        }


def test_a_place_of_somebody_moved_before_is_free_from_the_week_in_which_they_have_left() -> None:
    def there(leave: int) -> list[Mapping[str, object]]:
        return [
            {"case": "Z", "hub": "south", "kind": "any", "arrive_on": after(-7), "leave_by": after(leave)}
        ]

    story = Story(Limit.PLACES, [{}], {"A": ("south", "any", 3)}, fixed={"south_places": 1})
    assert breaches(replace(story, taken=there(21))) == []
    assert breaches(replace(story, taken=there(22))) != []


def test_somebody_moved_before_may_need_the_one_step_free_place() -> None:
    there = [{"case": "Z", "hub": "north", "kind": "men", "arrive_on": after(-7), "leave_by": None}]
    story = Story(Limit.STEP_FREE, [{"needs_step_free": True}], NORTH)
    assert breaches(story) == []
    assert {b.limit for b in breaches(replace(story, taken=there))} == {Limit.STEP_FREE}


def test_a_kind_of_place_of_which_nobody_said_that_any_is_step_free_has_none() -> None:
    def silent(scheme: Scheme) -> Scheme:
        kinds = tuple(k.model_copy(update={"step_free": None}) for k in scheme.hubs[0].place_kinds)
        return hub(scheme, "north", place_kinds=kinds)

    assert breaches(Story(Limit.STEP_FREE, [{}], NORTH, silent)) == []
    found = breaches(Story(Limit.STEP_FREE, [{"needs_step_free": True}], NORTH, silent))
    assert {(b.limit, b.week, b.found, b.allowed) for b in found} == {
        (Limit.STEP_FREE, week, 1, 0) for week in range(2, 6)
    }


def test_a_family_is_whole_if_a_child_below_18_is_there() -> None:
    def family(born: dt.date) -> Story:
        who = home(1, PARENT, {"birth_on": born, "family_with_children": True})
        return Story(Limit.TOGETHER, who, dict.fromkeys("AB", ("north", "families", 2)))

    assert breaches(family(dt.date(2008, 12, 1))) == []
    assert {b.limit for b in breaches(family(dt.date(2008, 11, 30)))} == {Limit.TOGETHER}


def test_a_hub_without_families_takes_neither_parent_nor_a_child_who_is_known_by_age_alone() -> None:
    story = Story(
        Limit.FAMILIES, home(1, {}, {"birth_on": dt.date(2020, 1, 1)}),
        dict.fromkeys("AB", ("north", "families", 2)),
        takes(families_with_children=False),
    )  # fmt: skip
    assert [(b.limit, b.cases) for b in breaches(story)] == [
        (Limit.VERDICT, ("B",)), (Limit.FAMILIES, ("B",))
    ]  # fmt: skip
    said = replace(story, who=home(1, PARENT, CHILD))
    assert [(b.limit, b.cases) for b in breaches(said)] == [(Limit.FAMILIES, ("A", "B"))]


def test_a_plan_may_begin_on_the_29th_of_february() -> None:
    start, scheme = dt.date(2028, 2, 29), two_hubs()
    cases = people(
        scheme, PARENT | {"household": 1}, CHILD | {"household": 1, "birth_on": dt.date(2010, 2, 28)}
    )
    assert recount(plan(cases, {}), cases, scheme, start, WEEKS) == []


def test_rules_on_the_onward_return_that_do_not_read_the_host_are_asked_later() -> None:
    assert (
        breaches(Story(Limit.VERDICT, [{"host_claim_open": True, "onward_monitor_told_on": None}], NORTH))
        == []
    )


def test_the_day_on_which_a_hub_opens_or_a_notice_has_run_is_early_enough() -> None:
    # week 2 begins on day 347 of the scheme, 14 days after the plan's first
    assert breaches(Story(Limit.OPEN, [{}], SOUTH, fixed={"opens": 347, "notice_days": 14})) == []
    assert {b.limit for b in breaches(Story(Limit.NOTICE, [{}], SOUTH, fixed={"notice_days": 15}))} == {
        Limit.NOTICE
    }


def test_a_scheme_without_hubs_has_no_breach_where_nobody_is_proposed() -> None:
    scheme = two_hubs().model_copy(update={"hubs": ()})
    cases = people(scheme, {})
    assert recount(plan(cases, {}), cases, scheme, START, WEEKS) == []
    assert {b.limit for b in recount(plan(cases, NORTH), cases, scheme, START, WEEKS)} == {Limit.HUB}


def test_care_up_to_what_the_hub_gives_is_within_reach() -> None:
    assert breaches(Story(Limit.CARE, [{"care_needed": 1}], NORTH, takes(care_up_to=1))) == []


def test_a_breach_names_the_week_and_the_people_who_are_there() -> None:
    found = breaches(Story(Limit.PLACES, [{}] * 5, SPREAD | {"E": ("south", "any", 5)}))
    assert [(b.hub, b.week, b.found, b.allowed, b.cases) for b in found] == [
        ("south", 5, 5, 4, ("A", "B", "C", "D", "E"))
    ]


@pytest.mark.parametrize(
    "ahead",
    [
        {"rights_exhausted_on": dt.date(2026, 5, 10)},
        EARLIER | WOMAN,
        EARLIER | {"needs_step_free": True},
        EARLIER | {"host_acceptance_until": after(30)},
        EARLIER | {"host_accepted_on": after(-9)},
        EARLIER | {"household": None},
        EARLIER | {"court_stay": True},
        {"rights_exhausted_on": None},
    ],
)
def test_somebody_of_the_same_week_or_not_alike_may_come_first(ahead: Mapping[str, object]) -> None:
    assert breaches(Story(Limit.TURN, [ahead, {}], {"B": ("north", "men", 2)})) == []


def test_nobody_is_passed_by_somebody_who_comes_in_the_same_week() -> None:
    same = {"A": ("south", "any", 2), "B": ("north", "men", 2)}
    assert breaches(Story(Limit.TURN, [EARLIER, {}], same)) == []


def test_a_household_is_ready_when_its_last_member_is() -> None:
    pair = [*home(9, {}, EARLIER), *home(8, {}, {})]
    assert breaches(Story(Limit.TURN, pair, dict.fromkeys("CD", ("north", "families", 2)))) == []


def test_no_turn_is_passed_by_those_who_have_a_place_already_or_where_a_lot_decides() -> None:
    story = Story(Limit.TURN, [EARLIER, {}], {"B": ("north", "men", 2)})
    has = {"case": "A", "hub": "south", "kind": "any", "arrive_on": after(-7), "leave_by": after(14)}
    assert breaches(replace(story, taken=[has])) == []
    refused = replace(story, who=[{"refused_on": dt.date(2025, 10, 1)}, {}])
    assert breaches(refused) == []
    assert {b.limit for b in breaches(replace(refused, scheme=ordered(Order.LONGEST_REFUSED)))} == {
        Limit.TURN
    }
    for other in (Order.LONGEST_REFUSED, Order.LOT):
        assert breaches(replace(story, scheme=ordered(other))) == []


def test_a_host_that_the_table_does_not_know_is_judged_by_the_file_only_if_there_is_one_host() -> None:
    unknown = told("XXN", recognises=Answer.NOT_KNOWN, documents=Answer.NOT_KNOWN)
    story = Story(Limit.VERDICT, [{"documents_issued_in_host": True}], NORTH, unknown)
    assert {b.limit for b in breaches(story)} == {Limit.VERDICT}
    alone = replace(story, scheme=lambda s: unknown(s.model_copy(update={"hubs": s.hubs[:1]})))
    assert breaches(alone) == []


def test_the_recount_shares_no_code_with_what_makes_plans() -> None:
    ours = sorted(Path(check.__file__).parent.glob("check*.py"))
    theirs = {
        name
        for path in ours
        for name in re.findall(r"returnhub\.placement(?:\.| import )(\w+)", path.read_text("utf-8"))
    }
    assert theirs <= {path.stem for path in ours}
