"""Who is left where at the end: every outcome with the scheme and without it, as counts of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import Point, Scheme
from returnhub.simulation.result import Band, Group, Outcome, Result

UNSETTLED = (
    Outcome.WAITING_FOR_PLACE,
    Outcome.IN_HUB,
    Outcome.AWAITING_RETURN,
    Outcome.BARRIER,
    Outcome.WHEREABOUTS_UNKNOWN,
    Outcome.DIED,
)
"""Outcomes that publications leave out, shown first and even where nobody is at them."""


@dataclass(frozen=True, slots=True)
class Line:
    """People at one outcome: with the scheme, without it, the difference run by run, and those moved."""

    outcome: Outcome
    here: Band
    without: Band
    difference: Band
    moved: Band


@dataclass(frozen=True, slots=True)
class Left:
    """Where the people of `group` stand; they joined it at least three years before the end.

    `people` and `moved` are all of them and those who were ever moved.
    """

    group: Group
    people: Band
    moved: Band
    rows: tuple[Line, ...]

    @property
    def unsettled(self) -> tuple[Line, ...]:
        """The outcomes that publications leave out."""
        return tuple(row for row in self.rows if row.outcome in UNSETTLED)


def left(scheme: Scheme, result: Result, group: Group | None = None) -> Left:
    """Everybody of a group: if none is named, those refused, or those who came if people are sent then."""
    if group is None:
        group = Group.ARRIVAL if scheme.is_for.point is Point.ON_ARRIVAL else Group.REFUSED
    frame = result.outcomes.filter(pl.col("group") == group.value)
    columns = ("people", "people_without", "people_moved")
    summed = frame.group_by("rep", "outcome").agg(pl.col(columns).sum())

    def of(outcome: Outcome) -> list[NDArray[np.float64]]:
        rows = summed.filter(pl.col("outcome").cast(pl.String) == outcome.value)
        at = rows["rep"].to_numpy()
        found: list[NDArray[np.float64]] = []
        for column in columns:
            counts = np.zeros(result.replications)
            counts[at] = rows[column].to_numpy()
            found.append(counts)
        return found

    every, moved = np.zeros(result.replications), np.zeros(result.replications)
    rows: list[Line] = []
    for outcome in (*UNSETTLED, *(o for o in Outcome if o not in UNSETTLED)):
        here, without, through = of(outcome)
        every += here
        moved += through
        if outcome in UNSETTLED or here.any() or without.any():
            rows.append(
                Line(outcome, Band.of(here), Band.of(without), Band.of(here - without), Band.of(through))
            )
    return Left(group, Band.of(every), Band.of(moved), tuple(rows))
