"""What a simulation gives back: frames with one meaning a row, and bands over replications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Stage
from returnhub.scheme.fields import near

if TYPE_CHECKING:
    from returnhub.simulation.plots import Plots


class Outcome(StrEnum):
    """Where a person stands at the end of the run, in the procedure's words; each person has exactly one."""

    CLAIM_PENDING = Stage.CLAIM_PENDING.value
    REFUSED = Stage.REFUSED.value
    APPEAL_PENDING = Stage.APPEAL_PENDING.value
    AWAITING_RETURN = Stage.EXHAUSTED.value
    FURTHER_SUBMISSIONS_PENDING = Stage.FURTHER_SUBMISSIONS.value
    WAITING_FOR_PLACE = Stage.SCREENED.value
    IN_HUB = Stage.IN_HUB.value
    PROTECTED = Stage.PROTECTED.value
    RETURNED_ENFORCED = Stage.RETURNED.value
    RETURNED_VOLUNTARILY = Stage.RETURNED_VOLUNTARILY.value
    BARRIER = Stage.REMAINS.value
    WHEREABOUTS_UNKNOWN = Stage.WHEREABOUTS_UNKNOWN.value
    RETURNED_ONWARD = Stage.RETURNED_ONWARD.value
    RETURNED_VOLUNTARILY_FROM_HUB = Stage.RETURNED_VOLUNTARILY_FROM_HUB.value
    PROTECTED_IN_HOST = Stage.PROTECTED_IN_HOST.value
    LEFT_HUB = Stage.LEFT_HUB.value
    RELEASED_IN_HOST = Stage.RELEASED_IN_HOST.value
    TRANSFERRED_BACK = Stage.TRANSFERRED_BACK.value
    RE_ARRIVED = Stage.RE_ARRIVED.value
    DIED = Stage.DIED.value


class Group(StrEnum):
    """The people that an outcome is counted among."""

    CLAIM = "people who claimed"
    ARRIVAL = "people counted as arrivals"
    REFUSED = "people whose claim was refused"
    EXHAUSTED = "people with appeal rights exhausted"
    MOVED = "people moved to a hub"


@dataclass(frozen=True, slots=True)
class Band:
    """A figure over replications: 5th, 25th, 50th, 75th and 95th percentiles and the mean."""

    low: float
    lower: float
    middle: float
    upper: float
    high: float
    mean: float

    @staticmethod
    def of(values: Sequence[float] | np.ndarray | pl.Series) -> Band:
        """The band of one value per replication; NaN (no such people in a replication) is left out."""
        x = np.asarray(values, dtype=float)
        x = x[~np.isnan(x)]
        if x.size == 0:
            return Band(*(float("nan"),) * 6)
        q = np.percentile(x, (5, 25, 50, 75, 95))
        return Band(*(float(v) for v in q), mean=float(x.mean()))


@dataclass(frozen=True, slots=True)
class Check:
    """A check that runs inside every report; a failed one fails the command."""

    name: str
    holds: bool
    says: str


@dataclass(frozen=True, slots=True)
class Result:
    """One scheme simulated: frames over replications. `rep` is 0-based; weeks and years too.

    weekly    rep, week, hub, people (in the hub at week's end), places, queue (waiting for it),
              entered (in that week), wait_days (mean wait of those who entered, null if none)
    moves     rep, hub, week, origin, people (moved in that week), wait_days (their mean)
    stay_ends rep, hub, week, origin, outcome, people (whose stay ended so in that week)
    stages    rep, week, stage (an Outcome), people: where everyone who has claimed stands at week's end
    outcomes  rep, origin, group (a Group), outcome (an Outcome), people, people_without, people_moved:
              at the end of the run with the scheme, without it, and those moved; rows of nobody left
              out. Groups count those who claimed (arrived, were refused, exhausted) at least three
              years before the end
    drivers   rep, year, driver (a scheme.model.Driver), count, count_without, count_saved,
              count_new_arrivals (of people who newly arrive by boat, without the scheme)
    costs     rep, year, line (CostLine.id), payer, gbp, gbp_without, gbp_saved, gbp_discounted,
              discount_factor
    measures  rep, measure, value: one number a replication, named in `simulation.measures`
    draws     rep, figure (id, or id.ORIGIN), value
    held_up   rep, hub, limit (one of `limits.LIMITS` or a resource's id), weeks: weeks at whose end
              people waited and this limit stopped the first in line
    happened  rep, hub, event (HubEvent.id), week, weeks (how long; null: for good)
    resource_use  rep, year, resource, used, available (in the weeks in which people may be moved)

    `scale` is the share of the people, places and caps that was simulated: counts are of that small scheme.
    """

    scheme: str
    starts: dt.date
    years: int
    replications: int
    seed: int
    origins: tuple[str, ...]
    hubs: tuple[str, ...]
    weekly: pl.DataFrame
    moves: pl.DataFrame
    stay_ends: pl.DataFrame
    stages: pl.DataFrame
    outcomes: pl.DataFrame
    drivers: pl.DataFrame
    costs: pl.DataFrame
    measures: pl.DataFrame
    draws: pl.DataFrame
    held_up: pl.DataFrame
    happened: pl.DataFrame
    resource_use: pl.DataFrame
    checks: tuple[Check, ...]
    partial: bool = False
    scale: float = 1.0

    @property
    def plot(self) -> Plots:
        """Pictures of this result: `result.plot.occupancy()`, `result.plot.beside(other).costs()`."""
        from returnhub.simulation.plots import Plots

        return Plots((self,))

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every frame by its name, in the order in which they are told above."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, pl.DataFrame)}

    def write(self, folder: Path | str) -> Path:
        """Write each frame to `folder` as `NAME.parquet`; the folder is made if it is not there.

        Raises Problems if it cannot be written.
        """
        from returnhub.caseload.write import write

        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            reason = (fault.strerror or "no such place").lower()
            raise refuse(Code.FILE_UNWRITABLE, Where(file=str(folder)), reason=reason) from fault
        for name, frame in self.frames().items():
            write(frame, folder / f"{name}.parquet")
        return folder

    def values(self, measure: str) -> np.ndarray:
        """One value per replication of a measure, in the order of replications.

        Raises Problems for a measure that there is not.
        """
        found = self.measures.filter(pl.col("measure") == measure)
        if found.is_empty():
            names = self.measures["measure"].unique().sort().to_list()
            where, likely = Where(field="measure"), near(measure, names)
            raise refuse(
                Code.SIMULATION_OPTION_WRONG,
                where,
                option="measure",
                found=measure,
                near=likely,
                expected=names,
            )
        return found.sort("rep")["value"].to_numpy()

    def band(self, measure: str) -> Band:
        """The band of a measure over replications."""
        return Band.of(self.values(measure))

    def __repr__(self) -> str:
        from returnhub.simulation.told import text

        return text(self)

    def _repr_html_(self) -> str:
        from returnhub.simulation.told import html

        return html(self)
