"""When a scheme pays, as two maps: stay and onward return; deterrence and places.

A scheme pays in a run if the deterrence needed for that is no higher than the rate asked about. The
rate needed is a result of the run, so that no rate has to be simulated: what a prevented arrival
saves grows evenly with their number. Every cell meets the same people with the same luck.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.axes import Axis, Levels, fixed, levels
from returnhub.assessment.breakeven import STUDIES
from returnhub.assessment.small import Progress, Small, every
from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band

STAY_RUNS, PLACES_RUNS = 16, 40
"""Runs behind each cell of the map of stays, and behind each number of places."""


@dataclass(frozen=True, slots=True)
class StayMap:
    """Stay limit (rows) against the share of people whom their origin ever documents (columns).

    `needed_yxr` is the deterrence needed to pay, row x column x run, nan where nobody was moved;
    `stay_yx` the mean stay in days and `returned_yx` those of 100 stays that end at home, means over runs.
    """

    limits: Levels
    documented: Levels
    studies: Figure
    needed_yxr: NDArray[np.float64]
    stay_yx: NDArray[np.float64]
    returned_yx: NDArray[np.float64]

    def pays_yx(self, rate: float) -> NDArray[np.float64]:
        """Share of runs in which the scheme pays if the share `rate` of arrivals is deterred."""
        return pays(self.needed_yxr, rate)


@dataclass(frozen=True, slots=True)
class PlacesMap:
    """Places (rows) against deterrence (columns); `pays_yx` is the share of runs in which it pays.

    `moved_y` is the band of people moved a year at each number of places, `needed_y` of the rate needed.
    """

    places: Levels
    rates: Levels
    pays_yx: NDArray[np.float64]
    moved_y: tuple[Band, ...]
    needed_y: tuple[Band, ...]
    runs: int


@dataclass(frozen=True, slots=True)
class Maps:
    """Both maps of one scheme."""

    stay: StayMap
    places: PlacesMap


def maps(
    scheme: Scheme,
    years: int = 10,
    seed: int = 1,
    stay_runs: int = STAY_RUNS,
    places_runs: int = PLACES_RUNS,
    progress: Progress | None = None,
) -> Maps | None:
    """Both maps; None for a scheme without a hub, or without a figure of what studies support."""
    if not scheme.hubs or STUDIES not in scheme.figures:
        return None
    small = Small(scheme, years, seed)
    limits, documented, places, rates = (
        levels(scheme, axis) for axis in (Axis.STAY, Axis.DOCUMENTED, Axis.PLACES, Axis.DETERRENCE)
    )
    shape = (len(limits.at), len(documented.at))
    stays = [
        fixed(scheme, Axis.STAY, y) | fixed(scheme, Axis.DOCUMENTED, x)
        for y, x in itertools.product(limits.at, documented.at)
    ]
    totals = [fixed(scheme, Axis.PLACES, total) for total in places.at]
    first, second = len(stays) * stay_runs, len(totals) * places_runs

    def run(asked: Sequence[Mapping[FigureId, float]], runs: int, before: int) -> _Found:
        def told(done: int) -> None:
            if progress is not None:
                progress(before + done, first + second)

        return _Found(
            every([functools.partial(small, luck, fixed=at) for at in asked for luck in range(runs)], told),
            runs,
        )

    by_stay, by_places = run(stays, stay_runs, 0), run(totals, places_runs, first)
    needed = by_places.of("breakeven_deterrence")
    return Maps(
        StayMap(
            limits,
            documented,
            scheme.figure(STUDIES),
            by_stay.of("breakeven_deterrence").reshape(*shape, stay_runs),
            _means(by_stay.of("stay_days_mean")).reshape(shape),
            _means(by_stay.of("returned_of_100_moved")).reshape(shape),
        ),
        PlacesMap(
            places,
            rates,
            np.stack([pays(needed, rate) for rate in rates.at], axis=1),
            tuple(Band.of(row / small.scale) for row in by_places.of("moved_a_year")),
            tuple(Band.of(row) for row in needed),
            places_runs,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Measures of every run of every question, `runs` a question."""

    measures: Sequence[Mapping[str, float]]
    runs: int

    def of(self, measure: str) -> NDArray[np.float64]:
        """A measure, question x run."""
        return np.array([m[measure] for m in self.measures]).reshape(-1, self.runs)


def pays(needed: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
    """Share of runs (last axis) in which no more than `rate` is needed; nan where none has anybody."""
    known = ~np.isnan(needed)
    count = known.sum(axis=-1)
    met = (known & (np.nan_to_num(needed, nan=math.inf) <= rate + 1e-12)).sum(axis=-1)
    return np.where(count > 0, met / np.maximum(count, 1), math.nan)


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the last axis without nan; nan where nothing is left."""
    known = ~np.isnan(values)
    count = known.sum(axis=-1)
    return np.where(count > 0, np.nansum(values, axis=-1) / np.maximum(count, 1), math.nan)
