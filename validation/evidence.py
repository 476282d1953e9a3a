"""A claim about the simulator, with what was expected, what was found, and whether it is within its bound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MOST_Z = 4.5
"""Standard errors from a formula: beyond it lies one of 150,000 normal numbers, and some 150 are asked."""


class Effort(NamedTuple):
    """How much is simulated: `runs` replications of each setting, each `long` times its whole length.

    Of loads and the like, the first and each `every` after it.
    """

    seed: int
    runs: int
    long: float
    every: int = 1


FULL = Effort(seed=1, runs=100, long=1.0)
QUICK = Effort(seed=1, runs=20, long=0.2, every=3)


class Apart(StrEnum):
    """In what the distance of what was found from what was expected is told."""

    ERRORS = "standard errors"
    SHARE = "of what is expected"
    COUNT = "in all"


class Row(NamedTuple):
    """One number expected and found. `error` is its standard error, NaN where it has none."""

    what: str
    expected: float
    found: float
    error: float
    distance: float
    apart: Apart
    bound: float

    @property
    def holds(self) -> bool:
        """The distance is within its bound; one that can't be told is not."""
        return abs(self.distance) <= self.bound


class Dots(NamedTuple):
    """What was measured at each x, with two standard errors to either side where they are given."""

    says: str
    x: Sequence[float]
    y: Sequence[float]
    error: Sequence[float] = ()


class Curve(NamedTuple):
    """What the formula says over x."""

    says: str
    x: Sequence[float]
    y: Sequence[float]


class Plot(NamedTuple):
    """Formulas as lines and what was measured as dots, at most two of each, over one x.

    `powers`: x is the power of ten, and its axis says the numbers themselves.
    """

    heading: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    dots: tuple[Dots, ...]
    powers: bool = False


class Scores(NamedTuple):
    """A distance in standard errors for each of many things, beside one bound."""

    heading: str
    z: dict[str, float]
    bound: float


class Evidence(NamedTuple):
    """A claim, the formula or the peer that it is held against with its source, and what was found.

    `bounds` says what was set beforehand. `missing` says why nothing could be measured here, if so.
    """

    ident: str
    title: str
    claims: str
    formula: str
    source: str
    bounds: str
    rows: tuple[Row, ...]
    pictures: tuple[Plot | Scores, ...]
    missing: str = ""

    @property
    def holds(self) -> bool:
        """Every number is within its bound, if any could be measured."""
        return all(row.holds for row in self.rows)


def beside(what: str, found: ArrayLike, expected: float, bound: float = MOST_Z) -> Row:
    """The mean over runs beside what is expected, in standard errors of the mean."""
    runs = np.asarray(found, float)
    return of_sums(what, runs, np.ones(runs.size), expected, bound)


def of_sums(what: str, above: ArrayLike, below: ArrayLike, expected: float, bound: float = MOST_Z) -> Row:
    """The sum over runs of one thing over that of another, as those moved over those who came.

    Its error is that of the mean of `above - expected * below`, which no run's ratio biases.
    """
    a, b = np.asarray(above, float), np.asarray(below, float)
    left = a - expected * b
    error = float(left.std(ddof=1) / math.sqrt(left.size) / b.mean())
    found = float(a.sum() / b.sum())
    return Row(what, expected, found, error, (found - expected) / error, Apart.ERRORS, bound)


def poisson(what: str, counts: Sequence[float], expected: float, bound: float = MOST_Z) -> Row:
    """The mean of Poisson counts, whose error is known, beside what is expected."""
    error = math.sqrt(expected / len(counts))
    found = float(np.mean(counts))
    return Row(what, expected, found, error, (found - expected) / error, Apart.ERRORS, bound)


def relative(what: str, found: float, expected: float, bound: float) -> Row:
    """One number beside what is expected, as a share of that."""
    return Row(what, expected, found, math.nan, found / expected - 1.0, Apart.SHARE, bound)


def none_of(what: str, found: float) -> Row:
    """Something of which there is to be none."""
    return Row(what, 0.0, found, math.nan, found, Apart.COUNT, 0.0)
