"""A number axis: round ticks, as many as their labels leave room for."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from returnhub.charts.chart import Board
from returnhub.charts.letters import width
from returnhub.charts.measure import Measure, exact

_GAP = 14
_COUNTED = (Measure.PEOPLE, Measure.PLACES, Measure.DAYS)


def nice_ticks(low: float, high: float, most: int = 5, whole: bool = False) -> tuple[float, ...]:
    """At most `most + 1` round numbers, evenly apart, from at or below `low` to at or above `high`.

    `whole`: no ticks between whole numbers, for what is counted.

    >>> nice_ticks(0, 420)
    (0.0, 100.0, 200.0, 300.0, 400.0, 500.0)
    """
    if not high > low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(max(rough, 1) if whole else rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * power
        if whole and step != round(step):
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            break
    return tuple(round(i * step, 12) for i in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps numbers to pixels from `start` to `end` (which may be the smaller: upwards)."""

    ticks: tuple[float, ...]
    start: float
    end: float
    measure: Measure

    def at(self, x: float) -> float:
        """The pixel of a number; what lies beyond the ticks is held at their edge."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (min(max(x, low), high) - low) / (high - low) * (self.end - self.start)


def finite(values: Iterable[float | None]) -> list[float]:
    """The numbers that can be drawn."""
    return [v for v in values if v is not None and math.isfinite(v)]


def across(
    values: Iterable[float | None], board_width: float, measure: Measure, from_zero: bool = True
) -> Axis:
    """A horizontal axis over `values`, with nought unless asked otherwise, its labels clear of each other."""
    axis = Axis((0.0, 1.0), 8, board_width - 8, measure)
    known = finite(values) or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    if measure in _COUNTED and high < 1:
        high = 1.0
    for most in (6, 5, 4, 3, 2, 1):
        axis = Axis(nice_ticks(low, high, most, measure in _COUNTED), 8, board_width - 8, measure)
        labels = _labels(axis, board_width)
        if all(b[0] - a[0] >= (a[1] + b[1]) / 2 + _GAP for a, b in itertools.pairwise(labels)):
            break
    return axis


def _labels(axis: Axis, board_width: float) -> list[tuple[float, float, str]]:
    """Each tick's label with its middle, held inside the picture, and its width."""
    found: list[tuple[float, float, str]] = []
    for t in axis.ticks:
        label = exact(t, axis.measure)
        wide = width(label)
        found.append((min(max(axis.at(t), wide / 2), board_width - wide / 2), wide, label))
    return found


def up(values: Iterable[float | None], bottom: float, top: float, measure: Measure) -> Axis:
    """A vertical axis from nought (or below, where values are) over `values`."""
    known = finite(values) or [0.0]
    high = max(0.0, *known)
    if measure in _COUNTED and high < 1:
        high = 1.0
    return Axis(nice_ticks(min(0.0, *known), high, 5, measure in _COUNTED), bottom, top, measure)


def draw_across(board: Board, axis: Axis, spans: Sequence[tuple[float, float]], before: int) -> float:
    """Grid lines over `spans` (top, bottom) with labels under the last, none cut; the y below the labels.

    The grid goes before that many parts of the board, so that marks lie over it.
    """
    grid = Board(board.ident)
    for t in axis.ticks:
        x = axis.at(t)
        d = "".join(f"M{x:.5g} {top:.5g}V{bottom:.5g}" for top, bottom in spans)
        grid.path(d, "axis" if t == 0 else "grid")
    board.parts[before:before] = grid.parts
    bottom = spans[-1][1]
    for x, _, label in _labels(axis, board.width):
        board.text(x, bottom + 18, label, "note", "middle")
    return bottom + 26


def draw_up(board: Board, axis: Axis, left: float, right: float) -> None:
    """Grid lines from `left` to `right` with their labels before them."""
    for t in axis.ticks:
        y = axis.at(t)
        board.path(f"M{left:.5g} {y:.5g}H{right:.5g}", "axis" if t == 0 else "grid")
        board.text(left - 8, y + 5, exact(t, axis.measure), "note", "end")


def room_for(axis: Axis) -> float:
    """The pixels that a vertical axis's labels need."""
    return max(width(exact(t, axis.measure)) for t in axis.ticks) + 10
