"""Shares placed by group: whichever way places are given, who gets them is seen beside who could have."""

from __future__ import annotations

import polars as pl

from returnhub.placement.ask import Ask
from returnhub.placement.groups import groups
from returnhub.placement.suits import Shut

STAY = "stay"
NOWHERE = "no hub open"
SMALL = 10
"""People below whom a share says little: one person more or less moves it by ten in a hundred or more."""


_COUNTS = {"n": pl.len().cast(pl.Int64), "placed": pl.col("placed").sum().cast(pl.Int64)}


def shares(proposals: pl.DataFrame, cases: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """One row a group: attribute, group, n, placed, in_100, small. The first row is `all`.

    `n` counts people whose conditions hold, `placed` those of them with a proposal, `in_100` is null
    where n is 0, `small` marks groups of fewer than 10. Attributes are those of `GroupBy`, and `stay`: the
    published stay of the shortest hub that is open to the person's household.
    """
    people = pl.concat(
        [
            groups(cases, ask.start).with_columns(_stay(ask, cases.height)),
            proposals.select(placed=pl.col("hub").is_not_null()),
        ],
        how="horizontal",
    ).filter(conditions_hold(ask))
    attributes = [name for name in people.columns if name != "placed"]
    everybody = people.select(attribute=pl.lit("all"), group=pl.lit("all"), **_COUNTS)
    return pl.concat([everybody, *(_count(people, name) for name in attributes)]).with_columns(
        in_100=pl.when(pl.col("n") > 0).then(100 * pl.col("placed") / pl.col("n")), small=pl.col("n") < SMALL
    )


def conditions_hold(ask: Ask) -> pl.Series:
    """Row by row of the caseload, whether every rule about the person holds for a move to a hub."""
    against = [i for i, reason in enumerate(ask.suits.reasons) if reason.shut in (Shut.BARRED, Shut.UNKNOWN)]
    return ~pl.Series(ask.suits.own).is_in(against)


def widest(shares: pl.DataFrame) -> pl.DataFrame:
    """For each attribute the group farthest from everybody's share: attribute, group, n, in_100, points.

    `points` is the difference in 100; groups too small to say much of are left out.
    """
    everybody = shares.filter(pl.col("attribute") == "all")["in_100"].item()
    return (
        shares.filter((pl.col("attribute") != "all") & ~pl.col("small"))
        .with_columns(points=pl.col("in_100") - pl.lit(everybody, dtype=pl.Float64))
        .sort(pl.col("points").abs(), descending=True, maintain_order=True)
        .group_by("attribute", maintain_order=True)
        .first()
        .select("attribute", "group", "n", "in_100", "points")
    )


def _count(people: pl.DataFrame, attribute: str) -> pl.DataFrame:
    return (
        people.group_by(pl.col(attribute).alias("group"))
        .agg(**_COUNTS)
        .sort("n", "group", descending=[True, False])
        .select(pl.lit(attribute).alias("attribute"), "group", "n", "placed")
    )


def _stay(ask: Ask, people: int) -> pl.Series:
    """The shortest published stay, in weeks, of a hub in which each person's household could live."""
    weeks = [NOWHERE] * people
    stays = ask.terms.stay[ask.terms.hub_of]
    for home in range(len(ask.homes)):
        open_to = stays[ask.allowed[home]]
        if len(open_to):
            for row in ask.homes.rows[ask.homes.first[home] : ask.homes.first[home + 1]]:
                weeks[row] = f"{open_to.min()} weeks"
    return pl.Series(STAY, weeks, dtype=pl.String)
