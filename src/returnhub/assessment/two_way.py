"""A two-way map of a pair of schemes: in how many worlds the first costs no more, and returns no fewer.

Deterrence is never simulated: the rate needed is a result of a run (`equal.needed`), so that a map along
it needs no run more. Every cell meets the same people with the same luck.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.axes import Axis, Levels, fixed, levels
from returnhub.assessment.equal import WORLDS, Found, Measure, needed, other
from returnhub.assessment.maps import pays
from returnhub.assessment.small import Progress, Small, every
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Values of one axis (rows, upwards) against those of another (columns).

    `costs_no_more_yx` is the share of worlds in which the first scheme costs no more than the second;
    `needed` the band of the deterrence needed for that, row by row. `returns_no_fewer_yx` is None
    along deterrence, which is asked of costs alone.
    """

    across: Axis
    up: Axis
    columns: Levels
    rows: Levels
    costs_no_more_yx: NDArray[np.float64]
    returns_no_fewer_yx: NDArray[np.float64] | None
    needed: tuple[tuple[Band, ...], ...]
    worlds: int


def two_way(
    first: Scheme,
    second: Scheme | None,
    across: Axis,
    up: Axis,
    years: int = 10,
    seed: int = 1,
    worlds: int = WORLDS,
    progress: Progress | None = None,
) -> TwoWay:
    """The map; `second` is None for no hub at all. `across` and `up` differ, and `first` has a hub."""
    a = Small(first, years, seed)
    b = None if second is None else Small(second, years, seed)
    columns, rows = levels(first, across), levels(first, up)
    simulated = [axis for axis in (up, across) if axis is not Axis.DETERRENCE]
    asked = [
        functools.reduce(
            lambda one, more: one | more, (fixed(first, x, v) for x, v in zip(simulated, at, strict=True))
        )
        for at in itertools.product(*((rows if x is up else columns).at for x in simulated))
    ]
    theirs = [functools.partial(b, k) for k in range(worlds)] if b is not None else []
    runs = [*theirs, *(functools.partial(a, k, fixed=at) for at in asked for k in range(worlds))]

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(runs))

    found = every(runs, told)
    seconds, firsts = found[: len(theirs)], found[len(theirs) :]
    others = [
        {m: seconds[n % worlds][m] for m in Measure} if b is not None else other(None, 0, mine)
        for n, mine in enumerate(firsts)
    ]
    pairs = list(zip(firsts, others, strict=True))
    need = np.array(
        [
            _rate(mine[Measure.NET_COST], their[Measure.NET_COST], mine["cost_of_new_arrivals_gbp"])
            for mine, their in pairs
        ]
    )
    fewer = np.array([their[Measure.RETURNS] - mine[Measure.RETURNS] for mine, their in pairs])
    shape = [len((rows if x is up else columns).at) for x in simulated]
    need, fewer = need.reshape(*shape, worlds), fewer.reshape(*shape, worlds)
    if Axis.DETERRENCE in (across, up):
        rates = (columns if across is Axis.DETERRENCE else rows).at
        shares = np.stack([pays(need, rate) for rate in rates], axis=1 if across is Axis.DETERRENCE else 0)
        bands = tuple(Band.of(row) for row in need)
        per_cell = (
            tuple((band,) * len(rates) for band in bands)
            if across is Axis.DETERRENCE
            else tuple(bands for _ in rates)
        )
        return TwoWay(across, up, columns, rows, shares, None, per_cell, worlds)
    return TwoWay(
        across,
        up,
        columns,
        rows,
        pays(need, 0.0),
        pays(fewer, 0.0),
        tuple(tuple(Band.of(cell) for cell in row) for row in need),
        worlds,
    )


def _rate(net: float, theirs: float, saved: float) -> float:
    """The rate needed as a number: nought where none is, infinite where none is enough."""
    at = needed(net, theirs, saved)
    return {Found.AT: at.at, Found.NEVER: math.inf}.get(at.found, 0.0)


def as_rows(found: TwoWay) -> Sequence[tuple[str | float | None, ...]]:
    """One row a cell, the first names the columns: for a file."""
    head = (
        found.up.value,
        found.across.value,
        "share_of_worlds_costs_no_more",
        "share_of_worlds_returns_no_fewer",
        "deterrence_needed_low",
        "deterrence_needed_middle",
        "deterrence_needed_high",
    )
    returns = found.returns_no_fewer_yx
    rows = [
        (
            up,
            across,
            float(found.costs_no_more_yx[y, x]),
            None if returns is None else float(returns[y, x]),
            found.needed[y][x].low,
            found.needed[y][x].middle,
            found.needed[y][x].high,
        )
        for y, up in enumerate(found.rows.at)
        for x, across in enumerate(found.columns.at)
    ]
    return [head, *rows]
