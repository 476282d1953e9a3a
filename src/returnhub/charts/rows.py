"""Charts of one row a thing: the label and its number on a line of text, the mark on its own line below.

So a label has the whole width, wraps where it is long, and never meets a mark.
"""

from __future__ import annotations

from returnhub.charts.axis import Axis, draw_across
from returnhub.charts.chart import Board
from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.measure import NO_ONE

BAR = 16
GAP = 14


def head(board: Board, y: float, label: str, value: str, tag: bool = False) -> float:
    """A row's label (with the mark `A` for an assumption) and its number at the right; the y below them."""
    room = board.width - width(value, bold=True) - 24
    fits = room >= board.width * 0.45
    indent = 24 if tag else 0
    lines = wrap(label, (room if fits else board.width) - indent)
    if tag:
        board.rect(0.75, y + 2, 16, 16, "tag")
        board.text(8.75, y + 15, "A", "strong", "middle")
    for i, line in enumerate(lines):
        board.text(indent, y + 15 + LINE * i, line)
    if fits:
        board.text(board.width - 1, y + 15, value, "strong", "end")
        return y + LINE * len(lines) + 4
    y += LINE * len(lines)
    for line in wrap(value, board.width, bold=True):
        board.text(0, y + 15, line, "strong")
        y += LINE
    return y + 4


def nobody(board: Board, y: float, says: str = NO_ONE.capitalize()) -> float:
    """What a chart of nothing says; the y below it."""
    board.text(0, y + 16, says, "note")
    return y + LINE + 8


def beside(y: float) -> tuple[float, float]:
    """Where the grid shows for a mark whose line begins at `y`: beside marks only, never through words."""
    return (y - 3, y + BAR + 5)


def mark_line(board: Board, x: float, spans: list[tuple[float, float]], kind: str) -> None:
    """A vertical line through the marks, at one number."""
    board.path("".join(f"M{x:.5g} {top:.5g}V{bottom:.5g}" for top, bottom in spans), kind)


def close(board: Board, axis: Axis, spans: list[tuple[float, float]], before: int, says: str) -> None:
    """The axis under the rows, its grid behind the marks, and what it measures."""
    y = draw_across(board, axis, spans, before)
    if says:
        for line in wrap(says, board.width):
            board.text(0, y + 14, line, "note")
            y += LINE
    board.height = y + 6
