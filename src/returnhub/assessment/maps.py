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

from returnhub.assessment.breakeven import STUDIES
from returnhub.assessment.small import Progress, Small, every
from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band

STAY_RUNS, PLACES_RUNS = 16, 40
"""Runs behind each cell of the map of stays, and behind each number of places."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The values that one side of a map tries, upwards, and the sourced range among them."""

    figures: tuple[FigureId, ...]
    at: tuple[float, ...]
    low: float
    high: float
    is_assumption: bool


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
        return _pays(self.needed_yxr, rate)


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
    limits = _levels(scheme, tuple(hub.stay.limit for hub in scheme.hubs))
    documented = _levels(scheme, tuple(hub.stay.document_share for hub in scheme.hubs), share=True)
    places = _levels(scheme, tuple(hub.places for hub in scheme.hubs), add=True)
    shape = (len(limits.at), len(documented.at))
    stays = [_at(limits, y) | _at(documented, x) for y, x in itertools.product(*map(range, shape))]
    totals = [_shared_out(scheme, places, total) for total in places.at]
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
    studies = scheme.figure(STUDIES)
    rates = _rates(studies)
    needed = by_places.of("breakeven_deterrence")
    return Maps(
        StayMap(
            limits,
            documented,
            studies,
            by_stay.of("breakeven_deterrence").reshape(*shape, stay_runs),
            _means(by_stay.of("stay_days_mean")).reshape(shape),
            _means(by_stay.of("returned_of_100_moved")).reshape(shape),
        ),
        PlacesMap(
            places,
            rates,
            np.stack([_pays(needed, rate) for rate in rates.at], axis=1),
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


def _pays(needed: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
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


def _at(levels: Levels, i: int) -> dict[FigureId, float]:
    return dict.fromkeys(levels.figures, levels.at[i])


def _levels(scheme: Scheme, names: Sequence[FigureId], *, add: bool = False, share: bool = False) -> Levels:
    """Seven values through and beyond the ranges of figures that move together.

    `add`: the figures of several hubs are added up; `share`: nothing lies above 1.
    """
    figures = [scheme.figure(name) for name in names]
    many = sum if add else _mean
    low, middle, high = (many([getattr(f, end) for f in figures]) for end in ("low", "middle", "high"))
    if share:
        below, above = low / 2, (1 + high) / 2
        between = ((low + middle) / 2, (middle + high) / 2)
    else:
        below, above = low / 2, high * 2
        between = (math.sqrt(low * middle), math.sqrt(middle * high))
    tried = (below, low, between[0], middle, between[1], high, above)
    if low == high:
        spread = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6) if share else (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
        tried = tuple(min(k * middle, 1.0) if share else k * middle for k in spread)
    at = sorted({x if x in (low, middle, high) else _round(x) for x in tried})
    return Levels(tuple(dict.fromkeys(names)), tuple(at), low, high, any(f.is_assumption for f in figures))


def _rates(studies: Figure) -> Levels:
    """Rates of deterrence through and beyond what studies support."""
    low, middle, high = studies.low, studies.middle, studies.high
    beyond = (middle / 2, math.sqrt(max(middle, 0.01) * high), 2 * high, 5 * high)
    at = {low, middle, high, *(_round(min(x, 1.0)) for x in beyond)}
    return Levels((studies.id,), tuple(sorted(at)), low, high, studies.is_assumption)


def _shared_out(scheme: Scheme, places: Levels, total: float) -> dict[FigureId, float]:
    """`total` places over the hubs as the middles of their ranges are."""
    middles = {name: scheme.figure(name).middle for name in places.figures}
    every_one: Mapping[FigureId, int] = {
        name: sum(hub.places == name for hub in scheme.hubs) for name in places.figures
    }
    whole = sum(middles[name] * n for name, n in every_one.items())
    return {name: total * middle / whole for name, middle in middles.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _round(x: float) -> float:
    return float(f"{x:.2g}")
