"""The one run that the workbook follows: its figures as drawn, and what costs are counted by in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import Driver, Scheme
from returnhub.simulation.result import Result

Years = NDArray[np.float64]

KINDS = ("count", "count_without", "count_saved", "count_new_arrivals")
"""Columns of the drivers' frame: with the scheme, without it, spared by it, and of new arrivals."""


@dataclass(frozen=True, slots=True)
class World:
    """One run of a result. `rep` counts from 0; the workbook shows it from 1.

    `drawn` has a figure's id, or id.ORIGIN; `counted` kind of `KINDS` -> driver -> by year.
    """

    scheme: Scheme
    result: Result
    rep: int
    drawn: dict[str, float]
    measures: dict[str, float]
    counted: dict[str, dict[Driver, Years]]

    @property
    def years(self) -> int:
        """Years of the run."""
        return self.result.years

    def comes_about(self, hub: str | None) -> int:
        """1 if the hub comes about in this run, or no hub is meant: what is paid only for it is then due."""
        if hub is None:
            return 1
        lines = [line.id for line in self.scheme.costs if line.hub == hub]
        paid = self.of(self.result.costs).filter(pl.col("line").is_in(lines))["gbp"]
        weeks = self.of(self.result.weekly).filter(pl.col("hub").cast(pl.String) == hub)
        return int((paid != 0).any() or (weeks["places"] > 0).any())

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of this run."""
        return frame.filter(pl.col("rep") == self.rep).drop("rep")


def middle_run(result: Result) -> int:
    """The run in the middle by net cost; the earliest of those equally near, and the lower of two middles."""
    cost = result.values("cost_net_gbp")
    if not cost.any():
        # without a hub nothing is changed: the run in the middle by what the system costs
        by_run = result.costs.group_by("rep").agg(pl.col("gbp_discounted").sum()).sort("rep")
        cost = by_run["gbp_discounted"].to_numpy()
    if cost.size == 0:
        return 0
    return int(np.argsort(cost, kind="stable")[(cost.size - 1) // 2])


def world(scheme: Scheme, result: Result, rep: int | None = None) -> World:
    """A run of a result, the middle one unless another is named."""
    rep = middle_run(result) if rep is None else rep

    def pairs(frame: pl.DataFrame, name: str) -> dict[str, float]:
        return dict(frame.filter(pl.col("rep") == rep).select(name, "value").iter_rows())

    mine = result.drivers.filter(pl.col("rep") == rep).sort("year")
    counted: dict[str, dict[Driver, Years]] = {}
    for kind in KINDS:
        by_driver = mine.partition_by("driver", as_dict=True, maintain_order=True)
        counted[kind] = {Driver(str(d)): rows[kind].to_numpy() for (d,), rows in by_driver.items()}
    return World(
        scheme, result, rep, pairs(result.draws, "figure"), pairs(result.measures, "measure"), counted
    )
