"""A sheet of people to parts for the intake: its headings, each wanted column as text, each spoilt cell.

The same rules as for text: what is empty is unknown, and what cannot be read refuses its row. A cell
that shows an error, a formula without a stored value and a cell under a merged one are refused too:
each would read as empty, and hide that something stands there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from returnhub.caseload.columns import CASE
from returnhub.caseload.rejected import LINE
from returnhub.problems import Code, Problem, Where, refuse
from returnhub.sheets.marks import Place, letters
from returnhub.sheets.reader import Cell, Sheet

_ROWS = 50_000
_SEARCHED = 30
"""Rows in which the headings are looked for: people put a title and a date above their tables."""
_MOST_EXACT = 1e15
"""A spreadsheet keeps 15 digits of a number; the others are gone."""

SPOILT = {"line": pl.Int64, "column": pl.String, "code": pl.String, "found": pl.String}
"""A table of cells that refuse their rows: `column` is the column here."""


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the columns and the row where they stand, 1 for the first."""

    names: tuple[str, ...]
    line: int


def head(sheet: Sheet, file: str, is_case: Callable[[str], bool]) -> Head:
    """The row that names a column of cases, or else the first row with anything in it."""
    first: Head | None = None
    for number, row in enumerate(islice(sheet.rows(), _SEARCHED), start=1):
        names = tuple(text(cell).strip() for cell in row)
        if not any(names):
            continue
        if any(is_case(name) for name in names):
            return Head(_without_end(names), number)
        first = first or Head(_without_end(names), number)
    if first is None:
        raise refuse(Code.FILE_EMPTY, Where(file=file), kind="people")
    return first


def parts(
    sheet: Sheet, start: Head, wanted: Mapping[int, str]
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The rows under the headings as text, with their row in `LINE`, and their spoilt cells.

    `wanted` is position -> column here; the columns of a part are named by position.
    """
    under = _under_merged(sheet, start.line)
    marked = {row for row, _ in (*sheet.marks.errors, *sheet.marks.uncalculated, *under)}
    case = next(i for i, ours in wanted.items() if ours == CASE)
    rows = enumerate(islice(sheet.rows(), start.line, None), start=start.line)
    while block := list(islice(rows, _ROWS)):
        lines: list[int] = []
        columns: dict[int, list[str]] = {i: [] for i in wanted}
        spoilt: list[tuple[int, str, str, str]] = []
        for at, row in block:
            faults: dict[int, tuple[Code, str]] = {}
            if at in marked:
                faults = {i: f for i in wanted if (f := _fault(sheet, (at, i), under)) is not None}
            reference = row[case] if case < len(row) else ""
            if isinstance(reference, float) and reference >= _MOST_EXACT:
                faults[case] = Code.SHEET_DIGITS_LOST, text(reference)
            if not faults and not any(i < len(row) and row[i] != "" for i in wanted):
                continue
            lines.append(at + 1)
            for i, ours in wanted.items():
                given = text(row[i]) if i < len(row) else ""
                if i in faults:
                    code, found = faults[i]
                    spoilt.append((at + 1, ours, code.value, found))
                    given = (found or "not readable") if ours == CASE else ""
                columns[i].append(given)
        frame = pl.DataFrame(
            {LINE: lines} | {str(i): c for i, c in columns.items()},
            schema={LINE: pl.Int64} | {str(i): pl.String for i in columns},
        )
        yield frame, pl.DataFrame(spoilt, schema=SPOILT, orient="row")


def warnings(sheet: Sheet, start: Head, wanted: Mapping[int, str], file: str) -> list[Problem]:
    """What is read though it cannot be seen, and what can be seen and is not read."""
    found: list[Problem] = []

    def warn(code: Code, column: str = "", **given: object) -> None:
        found.append(Problem(code, Where(file=file, column=column), given))

    if sheet.others:
        others = ", ".join(f'"{n}"' for n in sheet.others[:6])
        more = f" and {len(sheet.others) - 6} more" if len(sheet.others) > 6 else ""
        warn(Code.SHEET_CHOSEN, name=sheet.name, others=others + more)
    if start.line > 1:
        warn(Code.SHEET_ROWS_ABOVE, found=start.line)
    hidden = [start.names[i] for i in sheet.marks.hidden_columns if i in wanted]
    if sheet.marks.hidden_rows or hidden:
        parts = [f"hidden rows ({sheet.marks.hidden_rows:,})"] if sheet.marks.hidden_rows else []
        parts += [f"hidden columns ({', '.join(hidden)})"] if hidden else []
        warn(Code.SHEET_HIDDEN_READ, found=" and ".join(parts))
    for i in _headless(sheet, start):
        warn(Code.SHEET_HEADING_BLANK, column=letters(i))
    return found


def text(cell: Cell) -> str:
    """A cell's value as somebody would type it; a day without a time is a date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < _MOST_EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell)


def _without_end(names: tuple[str, ...]) -> tuple[str, ...]:
    while names and not names[-1]:
        names = names[:-1]
    return names


def _headless(sheet: Sheet, start: Head) -> list[int]:
    """Columns without a heading that hold something in the first rows."""
    found: set[int] = set()
    for row in islice(sheet.rows(), start.line, start.line + 1000):
        found |= {i for i, cell in enumerate(row) if cell != "" and not _name(start, i)}
    return sorted(found)


def _name(start: Head, i: int) -> str:
    return start.names[i] if i < len(start.names) else ""


def _under_merged(sheet: Sheet, first: int) -> frozenset[Place]:
    """Cells of merged blocks but for the first, which alone holds the value, below the headings."""
    return frozenset(
        (row, column)
        for (top, left), (bottom, right) in sheet.merged
        for row in range(max(top, first), min(bottom, top + _ROWS) + 1)
        for column in range(left, min(right, left + 1000) + 1)
        if (row, column) != (top, left)
    )


def _fault(sheet: Sheet, place: Place, under: frozenset[Place]) -> tuple[Code, str] | None:
    """Why a cell cannot be read, and what it shows."""
    if place in sheet.marks.errors:
        return Code.SHEET_CELL_ERROR, sheet.marks.errors[place]
    if place in sheet.marks.uncalculated:
        return Code.SHEET_CELL_UNCALCULATED, ""
    return (Code.SHEET_CELL_MERGED, "") if place in under else None
