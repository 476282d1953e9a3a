"""Weeks as bands: the middle half of runs inside 9 in 10, and the certified number as a stepped line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import Axis, draw_up, room_for, up
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, wrap
from returnhub.charts.measure import Measure, about, between
from returnhub.charts.rows import nobody
from returnhub.charts.table import Cell, Column, Table
from returnhub.charts.time import Time, Weekly, Weeks, both_bands, known, years

TALL = 260
BANDS_KEY = [("outer", "9 in 10 runs"), ("inner", "middle half of runs")]
_TABLE_ROWS = 42


@dataclass(frozen=True, slots=True)
class Certified:
    """The certified number over the same weeks, as a stepped line with its label at it.

    `low` and `high`, where the number itself is uncertain, are drawn as thin dashed steps.
    """

    says: str
    places: Weekly
    low: Weekly | None = None
    high: Weekly | None = None


def bands(
    ident: str,
    words: Words,
    weeks: Weeks,
    measure: Measure,
    *,
    measured: str,
    certified: Certified | None = None,
    also: Sequence[float] = (),
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """Both bands over time; no single line is drawn, and the middle stands in the table.

    `measured` says what is counted, above the axis: people in the hub at the week's end. The axis
    reaches `also` too, so that two pictures have the same one.
    """
    board = Board(ident, board_width)
    table = _table(words, weeks, measure, certified)
    if not known(weeks.high):
        board.height = nobody(board, 0)
        return finish(board, words, alt or "No one, in any week of any run.", table)
    y = board.key(0, BANDS_KEY)
    for line in wrap(measured, board_width):
        board.text(0, y + 14, line, "note")
        y += LINE
    lines = () if certified is None else (certified.places, certified.low or (), certified.high or ())
    values = [*weeks.low, *weeks.high, *(v for each in lines for v in each), *also]
    top = y + 34
    axis = up(values, top + TALL, top, measure)
    left, right = room_for(axis), board_width - 10
    draw_up(board, axis, left, right)
    at = Time(weeks.ends, left, right)
    both_bands(board, axis, at, weeks)
    if certified:
        for edge in (certified.low, certified.high):
            if edge is not None:
                _steps(board, axis, at, edge, "certified-edge")
        _steps(board, axis, at, certified.places, "certified")
        _name_line(board, axis, at, certified, top)
    years(board, at, top + TALL)
    board.height = top + TALL + 30
    return finish(board, words, alt or _alt(weeks, measure, measured, certified), table)


def _steps(board: Board, axis: Axis, at: Time, values: Weekly, kind: str) -> None:
    d, last, y_last = "", -2, math.nan
    for i, v in known(values):
        y = axis.at(v)
        if i != last + 1:
            d += f"M{at(i):.4g} {y:.4g}"
        elif y != y_last:
            d += f"H{at(i):.4g}V{y:.4g}"
        last, y_last = i, y
        if i == len(at.ends) - 1:
            d += f"H{at(i):.4g}"
    if d:
        board.path(d, kind)


def _name_line(board: Board, axis: Axis, at: Time, certified: Certified, top: float) -> None:
    """The line's label, just above its right end, inside the picture."""
    there = known(certified.places)
    if not there:
        return
    lines = wrap(certified.says, at.right - at.left, bold=True)
    y = max(axis.at(there[-1][1]) - 8 - LINE * (len(lines) - 1), top - 20)
    for i, line in enumerate(lines):
        board.text(at.right, y + LINE * i, line, "strong halo", "end")


def _alt(weeks: Weeks, measure: Measure, measured: str, certified: Certified | None) -> str:
    highs = known(weeks.high)
    widest = max((i for i, _ in highs), key=lambda i: (weeks.high[i] or 0) - (weeks.low[i] or 0))
    first, last = highs[0][0], highs[-1][0]
    parts = [
        f"{measured.rstrip('.')}, {weeks.ends[0]:%B %Y} to {weeks.ends[-1]:%B %Y}.",
        f"First week {_week(weeks, first, measure)}; last week {_week(weeks, last, measure)}.",
        f"The band is widest in {weeks.ends[widest]:%B %Y}: {_week(weeks, widest, measure)}.",
    ]
    if certified and (there := known(certified.places)):
        parts.append(f"{certified.says}: {about(there[-1][1], measure)} in the last week.")
    return " ".join(parts)


def _week(weeks: Weeks, i: int, measure: Measure) -> str:
    return between(weeks.low[i] or 0, weeks.high[i] or 0, measure)


def _table(words: Words, weeks: Weeks, measure: Measure, certified: Certified | None) -> Table:
    n = len(weeks.ends)
    every = max(1, math.ceil(n / _TABLE_ROWS / 13) * 13 if n > _TABLE_ROWS else 1)
    at = sorted({*range(0, n, every), n - 1}) if n else []
    names = ("Low (5th)", "Lower (25th)", "Middle", "Upper (75th)", "High (95th)")
    columns = [Column("Week ending"), *(Column(name, measure) for name in names)]
    series = [weeks.low, weeks.lower, weeks.middle, weeks.upper, weeks.high]
    if certified:
        columns.append(Column(certified.says, measure))
        series.append(certified.places)
    rows = tuple((weeks.ends[i].isoformat(), *(_cell(s[i]) for s in series)) for i in at)
    caption = words.title if every == 1 else f"{words.title}: every {every}th week and the last"
    return Table(caption, tuple(columns), rows)


def _cell(v: float | None) -> Cell:
    return None if v is None or math.isnan(v) else v
