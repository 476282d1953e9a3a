"""People who live in a hub already, or were told of a move: they take up room and change no reason."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_asks import Small, asks

from returnhub.placement.check import recount
from returnhub.placement.explain import explain
from returnhub.placement.plan import place
from two_hubs import START, people, two_hubs

WEEKS = 8
SCHEMA = {
    "hub": pl.String,
    "kind": pl.String,
    "arrive_on": pl.Date,
    "leave_by": pl.Date,
    "case": pl.String,
    "step_free": pl.Boolean,
}


def taken(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(SCHEMA) | row for row in rows], schema=SCHEMA)


@st.composite
def lived_in(draw: st.DrawFn) -> pl.DataFrame:
    """Up to eight people in some hub or one that is not of the scheme, with dates and kinds or without."""
    day = st.none() | st.integers(-400, 100).map(lambda days: START + dt.timedelta(days=days))
    row = st.fixed_dictionaries(
        {
            "hub": st.sampled_from(["north", "south", "elsewhere", None]),
            "kind": st.sampled_from(["men", "women", "families", "any", "unheard of", None]),
            "arrive_on": day,
            "leave_by": day,
            "step_free": st.sampled_from([True, False, None]),
        }
    )
    return taken(*draw(st.lists(row, max_size=8)))


@settings(max_examples=25, deadline=None)
@given(asks(), lived_in(), st.booleans())
def test_no_limit_is_broken_whoever_lives_there_already(
    small: Small, there: pl.DataFrame, suppose_ready: bool
) -> None:
    found = place(
        small.cases, small.scheme, START, WEEKS, suppose_ready=suppose_ready, taken=there, method="greedy"
    )
    breaches = recount(
        found.proposals, small.cases, small.scheme, START, WEEKS, suppose_ready=suppose_ready, taken=there
    )
    assert breaches == []


@pytest.mark.parametrize("elsewhere", ["elsewhere", None])
def test_people_in_a_hub_that_is_not_of_the_scheme_count_at_one_time(elsewhere: str | None) -> None:
    scheme = two_hubs()
    capped = scheme.agreement.model_copy(update={"cap_at_one_time": "cap"})
    scheme = scheme.model_copy(update={"agreement": capped})
    there = taken(*[{"hub": elsewhere}] * 5)
    cases = people(scheme, {}, {}, {})
    found = place(cases, scheme, START, WEEKS, suppose_ready=True, taken=there)
    # six at one time, five are there, a stay takes four weeks and nobody may come in the first two
    assert sorted(found.proposals["week"].drop_nulls()) == [2, 6]
    assert recount(found.proposals, cases, scheme, START, WEEKS, suppose_ready=True, taken=there) == []


def test_hubs_that_are_full_for_good_leave_people_waiting_and_do_not_say_that_they_never_could() -> None:
    scheme = two_hubs()
    cases = people(scheme, {}, {"needs_step_free": True})
    there = taken(*[{"hub": "north"}] * 10, *[{"hub": "south"}] * 4)
    found = place(cases, scheme, START, WEEKS, suppose_ready=True, taken=there)
    assert found.proposals["reason"].to_list() == ["not enough places"] * 2
    # both wait all eight weeks, and that is counted
    assert found.days_waited == found.bound_days == 2 * 7 * WEEKS
    told = explain(found, cases, "A")
    assert [hub.shut for hub in told.hubs] == [None, None]
    assert {full.limit: full.weeks for full in told.hubs[0].spots[0].full}["places"] == tuple(range(2, WEEKS))
