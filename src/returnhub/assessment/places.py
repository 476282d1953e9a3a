"""Places, people waiting and waits, week by week, as bands over runs."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from returnhub.simulation.over_runs import bands
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class Weeks:
    """One hub over time: each frame has week, low, lower, middle, upper, high, mean.

    `people` are in the hub at the week's end, `places` are certified, `queue` waits for one,
    `wait_days` is the mean wait of those who entered in the week (null where nobody did).
    `fills` is the share of runs in which the hub is ever full.
    """

    hub: str
    people: pl.DataFrame
    places: pl.DataFrame
    queue: pl.DataFrame
    wait_days: pl.DataFrame
    largest_queue: Band
    first_full_week: Band
    fills: float


def places(result: Result) -> tuple[Weeks, ...]:
    """The weeks of every hub in a result, in the scheme's order."""
    return tuple(_weeks(hub, result.weekly.filter(pl.col("hub") == hub)) for hub in result.hubs)


def _weeks(hub: str, frame: pl.DataFrame) -> Weeks:
    full = frame.filter((pl.col("people") >= pl.col("places")) & (pl.col("places") > 0))
    first = full.group_by("rep").agg(pl.col("week").min())["week"]
    longest = frame.group_by("rep").agg(pl.col("queue").max())["queue"]
    runs = frame["rep"].n_unique()
    return Weeks(
        hub=hub,
        people=bands(frame, ["week"], "people"),
        places=bands(frame, ["week"], "places"),
        queue=bands(frame, ["week"], "queue"),
        wait_days=bands(frame, ["week"], "wait_days"),
        largest_queue=Band.of(longest),
        first_full_week=Band.of(first),
        fills=len(first) / runs if runs else 0.0,
    )
