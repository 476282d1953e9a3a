"""A two-way map in three zones: in how many of 100 runs something holds, for each pair of values.

Plain below 10 of 100 runs, hatched from 10 to 90, solid above 90; each cell also prints its number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.measure import NO_ONE, Measure, exact
from returnhub.charts.rows import nobody
from returnhub.charts.table import Cell, Column, Table

FEW, MOST = 0.1, 0.9
TALL = 34

_SAYS = ("fewer than 10 of 100 runs", "10 to 90 of 100 runs", "more than 90 of 100 runs")
_KINDS = ("zone-few", "striped", "solid")
_LINES = ("outline", "outline-dashed")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the map: what it measures in words, and its values upwards."""

    says: str
    at: tuple[float, ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class Outline:
    """A range drawn round the cells whose values lie in it; None: the whole of that side."""

    says: str
    across: tuple[float, float] | None = None
    up: tuple[float, float] | None = None


def zones(
    ident: str,
    words: Words,
    across: Side,
    up: Side,
    shares: Sequence[Sequence[float]],
    *,
    holds: str,
    outlines: tuple[Outline, ...] = (),
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """A cell for each pair; `shares` has a row for each value of `up`, from its lowest, nan for nobody.

    `holds` says what holds in that share of runs: "pays". At most two outlines, solid and dashed.
    """
    board = Board(ident, board_width)
    table = _table(words, across, up, shares)
    if not across.at or not up.at or all(math.isnan(s) for row in shares for s in row):
        board.height = nobody(board, 0)
        return finish(board, words, alt or f"{NO_ONE.capitalize()}.", table)
    y = board.key(0, [(kind, f"{holds} in {says}") for kind, says in zip(_KINDS, _SAYS, strict=True)])
    for kind, outline in zip(_LINES, outlines, strict=False):
        board.path(f"M2 {y + 3:.5g}h16v12h-16Z", kind)
        for line in wrap(outline.says, board_width - 26):
            board.text(24, y + 14, line)
            y += LINE
        y += 6
    for line in wrap(f"Upwards: {up.says}", board_width):
        board.text(0, y + 14, line, "note")
        y += LINE
    top = y + 8
    left = max(width(exact(v, up.measure)) for v in up.at) + 10
    at = _Cells(left, top, (board_width - 2 - left) / len(across.at), len(across.at), len(up.at))
    for i, row in enumerate(shares):
        middle = at.y(i) + TALL / 2 + 5
        board.text(left - 8, middle, exact(up.at[i], up.measure), "note", "end")
        for j, share in enumerate(row):
            _cell(board, at, i, j, share)
    for kind, outline in zip(_LINES, outlines, strict=False):
        _outline(board, at, across, up, outline, kind)
    y = _under(board, at, across)
    for line in wrap(f"Across: {across.says}", board_width):
        board.text(0, y + 14, line, "note")
        y += LINE
    board.height = y + 6
    return finish(board, words, alt or _alt(across, up, shares, holds), table)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where the cells lie: the lowest value of `up` is the lowest row."""

    left: float
    top: float
    wide: float
    columns: int
    rows: int

    def x(self, j: int) -> float:
        return self.left + j * self.wide

    def y(self, i: int) -> float:
        return self.top + (self.rows - 1 - i) * TALL


def _zone(share: float) -> int:
    return 0 if share < FEW else 2 if share > MOST else 1


def _cell(board: Board, at: _Cells, i: int, j: int, share: float) -> None:
    zone = 0 if math.isnan(share) else _zone(share)
    board.rect(at.x(j), at.y(i), at.wide, TALL, _KINDS[zone])
    says = "–" if math.isnan(share) else f"{100 * share:.0f}"
    board.text(at.x(j) + at.wide / 2, at.y(i) + TALL / 2 + 5, says, ("", "halo", "on-solid")[zone], "middle")


def _inside(side: Side, span: tuple[float, float] | None) -> tuple[int, int] | None:
    """The first and last value in a range; None where no value lies in it."""
    low, high = span or (-math.inf, math.inf)
    found = [i for i, v in enumerate(side.at) if low - 1e-9 <= v <= high + 1e-9]
    return (found[0], found[-1]) if found else None


def _outline(board: Board, at: _Cells, across: Side, up: Side, outline: Outline, kind: str) -> None:
    columns, rows = _inside(across, outline.across), _inside(up, outline.up)
    if columns is None or rows is None:
        return
    # The dashed one lies a little inside, so that both are seen where they meet.
    inset = 4.0 if kind == _LINES[1] else 0.0
    a, b = at.x(columns[0]) + inset, at.x(columns[1] + 1) - inset
    top, bottom = at.y(rows[1]) + inset, at.y(rows[0]) + TALL - inset
    d = f"M{a:.5g} {top:.5g}H{b:.5g}V{bottom:.5g}H{a:.5g}Z"
    board.path(d, "outline-halo")
    board.path(d, kind)


def _under(board: Board, at: _Cells, across: Side) -> float:
    """The values under the columns, each at its column; every other one where there is no room."""
    labels = [exact(v, across.measure) for v in across.at]
    widest = max(width(label) for label in labels)
    step = max(1, math.ceil((widest + 6) / at.wide))
    y = at.y(0) + TALL + 18
    for j in range(0, len(labels), step):
        x = min(at.x(j) + at.wide / 2, board.width - width(labels[j]) / 2)
        board.text(x, y, labels[j], "note", "middle")
    return y + 8


def _alt(across: Side, up: Side, shares: Sequence[Sequence[float]], holds: str) -> str:
    found = [0, 0, 0]
    for row in shares:
        for share in row:
            if not math.isnan(share):
                found[_zone(share)] += 1
    counted = "; ".join(f"{says} in {n}" for says, n in zip(_SAYS, found, strict=True))
    corners = [
        f"{exact(across.at[j], across.measure)} and {exact(up.at[i], up.measure)}: {_runs(shares[i][j])}"
        for i, j in ((0, 0), (0, -1), (-1, 0), (-1, -1))
    ]
    return (
        f"{across.says} across, {up.says} upwards. Of {sum(found)} cells, it {holds} in {counted}. "
        f"At the corners (across and upwards): {'; '.join(corners)}."
    )


def _runs(share: float) -> str:
    return NO_ONE if math.isnan(share) else f"{100 * share:.0f} of 100 runs"


def _table(words: Words, across: Side, up: Side, shares: Sequence[Sequence[float]]) -> Table:
    columns = [
        Column(up.says),
        *(Column(f"{exact(v, across.measure)}, runs of 100", Measure.PLAIN) for v in across.at),
    ]
    rows: list[tuple[Cell, ...]] = [
        (exact(v, up.measure), *(None if math.isnan(s) else round(100 * s) for s in row))
        for v, row in zip(up.at, shares, strict=True)
    ]
    return Table(words.title, tuple(columns), tuple(reversed(rows)))
