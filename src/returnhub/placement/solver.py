"""Linear models as arrays, and HiGHS that solves them: no names, no element-by-element calls.

A solve runs in a thread of its own, so that Ctrl-C stops it at once and the caller keeps what it has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INFINITE = float(highspy.kHighsInf)


@dataclass
class Model:
    """Minimise cost @ x + constant, with bounds on columns x and rows A @ x; made part by part."""

    constant: float = 0.0
    cost: list[Floats] = field(default_factory=list[Floats])
    upper: list[Floats] = field(default_factory=list[Floats])
    row_lower: list[Floats] = field(default_factory=list[Floats])
    row_upper: list[Floats] = field(default_factory=list[Floats])
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list[tuple[Ints, Ints, Floats]])
    width: int = 0
    height: int = 0

    def columns(self, shape: tuple[int, ...], cost: ArrayLike = 0.0, upper: ArrayLike = INFINITE) -> Ints:
        """New columns from 0 to `upper`; gives their numbers in this shape."""
        numbers = self.width + np.arange(math.prod(shape), dtype=np.int64).reshape(shape)
        self.width += numbers.size
        self.cost.append(_spread(cost, shape))
        self.upper.append(_spread(upper, shape))
        return numbers

    def rows(self, shape: tuple[int, ...], lower: ArrayLike, upper: ArrayLike) -> Ints:
        """New rows; gives their numbers in this shape."""
        numbers = self.height + np.arange(math.prod(shape), dtype=np.int64).reshape(shape)
        self.height += numbers.size
        self.row_lower.append(_spread(lower, shape))
        self.row_upper.append(_spread(upper, shape))
        return numbers

    def put(self, row: Ints, column: Ints, value: ArrayLike) -> None:
        """Entries of A; the three are broadcast together. The same place twice adds up."""
        r, c, v = np.broadcast_arrays(row, column, np.asarray(value, np.float64))
        self.entries.append((r.ravel(), c.ravel(), v.ravel()))


class Whole(NamedTuple):
    """Columns that are to be whole numbers, values to begin from, and a gap that is near enough (a share)."""

    columns: Ints
    start: Ints
    gap: float


@dataclass(frozen=True, eq=False)
class Solution:
    """What a solve found: column values, what a column's bound is worth, and the objective.

    `optimal` is false where time ran out first; then only `x` of an integer solve is of use.
    """

    x: Floats
    column_dual: Floats
    objective: float
    optimal: bool


def solve(
    model: Model,
    seconds: float,
    whole: Whole | None = None,
    upper: Floats | None = None,
) -> Solution | None:
    """Solve within `seconds`; None if nothing feasible was found.

    `upper` takes the place of the columns' upper bounds. Raises KeyboardInterrupt on Ctrl-C, after HiGHS
    has stopped.
    """
    highs = highspy.Highs()
    options: dict[str, Any] = {"output_flag": False, "time_limit": max(seconds, 0.01), "threads": 1}
    options |= {"solver": "ipm"} if whole is None else {"mip_rel_gap": whole.gap}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_highs_lp(model, whole, upper))
    if whole is not None:
        highs.setSolution(len(whole.columns), whole.columns.astype(np.int32), whole.start.astype(np.float64))
    _run(highs)
    found = highs.getSolution()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return Solution(
        x=np.array(found.col_value),
        column_dual=np.array(found.col_dual),
        objective=float(info.objective_function_value),
        optimal=highs.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    )


def _run(highs: highspy.Highs) -> None:
    """Run to the end; on Ctrl-C tell HiGHS to stop, wait until it has, and raise."""
    highs.HandleKeyboardInterrupt = True
    highs.startSolve()
    interrupted = False
    while True:
        try:
            if highs.wait(0.1)[0]:
                break
        except KeyboardInterrupt:
            interrupted = True
            highs.cancelSolve()
    if interrupted:
        raise KeyboardInterrupt


def _highs_lp(model: Model, whole: Whole | None, upper: Floats | None) -> highspy.HighsLp:
    row, column, value = (np.concatenate(part) for part in zip(*model.entries, strict=True))
    order = np.lexsort((row, column))
    row, column, value = row[order], column[order], value[order]
    first = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 0)])
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.width, model.height
    lp.offset_ = model.constant
    lp.col_cost_ = np.concatenate(model.cost)
    lp.col_lower_ = np.zeros(model.width)
    lp.col_upper_ = np.concatenate(model.upper) if upper is None else upper
    lp.row_lower_, lp.row_upper_ = np.concatenate(model.row_lower), np.concatenate(model.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column[first], np.arange(model.width + 1)).astype(np.int32)
    lp.a_matrix_.index_ = row[first].astype(np.int32)
    lp.a_matrix_.value_ = np.add.reduceat(value, first)
    if whole is not None:
        kinds = np.zeros(model.width, np.int64)
        kinds[whole.columns] = 1
        names = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [names[k] for k in kinds]
    return lp


def _spread(value: ArrayLike, shape: tuple[int, ...]) -> Floats:
    return np.broadcast_to(np.asarray(value, np.float64), shape).ravel()
