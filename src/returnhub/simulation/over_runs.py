"""Bands over replications, for every week, year, line or outcome at once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from polars.dataframe.group_by import GroupBy

from returnhub.simulation.result import Band

QUANTILES = (("low", 0.05), ("lower", 0.25), ("middle", 0.5), ("upper", 0.75), ("high", 0.95))
"""The names of a band's edges and the share of runs below each."""


def bands(frame: pl.DataFrame, by: Sequence[str], value: str) -> pl.DataFrame:
    """For each combination of `by`: low, lower, middle, upper, high, mean of `value` over rows (one a run).

    Nulls and NaN (no such people in a run) are left out; a combination with nothing left has nulls. Rows
    are added up in their order, so that means are the same to the last digit on any number of threads.
    """
    known = pl.col(value).cast(pl.Float64).fill_nan(None)
    edges = [known.quantile(q, "linear").alias(name) for name, q in QUANTILES]
    return _in_order(frame, by).agg(*edges, known.mean().alias("mean")).sort(by)


def totals(frame: pl.DataFrame, by: Sequence[str], value: str) -> pl.DataFrame:
    """The sum of `value` for each run and combination of `by`, added up in the order of rows."""
    return _in_order(frame, ["rep", *by]).agg(pl.col(value).sum())


def filled(frame: pl.DataFrame, by: Sequence[str], value: str, replications: int) -> pl.DataFrame:
    """`frame` with a row of 0 for each run that lacks a combination of `by` which another run has."""
    runs = pl.DataFrame({"rep": range(replications)}, schema={"rep": frame.schema["rep"]})
    whole = runs.join(frame.select(by).unique(maintain_order=True), how="cross")
    rows = frame.select("rep", *by, value)
    found = whole.join(rows, on=["rep", *by], how="left", maintain_order="left")
    return found.with_columns(pl.col(value).fill_null(0))


def band_of(row: dict[str, float | None]) -> Band:
    """The band in one row of `bands`."""
    nan = float("nan")
    return Band(
        *(
            (nan if (x := row[name]) is None else x)
            for name in ("low", "lower", "middle", "upper", "high", "mean")
        )
    )


def _in_order(frame: pl.DataFrame, by: Sequence[str]) -> GroupBy:
    """Groups whose rows stay in order and in one piece, whatever the frame was put together from."""
    return frame.rechunk().group_by(by, maintain_order=True)
