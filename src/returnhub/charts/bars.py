"""Horizontal bars with ranges, and shares that make up a whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.charts.axis import across
from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, wrap
from returnhub.charts.measure import NO_ONE, Measure, about, between, exact
from returnhub.charts.rows import BAR, GAP, beside, close, head, nobody
from returnhub.charts.table import Column, Table


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from nought to `value`; `low` and `high` draw its range. NaN: no one to count."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    assumption: bool = False


def bars(
    ident: str,
    words: Words,
    rows: tuple[Bar, ...],
    measure: Measure,
    *,
    measured: str = "",
    counted: bool = False,
    also: Sequence[float] = (),
    width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """Bars in the order given, each with its number. `counted`: exact numbers, else two figures.

    `measured` says what the axis counts. A bar marked `A` rests on an assumption. The axis reaches
    `also` too, so that two pictures have the same one.
    """
    board = Board(ident, width)
    axis = across([*also, *(v for r in rows for v in (r.value, r.low, r.high))], width, measure)
    y, before = 0.0, len(board.parts)
    spans: list[tuple[float, float]] = []
    for r in rows:
        y = head(board, y, r.label, _reads(r, measure, counted), r.assumption)
        spans.append(beside(y))
        if not math.isnan(r.value):
            a, b = sorted((axis.at(0), axis.at(r.value)))
            board.rect(a, y, b - a, BAR, "inner")
        if r.low is not None and r.high is not None and not math.isnan(r.low + r.high):
            a, b, mid = axis.at(r.low), axis.at(r.high), y + BAR / 2
            board.path(
                f"M{a:.5g} {mid:.5g}H{b:.5g}M{a:.5g} {mid - 5:.5g}v10M{b:.5g} {mid - 5:.5g}v10", "whisker"
            )
        y += BAR + GAP
    if rows:
        close(board, axis, spans, before, measured)
    else:
        board.height = nobody(board, y)
    says = alt or _alt([f"{r.label}: {_reads(r, measure, counted)}" for r in rows])
    columns = (
        Column(""),
        Column("Low", measure),
        Column("Middle" if not counted else measured or "Number", measure, counted),
        Column("High", measure),
    )
    full = tuple((r.label, r.low, r.value, r.high) for r in rows)
    table = Table(words.title, columns, full)
    if counted:
        table = Table(words.title, (columns[0], columns[2]), tuple((r.label, r.value) for r in rows))
    return finish(board, words, says, table)


def _reads(r: Bar, measure: Measure, counted: bool) -> str:
    said = (exact if counted else about)(r.value, measure)
    if r.low is None or r.high is None or r.low == r.high:
        return said
    return f"{said} ({between(r.low, r.high, measure)})"


@dataclass(frozen=True, slots=True)
class Whole:
    """One bar of 100%: a label and how many people stand in each part, in the order of the kinds."""

    label: str
    parts: tuple[float, ...]


VERDICTS = ("Conditions hold", "Unknown", "Barred")
"""The kinds of a chart of verdicts, in its fixed order: teal, orange hatched, plum cross-hatched."""

_FILLS = {
    2: ("solid", "hatched"),
    3: ("plain", "hatched", "crossed"),
    4: ("solid", "dotted", "crossed", "hatched"),
}


def shares(
    ident: str,
    words: Words,
    rows: tuple[Whole, ...],
    kinds: tuple[str, ...] = VERDICTS,
    *,
    width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """Each row's people split into two to four kinds, as shares of the row; the counts are exact."""
    board = Board(ident, width)
    fills = _FILLS[max(2, len(kinds))]
    y = board.key(0, list(zip(fills, kinds, strict=False))) + 6 if rows else 0.0
    said: list[str] = []
    for r in rows:
        total = sum(r.parts)
        y = head(board, y, r.label, f"{exact(total, Measure.PEOPLE)} people" if total else NO_ONE)
        if total:
            x = 0.0
            shown = [i for i, n in enumerate(r.parts) if n > 0]
            for i in shown:
                w = r.parts[i] / total * width
                gap = 2 if i != shown[-1] else 0
                board.rect(x, y, w - gap, BAR + 4, fills[i])
                x += w
            y += BAR + 6
            split = "; ".join(
                f"{kind} {_percent(n, total)}" for kind, n in zip(kinds, r.parts, strict=True) if n > 0
            )
            for line in wrap(split, width):
                board.text(0, y + 15, line, "note")
                y += LINE
            said.append(f"{r.label}, {exact(total, Measure.PEOPLE)} people: {split}")
        else:
            said.append(f"{r.label}: {NO_ONE}")
        y += GAP
    board.height = y + 4 if rows else nobody(board, y)
    columns = (Column(""), *(Column(k, Measure.PEOPLE, counted=True) for k in (*kinds, "All")))
    table = Table(words.title, columns, tuple((r.label, *r.parts, sum(r.parts)) for r in rows))
    return finish(board, words, alt or _alt(said), table)


def _percent(n: float, total: float) -> str:
    share = n / total
    if share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < share < 1 else f"{round(share * 100)}%"


def _alt(said: list[str]) -> str:
    return f"{'. '.join(said)}." if said else f"{NO_ONE.capitalize()}."
