"""Tables of the page as values: words in cells, and the same words as a CSV inside the file."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, perhaps a kind of tag, an address, a smaller note below, the word Assumption."""

    text: str
    tag: str = ""
    href: str = ""
    note: str = ""
    assumption: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; numbers stand to the right."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell is its heading. `id` is an address in the page, `more` runs below all columns."""

    cells: tuple[Cell, ...]
    id: str = ""
    total: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Csv:
    """A file inside the page."""

    name: str
    href: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption. `size` is how much room it asks for: "", "medium" or "wide"."""

    caption: str
    head: tuple[Head, ...]
    rows: tuple[Row, ...]
    size: str = ""
    csv: Csv | None = None


def grid(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str | Cell] | Row],
    *,
    numbers: Iterable[int] = (),
    size: str = "",
    file: str = "",
) -> Grid:
    """A table from words; `numbers` are the columns that stand to the right; `file` names its CSV."""
    right = set(numbers)
    made = tuple(
        r if isinstance(r, Row) else Row(tuple(c if isinstance(c, Cell) else Cell(c) for c in r))
        for r in rows
    )
    heads = tuple(Head(text, i in right) for i, text in enumerate(head))
    return Grid(caption, heads, made, size, _csv(file, head, made) if file else None)


def data_file(name: str, frame: pl.DataFrame, says: str) -> Csv:
    """A frame as a CSV inside the page."""
    return Csv(name, _href(frame.write_csv(float_precision=6)), says)


def _csv(name: str, head: Sequence[str], rows: Iterable[Row]) -> Csv:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*head, "Notes"])
    writer.writerows([*(_safe(_words(c)) for c in row.cells), _safe(_notes(row))] for row in rows)
    return Csv(name, _href(out.getvalue()))


def _words(cell: Cell) -> str:
    return f"{cell.text} (assumption)" if cell.assumption else cell.text


def _notes(row: Row) -> str:
    return "; ".join(text for text in (*(cell.note for cell in row.cells), row.more) if text)


def _safe(text: str) -> str:
    # A spreadsheet runs a cell that begins like a formula; text of a scheme's files must not be run.
    return f"'{text}" if text[:1] in "=+-@\t" else text


def _href(text: str) -> str:
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
