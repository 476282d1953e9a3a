"""What matters how much: Morris chooses the largest figures, Sobol's indices rank them with intervals.

Saltelli's design (2010) draws every uncertain figure over its whole range. The chosen ones move one at
a time and all others together, as one more, so that what the choice leaves out is measured too and not
supposed to be nothing. The luck of people is the same in every run: what varies is the figures'.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from SALib.analyze import sobol as analyse  # pyright: ignore[reportMissingTypeStubs]
from SALib.sample import sobol as sample  # pyright: ignore[reportMissingTypeStubs]

from returnhub.assessment.sensitivity import morris_paths, morris_sizes, uncertain
from returnhub.assessment.small import SCALE, Progress, Small, every, finished
from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band

CHOSEN, BASE = 6, 512
TRAJECTORIES = 10
"""Paths of Morris: twice those of the page, as what they leave out is not ranked."""

FEWEST = 8
"""Base points below which a share of variance is chance."""

_ENDS = (0.001, 0.999)
"""Quantiles drawn: all of a range but a thousandth at each end, since some laws have no end."""

_RESAMPLES = 1000
_REST = "all other figures"

Runs = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Rows of quantiles (run x figure) to a result each (nan: nobody to count); fewer if it was stopped."""


@dataclass(frozen=True, slots=True)
class Index:
    """A share of the variance with its 95% interval by bootstrap; chance may carry it beyond 0 and 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Indices:
    """First and total order of each group of figures, in the order asked for.

    `results` are of independent draws of all figures; `missing` runs had no result, for which the whole
    base point with all its runs is left out; `used` base points are behind the indices.
    """

    first: tuple[Index, ...]
    total: tuple[Index, ...]
    results: NDArray[np.float64]
    missing: int
    used: int


def indices(groups: Sequence[str], base: int, seed: int, run: Runs) -> Indices | None:
    """Sobol's indices of groups of inputs by Saltelli's design: `base` (a power of two) x (groups + 2) runs.

    `groups` names each input's group. None where nothing varies, or too few base points have a result.
    """
    order = list(dict.fromkeys(groups))
    problem = {
        "num_vars": len(groups),
        "names": [str(n) for n in range(len(groups))],
        "groups": list(groups),
        "bounds": [list(_ENDS)] * len(groups),
    }
    rows = cast(
        "NDArray[np.float64]",
        cast("Any", sample).sample(problem, base, calc_second_order=False, seed=seed % 2**32),
    )
    step = len(order) + 2
    found = run(rows)
    whole = found[: found.size // step * step].reshape(-1, step)
    known = whole[np.isfinite(whole).all(axis=1)]
    drawn = known[:, [0, -1]].ravel()
    if len(known) < FEWEST or np.ptp(drawn) == 0.0:
        return None
    made = cast("Any", analyse).analyze(
        problem,
        known.ravel(),
        calc_second_order=False,
        num_resamples=_RESAMPLES,
        keep_resamples=True,
        seed=1 + seed % (2**32 - 1),  # SALib takes 0 for no seed at all
    )

    def read(order_: str) -> tuple[Index, ...]:
        ends = np.percentile(made[f"{order_}_conf_all"], (2.5, 97.5), axis=0)
        return tuple(Index(float(v), float(a), float(b)) for v, a, b in zip(made[order_], *ends, strict=True))

    missing = int((~np.isfinite(whole)).sum())
    return Indices(read("S1"), read("ST"), drawn, missing, len(known))


@dataclass(frozen=True, slots=True)
class Choice:
    """Every uncertain figure by mu* of Morris, the largest first; `runs` were made for it."""

    measure: str
    sizes: Mapping[FigureId, float]
    runs: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """One figure: the share of the variance that it explains alone (`first`), and with others (`total`)."""

    figure: FigureId
    first: Index
    total: Index
    mu_star: float
    is_assumption: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The chosen figures, the largest total first.

    `band` is the measure over draws of all figures; `together` the share of its variance that the chosen
    explain, alone and among themselves; what is left needs others. Of `asked` base points `used` are
    behind it; `runs` were made, `missing`
    of them without a result. `partial`: stopped by hand.
    """

    measure: str
    rows: tuple[Ranked, ...]
    together: Index
    band: Band
    screened: int
    asked: int
    used: int
    runs: int
    missing: int
    partial: bool


def choose(
    scheme: Scheme,
    measure: str,
    years: int = 10,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    trajectories: int = TRAJECTORIES,
    scale: float = SCALE,
) -> Choice:
    """Morris's screening of every uncertain figure, on the scheme in small."""
    names = uncertain(scheme)
    small = Small(scheme, years, seed, scale)
    paths = morris_paths(len(names), trajectories, seed)
    runs = [functools.partial(_one, small, measure, names, row) for row in paths]
    results = np.array(every(runs, _telling(progress, len(runs))))
    sizes = sorted(zip(names, morris_sizes(paths, results, seed), strict=True), key=lambda n: -n[1])
    return Choice(measure, dict(sizes), len(runs))


def rank(
    scheme: Scheme,
    choice: Choice,
    years: int = 10,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    figures: int = CHOSEN,
    base: int = BASE,
    scale: float = 1.0,
) -> Ranking | None:
    """Sobol's indices of the `figures` largest of a choice; None where the measure does not vary.

    After Ctrl-C, of the base points that are finished. `scale` is the share of the people simulated.
    """
    chosen = [name for name, size in choice.sizes.items() if size > 0][:figures]
    if not chosen:
        return None
    # the first inputs of a Sobol sequence are spread best
    names = (*chosen, *(n for n in uncertain(scheme) if n not in chosen))
    groups = [n if n in chosen else _REST for n in names]
    small = Small(scheme, years, seed, scale)
    made: list[int] = []

    def run(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        runs = [functools.partial(_one, small, choice.measure, names, row) for row in rows]
        results = finished(runs, _telling(progress, len(runs)))
        made.extend((len(results), len(runs)))
        return np.array(results)

    found = indices(groups, base, seed, run)
    if found is None:
        return None
    rest = found.total[len(chosen) :]
    done, runs = made
    rows = [
        Ranked(name, first, total, choice.sizes[name], scheme.figure(name).is_assumption)
        for name, first, total in zip(chosen, found.first, found.total, strict=False)
    ]
    return Ranking(
        measure=choice.measure,
        rows=tuple(sorted(rows, key=lambda r: -r.total.value)),
        together=Index(*(1.0 - x for x in (rest[0].value, rest[0].high, rest[0].low)))
        if rest
        else Index(1.0, 1.0, 1.0),
        band=Band.of(found.results),
        screened=len(names),
        asked=base,
        used=found.used,
        runs=done,
        missing=found.missing,
        partial=done < runs,
    )


def _one(small: Small, measure: str, names: Sequence[FigureId], row: NDArray[np.float64]) -> float:
    """The measure at one row of quantiles, with the luck that every run has."""
    return small(0, quantiles=dict(zip(names, map(float, row), strict=True)))[measure]


def _telling(progress: Progress | None, total: int) -> Callable[[int], None]:
    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    return told
