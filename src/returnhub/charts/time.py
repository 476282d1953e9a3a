"""Weeks from left to right: bands over them, and the years under them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import Axis
from returnhub.charts.chart import Board
from returnhub.charts.letters import width

Weekly = Sequence[float | None]
"""One number a week; None or NaN where there is nothing to measure in that week."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """Over replications, for each week: 5th, 25th, 50th, 75th and 95th percentiles. All as long as `ends`."""

    ends: Sequence[dt.date]
    low: Weekly
    lower: Weekly
    middle: Weekly
    upper: Weekly
    high: Weekly


@dataclass(frozen=True, slots=True)
class Time:
    """Week -> pixel."""

    ends: Sequence[dt.date]
    left: float
    right: float

    def __call__(self, i: float) -> float:
        """The pixel of week `i`; between two weeks for a part of one."""
        return self.left + i / max(1, len(self.ends) - 1) * (self.right - self.left)


def known(values: Weekly) -> list[tuple[int, float]]:
    """The weeks that have a number, with it."""
    return [(i, v) for i, v in enumerate(values) if v is not None and math.isfinite(v)]


def both_bands(board: Board, axis: Axis, at: Time, weeks: Weeks) -> None:
    """The middle half of runs inside nine in ten."""
    _area(board, axis, at, weeks.low, weeks.high, "outer")
    _area(board, axis, at, weeks.lower, weeks.upper, "inner")


def years(board: Board, at: Time, bottom: float) -> None:
    """Years named under the axis, as many as there is room for; one alone in the middle."""
    firsts = {day.year: i for i, day in reversed(list(enumerate(at.ends)))}
    names = sorted(firsts)
    step = next(
        (n for n in (1, 2, 5, 10, 20, 50) if (at.right - at.left) / len(names) * n >= width("2026") + 14), 100
    )
    for year in names[::step]:
        a = at(firsts[year])
        later = [at(firsts[y]) for y in names if y > year]
        b = later[0] if later else at.right
        board.path(f"M{a:.5g} {bottom:.5g}v8", "axis")
        half = width(str(year)) / 2
        x = min(max((a + b) / 2 if step == 1 else a, at.left - 4 + half), board.width - half)
        if step > 1 or b - a >= 2 * half + 6 or len(names) == 1:
            board.text(x, bottom + 22, str(year), "note", "middle")


def _runs(low: Weekly, high: Weekly) -> list[list[tuple[int, float, float]]]:
    """Stretches of weeks without a gap: (week, low, high)."""
    found: list[list[tuple[int, float, float]]] = []
    lows = dict(known(low))
    last = -2
    for i, b in known(high):
        if i not in lows:
            continue
        if i != last + 1:
            found.append([])
        found[-1].append((i, lows[i], b))
        last = i
    return found


def _area(board: Board, axis: Axis, at: Time, low: Weekly, high: Weekly, kind: str) -> None:
    for run in _runs(low, high):
        there = [f"{at(i):.4g} {axis.at(b):.4g}" for i, _, b in run]
        back = [f"{at(i):.4g} {axis.at(a):.4g}" for i, a, _ in reversed(run)]
        if len(run) == 1:
            i, a, b = run[0]
            board.rect(at(i) - 1.5, axis.at(b), 3, axis.at(a) - axis.at(b), kind)
        else:
            board.path(f"M{'L'.join(there + back)}Z", kind)
