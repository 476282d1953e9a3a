"""A sheet of figures, changed by somebody, back to figures: only those that differ from the scheme's.

A row with an origin is the figure's row for that origin. A changed figure needs a changed reason: a
source that spoke of the old value does not speak of the new one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.scheme.check import check_figure
from returnhub.scheme.fields import fit, near
from returnhub.scheme.figures import Figure, Source
from returnhub.scheme.figures_alike import old_reasons, same
from returnhub.scheme.figures_sheet import COLUMNS, plain, source_line
from returnhub.scheme.lines import Node
from returnhub.scheme.model import Scheme
from returnhub.sheets import reader
from returnhub.sheets.marks import letters
from returnhub.sheets.reader import Cell, Sheet

_AMOUNT = ("value", "low", "high", "distribution")
_REASON = ("confidence", "source", "why")
_OF_ORIGIN = (*_AMOUNT, *_REASON)
_DATED = re.compile(r"(.+?) \((\d{4}-\d{2}-\d{2})\)$")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ANSWERS = {"true": True, "yes": True, "false": False, "no": False, "": False}
_SKIPPED = ("", "-")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet, by heading, and where it stands (1 is the first row)."""

    cells: Mapping[str, Cell]
    line: int

    def text(self, name: str) -> str:
        """The cell as text, without spaces around it."""
        return str(self.cells[name]).strip()


def changed(scheme: Scheme, path: Path, sheet_name: str | None) -> list[dict[str, object]]:
    """The figures that differ in the sheet from the scheme's, whole, as figures.yaml has them.

    Raises Problems with the row of everything that is wrong, or if nothing differs.
    """
    file = str(path)
    problems: list[Problem] = []
    by_figure = _by_figure(_rows(reader.sheet(path, sheet_name), file, problems), scheme, file, problems)
    found: list[dict[str, object]] = []
    for name, (row, origins) in by_figure.items():
        figure = scheme.figures[name]
        node = _node(figure, row, origins, file)
        fitted = fit(Figure, node, problems, name)
        if fitted is None:
            continue
        if row is not None and fitted.unit is not figure.unit:
            given = {"name": name, "found": fitted.unit, "expected": figure.unit, "needed_for": scheme.id}
            problems.append(Problem(Code.SCHEME_FIGURE_UNIT, Where(file, row.line, field="unit"), given))
        if same(fitted, figure):
            continue
        problems += check_figure(fitted, node, name)
        problems += old_reasons(
            figure, fitted, row.line if row else None, {c: r.line for c, r in origins.items()}, file
        )
        found.append(plain(fitted))
    if problems:
        raise Problems(problems)
    if not found:
        raise refuse(Code.SHEET_UNCHANGED, Where(file=file), name=scheme.id)
    return found


