"""People from left to right (Sankey): how many go where, drawn so that it adds up.

Widths are means over runs, because only means add up; each label carries the range. The order is the
caller's. A link that passes a column keeps its own track there, so it never runs through a node.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, wrap
from returnhub.charts.measure import NO_ONE, Measure, about, between
from returnhub.charts.rows import nobody
from returnhub.charts.table import Column, Table

TALL = 420
"""Pixels for the fullest column's people, without labels and gaps."""

_NODE = 14
_GAP = 14


@dataclass(frozen=True, slots=True)
class Node:
    """A stage or an end in a column (0 is the leftmost); `end` 1 to 4 colours an end, None a stage."""

    name: str
    column: int
    people: float
    low: float
    high: float
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """How many people, in the mean, go from one node to another in a later column (names)."""

    start: str
    to: str
    people: float


@dataclass(slots=True)
class _Slot:
    """A node's bar, or a passing link's track, in one column."""

    node: Node | None
    tall: float
    lines: list[str]
    y: float = 0
    out: float = 0
    into: float = 0
    passing: tuple[str, str] | None = None


@dataclass(slots=True)
class _Plan:
    columns: list[list[_Slot]]
    x: list[float]
    beside: float
    of: dict[str, _Slot] = field(default_factory=dict[str, _Slot])


