"""A workbook to write to, with the types that XlsxWriter leaves out. Text is never a formula or a link."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

MOST_ROWS = 1_048_575
"""Rows that a sheet holds under its headings."""
LONGEST = 32_767
"""Characters that a cell holds."""

_MADE = dt.datetime(1980, 1, 1)
"""A fixed time, so that the same content gives the same bytes."""


class Format(Protocol):
    """How a cell looks; made by a workbook."""


class Sheet(Protocol):
    """A sheet, rows and columns from 0."""

    def write_string(self, row: int, column: int, text: str, form: Format | None = None) -> int:
        """A text; below nought if it is too long."""
        ...

    def write_number(self, row: int, column: int, number: float, form: Format | None = None) -> int:
        """A number."""
        ...

    def write_boolean(self, row: int, column: int, yes: bool, form: Format | None = None) -> int:
        """TRUE or FALSE."""
        ...

    def write_datetime(self, row: int, column: int, day: dt.date, form: Format | None = None) -> int:
        """A date or a moment, which needs a format that shows one."""
        ...

    def write_formula(
        self, row: int, column: int, formula: str, form: Format | None, value: float | str
    ) -> int:
        """A formula with the value that programs show which do not calculate."""
        ...

    def write_blank(self, row: int, column: int, blank: None, form: Format) -> int:
        """No value, but a look."""
        ...

    def freeze_panes(self, row: int, column: int) -> None:
        """Keep the rows above and the columns before in view."""
        ...

    def repeat_rows(self, first: int) -> None:
        """Print a row on top of each page."""
        ...

    def set_landscape(self) -> None:
        """Print across."""
        ...

    def set_paper(self, number: int) -> None:
        """Paper; 9 is A4."""
        ...

    def fit_to_pages(self, wide: int, tall: int) -> None:
        """Pages to print on; 0 is as many as needed."""
        ...

    def set_footer(self, footer: str) -> None:
        """Foot of each printed page."""
        ...

    def set_column(self, first: int, last: int, width: float, form: Format | None = None) -> int:
        """Width of columns in characters."""
        ...

    def autofilter(self, top: int, left: int, bottom: int, right: int) -> None:
        """Let a reader filter a table."""
        ...


class Book(Protocol):
    """A workbook that is being written."""

    def add_worksheet(self, name: str) -> Sheet:
        """One more sheet at the end."""
        ...

    def add_format(self, properties: Mapping[str, object]) -> Format:
        """A look, in XlsxWriter's words."""
        ...

    def define_name(self, name: str, formula: str) -> int:
        """A name for a cell: `='Sheet'!$B$2`."""
        ...

    def set_properties(self, properties: Mapping[str, object]) -> None:
        """Title and the like."""
        ...

    def close(self) -> None:
        """Write it all."""
        ...


@contextmanager
def new_book(path: Path, *, title: str = "", row_by_row: bool = False) -> Generator[Book]:
    """A workbook that is written to `path` on leaving. Raises OSError if it cannot be.

    `row_by_row` keeps only one row in memory; cells must then come in order.
    """
    with tempfile.TemporaryDirectory(prefix=".sheet", dir=path.parent) as near:
        options: dict[str, object] = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": row_by_row,
            "tmpdir": near,
        }
        book = cast("Book", xlsxwriter.Workbook(str(path), options))
        book.set_properties({"title": title, "created": _MADE})
        yield book
        try:
            book.close()
        except FileCreateError as fault:
            raise fault.args[0] if isinstance(fault.args[0], OSError) else OSError(str(fault)) from fault
