"""Bands over replications, for every week, year, line or outcome at once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from returnhub.simulation.result import Band

QUANTILES = (("low", 0.05), ("lower", 0.25), ("middle", 0.5), ("upper", 0.75), ("high", 0.95))
"""The names of a band's edges and the share of runs below each."""


def bands(frame: pl.DataFrame, by: Sequence[str], value: str) -> pl.DataFrame:
    """For each combination of `by`: low, lower, middle, upper, high, mean of `value` over rows (one a run).

    Nulls and NaN (no such people in a run) are left out; a combination with nothing left has nulls.
    """
    known = pl.col(value).cast(pl.Float64).fill_nan(None)
    edges = [known.quantile(q, "linear").alias(name) for name, q in QUANTILES]
    return frame.group_by(by).agg(*edges, known.mean().alias("mean")).sort(by)


def filled(frame: pl.DataFrame, by: Sequence[str], value: str, replications: int) -> pl.DataFrame:
    """`frame` with a row of 0 for each run that lacks a combination of `by` which another run has."""
    runs = pl.DataFrame({"rep": range(replications)}, schema={"rep": frame.schema["rep"]})
    whole = runs.join(frame.select(by).unique(), how="cross")
    return whole.join(frame.select("rep", *by, value), on=["rep", *by], how="left").with_columns(
        pl.col(value).fill_null(0)
    )


def band_of(row: dict[str, float | None]) -> Band:
    """The band in one row of `bands`."""
    nan = float("nan")
    return Band(
        *(
            (nan if (x := row[name]) is None else x)
            for name in ("low", "lower", "middle", "upper", "high", "mean")
        )
    )
