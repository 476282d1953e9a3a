"""Shares by group are counted from the proposals and the file, and add up."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from returnhub.placement.groups import groups
from returnhub.placement.plan import Plan, place
from returnhub.placement.shares import SMALL, shares, widest
from returnhub.scheme.suitability import GroupBy
from two_hubs import START, WEEKS, people, two_hubs

CHILD = {"birth_on": dt.date(2020, 1, 1), "family_with_children": True}
WHO = (
    *[{"sex": "female"}] * 4,
    *[{}] * 12,
    {"court_stay": True},
    {"court_stay": None},
    {"household": 20, "family_with_children": True, "sex": "female", "needs_step_free": True},
    {"household": 20, **CHILD},
)


@pytest.fixture(scope="module")
def cases() -> pl.DataFrame:
    return people(two_hubs(), *WHO)


@pytest.fixture(scope="module")
def plan(cases: pl.DataFrame) -> Plan:
    return place(cases, two_hubs(), START, WEEKS, method="greedy")


@pytest.fixture(scope="module")
def counted(plan: Plan, cases: pl.DataFrame) -> pl.DataFrame:
    return shares(plan.proposals, cases, plan.ask)


def test_only_people_whose_conditions_hold_are_counted(counted: pl.DataFrame, plan: Plan) -> None:
    everybody = counted.row(0, named=True)
    assert (everybody["attribute"], everybody["group"], everybody["n"]) == ("all", "all", len(WHO) - 2)
    assert everybody["placed"] == plan.proposals["hub"].count() > 0
    assert everybody["in_100"] == 100 * everybody["placed"] / everybody["n"]


def test_the_groups_of_an_attribute_add_up_to_everybody(counted: pl.DataFrame) -> None:
    sums = counted.group_by("attribute").agg(pl.col("n", "placed").sum())
    assert set(sums["attribute"]) == {"all", "stay", *GroupBy}
    assert sums["n"].n_unique() == sums["placed"].n_unique() == 1


def test_a_share_is_of_the_group_and_a_small_group_is_marked(
    counted: pl.DataFrame, plan: Plan, cases: pl.DataFrame
) -> None:
    women = cases.select(
        (pl.col("sex") == "female").alias("of_them"), placed=plan.proposals["hub"].is_not_null()
    )
    found = counted.filter((pl.col("attribute") == "sex") & (pl.col("group") == "female")).row(0, named=True)
    assert found["n"] == women["of_them"].sum() == 5 < SMALL
    assert found["placed"] == women.filter("of_them")["placed"].sum()
    assert found["small"]
    assert not counted.filter(pl.col("group") == "men alone")["small"].item()


def test_the_widest_gap_leaves_out_groups_too_small_to_say_much(counted: pl.DataFrame) -> None:
    gaps = widest(counted)
    assert "female" not in gaps["group"]
    men = counted.filter(pl.col("group") == "men alone").row(0, named=True)
    of_homes = gaps.filter(pl.col("attribute") == "household").row(0, named=True)
    assert of_homes["points"] == pytest.approx(men["in_100"] - counted["in_100"][0])


def test_nobody_whose_conditions_hold_gives_no_share(cases: pl.DataFrame) -> None:
    barred = cases.with_columns(court_stay=pl.lit(True))
    plan = place(barred, two_hubs(), START, WEEKS, method="greedy")
    counted = shares(plan.proposals, barred, plan.ask)
    assert counted.rows() == [("all", "all", 0, 0, None, True)]
    assert widest(counted).is_empty()


def test_stays_are_those_of_the_shortest_hub_that_could_take_the_person(cases: pl.DataFrame) -> None:
    south = two_hubs().hubs[1].model_copy(update={"expected_stay": "opens"})
    scheme = two_hubs().model_copy(update={"hubs": (two_hubs().hubs[0], south)})
    asked = cases.with_columns(sex=pl.when(pl.col("case") == "A").then(None).otherwise("sex"))
    plan = place(asked, scheme, START, WEEKS, method="greedy")
    stays = shares(plan.proposals, asked, plan.ask).filter(pl.col("attribute") == "stay")
    # only south takes somebody whose sex nobody noted, and a family that needs a place without steps
    assert dict(stays.select("group", "n").iter_rows()) == {"4 weeks": len(WHO) - 5, "43 weeks": 3}


def test_age_turns_on_the_birthday(cases: pl.DataFrame) -> None:
    born = [dt.date(2008, 11, 30), dt.date(2008, 12, 1), None, dt.date(1966, 11, 30), dt.date(1966, 12, 1)]
    few = cases.head(5).with_columns(birth_on=pl.Series(born))
    assert groups(few, START)["age"].to_list() == [
        "18 to 29",
        "under 18",
        "not known",
        "60 and over",
        "45 to 59",
    ]


def test_what_is_not_known_of_a_person_is_a_group_of_its_own(cases: pl.DataFrame) -> None:
    nothing = dict.fromkeys(("sex", "birth_on", "origin", "needs_step_free", "care_needed"))
    found = groups(people(two_hubs(), nothing), START).row(0, named=True)
    assert found.pop("household") == "others alone"
    assert set(found.values()) == {"not known"}
