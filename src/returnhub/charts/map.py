"""Where states stand: a map of a region, each state by letter, pattern and colour, never by colour alone.

Equal Earth, so that areas compare; cropped to the states that are asked about. Nothing is sized by a
number. The outlines are Natural Earth's (public domain), in land.json beside this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.rows import nobody
from returnhub.charts.table import Table

Point = tuple[float, float]

_BADGE = 10
_MARGIN = 14
_COLUMN = 150
_GAP = 10
_NARROW = 520
"""Below this width the labels stand under the map instead of beside it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the key: its letter, the class of its area, and what it says."""

    letter: str
    area: str
    says: str


@dataclass(frozen=True, slots=True)
class Area:
    """A state by its code in land.json: name, kind, words of its label; `differs` marks a conflict."""

    code: str
    name: str
    kind: Kind
    says: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class _Land:
    inside: dict[str, Point]
    states: dict[str, tuple[tuple[Point, ...], ...]]


@cache
def _land() -> _Land:
    whole: dict[str, Any] = json.loads(files("returnhub.charts").joinpath("land.json").read_text("utf-8"))
    rings = {
        code: tuple(tuple((float(x), float(y)) for x, y in ring) for ring in every)
        for code, every in whole["states"].items()
    }
    return _Land({code: (float(x), float(y)) for code, (x, y) in whole["inside"].items()}, rings)


def drawable() -> tuple[str, ...]:
    """The codes of the states that a letter can stand on."""
    return tuple(_land().inside)


def equal_earth(lon: float, lat: float, middle: float) -> Point:
    """Degrees to the plane, on a sphere of radius 1, y upwards (Savric, Patterson and Jenny 2018).

    >>> equal_earth(19, 0, 19)
    (0.0, 0.0)
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(lon - middle) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


