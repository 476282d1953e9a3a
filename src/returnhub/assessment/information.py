"""What it would be worth to know a figure before choosing between schemes: the value of information.

Whoever chooses today takes the scheme that is best on average over the possible worlds. Knowing a figure
first is worth what the better choices gain on average (EVPPI); to know all of them, and luck, bounds it. The
result given a figure is fitted over the runs by a cubic spline (Strong, Oakley and Brennan 2014; SciPy's
`make_lsq_spline`), drawn towards no effect by what chance alone would fit. What made-up figures, shuffled
draws that mean nothing, reach by chance is found too: below it nothing is known. The choice stays people's.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import make_lsq_spline  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from returnhub.assessment.sensitivity import uncertain
from returnhub.assessment.small import Progress, Small, finished
from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation import worlds

Floats = NDArray[np.float64]

FEWEST_RUNS = 40
"""Below so many runs a fitted curve is chance."""

RUNS = 400

_INNER = (1 / 3, 2 / 3)
"""Knots of the spline besides the ends, as shares of the runs: two bends."""

_SHUFFLES = 1000
"""Made-up figures: their most is reached by chance, among ninety real ones, in about one choice of ten."""

_GROUPS = 20
_T = 2.093
"""Runs are left out in so many groups in turn; 97.5% of Student's t with 19 degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What knowing is worth, in the measure's unit, with its 95% interval by jackknife, not below nought."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Known:
    """One figure: what knowing it is worth, and in which share of worlds another would then be chosen."""

    figure: FigureId
    worth: Worth
    changes: float
    is_assumption: bool


@dataclass(frozen=True, slots=True)
class Information:
    """A choice between schemes on a measure.

    `means` is the measure's mean for each, `best` the share of worlds in which each is the best, `today`
    the best on average. `everything` is what it is worth to know all figures, and luck too; `rows` the
    figures, largest first; what does not lie above `chance` cannot be told from nothing. Of `asked` runs
    `runs` are behind it, as in `missing` some scheme had no result.
    """

    measure: str
    more: bool
    schemes: tuple[str, ...]
    means: tuple[float, ...]
    best: tuple[float, ...]
    today: str
    everything: Worth
    rows: tuple[Known, ...]
    chance: float
    asked: int
    runs: int
    missing: int

    @property
    def told(self) -> tuple[Known, ...]:
        """The figures whose worth can be told from chance."""
        return tuple(row for row in self.rows if row.worth.value > self.chance)


def expected(x: Floats, y: Floats) -> Floats:
    """The mean of each column of `y` (run x column) given `x`, less what chance would fit.

    A cubic spline over the ranks of `x`: a few extreme draws of a long-tailed figure would otherwise bend
    the whole curve. `x` that does not vary says nothing of `y`.
    """
    flat = np.broadcast_to(y.mean(axis=0), y.shape)
    if np.ptp(x) == 0:
        return flat
    order = np.argsort(x, kind="stable")
    at = np.empty(x.size)
    at[order] = (np.arange(x.size) + 0.5) / x.size
    knots = np.r_[[0.0] * 4, _INNER, [1.0] * 4]
    curve = cast("Any", make_lsq_spline)(at[order], y[order], knots, k=3)(at)
    freedom = len(_INNER) + 3
    spread, whole = np.var(curve, axis=0), np.var(y, axis=0)
    explained = np.divide(spread, whole, out=np.zeros_like(whole), where=whole > 0)
    adjusted = np.maximum(0.0, 1.0 - (1.0 - explained) * (x.size - 1) / (x.size - freedom - 1))
    kept = np.sqrt(np.divide(adjusted, explained, out=np.zeros_like(whole), where=explained > 0))
    return flat + (curve - flat) * kept


def gain(values: Floats) -> float:
    """What choosing in each run gains over one choice for all: `values` is run x option, more is better."""
    # Beside the best of today, so that where it always is the best nothing is left of rounding.
    best = int(values.mean(axis=0).argmax())
    return float((values - values[:, [best]]).max(axis=1).mean())


def worth_of_all(values: Floats) -> Worth:
    """The value of perfect information on everything (EVPI)."""
    return _with_interval(lambda kept: gain(values[kept]), len(values))


