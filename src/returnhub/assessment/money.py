"""What a scheme costs: by line, payer and year, for each person moved and each completed return."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from returnhub.assessment.bands import band_of, bands, filled
from returnhub.scheme.model import CostLine, Scheme
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class LineCost:
    """What one line comes to over all years, discounted."""

    line: CostLine
    gbp: Band


@dataclass(frozen=True, slots=True)
class Money:
    """The costs of one scheme, in pounds; totals are discounted, years are not.

    `by_year` has year (1 is the first), payer, low, lower, middle, upper, high, mean; `by_payer` the
    same without years, discounted. `gross`, `saved` and `net` are what the scheme adds to, takes off,
    and changes beyond today's system; `committed` is owed even if nobody is moved.
    """

    lines: tuple[LineCost, ...]
    by_payer: pl.DataFrame
    by_year: pl.DataFrame
    gross: Band
    saved: Band
    net: Band
    per_moved: Band
    per_completed_return: Band
    committed: Band
    nights_saved: Band


def money(scheme: Scheme, result: Result) -> Money:
    """The costs in a result."""
    costs = result.costs

    def total(frame: pl.DataFrame, by: list[str], value: str) -> pl.DataFrame:
        summed = frame.group_by("rep", *by).agg(pl.col(value).sum())
        return bands(filled(summed, by, value, result.replications), by, value)

    each = {
        row["line"]: band_of(row) for row in total(costs, ["line"], "gbp_discounted").iter_rows(named=True)
    }
    owed = [line.id for line in scheme.costs if line.committed]
    zero = pl.DataFrame({"rep": range(result.replications)}, schema={"rep": costs.schema["rep"]})
    committed = zero.join(
        costs.filter(pl.col("line").is_in(owed)).group_by("rep").agg(pl.col("gbp_discounted").sum()),
        on="rep",
        how="left",
    )["gbp_discounted"].fill_null(0)
    return Money(
        lines=tuple(LineCost(line, each[line.id]) for line in scheme.costs if line.id in each),
        by_payer=total(costs, ["payer"], "gbp_discounted"),
        by_year=total(costs, ["year", "payer"], "gbp").with_columns(pl.col("year") + 1),
        gross=result.band("cost_gbp"),
        saved=result.band("cost_saved_gbp"),
        net=result.band("cost_net_gbp"),
        per_moved=result.band("cost_per_moved"),
        per_completed_return=result.band("cost_per_completed_return"),
        committed=Band.of(committed),
        nights_saved=result.band("nights_saved"),
    )
