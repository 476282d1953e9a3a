"""What limited each hub, and what happened to it, as frames of a `Result`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.fates import Happened
from returnhub.simulation.limits import LIMITS
from returnhub.simulation.replicate import Replication
from returnhub.simulation.worlds import days_in_weeks


class Limited(NamedTuple):
    """What is kept of one replication: weeks held up by hub and limit, events, resources by year."""

    held_hl: NDArray[np.int64]
    happened: tuple[Happened, ...]
    used_ry: NDArray[np.float64]
    available_ry: NDArray[np.float64]

    @staticmethod
    def of(r: Replication, years: int) -> Limited:
        """What limited a replication.

        A resource is there in the weeks in which people may be moved; a tribunal, and what onward
        returns take, is there from the opening on, suspended or not.
        """
        limits = r.limits
        if limits is None:
            nothing = np.zeros((0, years))
            return Limited(np.zeros((0, len(LIMITS)), np.int64), (), nothing, nothing)
        days = days_in_weeks(years)
        year = np.minimum(np.arange(days.size) * S.WEEK / S.YEAR, years - 1).astype(int)
        going = limits.moving_hw & (limits.places_hw > 0)
        available = np.zeros_like(r.moved.seen.used_ry)
        for k, of in enumerate(limits.of_r):
            weeks = going.any(axis=0) if of < 0 else going[of]
            if limits.submissions_r[k] > 0 or limits.onward_r[k] > 0:
                weeks = np.maximum.accumulate(weeks)
            available[k] = np.bincount(
                year, weights=weeks * days / S.WEEK * limits.a_week_r[k], minlength=years
            )
        return Limited(r.moved.seen.held_hl, r.fates.happened, r.moved.seen.used_ry, available)


def held_up(one: Limited, hubs: Sequence[str], resources: Sequence[str]) -> pl.DataFrame:
    """Weeks at whose end people waited, by hub and what stopped the first in line."""
    names = (*LIMITS, *resources)
    rows = [
        (hub, name, int(one.held_hl[h, k]))
        for h, hub in enumerate(hubs)
        for k, name in enumerate(names)
        if one.held_hl[h, k]
    ]
    schema = {"hub": pl.String, "limit": pl.String, "weeks": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def happened(of: Limited, hubs: Sequence[str]) -> pl.DataFrame:
    """Every event, in the order of days."""
    rows = [
        (
            hubs[one.hub],
            one.event,
            int(one.day / S.WEEK),
            None if math.isinf(one.days) else one.days / S.WEEK,
        )
        for one in sorted(of.happened, key=lambda x: (x.day, x.hub))
    ]
    schema = {"hub": pl.String, "event": pl.String, "week": pl.Int32, "weeks": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def resource_use(one: Limited, resources: Sequence[str]) -> pl.DataFrame:
    """Each resource's use by year; years in which nobody may be moved have none available."""
    rows = [
        (year, name, float(one.used_ry[k, year]), float(one.available_ry[k, year]))
        for k, name in enumerate(resources[: one.used_ry.shape[0]])
        for year in range(one.used_ry.shape[1])
    ]
    schema = {"year": pl.Int32, "resource": pl.String, "used": pl.Float64, "available": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