def worth_of(x: Floats, values: Floats) -> tuple[Worth, float]:
    """The value of perfect information on one input (EVPPI), and in which share of runs the choice changes.

    `values` is run x option, more is better; `x` the input's draws.
    """
    today = int(values.mean(axis=0).argmax())
    beside = values - values[:, [today]]
    worth = _with_interval(lambda kept: gain(expected(x[kept], beside[kept])), len(values))
    changes = expected(x, beside).argmax(axis=1) != today
    return worth, float(changes.mean())


def chance_of(values: Floats, seed: int, shuffles: int = _SHUFFLES) -> float:
    """The most that an input which means nothing seems to be worth, over so many shuffles."""
    beside = values - values[:, [int(values.mean(axis=0).argmax())]]
    luck = np.random.default_rng(seed)
    made_up = (luck.permutation(len(values)).astype(float) for _ in range(shuffles))
    return max(gain(expected(x, beside)) for x in made_up)


def _with_interval(of: Callable[[NDArray[np.bool_]], float], runs: int) -> Worth:
    """The value over all runs, and its interval by leaving out every twentieth run in turn."""
    group = np.arange(runs) % _GROUPS
    value = of(np.ones(runs, np.bool_))
    each = np.array([of(group != g) for g in range(_GROUPS)])
    error = math.sqrt((_GROUPS - 1) / _GROUPS * float(((each - each.mean()) ** 2).sum()))
    return Worth(value, max(0.0, value - _T * error), value + _T * error)


def information(
    schemes: Sequence[Scheme],
    measure: str,
    years: int = 10,
    seed: int = 1,
    runs: int = RUNS,
    *,
    more: bool = False,
    scale: float = 1.0,
    progress: Progress | None = None,
) -> Information | None:
    """The value of information for the choice between `schemes`, of which less (or `more`) is better.

    The same worlds and people for each as `compare` has them, or the share `scale` of them. After Ctrl-C,
    of the runs that are finished.
    None where fewer than `FEWEST_RUNS` runs have a result for every scheme.
    """
    smalls = [Small(scheme, years, seed, scale) for scheme in schemes]
    asked = [functools.partial(_one, small, measure, k) for k in range(runs) for small in smalls]

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(asked))

    found = np.array(finished(asked, told))
    values = found[: found.size // len(schemes) * len(schemes)].reshape(-1, len(schemes))
    known = np.isfinite(values).all(axis=1)
    if known.sum() < FEWEST_RUNS:
        return None
    drawn = draws(schemes, seed, len(values))
    signed = values[known] if more else -values[known]
    assumed = {n for s in schemes for n, figure in s.figures.items() if figure.is_assumption}
    rows = [
        Known(name, *worth_of(column[known], signed), is_assumption=name in assumed)
        for name, column in drawn.items()
    ]
    best = np.bincount(signed.argmax(axis=1), minlength=len(schemes)) / len(signed)
    means = values[known].mean(axis=0)
    return Information(
        measure=measure,
        more=more,
        schemes=tuple(s.id for s in schemes),
        means=tuple(map(float, means)),
        best=tuple(map(float, best)),
        today=schemes[int(signed.mean(axis=0).argmax())].id,
        everything=worth_of_all(signed),
        rows=tuple(sorted(rows, key=lambda r: -r.worth.value)),
        chance=chance_of(signed, seed),
        asked=runs,
        runs=len(signed),
        missing=int((~known).sum()),
    )


def draws(schemes: Sequence[Scheme], seed: int, runs: int) -> dict[FigureId, Floats]:
    """Every uncertain figure of any of the schemes, as drawn in each run.

    A figure that several schemes name moves in all of them together, and is taken from the first. Its rows
    by origin move with it, so that where the figure itself is fixed the first row with a range stands for it.
    """
    found: dict[FigureId, Floats] = {}
    for scheme in schemes:
        names = [name for name in uncertain(scheme) if name not in found]
        each = [worlds.draw(scheme, seed, k, {}).values for k in range(runs)]
        for name in names:
            rows = [name, *(f"{name}.{origin}" for origin in scheme.figure(name).by_origin)]
            columns = [np.array([values[row] for values in each]) for row in rows]
            found[name] = next((c for c in columns if np.ptp(c) > 0), columns[0])
    return found


def _one(small: Small, measure: str, luck: int) -> float:
    return small(luck)[measure]
