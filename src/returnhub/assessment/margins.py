"""What one more is worth: a place, a week of stay, a percentage point of onward return.

Each is the difference between two runs of the same people with the same luck, one figure moved by a
step and the difference divided by the step: a single place or week would show little but whose turn came.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.small import Progress, Small, every
from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band

RUNS = 30
PLACES_STEP, WEEKS_STEP, POINTS_STEP = 10, 4, 5
"""Places, weeks and percentage points in a step: small beside the ranges, large beside chance."""


@dataclass(frozen=True, slots=True)
class Margin:
    """What one more of something adds over the whole run; below nought it takes off.

    `gbp_per_return` is net GBP for each completed return gained, over the runs that gain some
    (`gains`, a share of runs).
    """

    says: str
    measured_on: str
    moved: Band
    completed: Band
    net_gbp: Band
    gbp_per_return: Band
    gains: float


@dataclass(frozen=True, slots=True)
class Margins:
    """All margins of one scheme, over `runs` runs."""

    rows: tuple[Margin, ...]
    runs: int


def margins(
    scheme: Scheme, years: int = 10, seed: int = 1, runs: int = RUNS, progress: Progress | None = None
) -> Margins | None:
    """What one more place, week and percentage point is worth; None for a scheme without a hub."""
    if not scheme.hubs:
        return None
    small = Small(scheme, years, seed, scale=1.0)
    steps = _steps(scheme)
    asked: list[Mapping[FigureId, float]] = [{}, *(step.shift for step in steps)]

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(asked) * runs)

    found = every(
        [functools.partial(small, luck, shift=shift) for shift in asked for luck in range(runs)], told
    )

    def of(measure: str) -> NDArray[np.float64]:
        values = np.array([m[measure] for m in found]).reshape(len(asked), runs)
        each = np.array([[step.size] for step in steps])
        return (values[1:] - values[0]) / each

    moved, completed, net = (of(name) for name in ("moved", "completed_returns", "cost_net_gbp"))
    return Margins(
        tuple(_margin(step, moved[i], completed[i], net[i]) for i, step in enumerate(steps)),
        runs,
    )


@dataclass(frozen=True, slots=True)
class _Step:
    says: str
    measured_on: str
    shift: Mapping[FigureId, float]
    size: float


def _steps(scheme: Scheme) -> tuple[_Step, ...]:
    limits = {hub.stay.limit for hub in scheme.hubs}
    shares = {hub.stay.document_share for hub in scheme.hubs}
    where = {
        name: " and ".join(hub.host.name for hub in scheme.hubs if hub.places == name)
        for name in dict.fromkeys(hub.places for hub in scheme.hubs)
    }
    places = tuple(
        _Step(
            "One more place" if len(where) == 1 else f"One more place in {host}",
            f"{PLACES_STEP} more places",
            {name: float(PLACES_STEP)},
            float(PLACES_STEP),
        )
        for name, host in where.items()
    )
    days = 7.0 * WEEKS_STEP
    return (
        *places,
        _Step(
            "One more week until the stay limit",
            f"{WEEKS_STEP} more weeks",
            dict.fromkeys(limits, days),
            WEEKS_STEP,
        ),
        _Step(
            "One week less until the stay limit",
            f"{WEEKS_STEP} weeks less",
            dict.fromkeys(limits, -days),
            WEEKS_STEP,
        ),
        _Step(
            "One percentage point more whom their state of origin documents",
            f"{POINTS_STEP} points more for every origin",
            dict.fromkeys(shares, POINTS_STEP / 100),
            POINTS_STEP,
        ),
    )


def _margin(
    step: _Step, moved: NDArray[np.float64], completed: NDArray[np.float64], net: NDArray[np.float64]
) -> Margin:
    gains = completed > 0
    return Margin(
        step.says,
        step.measured_on,
        Band.of(moved),
        Band.of(completed),
        Band.of(net),
        Band.of(net[gains] / completed[gains]),
        float(np.mean(gains)),
    )
