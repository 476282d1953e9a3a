"""What a scheme costs: by line, payer and year, for each person moved and each completed return."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from returnhub.scheme.model import CostLine, Scheme
from returnhub.simulation.over_runs import band_of, bands, filled, totals
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class LineCost:
    """What one line adds over all years (below nought: what it saves), discounted, beyond today's system."""

    line: CostLine
    more: Band


@dataclass(frozen=True, slots=True)
class Money:
    """What a scheme changes beyond today's system, in pounds; without a hub, what that system costs.

    Totals are discounted, years are not. `by_year` has year (1 is the first), payer, low, lower,
    middle, upper, high, mean; `by_payer` the same
    without years, `every_year` all payers together. `gross`, `saved` and `net` are what
    the scheme adds, takes off and changes; `committed` is owed even if nobody is moved.
    `nights_saved` are nights of support that the people moved would have needed.
    """

    lines: tuple[LineCost, ...]
    by_payer: pl.DataFrame
    by_year: pl.DataFrame
    every_year: pl.DataFrame
    gross: Band
    saved: Band
    net: Band
    per_moved: Band
    per_completed_return: Band
    committed: Band
    nights_saved: Band


def money(scheme: Scheme, result: Result) -> Money:
    """The costs in a result."""
    more = pl.col("gbp") - (pl.col("gbp_without") if scheme.hubs else 0.0)
    costs = result.costs.with_columns(
        more.alias("more"), (more * pl.col("discount_factor")).alias("more_now")
    )

    def total(by: list[str], value: str) -> pl.DataFrame:
        return bands(filled(totals(costs, by, value), by, value, result.replications), by, value)

    each = {row["line"]: band_of(row) for row in total(["line"], "more_now").iter_rows(named=True)}
    owed = pl.col("line").is_in([line.id for line in scheme.costs if line.committed])
    committed = costs.group_by("rep").agg(pl.col("more_now").filter(owed).sum())
    return Money(
        lines=tuple(LineCost(line, each[line.id]) for line in scheme.costs if line.id in each),
        by_payer=total(["payer"], "more_now"),
        by_year=total(["year", "payer"], "more").with_columns(pl.col("year") + 1),
        every_year=total(["year"], "more").with_columns(pl.col("year") + 1),
        gross=result.band("cost_gbp"),
        saved=result.band("cost_saved_gbp"),
        net=result.band("cost_net_gbp"),
        per_moved=result.band("cost_per_moved"),
        per_completed_return=result.band("cost_per_completed_return"),
        committed=Band.of(committed["more_now"]),
        nights_saved=result.band("nights_saved"),
    )
