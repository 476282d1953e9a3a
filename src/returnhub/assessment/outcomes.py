"""Where people end: of 1,000 people that a scheme speaks of, how many stand where when the run ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from returnhub.scheme.model import Point, Scheme
from returnhub.simulation.ends import END_OF, End
from returnhub.simulation.over_runs import band_of, bands, filled
from returnhub.simulation.result import Band, Group, Outcome, Result


@dataclass(frozen=True, slots=True)
class Standing:
    """One outcome in 1,000 people of the group: with the scheme, without it, and the mean of those moved."""

    outcome: Outcome
    end: End
    band: Band
    without: Band
    moved: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Where 1,000 people of `group` stand at the end of the run; the means add up to 1,000.

    The people counted joined the group at least three years before the end.
    """

    group: Group
    people: Band
    moved: Band
    standings: tuple[Standing, ...]
    ends: Mapping[End, Band]

    def end(self, end: End) -> tuple[Standing, ...]:
        """The outcomes that make up one end."""
        return tuple(s for s in self.standings if s.end is end)


NOBODY = Band(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

_MOVED = {Group.REFUSED: "moved_per_1000_refused_followed", Group.ARRIVAL: "moved_per_1000_arrivals_followed"}


def outcomes(scheme: Scheme, result: Result) -> Outcomes:
    """Where people end: those refused, or those who arrived by boat where people are sent on arrival."""
    group = Group.ARRIVAL if scheme.is_for.point is Point.ON_ARRIVAL else Group.REFUSED
    counts = result.outcomes.filter(pl.col("group") == group.value)
    counts = counts.group_by("rep", "outcome").agg(pl.col("people", "people_without", "people_moved").sum())
    whole = counts.group_by("rep").agg(pl.col("people").sum().alias("all"))

    def in_1000(column: str, by: str = "outcome", rows: pl.DataFrame = counts) -> dict[str, Band]:
        some = filled(rows, [by], column, result.replications).join(whole, on="rep")
        share = some.with_columns((1000 * pl.col(column) / pl.col("all")).alias("share"))
        return {str(row[by]): band_of(row) for row in bands(share, [by], "share").iter_rows(named=True)}

    here, without, moved = in_1000("people"), in_1000("people_without"), result.band(_MOVED[group])
    through = in_1000("people_moved")
    standings = tuple(
        Standing(o, END_OF[o], here[o], without[o], through[o].mean)
        for end in End
        for o in Outcome
        if END_OF[o] is end and o in here
    )
    end = pl.col("outcome").cast(pl.String).replace_strict({o.value: e.value for o, e in END_OF.items()})
    by_end = counts.group_by("rep", end.alias("end")).agg(pl.col("people").sum())
    ends = in_1000("people", "end", by_end)
    return Outcomes(group, Band.of(whole["all"]), moved, standings, {e: ends.get(e, NOBODY) for e in End})
