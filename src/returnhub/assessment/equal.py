"""At which deterrence, stay limit or onward return two schemes are equal, world by world.

In each possible world both schemes meet the same people with the same luck. One thing of the first is
then moved until its result equals the second's; where that happens is the answer of that world, and
"never" or "always" are answers too. Deterrence is a need and no prediction: it is what would have to be
true, not what would be.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, cast

import numpy as np
from scipy.optimize import bisect  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from returnhub.assessment.axes import Axis, Levels, fixed, levels
from returnhub.assessment.small import Progress, Small, every
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band

WORLDS = 40
GRID = 6
"""Values of an axis tried before a change of sign is narrowed down."""

NEAR = 0.02
"""Then it is narrowed down to this share of the step between two of them."""

SHORTEST_STAY = 7.0


class Measure(StrEnum):
    """What is held equal: net cost over the run, and returns a year of everybody by every way."""

    NET_COST = "cost_net_gbp"
    RETURNS = "returns_a_year"


class Found(StrEnum):
    """What a world answers: equal at a value, the first at least as good at each, at none, or both alike."""

    AT = "at"
    ALWAYS = "always"
    NEVER = "never"
    ALIKE = "alike"


class Crossing(NamedTuple):
    """One world's answer. `rising`: the first scheme is at least as good above the value, else below it.

    `others` further values at which they are equal; `at` is the lowest.
    """

    found: Found
    at: float = math.nan
    rising: bool = True
    others: int = 0


class World(NamedTuple):
    """What a world answers on one axis, by measure, and the mean stay in days where costs are equal."""

    crossings: Mapping[Measure, Crossing]
    stay_days: float


@dataclass(frozen=True, slots=True)
class Equal:
    """At which values of an axis two schemes are equal on a measure.

    `at` is the band over the worlds in which there is such a value (`found` of them, shares of all
    worlds as `always`, `never` and `alike`); in the share `above` of those the first scheme is the better
    above it; in `several` there is more than one. `tried` is the span searched and `sourced` the range that
    the scheme's figures give. `stay_days` is the mean stay at the value, for the axis of stays and net cost.
    """

    axis: Axis
    measure: Measure
    at: Band
    found: float
    always: float
    never: float
    alike: float
    above: float
    several: float
    tried: tuple[float, float]
    sourced: Levels
    stay_days: Band


@dataclass(frozen=True, slots=True)
class BreakEvens:
    """All axes and measures of a pair; `second` is None for no hub at all: the same people without it."""

    first: Scheme
    second: Scheme | None
    rows: tuple[Equal, ...]
    worlds: int


def crossing(gap: Callable[[float], float], tried: Sequence[float]) -> Crossing:
    """Where `gap` (below nought: the first scheme is better) meets nought, by its sign at `tried`, upwards.

    Between two values of different sign the place is halved down to within `NEAR` of their distance:
    only signs are asked, as people are whole and `gap` goes in steps.
    """
    known = functools.cache(gap)
    better = [known(x) <= 0 for x in tried]
    if all(known(x) == 0 for x in tried):
        return Crossing(Found.ALIKE)
    changes = [i for i in range(len(tried) - 1) if better[i] != better[i + 1]]
    if not changes:
        return Crossing(Found.ALWAYS if better[0] else Found.NEVER)
    i = changes[0]
    near = NEAR * (tried[i + 1] - tried[i])

    def sign(x: float) -> int:
        return -1 if known(x) <= 0 else 1

    at = float(cast("Any", bisect)(sign, tried[i], tried[i + 1], xtol=near))
    return Crossing(Found.AT, at, rising=better[i + 1], others=len(changes) - 1)


def needed(net: float, other: float, saved: float) -> Crossing:
    """The deterrence at which a scheme of net cost `net` costs what another does, exactly.

    `saved` is what all new arrivals cost without the scheme: what a prevented arrival saves grows evenly
    with their number.
    """
    if net == other:
        return Crossing(Found.ALIKE)
    if net < other:
        return Crossing(Found.ALWAYS)
    if saved <= 0 or net - other > saved:
        return Crossing(Found.NEVER)
    return Crossing(Found.AT, (net - other) / saved)


def break_evens(
    first: Scheme,
    second: Scheme | None,
    years: int = 10,
    seed: int = 1,
    worlds: int = WORLDS,
    progress: Progress | None = None,
) -> BreakEvens:
    """Every axis and measure in `worlds` possible worlds; `first` needs a hub.

    Deterrence is asked of the net cost alone: people who do not come are not returned either, so that no
    rate of it is needed for returns.
    """
    a = Small(first, years, seed)
    b = None if second is None else Small(second, years, seed)
    spans = {Axis.STAY: (SHORTEST_STAY, 365.0 * years), Axis.DOCUMENTED: (0.0, 1.0)}
    runs = [
        *(functools.partial(_deterrence, a, b, k) for k in range(worlds)),
        *(
            functools.partial(_moved, a, b, k, functools.partial(fixed, first, axis), span)
            for axis, span in spans.items()
            for k in range(worlds)
        ),
    ]

    def told(done: int) -> None:
        if progress is not None:
            progress(done, len(runs))

    answers = every(runs, told)
    rows = [_equal(first, Axis.DETERRENCE, Measure.NET_COST, answers[:worlds], (0.0, 1.0))]
    for n, (axis, span) in enumerate(spans.items(), 1):
        part = answers[n * worlds : (n + 1) * worlds]
        rows += [_equal(first, axis, measure, part, span) for measure in Measure]
    return BreakEvens(first, second, tuple(rows), worlds)


def other(b: Small | None, luck: int, of_a: Mapping[str, float]) -> dict[Measure, float]:
    """The second scheme's result in a world; without one, what the first's own people do without the hub."""
    if b is not None:
        found = b(luck)
        return {measure: found[measure] for measure in Measure}
    return {Measure.NET_COST: 0.0, Measure.RETURNS: of_a["returns_a_year_without"]}


def _deterrence(a: Small, b: Small | None, luck: int) -> World:
    found = a(luck)
    net = other(b, luck, found)[Measure.NET_COST]
    at = needed(found[Measure.NET_COST], net, found["cost_of_new_arrivals_gbp"])
    return World({Measure.NET_COST: at}, found["stay_days_mean"])


def _moved(
    a: Small,
    b: Small | None,
    luck: int,
    fixing: Callable[[float], Mapping[str, float]],
    span: tuple[float, float],
) -> World:
    @functools.cache
    def run(x: float) -> Mapping[str, float]:
        return a(luck, fixed=fixing(x))

    theirs = other(b, luck, run(span[1]))

    def gap(measure: Measure, x: float) -> float:
        more = run(x)[measure] - theirs[measure]
        return more if measure is Measure.NET_COST else -more

    tried = [float(x) for x in np.linspace(*span, GRID)]
    if span[0] > 0:
        tried = [float(x) for x in np.geomspace(*span, GRID)]
    crossings = {m: crossing(functools.partial(gap, m), tried) for m in Measure}
    at = crossings[Measure.NET_COST].at
    return World(crossings, math.nan if math.isnan(at) else run(at)["stay_days_mean"])


def _equal(
    scheme: Scheme, axis: Axis, measure: Measure, answers: Sequence[World], tried: tuple[float, float]
) -> Equal:
    each = [answer.crossings[measure] for answer in answers]
    at = [c for c in each if c.found is Found.AT]

    def share(found: Found) -> float:
        return sum(c.found is found for c in each) / len(each)

    def among(part: int) -> float:
        return part / len(at) if at else math.nan

    return Equal(
        axis=axis,
        measure=measure,
        at=Band.of([c.at for c in at]),
        found=share(Found.AT),
        always=share(Found.ALWAYS),
        never=share(Found.NEVER),
        alike=share(Found.ALIKE),
        above=among(sum(c.rising for c in at)),
        several=among(sum(c.others > 0 for c in at)),
        tried=tried,
        sourced=levels(scheme, axis),
        stay_days=Band.of([answer.stay_days for answer in answers]) if axis is Axis.STAY else Band.of([]),
    )
