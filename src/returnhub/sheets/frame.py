"""A frame as the one sheet of a workbook: text stays text, dates are dates, headings stay in view."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import polars as pl

from returnhub.problems import Code, Where, refuse
from returnhub.sheets.writer import LONGEST, MOST_ROWS, Format, Sheet, new_book

_WIDEST = 60
_FIRST_DAY = dt.date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was: earlier days are written as text."""


def write_frame(frame: pl.DataFrame, temporary: Path, path: Path, name: str = "Data") -> None:
    """Write `frame` to `temporary`; `path` is named in refusals. Raises `Problems` if it does not fit."""
    if len(frame) > MOST_ROWS:
        found, most = f"{len(frame):,} rows", f"{MOST_ROWS:,} rows of a sheet"
        raise refuse(Code.FILE_TOO_BIG, Where(file=str(path)), kind="sheet", found=found, most=most)
    odd = [
        n for n, kind in frame.schema.items() if kind.is_nested() or isinstance(kind, pl.Binary | pl.Object)
    ]
    if odd:
        raise refuse(
            Code.FILE_UNWRITABLE, Where(file=str(path)), reason=f'column "{odd[0]}" does not fit into cells'
        )
    long = [n for n in frame.columns if frame.schema[n] == pl.String and _longest(frame[n]) > LONGEST]
    if long:
        reason = f'a text in column "{long[0]}" is longer than a cell holds'
        raise refuse(Code.FILE_UNWRITABLE, Where(file=str(path)), reason=reason)
    with new_book(temporary, row_by_row=True) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day, moment = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"))
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        for at, column in enumerate(frame.columns):
            sheet.set_column(at, at, min(_WIDEST, 2 + max(len(column), _longest(frame[column].head(1000)))))
            sheet.write_string(0, at, column, heading)
        if frame.width:
            sheet.autofilter(0, 0, len(frame), frame.width - 1)
        for row, values in enumerate(frame.iter_rows(), start=1):
            for at, value in enumerate(values):
                if value is not None:
                    _cell(sheet, row, at, value, day, moment)


def _cell(sheet: Sheet, row: int, at: int, value: object, day: Format, moment: Format) -> None:
    match value:
        case bool():
            sheet.write_boolean(row, at, value)
        case int() | float():
            if not math.isfinite(value):
                return
            # a spreadsheet keeps 15 digits of a number
            if abs(value) < 1e15:
                sheet.write_number(row, at, value)
            else:
                sheet.write_string(row, at, str(value))
        case dt.datetime() if value.tzinfo is None:
            sheet.write_datetime(row, at, value, moment)
        case dt.date() if not isinstance(value, dt.datetime) and value >= _FIRST_DAY:
            sheet.write_datetime(row, at, value, day)
        case _:
            sheet.write_string(row, at, str(value))


def _longest(column: pl.Series) -> int:
    found = column.cast(pl.String, strict=False).str.len_chars().max()
    return found if isinstance(found, int) else 0
