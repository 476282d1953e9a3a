"""One strip a thing: bands over weeks, each on a scale of its own, all over the same years."""

from __future__ import annotations

import math
from dataclasses import dataclass

from returnhub.charts.axis import Axis, draw_up, nice_ticks, room_for
from returnhub.charts.bands import BANDS_KEY
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.measure import NO_ONE, Measure, between
from returnhub.charts.rows import head, nobody
from returnhub.charts.table import Column, Table
from returnhub.charts.time import Time, Weeks, both_bands, known, years

TALL = 48


@dataclass(frozen=True, slots=True)
class Strip:
    """One row: its label and its weeks. The scale runs from nought to `most`, or to the highest week."""

    label: str
    weeks: Weeks
    most: float = 0


def strips(
    ident: str,
    words: Words,
    rows: tuple[Strip, ...],
    measure: Measure,
    *,
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """A strip each in the order given; beside its label stands the band of the last week."""
    board = Board(ident, board_width)
    columns = (Column(""), *(Column(f"{n}, last week", measure) for n in ("Low", "Middle", "High")))
    table = Table(words.title, columns, tuple((r.label, *_last(r)) for r in rows))
    if not rows or not rows[0].weeks.ends:
        board.height = nobody(board, 0)
        return finish(board, words, alt or f"{NO_ONE.capitalize()}.", table)
    y = board.key(0, BANDS_KEY) + 4
    axes = [_axis(r, measure) for r in rows]
    left = max(room_for(axis) for axis in axes)
    said: list[str] = []
    for r, axis in zip(rows, axes, strict=True):
        low, _, high = _last(r)
        said.append(f"{r.label}: {between(low, high, measure)}")
        y = head(board, y, r.label, f"{between(low, high, measure)} at the end") + 8
        here = Axis(axis.ticks, y + TALL, y, measure)
        at = Time(r.weeks.ends, left, board_width - 10)
        draw_up(board, here, left, board_width - 10)
        both_bands(board, here, at, r.weeks)
        y += TALL + 14
    years(board, Time(rows[0].weeks.ends, left, board_width - 10), y - 8)
    board.height = y + 22
    return finish(board, words, alt or f"In the last week. {'. '.join(said)}.", table)


def _axis(r: Strip, measure: Measure) -> Axis:
    """Nought and one round number above everything."""
    high = max([r.most, *(v for _, v in known(r.weeks.high))])
    return Axis(nice_ticks(0, max(high, 1), 1, whole=True), 0, 0, measure)


def _last(r: Strip) -> tuple[float, float, float]:
    """Low, middle and high of the last week."""
    ends = (r.weeks.low, r.weeks.middle, r.weeks.high)
    low, middle, high = (found[-1][1] if (found := known(line)) else math.nan for line in ends)
    return low, middle, high
