"""Plots of evidence: a formula as a line with what was measured as dots, and distances in standard errors."""

from __future__ import annotations

from collections.abc import Sequence

from returnhub.charts import WIDTH, Chart, Column, Measure, Table, Words, standing
from returnhub.charts.axis import Axis, draw_up, nice_ticks, room_for, up
from returnhub.charts.chart import Board, finish
from returnhub.charts.letters import LINE, width
from returnhub.charts.measure import exact
from validation.evidence import Evidence, Plot, Scores

TALL = 220
ROW = 20
LINES = ("certified", "today")
MARKS = ("mark1", "mark2")


def picture(e: Evidence) -> str:
    """The SVG of a claim's plots, which stands alone."""
    panels = [
        (p.heading, _plot(f"{e.ident}-{k}", p) if isinstance(p, Plot) else _scores(f"{e.ident}-{k}", p))
        for k, p in enumerate(e.pictures)
    ]
    foot = (
        ["Whiskers: two standard errors; where none is seen it is smaller than the dot."]
        if _whiskers(e.pictures)
        else []
    )
    return standing(e.ident, e.title, e.bounds, panels, foot)


def _whiskers(pictures: Sequence[Plot | Scores]) -> bool:
    return any(d.error for p in pictures if isinstance(p, Plot) for d in p.dots)


def _plot(ident: str, p: Plot) -> Chart:
    board = Board(ident)
    y = _key(board, p)
    board.text(0, y + 14, p.y, "note")
    top = y + LINE + 10
    values = [v for c in p.curves for v in c.y]
    for d in p.dots:
        errors = d.error or [0.0] * len(d.y)
        values += [v + e for v, e in zip(d.y, errors, strict=True)]
    rises = up(values, top + TALL, top, Measure.PLAIN)
    left, right = room_for(rises), WIDTH - 24.0
    xs = [x for part in (*p.curves, *p.dots) for x in part.x]
    runs = Axis(nice_ticks(min(xs), max(xs), 8, whole=p.powers), left, right, Measure.PLAIN)
    draw_up(board, rises, left, right)
    _under(board, runs, top + TALL, p)
    for c, kind in zip(p.curves, LINES, strict=False):
        line = "L".join(f"{runs.at(x):.5g} {rises.at(v):.5g}" for x, v in zip(c.x, c.y, strict=True))
        board.path(f"M{line}", kind)
    for d, kind in zip(p.dots, MARKS, strict=False):
        for x, v, e in zip(d.x, d.y, d.error or [0.0] * len(d.y), strict=True):
            if e:
                board.path(f"M{runs.at(x):.5g} {rises.at(v - e):.5g}V{rises.at(v + e):.5g}", "stroke")
            board.dot(runs.at(x), rises.at(v), 4, kind)
    board.height = top + TALL + 46
    columns = (Column(""), Column(p.x), Column(p.y))
    rows = tuple((d.says, x, v) for d in p.dots for x, v in zip(d.x, d.y, strict=True))
    return finish(board, Words(p.heading), f"{p.y} by {p.x}.", Table(p.heading, columns, rows))


def _key(board: Board, p: Plot) -> float:
    y = 0.0
    for c, kind in zip(p.curves, LINES, strict=False):
        board.path(f"M0 {y + 10:.5g}H28", kind)
        board.text(38, y + 15, c.says)
        y += LINE + 2
    for d, kind in zip(p.dots, MARKS, strict=False):
        board.dot(14, y + 10, 4, kind)
        board.text(38, y + 15, d.says)
        y += LINE + 2
    return y + 4


def _under(board: Board, axis: Axis, bottom: float, p: Plot) -> None:
    for t in axis.ticks:
        x = axis.at(t)
        board.path(f"M{x:.5g} {bottom:.5g}v5", "axis")
        board.text(x, bottom + 19, exact(10.0**t if p.powers else t), "note", "middle")
    board.text(axis.end, bottom + 38, p.x, "note", "end")


def _scores(ident: str, s: Scores) -> Chart:
    board = Board(ident)
    left = max(width(name) for name in s.z) + 20
    most = max(s.bound, *map(abs, s.z.values()))
    axis = Axis(nice_ticks(-most, most, 8), left, WIDTH - 20.0, Measure.PLAIN)
    bottom = ROW * len(s.z) + 8.0
    for t in axis.ticks:
        board.path(f"M{axis.at(t):.5g} 0V{bottom:.5g}", "axis" if t == 0 else "grid")
        board.text(axis.at(t), bottom + 18, exact(t), "note", "middle")
    board.path("".join(f"M{axis.at(b):.5g} 0V{bottom:.5g}" for b in (-s.bound, s.bound)), "today")
    for k, (name, z) in enumerate(s.z.items()):
        y = ROW * k + 14.0
        board.text(0, y + 5, name)
        board.path(f"M{axis.at(0):.5g} {y:.5g}H{axis.at(z):.5g}", "whisker1")
        board.dot(axis.at(z), y, 5, "mark1")
    board.text(left, bottom + 36, f"standard errors; dashed: the bound, {s.bound:g}", "note")
    board.height = bottom + 46
    rows = tuple(s.z.items())
    table = Table(s.heading, (Column(""), Column("standard errors")), rows)
    worst = max(s.z.items(), key=lambda item: abs(item[1]))
    return finish(board, Words(s.heading), f"The largest is {worst[1]:.2f}, of {worst[0]}.", table)