def _rows(sheet: Sheet, file: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows under the headings that have an id; a cell that shows an error is a problem."""
    at: dict[str, int] = {}
    for line, cells in enumerate(sheet.rows(), start=1):
        if not at:
            names = [str(c).strip().casefold() for c in cells]
            if "id" in names:
                at = {name: names.index(name) for name in COLUMNS if name in names}
                missing = [n for n in COLUMNS if n not in at]
                if missing:
                    raise Problems(
                        Problem(Code.SHEET_HEADING_MISSING, Where(file, line, column=n)) for n in missing
                    )
            continue
        row = Row({n: cells[i] if i < len(cells) else "" for n, i in at.items()}, line)
        if not row.text("id"):
            continue
        for i in at.values():
            where = Where(file, line, field=f"{row.text('id')}, column {letters(i)}")
            if (line - 1, i) in sheet.marks.errors:
                given = {"found": sheet.marks.errors[line - 1, i]}
                problems.append(Problem(Code.SHEET_CELL_ERROR, where, given))
            if (line - 1, i) in sheet.marks.uncalculated:
                problems.append(Problem(Code.SHEET_CELL_UNCALCULATED, where))
        yield row
    if not at:
        raise refuse(Code.SHEET_HEADING_MISSING, Where(file=file, column="id"))


def _by_figure(
    rows: Iterator[Row], scheme: Scheme, file: str, problems: list[Problem]
) -> dict[str, tuple[Row | None, dict[str, Row]]]:
    """Figure -> its row and its rows by origin."""
    found: dict[str, tuple[Row | None, dict[str, Row]]] = {}
    for row in rows:
        name, origin = row.text("id"), row.text("origin").upper()
        where = Where(file, row.line, field=name)
        if name not in scheme.figures:
            given: dict[str, object] = {"kind": "figure", "thing": "figure", "name": name}
            given["near"] = near(name, scheme.figures)
            problems.append(Problem(Code.SCHEME_REFERENCE_MISSING, where, given))
            continue
        own, origins = found.get(name, (None, {}))
        first = origins.get(origin) if origin else own
        if first is not None:
            given = {"name": f"{name} {origin}".strip(), "first": first.line}
            problems.append(Problem(Code.SHEET_ROW_TWICE, where, given))
        found[name] = (own, {**origins, origin: row}) if origin else (row, origins)
    return found


def _node(figure: Figure, row: Row | None, origins: Mapping[str, Row], file: str) -> Node:
    """The figure as its rows say it, each field with its row; what the sheet lacks is as it was."""
    kept = plain(figure)
    fields: dict[str, Node] = {k: _as_node(v, file, row.line if row else 1) for k, v in kept.items()}
    line = row.line if row is not None else next(r.line for r in origins.values())
    if row is not None:
        texts = {n: row.text(n) for n in ("says", "unit", "settles")}
        fields |= {n: Node(t, file, line) for n, t in texts.items() if t}
        if not texts["settles"]:
            fields.pop("settles", None)
        _lay(fields, row, figure.source, file)
        when = row.cells["date"]
        fields["date"] = Node(when.date() if isinstance(when, dt.datetime) else _scalar(when), file, line)
        answer = row.text("disputed").casefold()
        fields["disputed"] = Node(_ANSWERS.get(answer, answer), file, line)
    by_origin = fields.get("by_origin")
    inner = dict(by_origin.value) if by_origin is not None and isinstance(by_origin.value, dict) else {}
    for code, own in origins.items():
        old = figure.by_origin.get(code)
        members: dict[str, Node] = {}
        _lay(members, own, old.source if old else (), file)
        inner[code] = Node(members, file, own.line)
    if inner:
        fields["by_origin"] = Node(inner, file, line)
    return Node(fields, file, line)


def _lay(fields: dict[str, Node], row: Row, old: Sequence[Source], file: str) -> None:
    """Amount and reason of one row into the fields of a figure or of an origin."""
    for name in ("value", "range", *_OF_ORIGIN):
        fields.pop(name, None)

    def put(name: str, value: object) -> None:
        fields[name] = _as_node(value, file, row.line)

    if row.text("value") not in _SKIPPED:
        put("value", _number(row.cells["value"]))
    ends = {n: _number(row.cells[n]) for n in ("low", "high") if row.text(n) not in _SKIPPED}
    if ends:
        put("range", ends)
    for name in ("distribution", "confidence", "why"):
        if row.text(name):
            put(name, row.text(name))
    known = {source_line(s): s for s in old}
    sources: list[object] = []
    for text in filter(None, (t.strip() for t in row.text("source").splitlines())):
        dated = _DATED.fullmatch(text)
        if text in known:
            sources.append(known[text].model_dump(exclude_none=True))
        elif dated:
            sources.append({"cite": dated[1], "date": dt.date.fromisoformat(dated[2])})
        else:
            sources.append({"cite": text})
    if sources:
        put("source", sources)


def _as_node(value: object, file: str, line: int) -> Node:
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        return Node({k: _as_node(v, file, line) for k, v in members.items()}, file, line)
    if isinstance(value, list):
        return Node([_as_node(v, file, line) for v in cast("list[object]", value)], file, line)
    assert value is None or isinstance(value, bool | int | float | dt.date | str), "a sheet holds no other"
    return Node(value, file, line)


def _scalar(cell: Cell) -> bool | int | float | dt.date | str | None:
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return None if cell == "" else cell


def _number(cell: Cell) -> float | str:
    """A number, also one that was typed as text; anything else as the text that is wrong."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).strip()
    return float(text) if _NUMBER.fullmatch(text) else text