def states(
    ident: str,
    words: Words,
    areas: Sequence[Area],
    kinds: Sequence[Kind],
    table: Table,
    *,
    notes: Sequence[str] = (),
    board_width: float = WIDTH,
    alt: str | None = None,
) -> Chart:
    """The areas on their map with the key of `kinds`; `notes` stand in the picture, under the map."""
    board = Board(ident, board_width)
    if not areas:
        board.height = nobody(board, 0, "No state")
        return finish(board, words, alt or "No state.", table)
    top = board.key(0, [(k.area, f"{k.letter}: {k.says}") for k in kinds]) + 4
    beside = board_width >= _NARROW
    view = _View.of(areas, board_width, top, _COLUMN if beside else 0)
    labels = _columns(areas, view) if beside else []
    bottom = max([view.bottom, *(label.y + label.tall + 8 for label in labels)])
    _draw(board, areas, view, bottom)
    for label in labels:
        _leader(board, label)
    for area in areas:
        _badge(board, *view.at(_land().inside[area.code]), area)
    for label in labels:
        _text(board, label)
    y = bottom + 10
    if not beside:
        y = _list(board, areas, y)
    for note in notes:
        for line in wrap(note, board_width):
            board.text(0, y + 14, line, "note")
            y += LINE
    board.height = y + 8
    said = " ".join(f"{a.name}: {a.says}." for a in areas)
    return finish(board, words, alt or said, table)


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to pixels: the areas fill the frame but for a column at each side."""

    scale: float
    middle: float
    left: float
    top: float
    at_left: float
    at_top: float
    width: float
    bottom: float

    @classmethod
    def of(cls, areas: Sequence[Area], wide: float, top: float, column: float) -> _View:
        rings = [ring for a in areas for ring in _land().states[a.code]]
        lons = [x for ring in rings for x, _ in ring]
        middle = (min(lons) + max(lons)) / 2
        flat = [equal_earth(x, y, middle) for ring in rings for x, y in ring]
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        room = wide - 2 * (column or _MARGIN)
        scale = room / (max(xs) - min(xs))
        tall = (max(ys) - min(ys)) * scale + 2 * _MARGIN
        return cls(scale, middle, column or _MARGIN, top, min(xs), max(ys), wide, top + tall)

    def at(self, point: Point) -> Point:
        """Where a place in degrees lies on the board."""
        x, y = equal_earth(*point, self.middle)
        return self.left + (x - self.at_left) * self.scale, self.top + _MARGIN + (
            self.at_top - y
        ) * self.scale


def _draw(board: Board, areas: Sequence[Area], view: _View, bottom: float) -> None:
    frame = (0.5, view.top, view.width - 0.5, bottom)
    kind = {a.code: a.kind.area for a in areas}
    outlines: list[str] = []
    for code, rings in sorted(_land().states.items(), key=lambda s: s[0] in kind):
        d = "".join(_shape(clipped([view.at(p) for p in ring], *frame)) for ring in rings)
        if d:
            board.path(d, kind.get(code, "land"))
            outlines += [d] if code in kind else []
    for d in outlines:
        board.path(d, "outline-ground")
    for d in outlines:
        board.path(d, "outline")
    x, y, right, low = frame
    board.rect(x, y, right - x, low - y, "frame")


def clipped(ring: Sequence[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """A closed ring cut to a box (Sutherland and Hodgman); empty where it lies outside."""
    found = list(ring)
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: list[Point] = []
        for a, b in pairwise([*found[-1:], *found]):
            inside_a, inside_b = (a[axis] - edge) * sign >= 0, (b[axis] - edge) * sign >= 0
            if inside_a != inside_b:
                t = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                kept.append(b)
        found = kept
    return found


def _shape(ring: Iterable[Point]) -> str:
    points = [f"{x:.1f} {y:.1f}" for x, y in ring]
    return f"M{'L'.join(points)}Z" if points else ""


@dataclass(slots=True)
class _Label:
    """A label in a column: its lines, and the place in the state that its line leads to."""

    lines: list[tuple[str, str]]
    to: Point
    x: float
    y: float
    right: bool

    @property
    def tall(self) -> float:
        return LINE * len(self.lines)


def _columns(areas: Sequence[Area], view: _View) -> list[_Label]:
    """Labels beside the map: the western half at the left, each column from north to south."""
    by_x = sorted(areas, key=lambda a: _land().inside[a.code][0])
    half = (len(by_x) + 1) // 2
    labels: list[_Label] = []
    for right, group in ((False, by_x[:half]), (True, by_x[half:])):
        column: list[_Label] = []
        for area in sorted(group, key=lambda a: -_land().inside[a.code][1]):
            x, y = view.at(_land().inside[area.code])
            lines = _lines(area, _COLUMN - 30)
            at = view.width - 8 if right else 8
            column.append(_Label(lines, (x, y), at, y - LINE * len(lines) / 2, right))
        needed = sum(label.tall + _GAP for label in column)
        _spread(column, view.top + 8, max(view.bottom - 8, view.top + 8 + needed))
        labels += column
    return labels


def _spread(column: list[_Label], top: float, bottom: float) -> None:
    """Push labels apart, first downwards, then up from the bottom."""
    for i, label in enumerate(column):
        label.y = max(label.y, column[i - 1].y + column[i - 1].tall + _GAP if i else top)
    for i in reversed(range(len(column))):
        below = column[i + 1].y - _GAP if i + 1 < len(column) else bottom
        column[i].y = max(top, min(column[i].y, below - column[i].tall))


def _lines(area: Area, room: float) -> list[tuple[str, str]]:
    name = [(line, "strong halo") for line in wrap(area.name, room, bold=True)]
    return name + [(line, "halo") for line in wrap(area.says, room)]


def _leader(board: Board, label: _Label) -> None:
    """From the label's first line to the state; the badge covers its end."""
    x, y = label.to
    wide = width(label.lines[0][0], bold=True) + 6
    start = label.x - wide if label.right else label.x + wide
    board.path(f"M{start:.1f} {label.y + 9:.1f}L{x:.1f} {y:.1f}", "leader-ground")
    board.path(f"M{start:.1f} {label.y + 9:.1f}L{x:.1f} {y:.1f}", "leader")


def _text(board: Board, label: _Label) -> None:
    for i, (line, kind) in enumerate(label.lines):
        board.text(label.x, label.y + 14 + LINE * i, line, kind, "end" if label.right else "start")


def _badge(board: Board, x: float, y: float, area: Area) -> None:
    """The letter in its disc; a second, broken ring where statements differ."""
    board.dot(x, y, _BADGE, "badge")
    if area.differs:
        board.dot(x, y, _BADGE + 3, "differs")
    board.text(x, y + 5, area.kind.letter, "strong", "middle")


def _list(board: Board, areas: Sequence[Area], y: float) -> float:
    """The labels under the map, each behind its letter; the y below them."""
    for area in areas:
        _badge(board, _BADGE + 4, y + 12, area)
        for i, (line, kind) in enumerate(_lines(area, board.width - 36)):
            board.text(36, y + 17 + LINE * i, line, kind.removesuffix(" halo").removesuffix("halo"))
        y += LINE * len(_lines(area, board.width - 36)) + 10
    return y + 4
