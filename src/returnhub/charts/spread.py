"""How one number lies over runs: both bands, and a stroke for each run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import across
from returnhub.charts.bands import BANDS_KEY
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.measure import NO_ONE, Measure, about, between
from returnhub.charts.rows import GAP, close, head, mark_line, nobody
from returnhub.charts.table import Column, Table

TALL = 30


@dataclass(frozen=True, slots=True)
class Spread:
    """One row: percentiles as in `Weeks`, and the number of every run. NaN: no one to measure."""

    label: str
    low: float
    lower: float
    middle: float
    upper: float
    high: float
    runs: Sequence[float]


def spread(
    ident: str,
    words: Words,
    rows: tuple[Spread, ...],
    measure: Measure,
    *,
    measured: str = "",
    line: tuple[float, str] | None = None,
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """A row each on one axis. `line`: a number and its label, dashed."""
    board = Board(ident, board_width)
    columns = (Column(""), *(Column(n, measure) for n in ("Low", "Lower", "Middle", "Upper", "High")))
    table = Table(
        words.title, columns, tuple((r.label, r.low, r.lower, r.middle, r.upper, r.high) for r in rows)
    )
    if not any(math.isfinite(v) for r in rows for v in r.runs):
        board.height = nobody(board, 0)
        return finish(board, words, alt or f"{NO_ONE.capitalize()}.", table)
    y = board.key(0, BANDS_KEY) + 4
    axis = across([*([line[0]] if line else []), *(v for r in rows for v in r.runs)], board_width, measure)
    if line:
        y = head(board, y, f"Dashed line: {line[1]}", about(line[0], measure)) + 4
    before, spans = len(board.parts), list[tuple[float, float]]()
    for r in rows:
        y = head(board, y, r.label, _reads(r, measure))
        spans.append((y - 3, y + TALL + 5))
        for low, high, kind in ((r.low, r.high, "outer"), (r.lower, r.upper, "inner")):
            if not math.isnan(low):
                board.rect(axis.at(low), y, axis.at(high) - axis.at(low), TALL, kind)
        strokes = "".join(f"M{axis.at(v):.4g} {y + 5:.5g}v{TALL - 10}" for v in r.runs if math.isfinite(v))
        if strokes:
            board.path(strokes, "stroke")
        y += TALL + GAP
    if line:
        mark_line(board, axis.at(line[0]), spans, "today")
    close(board, axis, spans, before, measured)
    says = alt or f"{'. '.join(f'{r.label}: {_reads(r, measure)}' for r in rows)}."
    return finish(board, words, says, table)


def _reads(r: Spread, measure: Measure) -> str:
    """`110 to 420, middle 230`, or no one."""
    if math.isnan(r.middle):
        return NO_ONE
    return f"{between(r.low, r.high, measure)}, middle {about(r.middle, measure)}"
