"""A chart's table: the same numbers as text, as accessible HTML and as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from html import escape

from returnhub.charts.measure import NO_ONE, Measure, about, exact

Cell = str | float | int | None
"""Text, a number, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `measure` is given where the column holds numbers. `counted`: shown exactly."""

    name: str
    measure: Measure | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, columns, and rows of as many cells; the first cell of a row names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def shown(self, row: tuple[Cell, ...]) -> tuple[str, ...]:
        """A row's cells as people read them; numbers that were not counted, to two figures."""
        return tuple(_shown(cell, column) for cell, column in zip(row, self.columns, strict=True))


def as_html(table: Table) -> str:
    """An HTML table with caption and scopes; number columns have the class `number`; no rows: it says so."""
    heads = "".join(
        f'<th scope="col"{_numeric(column)}>{escape(column.name)}</th>' for column in table.columns
    )
    rows = [f"<tr>{_cells(table, row)}</tr>" for row in table.rows]
    if not rows:
        rows = [f'<tr><td colspan="{len(table.columns)}">{NO_ONE.capitalize()}</td></tr>']
    return (
        f'<table class="rh-table"><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def as_csv(table: Table) -> str:
    """The table as CSV with full numbers; text that a spreadsheet would run gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_harmless(column.name) for column in table.columns)
    writer.writerows([_raw(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _cells(table: Table, row: tuple[Cell, ...]) -> str:
    shown = table.shown(row)
    first = f'<th scope="row"{_numeric(table.columns[0])}>{escape(shown[0])}</th>'
    rest = zip(shown[1:], table.columns[1:], strict=True)
    return first + "".join(f"<td{_numeric(column)}>{escape(cell)}</td>" for cell, column in rest)


def _numeric(column: Column) -> str:
    return ' class="number"' if column.measure else ""


def _shown(cell: Cell, column: Column) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    return (exact if column.counted else about)(cell, column.measure or Measure.PLAIN)


def _raw(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _harmless(cell)
    return f"{cell:.12g}" if math.isfinite(cell) else ""


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
