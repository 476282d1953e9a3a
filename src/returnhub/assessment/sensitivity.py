"""What matters most: Morris's screening of every uncertain figure, then the largest one at a time.

Morris (1991) moves one figure after another along random paths through all ranges; the mean size of
the change each makes (mu*, Campolongo and others 2007) ranks the figures, interactions included. The
luck of people is the same in every run, so that a change is the figure's and not chance's.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import morris as analyse  # pyright: ignore[reportMissingTypeStubs]
from SALib.sample import morris as sample  # pyright: ignore[reportMissingTypeStubs]

from returnhub.assessment.small import Progress, Small, every
from returnhub.assessment.uses import COST, OUTCOMES, PLACES, uses
from returnhub.scheme.figures import Amount, Figure, FigureId
from returnhub.scheme.model import Scheme

SHOWN = 12
"""Figures drawn: more would not be read."""

TRAJECTORIES, LEVELS = 5, 4
LUCKS = 4
"""Runs behind each end of a bar, each with people of other luck."""

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Effect:
    """One figure: the result at its 5th and 95th percentile, all others at their middle; mu* of Morris."""

    figure: FigureId
    at_low: float
    at_high: float
    mu_star: float
    is_assumption: bool

    @property
    def span(self) -> float:
        """How far it moves the result."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Tornado:
    """The figures that move a measure most, largest first; `today` is the result with all at their middle."""

    measure: str
    today: float
    screened: int
    effects: tuple[Effect, ...]

    @property
    def first_three(self) -> tuple[str, ...]:
        """The three that matter most, in words."""
        return tuple(
            e.figure.replace("_", " ") + (" (assumption)" if e.is_assumption else "")
            for e in self.effects[:3]
        )


def uncertain(scheme: Scheme) -> tuple[FigureId, ...]:
    """The figures with a range that the simulation reads, in the order of the scheme's files."""
    parts = {PLACES, OUTCOMES, COST}
    read = uses(scheme)
    return tuple(name for name, f in scheme.figures.items() if parts & set(read[name]) and _has_range(f))


def tornado(
    scheme: Scheme,
    measure: str = "breakeven_deterrence",
    years: int = 10,
    seed: int = 1,
    progress: Progress | None = None,
    trajectories: int = TRAJECTORIES,
    lucks: int = LUCKS,
) -> Tornado | None:
    """What moves `measure` most; None if no figure does, or nobody is ever moved.

    `trajectories` paths of Morris rank the figures; `lucks` runs stand behind each end of a bar.
    """
    names = uncertain(scheme)
    if not names or not scheme.hubs:
        return None
    small = Small(scheme, years, seed)

    def run(asked: Sequence[tuple[Mapping[FigureId, float], int]], before: int) -> NDArray[np.float64]:
        runs = [functools.partial(small, luck, quantiles=at) for at, luck in asked]
        return np.array([m[measure] for m in every(runs, lambda done: told(before + done))])

    paths = morris_paths(len(names), trajectories, seed)
    ends = 2 * SHOWN + 1
    total = len(paths) + ends * lucks

    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    screened = run([(dict(zip(names, row, strict=True)), 0) for row in paths], 0)
    mu = dict(zip(names, morris_sizes(paths, screened, seed), strict=True))
    largest = [n for n in sorted(names, key=lambda n: -mu[n])[:SHOWN] if mu[n] > 0]
    middle = dict.fromkeys(names, MIDDLE)
    asked = [middle, *({**middle, n: q} for n in largest for q in (LOW, HIGH))]
    results = run([(at, luck) for at in asked for luck in range(lucks)], len(paths)).reshape(
        len(asked), lucks
    )
    means = [float(np.nanmean(row)) if not np.isnan(row).all() else math.nan for row in results]
    effects = [
        Effect(n, means[1 + 2 * i], means[2 + 2 * i], mu[n], scheme.figure(n).is_assumption)
        for i, n in enumerate(largest)
    ]
    drawn = sorted((e for e in effects if not math.isnan(e.span)), key=lambda e: -e.span)
    return Tornado(measure, means[0], len(names), tuple(drawn)) if drawn else None


def morris_paths(figures: int, trajectories: int, seed: int) -> NDArray[np.float64]:
    """Quantiles to run at, run x figure: `trajectories` random paths, one figure moved at each step."""
    paths = cast("Any", sample).sample(_problem(figures), trajectories, num_levels=LEVELS, seed=seed % 2**32)
    return cast("NDArray[np.float64]", paths)


def morris_sizes(paths: NDArray[np.float64], results: NDArray[np.float64], seed: int) -> list[float]:
    """mu* of each figure; a run without a result (nan) counts as the middle of the others.

    All are nought where no run has a result.
    """
    if np.isnan(results).all():
        return [0.0] * paths.shape[1]
    filled = np.where(np.isnan(results), np.nanmedian(results), results)
    problem = _problem(paths.shape[1])
    found = cast("Any", analyse).analyze(problem, paths, filled, num_levels=LEVELS, seed=seed % 2**32)
    return [float(size) for size in found["mu_star"]]


def _problem(figures: int) -> dict[str, object]:
    """Figures from low to high in the words of SALib."""
    names = [str(n) for n in range(figures)]
    return {"num_vars": figures, "names": names, "bounds": [[LOW, HIGH]] * figures}


def _has_range(figure: Figure) -> bool:
    def wide(amount: Amount) -> bool:
        return amount.range is not None and amount.range.low < amount.range.high

    return wide(figure) or any(wide(row) for row in figure.by_origin.values())
