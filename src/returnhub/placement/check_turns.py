"""The recount of turns: nobody comes before somebody of an earlier cohort who is alike for every hard rule.

Alike are households that could live in the same places, of as many people, of whom as many need a
place without steps, with the same last day on which they can be accepted.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from returnhub.placement.check_people import accepted_until, has_place, held, lives_in, needed
from returnhub.placement.check_rules import ANY, Breach, Limit, Rules, each
from returnhub.scheme.suitability import Order

_DATED_BY = {Order.LONGEST_READY: "rights_exhausted_on", Order.LONGEST_REFUSED: "refused_on"}


def out_of_turn(
    proposals: pl.DataFrame, people: pl.DataFrame, rules: Rules, taken: pl.DataFrame | None
) -> list[Breach]:
    """One breach that names everybody placed in an earlier week than somebody alike before them in the order.

    A place may go by lot within a cohort, so only cohorts are told apart. `people` is as `beside` gives it.
    """
    dated_by = _DATED_BY.get(rules.scheme.placement.order)
    if dated_by is None or not rules.scheme.hubs:
        return []
    homes = _homes(proposals, people.filter(~has_place(people, taken)), dated_by, rules)
    turns = (
        homes.group_by("alike", "cohort")
        .agg(latest=pl.col("week").max())
        .sort("alike", "cohort")
        # the latest week of anybody alike and before them
        .with_columns(before=pl.col("latest").shift(1).cum_max().over("alike"))
    )
    early = homes.join(turns, on=["alike", "cohort"]).filter(pl.col("week") < pl.col("before"))
    return each(Limit.TURN, None, early["case"].explode())


def _homes(proposals: pl.DataFrame, people: pl.DataFrame, dated_by: str, rules: Rules) -> pl.DataFrame:
    """Households that some hub could take: cases, alike, cohort, and the week placed (after the last: none).

    A cohort begins on a Monday; people who are ready after the plan's first day are told apart by day.
    """
    spots = _spots(people, rules)
    ready = pl.col(dated_by)
    known = pl.col("whole") & ready.is_not_null() & (pl.col("until") > dt.date.min)
    return (
        people.select("case", "home", "members", dated_by, "needs_step_free", "whole", until=accepted_until())
        .with_columns(spots)
        .join(proposals.select("case", "week"), on="case", how="left")
        # of a household of which somebody is not here, somebody has a place already
        .filter((known.all() & (pl.len() == pl.col("members"))).over("home"))
        .group_by("home")
        .agg(
            case=pl.col("case"),
            alike=pl.concat_str(
                pl.len(),
                pl.col("needs_step_free").fill_null(value=True).sum(),
                pl.col("until").min(),
                pl.max_horizontal(ready.max(), pl.lit(rules.start)),
                *(pl.col(name).all() for name in spots.columns),
                separator="/",
            ),
            somewhere=pl.any_horizontal(pl.col(name).all() for name in spots.columns),
            cohort=ready.max().dt.truncate("1w"),
            week=pl.col("week").max().fill_null(rules.weeks),
        )
        .filter("somewhere")
    )


def _spots(people: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """A Boolean column for each kind of place in each hub: the person could live there."""
    columns: list[pl.Series] = []
    for hub in rules.scheme.hubs:
        needs = needed(hub, rules).values()
        may = (
            held(people, hub, rules)
            & people.select(pl.all_horizontal(*needs).fill_null(value=False)).to_series()
        )
        for kind in hub.place_kinds:
            lives = people.select(lives_in(kind).fill_null(value=False)).to_series()
            columns.append((may & lives).alias(f"{hub.id}/{kind.id}"))
        if not hub.place_kinds:
            columns.append(may.alias(f"{hub.id}/{ANY}"))
    return pl.DataFrame(columns)
