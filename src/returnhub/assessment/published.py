"""The prior-predictive check: does the model, before it is tuned to anything, come near published totals?

Figures are drawn from their ranges, people are simulated, and what is counted of them is set beside what
was published, as a band, a percentile and a distance. A misfit is shown and nothing is changed for it: a
reader who wants another range changes the figure, with a source. A total that a figure was set from is
marked, since agreement proves little there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, model_validator

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.fields import fit
from returnhub.scheme.figures import Figure, FigureId, Frozen
from returnhub.scheme.lines import read_yaml
from returnhub.scheme.model import Scheme
from returnhub.scheme.parts import find
from returnhub.scheme.shipped import shipped, shipped_schemes
from returnhub.simulation.result import Band, Outcome, Result

FILE = "published.yaml"

Floats = NDArray[np.float64]

_O = Outcome
_RETURNED = (_O.RETURNED_ONWARD.value, _O.RETURNED_VOLUNTARILY_FROM_HUB.value)
_RETURN_DRIVERS = ("voluntary return", "enforced return")


class Count(StrEnum):
    """What is counted of the simulated people, by the name that published.yaml uses."""

    BOATS = "arrivals by boat a year"
    REFUSALS = "refusals a year"
    PENDING = "waiting for a first decision at the start"
    APPEALS = "appeals open at the start"
    REMAIN = "in the country with appeal rights exhausted at the start"
    RETURNS = "returns in the first year"
    BOAT_RETURNS = "returns of people who came by boat in the fifth year"
    REFUSED_RETURNED = "refused people returned by the end"
    ENTRIES = "people moved to a hub in the first weeks"
    EXITS = "stays ended in the first weeks"
    HUB_RETURNS = "returned from a hub in the first weeks"
    TAKEN_BACK = "taken back from a hub in the first weeks"
    PRESENT = "people in a hub after the first weeks"
    RETURNED_SHARE = "share of ended stays that end in a return, first weeks"


class Total(Frozen):
    """One published total and what of the model it is held against; `weeks` for counts of the first weeks."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    model: Count
    weeks: int | None = Field(default=None, gt=0)
    figure: FigureId | None = None
    total: Figure | None = None
    set_from: tuple[FigureId, ...] = ()
    differs: str = ""

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.figure is None) == (self.total is None):
            raise ValueError("needs either a figure of the scheme or a total of its own")
        if (self.weeks is None) == (self.model in _OF_WEEKS):
            raise ValueError("weeks are needed for counts of the first weeks, and for no others")
        return self

    @property
    def years(self) -> int:
        """How long a run it needs."""
        return _YEARS.get(self.model, 3)


class Fit(StrEnum):
    """Where a published total lies in the model's runs: nine runs in ten lie within."""

    WITHIN = "within"
    MODEL_TOO_LOW = "the model is too low"
    MODEL_TOO_HIGH = "the model is too high"


@dataclass(frozen=True, slots=True)
class Held:
    """One total beside the model.

    `percentile` is the share of runs below it, `z` its distance from their mean in standard deviations,
    `times` the middle of the runs over it (nan where either is nought).
    """

    total: Total
    published: Figure
    band: Band
    percentile: float
    z: float
    times: float
    fit: Fit


@dataclass(frozen=True, slots=True)
class Predicted:
    """All totals of one scheme beside the model; a misfit that no figure was set from weighs most."""

    scheme: str
    rows: tuple[Held, ...]
    runs: int
    seed: int

    @property
    def misfits(self) -> tuple[Held, ...]:
        """The totals outside nine runs in ten."""
        return tuple(row for row in self.rows if row.fit is not Fit.WITHIN)


def totals(folder_or_name: str | Path, scheme: Scheme) -> tuple[Total, ...]:
    """The published totals beside a scheme. Raises Problems: none there, or what is wrong in them."""
    folder = find(folder_or_name)
    problems: list[Problem] = []
    document = read_yaml(folder / FILE, f"{folder.name}/{FILE}", problems)
    nodes = document.top.value if isinstance(document.top.value, list) else [document.top]
    found = [(node, fit(Total, node, problems)) for node in nodes]
    for node, one in found:
        for name in () if one is None else (one.figure, *one.set_from):
            if name is not None and name not in scheme.figures:
                given = {"name": name, "needed_for": one.id if one else ""}
                problems.append(Problem(Code.SCHEME_FIGURE_MISSING, node.where(), given))
    if problems:
        raise Problems(problems)
    return tuple(one for _, one in found if one is not None)


def with_totals() -> tuple[str, ...]:
    """The shipped schemes beside which published totals stand."""
    return tuple(name for name in shipped_schemes() if (shipped("schemes") / name / FILE).is_file())


def held(asked: Sequence[Total], scheme: Scheme, result: Result) -> Predicted:
    """Each total beside what the runs of `result` count, which last as long as any total needs."""
    rows = [_held(one, one.total or scheme.figure(one.figure or ""), count(one, result)) for one in asked]
    return Predicted(scheme.id, tuple(rows), result.replications, result.seed)


