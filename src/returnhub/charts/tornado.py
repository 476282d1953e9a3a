"""What matters most: how far the answer moves when one figure goes from its low to its high end."""

from __future__ import annotations

import math
from dataclasses import dataclass

from returnhub.charts.axis import across
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.measure import Measure, about
from returnhub.charts.rows import BAR, GAP, beside, close, mark_line, nobody
from returnhub.charts.table import Column, Table

MOST = 12


@dataclass(frozen=True, slots=True)
class Swing:
    """A figure with its low and high end in words, and the answer at each; `assumption` marks it `A`."""

    label: str
    low_says: str
    high_says: str
    at_low: float
    at_high: float
    assumption: bool = False

    @property
    def span(self) -> float:
        """How far the answer moves."""
        span = abs(self.at_high - self.at_low)
        return 0.0 if math.isnan(span) else span


def tornado(
    ident: str,
    words: Words,
    swings: tuple[Swing, ...],
    today: float,
    measure: Measure,
    *,
    measured: str = "",
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """The widest swings, at most 12, widest first; a dashed line at today's answer.

    Blue is the answer at the figure's low end, orange hatched at its high end; both are printed.
    """
    ranked = sorted(swings, key=lambda s: -s.span)
    shown = ranked[:MOST]
    board = Board(ident, board_width)
    if not shown or math.isnan(today):
        board.height = nobody(board, 0, "No figure moves the answer")
        return finish(board, words, alt or "No figure moves the answer.", _table(words, ranked, measure))
    entries = [("solid", "figure at its low end"), ("hatched", "figure at its high end")]
    y = board.key(0, entries)
    note = (
        f"A: an assumption. Dashed line: the answer with every figure at its middle, {about(today, measure)}."
    )
    for line in wrap(note, board_width):
        board.text(0, y + 14, line, "note")
        y += LINE
    y += 12
    before, spans = len(board.parts), list[tuple[float, float]]()
    ends = [v for s in shown for v in (s.at_low, s.at_high)]
    axis = across([today, *ends], board_width, measure, from_zero=False)
    middle = axis.at(today)
    for s in shown:
        y = _head(board, y, s, measure)
        spans.append(beside(y))
        for value, kind in ((s.at_low, "solid"), (s.at_high, "hatched")):
            if math.isnan(value):
                continue
            a, b = sorted((middle, axis.at(value)))
            same = (s.at_low - today) * (s.at_high - today) > 0
            offset = BAR / 2 if same and kind == "hatched" else 0
            board.rect(a, y + offset, b - a, BAR / 2 if same else BAR, kind)
        y += BAR + GAP
    mark_line(board, middle, spans, "today")
    close(board, axis, spans, before, measured)
    first = ", ".join(
        f"{s.label} ({about(s.at_low, measure)} at its low end, {about(s.at_high, measure)} at its high end)"
        for s in shown[:3]
    )
    says = alt or f"With every figure at its middle: {about(today, measure)}. What moves it most: {first}."
    return finish(board, words, says, _table(words, ranked, measure))


def _head(board: Board, y: float, s: Swing, measure: Measure) -> float:
    """Label, then the low and the high end, each with the answer there; the y below them."""
    indent = 24 if s.assumption else 0
    if s.assumption:
        board.rect(0.75, y + 2, 16, 16, "tag")
        board.text(8.75, y + 15, "A", "strong", "middle")
    for line in wrap(s.label, board.width - indent, bold=True):
        board.text(indent, y + 15, line, "strong")
        y += LINE
    low = f"{s.low_says}: {about(s.at_low, measure)}"
    high = f"{s.high_says}: {about(s.at_high, measure)}"
    if width(low) + width(high) + 30 <= board.width:
        board.text(0, y + 15, low)
        board.text(board.width - 1, y + 15, high, anchor="end")
        return y + LINE + 4
    for says in (low, high):
        for line in wrap(says, board.width):
            board.text(0, y + 15, line)
            y += LINE
    return y + 4


def _table(words: Words, swings: list[Swing], measure: Measure) -> Table:
    columns = (
        Column("Figure"),
        Column("Low end"),
        Column("High end"),
        Column("Answer at low end", measure),
        Column("Answer at high end", measure),
        Column("Assumption"),
    )
    rows = tuple(
        (s.label, s.low_says, s.high_says, s.at_low, s.at_high, "yes" if s.assumption else "no")
        for s in swings
    )
    return Table(words.title, columns, rows)
