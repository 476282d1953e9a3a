"""A sheet of the workbook: one heading row that stays in view, values, and formulas with their value.

Addresses are rows and columns from 0; `at` writes them as a spreadsheet does.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from returnhub.sheets.marks import letters
from returnhub.sheets.writer import LONGEST, Book, Format, Sheet

_A4 = 9
LOOKS: Mapping[str, Mapping[str, object]] = {
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "pounds": {"num_format": "#,##0;[Red]-#,##0;0", "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "number": {"num_format": "#,##0.####", "valign": "top"},
    "factor": {"num_format": "0.0000", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "pounds total": {"num_format": "#,##0;[Red]-#,##0;0", "bold": True, "top": 1},
    "text total": {"bold": True, "top": 1},
    "drawn": {"num_format": "#,##0.####", "valign": "top", "bg_color": "#FFF7D6"},
    "from the run": {"num_format": "#,##0.####", "bg_color": "#E8F1FB"},
}
"""How cells look, by name. A figure as drawn is yellow, a count from the run is blue; all else follows."""


def at(row: int, column: int, sheet: str = "", *, fixed: bool = True) -> str:
    """`'Costs with'!$D$5`."""
    dollar = "$" if fixed else ""
    place = f"{dollar}{letters(column)}{dollar}{row + 1}"
    return f"'{sheet}'!{place}" if sheet else place


def block(top: int, left: int, bottom: int, right: int, sheet: str = "") -> str:
    """`'Runs'!$C$2:$C$201`."""
    return f"{at(top, left, sheet)}:{at(bottom, right)}"


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Book) -> None:
        self._made: dict[str, Format] = {name: book.add_format(look) for name, look in LOOKS.items()}

    def __getitem__(self, name: str) -> Format:
        return self._made[name]


class Page:
    """One sheet being written."""

    def __init__(
        self, book: Book, looks: Looks, name: str, columns: Sequence[tuple[str, float]], *, keep: int = 1
    ) -> None:
        """`columns` are headings with their widths in characters; `keep` columns stay in view."""
        self.name = name
        self._looks = looks
        self._sheet: Sheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, keep)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        for column, (heading, width) in enumerate(columns):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading, looks["heading"])

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """A text, whatever it begins with; one that is too long is cut and says so."""
        if len(text) > LONGEST:
            text = text[: LONGEST - 12] + " [cut short]"
        self._sheet.write_string(row, column, text, self._looks[look])

    def number(self, row: int, column: int, value: float | None, look: str = "number") -> None:
        """A number; nothing where there is none."""
        if value is not None and math.isfinite(value):
            self._sheet.write_number(row, column, value, self._looks[look])

    def day(self, row: int, column: int, day: dt.date | None) -> None:
        """A date."""
        if day is not None:
            self._sheet.write_datetime(row, column, day, self._looks["date"])

    def formula(self, row: int, column: int, formula: str, value: float | str, look: str = "number") -> None:
        """A formula and what it comes to; what is not a number shows as nothing."""
        shown = "" if isinstance(value, float) and not math.isfinite(value) else value
        self._sheet.write_formula(row, column, formula, self._looks[look], shown)

    def filtered(self, rows: int, columns: int) -> None:
        """Let a reader filter the table of so many rows under the heading."""
        self._sheet.autofilter(0, 0, rows, columns - 1)