def _held(total: Total, published: Figure, runs: Floats) -> Held:
    place = distance(published.middle, runs)
    return Held(total, published, Band.of(runs), *place)


def distance(published: float, runs: Floats) -> tuple[float, float, float, Fit]:
    """The percentile of a number among runs (ties by half), its z, the runs' middle over it, the verdict."""
    known = runs[~np.isnan(runs)]
    if not known.size:
        return math.nan, math.nan, math.nan, Fit.MODEL_TOO_LOW
    below, same = (int(part.sum()) for part in (known < published, known == published))
    percentile = (below + same / 2) / known.size
    spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
    z = (published - float(known.mean())) / spread if spread > 0 else math.nan
    middle = float(np.median(known))
    times = middle / published if published > 0 and middle > 0 else math.nan
    band = Band.of(known)
    if published > band.high:
        return percentile, z, times, Fit.MODEL_TOO_LOW
    return percentile, z, times, Fit.MODEL_TOO_HIGH if published < band.low else Fit.WITHIN


def count(total: Total, result: Result) -> Floats:
    """What a total is held against, one number a run."""
    if total.weeks is not None:
        return _OF_WEEKS[total.model](result, total.weeks)
    return _OF_RUN[total.model](result)


def _stock(stages: Sequence[Outcome]) -> Callable[[Result], Floats]:
    """People at these stages at the end of the first week."""
    names = [stage.value for stage in stages]

    def of(result: Result) -> Floats:
        first = result.stages.filter((pl.col("week") == 0) & pl.col("stage").cast(pl.String).is_in(names))
        return _by_run(first, "people", result)

    return of


def _returns(column: str, year: int) -> Callable[[Result], Floats]:
    """Returns without a hub in a year (0-based): of all, or of people who newly came by boat."""

    def of(result: Result) -> Floats:
        rows = result.drivers.filter((pl.col("year") == year) & pl.col("driver").is_in(_RETURN_DRIVERS))
        return _by_run(rows, column, result)

    return of


def _by_run(rows: pl.DataFrame, column: str, result: Result) -> Floats:
    """The sum of a column in each run, nought where a run has no row."""
    runs = pl.DataFrame({"rep": range(result.replications)}, schema={"rep": rows.schema["rep"]})
    sums = rows.group_by("rep").agg(pl.col(column).sum().cast(pl.Float64))
    return runs.join(sums, on="rep", how="left").sort("rep")[column].fill_null(0.0).to_numpy()


def _within(rows: pl.DataFrame, result: Result, weeks: int) -> pl.DataFrame:
    """Rows of the first weeks after the first person was moved in their run."""
    first = result.moves.group_by("rep").agg(pl.col("week").min().alias("first"))
    return rows.join(first, on="rep").filter(pl.col("week") < pl.col("first") + weeks)


def _ends(*outcomes: str) -> Callable[[Result, int], Floats]:
    """Stays that ended so in the first weeks; any end if no outcome is named."""

    def of(result: Result, weeks: int) -> Floats:
        rows = _within(result.stay_ends, result, weeks)
        if outcomes:
            rows = rows.filter(pl.col("outcome").cast(pl.String).is_in(outcomes))
        return _by_run(rows, "people", result)

    return of


def _entries(result: Result, weeks: int) -> Floats:
    return _by_run(_within(result.moves, result, weeks), "people", result)


def _share(result: Result, weeks: int) -> Floats:
    ended, returned = _ends()(result, weeks), _ends(*_RETURNED)(result, weeks)
    return np.divide(returned, ended, out=np.full(ended.size, math.nan), where=ended > 0)


_YEARS = {Count.BOAT_RETURNS: 5, Count.REFUSED_RETURNED: 10}
"""Years of a run that a count needs, where three are too few."""

_OF_RUN: Mapping[Count, Callable[[Result], Floats]] = {
    Count.BOATS: lambda result: result.values("boat_claims_a_year"),
    Count.REFUSALS: lambda result: result.values("refused_a_year"),
    Count.PENDING: _stock([_O.CLAIM_PENDING]),
    Count.APPEALS: _stock([_O.APPEAL_PENDING]),
    Count.REMAIN: _stock([_O.AWAITING_RETURN, _O.FURTHER_SUBMISSIONS_PENDING]),
    Count.RETURNS: _returns("count_without", 0),
    Count.BOAT_RETURNS: _returns("count_new_arrivals", 4),
    Count.REFUSED_RETURNED: lambda result: result.values("returned_per_1000_refused_without") / 1000,
}

_OF_WEEKS: Mapping[Count, Callable[[Result, int], Floats]] = {
    Count.ENTRIES: _entries,
    Count.EXITS: _ends(),
    Count.HUB_RETURNS: _ends(*_RETURNED),
    Count.TAKEN_BACK: _ends(_O.TRANSFERRED_BACK.value),
    Count.PRESENT: lambda result, weeks: _entries(result, weeks) - _ends()(result, weeks),
    Count.RETURNED_SHARE: _share,
}
