"""Dots with intervals on one axis: what is needed beside what studies found, or schemes side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import across
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, wrap
from returnhub.charts.measure import NO_ONE, Measure, about, between
from returnhub.charts.rows import BAR, GAP, beside, close, head, mark_line, nobody
from returnhub.charts.table import Column, Table


@dataclass(frozen=True, slots=True)
class Interval:
    """One row: low, middle, high. NaN says that there is no one to measure.

    `other` draws it in the other kind, for a judgement or a published figure beside results.
    """

    label: str
    low: float
    middle: float
    high: float
    other: bool = False


def intervals(
    ident: str,
    words: Words,
    rows: tuple[Interval, ...],
    measure: Measure,
    *,
    kinds: tuple[str, str] = ("", ""),
    measured: str = "",
    line: tuple[float, str] | None = None,
    from_zero: bool = True,
    also: Sequence[float] = (),
    width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """One row each: a dot at the middle, a line from low to high. `line`: a value and its label, dashed.

    `kinds` names the two kinds of rows in a key: blue solid with a full dot, orange dashed with an open one.
    The axis reaches `also` too, so that two pictures have the same one.
    """
    board = Board(ident, width)
    if not rows:
        board.height = nobody(board, 0)
        return finish(board, words, alt or f"{NO_ONE.capitalize()}.", _table(words, rows, measure))
    y = _key(board, kinds) if any(kinds) else 0.0
    marked = [line[0]] if line else []
    axis = across(
        [*marked, *also, *(v for r in rows for v in (r.low, r.middle, r.high))], width, measure, from_zero
    )
    if line:
        y = head(board, y, f"Dashed line: {line[1]}", about(line[0], measure)) + 4
    before, spans = len(board.parts), list[tuple[float, float]]()
    for r in rows:
        y = head(board, y, r.label, reads(r, measure))
        spans.append(beside(y))
        _mark(
            board,
            r,
            y + BAR / 2,
            *(math.nan if math.isnan(v) else axis.at(v) for v in (r.low, r.middle, r.high)),
        )
        y += BAR + GAP
    if line:
        mark_line(board, axis.at(line[0]), spans, "today")
    close(board, axis, spans, before, measured)
    says = alt or f"{'. '.join(f'{r.label}: {reads(r, measure)}' for r in rows)}."
    return finish(board, words, says, _table(words, rows, measure))


def reads(r: Interval, measure: Measure) -> str:
    """A row in words: `12% (8% to 20%)`, or no one."""
    if math.isnan(r.middle):
        return NO_ONE if math.isnan(r.low) else between(r.low, r.high, measure)
    if r.low == r.high or math.isnan(r.low):
        return about(r.middle, measure)
    return f"{about(r.middle, measure)} ({between(r.low, r.high, measure)})"


def _mark(board: Board, r: Interval, y: float, low: float, middle: float, high: float) -> None:
    n = 2 if r.other else 1
    if low < high:
        board.path(f"M{low:.5g} {y:.5g}H{high:.5g}", f"whisker{n}")
        if math.isinf(r.high):
            board.path(f"M{high - 6:.5g} {y - 6:.5g}l6 6l-6 6", "whisker" if n == 2 else "whisker1")
    if math.isfinite(r.middle):
        board.dot(middle, y, 6, f"mark{n}")


def _key(board: Board, kinds: tuple[str, str]) -> float:
    y = 0.0
    for n, says in enumerate(kinds, 1):
        if says:
            board.path(f"M0 {y + 10:.5g}H36", f"whisker{n}")
            board.dot(18, y + 10, 6, f"mark{n}")
            for line in wrap(says, board.width - 46):
                board.text(46, y + 15, line)
                y += LINE
            y += 4
    return y + 6


def _table(words: Words, rows: tuple[Interval, ...], measure: Measure) -> Table:
    columns = (Column(""), *(Column(n, measure) for n in ("Low", "Middle", "High")))
    return Table(words.title, columns, tuple((r.label, r.low, r.middle, r.high) for r in rows))
