"""Weeks as bands: the middle half of runs inside 9 in 10, and the certified number as a stepped line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import Axis, draw_up, room_for, up
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.measure import Measure, about, between
from returnhub.charts.rows import nobody
from returnhub.charts.table import Cell, Column, Table

Weekly = Sequence[float | None]
"""One number a week; None or NaN where there is nothing to measure in that week."""

TALL = 260
_TABLE_ROWS = 42


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
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """Both bands over time; no single line is drawn, and the middle stands in the table.

    `measured` says what is counted, above the axis: people in the hub at the week's end.
    """
    board = Board(ident, board_width)
    table = _table(words, weeks, measure, certified)
    if not _known(weeks.high):
        board.height = nobody(board, 0)
        return finish(board, words, alt or "No one, in any week of any run.", table)
    entries = [("outer", "9 in 10 runs"), ("inner", "middle half of runs")]
    y = board.key(0, entries)
    for line in wrap(measured, board_width):
        board.text(0, y + 14, line, "note")
        y += LINE
    lines = () if certified is None else (certified.places, certified.low or (), certified.high or ())
    values = [*weeks.low, *weeks.high, *(v for each in lines for v in each)]
    top = y + 34
    axis = up(values, top + TALL, top, measure)
    left, right = room_for(axis), board_width - 10
    draw_up(board, axis, left, right)
    at = _Time(weeks.ends, left, right)
    _area(board, axis, at, weeks.low, weeks.high, "outer")
    _area(board, axis, at, weeks.lower, weeks.upper, "inner")
    if certified:
        for edge in (certified.low, certified.high):
            if edge is not None:
                _steps(board, axis, at, edge, "certified-edge")
        _steps(board, axis, at, certified.places, "certified")
        _name_line(board, axis, at, certified, top)
    _years(board, at, top + TALL)
    board.height = top + TALL + 30
    return finish(board, words, alt or _alt(weeks, measure, measured, certified), table)


@dataclass(frozen=True, slots=True)
class _Time:
    """Week -> pixel."""

    ends: Sequence[dt.date]
    left: float
    right: float

    def __call__(self, i: float) -> float:
        return self.left + i / max(1, len(self.ends) - 1) * (self.right - self.left)


def _known(values: Weekly) -> list[tuple[int, float]]:
    return [(i, v) for i, v in enumerate(values) if v is not None and math.isfinite(v)]


def _runs(low: Weekly, high: Weekly) -> list[list[tuple[int, float, float]]]:
    """Stretches of weeks without a gap: (week, low, high)."""
    found: list[list[tuple[int, float, float]]] = []
    lows = dict(_known(low))
    last = -2
    for i, b in _known(high):
        if i not in lows:
            continue
        if i != last + 1:
            found.append([])
        found[-1].append((i, lows[i], b))
        last = i
    return found


def _area(board: Board, axis: Axis, at: _Time, low: Weekly, high: Weekly, kind: str) -> None:
    for run in _runs(low, high):
        there = [f"{at(i):.4g} {axis.at(b):.4g}" for i, _, b in run]
        back = [f"{at(i):.4g} {axis.at(a):.4g}" for i, a, _ in reversed(run)]
        if len(run) == 1:
            i, a, b = run[0]
            board.rect(at(i) - 1.5, axis.at(b), 3, axis.at(a) - axis.at(b), kind)
        else:
            board.path(f"M{'L'.join(there + back)}Z", kind)


def _steps(board: Board, axis: Axis, at: _Time, values: Weekly, kind: str) -> None:
    d, last, y_last = "", -2, math.nan
    for i, v in _known(values):
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


def _name_line(board: Board, axis: Axis, at: _Time, certified: Certified, top: float) -> None:
    """The line's label, just above its right end, inside the picture."""
    known = _known(certified.places)
    if not known:
        return
    lines = wrap(certified.says, at.right - at.left, bold=True)
    y = max(axis.at(known[-1][1]) - 8 - LINE * (len(lines) - 1), top - 20)
    for i, line in enumerate(lines):
        board.text(at.right, y + LINE * i, line, "strong halo", "end")


def _years(board: Board, at: _Time, bottom: float) -> None:
    """Years named under the axis, as many as there is room for; one alone in the middle."""
    firsts = {day.year: i for i, day in reversed(list(enumerate(at.ends)))}
    years = sorted(firsts)
    step = next(
        (n for n in (1, 2, 5, 10, 20, 50) if (at.right - at.left) / len(years) * n >= width("2026") + 14), 100
    )
    for year in years[::step]:
        a = at(firsts[year])
        later = [at(firsts[y]) for y in years if y > year]
        b = later[0] if later else at.right
        board.path(f"M{a:.5g} {bottom:.5g}v8", "axis")
        half = width(str(year)) / 2
        x = min(max((a + b) / 2 if step == 1 else a, at.left - 4 + half), board.width - half)
        if step > 1 or b - a >= 2 * half + 6 or len(years) == 1:
            board.text(x, bottom + 22, str(year), "note", "middle")


def _alt(weeks: Weeks, measure: Measure, measured: str, certified: Certified | None) -> str:
    highs = _known(weeks.high)
    widest = max((i for i, _ in highs), key=lambda i: (weeks.high[i] or 0) - (weeks.low[i] or 0))
    first, last = highs[0][0], highs[-1][0]
    parts = [
        f"{measured.rstrip('.')}, {weeks.ends[0]:%B %Y} to {weeks.ends[-1]:%B %Y}.",
        f"First week {_week(weeks, first, measure)}; last week {_week(weeks, last, measure)}.",
        f"The band is widest in {weeks.ends[widest]:%B %Y}: {_week(weeks, widest, measure)}.",
    ]
    if certified and (known := _known(certified.places)):
        parts.append(f"{certified.says}: {about(known[-1][1], measure)} in the last week.")
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