def flow(
    ident: str,
    words: Words,
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    of: str = "people",
    measure: Measure = Measure.PEOPLE,
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """Nodes by column with their links; nodes in a column stand in the order given.

    `of` names the whole in the text alternative: of 1,000 people whose claim was refused.
    """
    board = Board(ident, board_width)
    table = _table(words, nodes, measure)
    whole = max((_people(n) for n in nodes), default=0)
    if whole <= 0:
        board.height = nobody(board, 0)
        return finish(board, words, alt or f"{NO_ONE.capitalize()}.", table)
    plan = _plan(nodes, links, board_width, measure)
    _links(board, plan, links)
    _nodes(board, plan)
    lowest = max(
        s.y + _slot_tall(s, c == len(plan.columns) - 1) for c, col in enumerate(plan.columns) for s in col
    )
    board.height = lowest + 8
    return finish(board, words, alt or _alt(nodes, of, measure), table)


def _plan(nodes: Sequence[Node], links: Sequence[Link], board_width: float, measure: Measure) -> _Plan:
    last = max(n.column for n in nodes)
    beside = min(210.0, board_width * 0.34) if last else board_width - _NODE - 8
    step = (board_width - beside - _NODE - 8) / max(1, last)
    plan = _Plan([[] for _ in range(last + 1)], [step * i for i in range(last + 1)], beside)
    scale = TALL / max(sum(_people(n) for n in nodes if n.column == c) for c in range(last + 1))
    for n in nodes:
        room = beside if n.column == last else step - 12
        reach = between(n.low, n.high, measure)
        mean = about(n.people, measure)
        says = mean if mean == reach else f"{mean} ({reach})"
        slot = _Slot(n, max(1.5, _people(n) * scale), [*wrap(n.name, room, bold=True), *wrap(says, room)])
        plan.columns[n.column].append(slot)
        plan.of[n.name] = slot
    column = {n.name: n.column for n in nodes}
    place = {n.name: i for i, n in enumerate(nodes)}
    for link in sorted(links, key=lambda k: place[k.to]):
        for c in range(column[link.start] + 1, column[link.to]):
            if link.people > 0:
                track = _Slot(None, max(1.0, link.people * scale), [], passing=(link.start, link.to))
                plan.columns[c].append(track)
    for c, col in enumerate(plan.columns):
        y = 4.0
        for slot in col:
            slot.y = y
            y += _slot_tall(slot, c == last) + _GAP
    lowest = max(col[-1].y + _slot_tall(col[-1], c == last) for c, col in enumerate(plan.columns) if col)
    for c, col in enumerate(plan.columns):
        if col:
            spare = lowest - (col[-1].y + _slot_tall(col[-1], c == last))
            for i, slot in enumerate(col):
                slot.y += spare * (i + 1) / (len(col) + 1)
    return plan


def _slot_tall(slot: _Slot, beside: bool) -> float:
    """Label over bar; beside it in the last column."""
    text = LINE * len(slot.lines)
    return max(text + 2, slot.tall) if beside else text + slot.tall + (4 if text else 0)


def _bar_y(plan: _Plan, c: int, slot: _Slot) -> float:
    if c == len(plan.columns) - 1:
        return slot.y + (_slot_tall(slot, True) - slot.tall) / 2
    return slot.y + (LINE * len(slot.lines) + 4 if slot.lines else 0)


@dataclass(slots=True)
class _Ribbon:
    """One link's way: bar, tracks it passes, bar; the tops are filled in once both ends are known."""

    link: Link
    slots: list[tuple[int, _Slot]]
    tops: list[float]
    widths: tuple[float, float]

    def y_at(self, plan: _Plan, i: int) -> float:
        c, slot = self.slots[i]
        return _bar_y(plan, c, slot)


def _links(board: Board, plan: _Plan, links: Sequence[Link]) -> None:
    """Bands from bar to bar; at each bar in the order of where they come from or go to next, so few cross."""
    out, into = _sums(links)
    ribbons: list[_Ribbon] = []
    for link in links:
        if link.people <= 0:
            continue
        a, b = plan.of[link.start], plan.of[link.to]
        assert a.node is not None, "made from a node"
        assert b.node is not None, "made from a node"
        tracks = [
            (c, next(s for s in plan.columns[c] if s.passing == (link.start, link.to)))
            for c in range(a.node.column + 1, b.node.column)
        ]
        slots = [(a.node.column, a), *tracks, (b.node.column, b)]
        w1 = link.people * a.tall / max(out[link.start], _people(a.node))
        w2 = link.people * b.tall / max(into[link.to], _people(b.node))
        ribbons.append(_Ribbon(link, slots, [0.0] * len(slots), (w1, w2)))
    for r in sorted(ribbons, key=lambda r: r.y_at(plan, 1)):
        a = r.slots[0][1]
        r.tops[0] = r.y_at(plan, 0) + a.out
        a.out += r.widths[0]
    for r in sorted(ribbons, key=lambda r: (r.y_at(plan, -2), r.tops[0])):
        b = r.slots[-1][1]
        r.tops[-1] = r.y_at(plan, -1) + b.into
        b.into += r.widths[1]
    for r in ribbons:
        w1, w2 = r.widths
        points = [(plan.x[r.slots[0][0]] + _NODE, r.tops[0], w1)]
        for c, track in r.slots[1:-1]:
            points += [(plan.x[c], track.y, w1), (plan.x[c] + _NODE, track.y, w1)]
        points.append((plan.x[r.slots[-1][0]], r.tops[-1], w2))
        end = r.slots[-1][1].node
        board.path(_ribbon(points), f"link to{end.end}" if end and end.end else "link")


def _people(n: Node) -> float:
    return n.people if n.people > 0 and math.isfinite(n.people) else 0.0


def _sums(links: Iterable[Link]) -> tuple[dict[str, float], dict[str, float]]:
    out: dict[str, float] = {}
    into: dict[str, float] = {}
    for k in links:
        out[k.start] = out.get(k.start, 0) + k.people
        into[k.to] = into.get(k.to, 0) + k.people
    return out, into


def _ribbon(points: list[tuple[float, float, float]]) -> str:
    """A closed shape along points (x, top, width), curved between them."""
    (x, y, _), *rest = points
    d = f"M{x:.5g} {y:.5g}"
    for x2, y2, _ in rest:
        m = (x + x2) / 2
        d += f"C{m:.5g} {y:.5g} {m:.5g} {y2:.5g} {x2:.5g} {y2:.5g}"
        x, y = x2, y2
    (x, y, w), *back = points[::-1]
    d += f"L{x:.5g} {y + w:.5g}"
    for x2, y2, w2 in back:
        m = (x + x2) / 2
        d += f"C{m:.5g} {y + w:.5g} {m:.5g} {y2 + w2:.5g} {x2:.5g} {y2 + w2:.5g}"
        x, y, w = x2, y2, w2
    return d + "Z"


_ENDS = {1: "solid", 2: "dotted", 3: "crossed", 4: "hatched"}


def _nodes(board: Board, plan: _Plan) -> None:
    last = len(plan.columns) - 1
    for c, col in enumerate(plan.columns):
        for slot in col:
            if slot.node is None:
                continue
            y = _bar_y(plan, c, slot)
            board.rect(plan.x[c], y, _NODE, slot.tall, _ENDS[slot.node.end] if slot.node.end else "stage")
            x = plan.x[c] + (_NODE + 8 if c == last else 0)
            top = slot.y if c < last else slot.y + (_slot_tall(slot, True) - LINE * len(slot.lines)) / 2
            named = len(wrap(slot.node.name, plan.beside if c == last else plan.x[1] - 12, bold=True))
            for i, line in enumerate(slot.lines):
                kind = "strong halo" if i < named else "halo"
                board.text(x, top + 14 + LINE * i, line, kind)


def _alt(nodes: Sequence[Node], of: str, measure: Measure) -> str:
    last = max(n.column for n in nodes)
    ends = sorted((n for n in nodes if n.column == last), key=lambda n: -_people(n))
    said = "; ".join(
        f"{n.name}: {about(n.people, measure)} ({between(n.low, n.high, measure)})" for n in ends
    )
    return f"Of {of}, largest first: {said}."


def _table(words: Words, nodes: Sequence[Node], measure: Measure) -> Table:
    columns = (Column("Where people are"), *(Column(n, measure) for n in ("Mean", "Low", "High")))
    return Table(words.title, columns, tuple((n.name, n.people, n.low, n.high) for n in nodes))
