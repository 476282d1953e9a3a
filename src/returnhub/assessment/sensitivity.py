"""What matters most: how far each uncertain figure alone moves a result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from SALib.analyze.morris import analyze
from SALib.sample.morris import sample

from returnhub.scheme.figures import Distribution, FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.run import Progress
from returnhub.simulation.sweep import sweep


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure: the result where it is low and where it is high, all else as it falls."""

    figure: FigureId
    at_low: float
    at_high: float
    is_assumption: bool

    @property
    def span(self) -> float:
        """How far it moves the result."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Tornado:
    """The figures that move a measure most, largest first."""

    measure: str
    effects: tuple[Effect, ...]

    @property
    def first_three(self) -> tuple[str, ...]:
        """The three that matter most, in words."""
        return tuple(
            e.figure.replace("_", " ") + (" (assumption)" if e.is_assumption else "")
            for e in self.effects[:3]
        )


TRAJECTORIES = 4
"""Morris trajectories: enough to choose the dozen that matter, not to rank the rest."""

LOW, HIGH = 0.05, 0.95
"""Quantiles that stand for low and high."""

SHOWN = 12


def uncertain(scheme: Scheme) -> tuple[FigureId, ...]:
    """The figures with a range, for everyone or for some origin."""
    return tuple(
        name
        for name, figure in scheme.figures.items()
        if any(amount.law is not Distribution.FIXED for amount in (figure, *figure.by_origin.values()))
    )


def tornado(
    scheme: Scheme, measure: str, years: int = 10, seed: int = 1, progress: Progress | None = None
) -> Tornado:
    """The figures that move `measure` most: chosen by Morris, each then set low and high alone.

    Every run meets the same people with all other figures at their medians, so the effects are the
    figures' own and not chance. Morris (1991) elementary effects by SALib.
    """
    names = uncertain(scheme)
    space = {"num_vars": len(names), "names": list(names), "bounds": [[LOW, HIGH]] * len(names)}
    points: NDArray[np.float64] = sample(space, TRAJECTORIES, num_levels=4, seed=seed)
    runs = len(points) + 2 * min(SHOWN, len(names))

    def step(done: int, _: int) -> None:
        if progress is not None:
            progress(done, runs)

    rows = [dict(zip(names, map(float, point), strict=True)) for point in points]
    answers = np.array([found[measure] for found in sweep(scheme, rows, years, seed, step)])
    # Where a world moves nobody a cost each has no value; such a world tells nothing of the figures.
    answers = np.where(np.isnan(answers), np.nanmean(answers), answers)
    effects = analyze(space, points, answers, num_levels=4, seed=seed)
    strongest = sorted(zip(map(float, effects["mu_star"]), names, strict=True), reverse=True)[:SHOWN]
    chosen = [name for effect, name in strongest if effect > 0]
    ends = sweep(scheme, [{name: u} for name in chosen for u in (LOW, HIGH)], years, seed)
    if progress is not None:
        progress(runs, runs)
    found = [
        Effect(name, ends[2 * k][measure], ends[2 * k + 1][measure], scheme.figure(name).is_assumption)
        for k, name in enumerate(chosen)
    ]
    return Tornado(measure, tuple(sorted(found, key=lambda e: -e.span)))
