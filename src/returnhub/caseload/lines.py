"""Lines of text to rows of fields, with the line of every row and the reason of every line that is no row.

Lines without a quote, nearly all, are counted and cut by Polars. A quoted field may hold
delimiters and line ends; a quote that never closes spoils its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import polars as pl

from returnhub.caseload.rejected import LINE, Refused
from returnhub.problems import Code

_LONGEST_RECORD = 100
"""Lines that one quoted field may run over before the quote counts as never closed."""
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"


class Cutter:
    """Cuts the parts of one file, in order; an open quote at the end of a part waits for the next."""

    def __init__(self, delimiter: str, width: int, wanted: Sequence[int], first_line: int) -> None:
        self._delimiter, self._width, self._wanted = delimiter, width, list(wanted)
        self._next = first_line
        self._held: list[str] = []
        d = re.escape(delimiter)
        quoted, bare = r'"(?:[^"]|"")*"', rf'[^"{d}][^{d}]*'
        loose = rf'(?:{quoted}(?:[^"{d}][^{d}]*)?|{bare})?'
        strict = rf'(?:{quoted}|[^"{d}]*)'
        self._closed = re.compile(rf"{loose}(?:{d}{loose})*")
        self._strict = rf"^{strict}(?:{d}{strict})*$"
        self._whole = re.compile(rf"{strict}(?:{d}{strict})*")

    def cut(self, lines: list[str], refused: Refused, *, last: bool) -> pl.DataFrame:
        """The wanted fields of each good row as text, with the line where the row starts in `LINE`."""
        lines = self._held + lines
        start = self._next
        numbers = pl.int_range(start, start + len(lines), eager=True)
        table = pl.DataFrame({"line": numbers, "text": pl.Series(lines, dtype=pl.String)})
        records = self._joined(table, lines, start, refused, last=last)
        self._held = lines[len(lines) - self._left :]
        self._next = start + len(lines) - self._left
        return self._cut(records, refused)

    def _joined(
        self, table: pl.DataFrame, lines: list[str], start: int, refused: Refused, *, last: bool
    ) -> pl.DataFrame:
        """Lines with an open quote joined with those that follow; sets how many wait for the next part."""
        self._left = 0
        text = pl.col("text")
        quoted = table.filter(text.str.contains('"', literal=True) & ~text.str.contains(self._strict))
        opened: list[int] = [i - start for i, text in quoted.iter_rows() if not self._closed.fullmatch(text)]
        if not opened:
            return table
        gone: set[int] = set()
        records: dict[int, str] = {}
        for at in opened:
            if at in gone:
                continue
            # two lines that each lack a quote close one another; form and width tell, and only one is lost
            end, whole = at, lines[at]
            while not self._whole.fullmatch(whole) and end - at < _LONGEST_RECORD and end + 1 < len(lines):
                end += 1
                whole += "\n" + lines[end]
            if self._whole.fullmatch(whole) and self._fits(whole):
                records[at] = whole
                gone.update(range(at + 1, end + 1))
            elif not last and end + 1 == len(lines) and end - at < _LONGEST_RECORD:
                self._left = len(lines) - at
                gone.update(range(at, len(lines)))
                break
            else:
                refused.add(start + at, Code.CASELOAD_QUOTE_OPEN, lines[at])
                gone.add(at)
        kept = [i for i in range(len(lines)) if i not in gone]
        return pl.DataFrame(
            {"line": [start + i for i in kept], "text": [records.get(i, lines[i]) for i in kept]},
            schema={"line": pl.Int64, "text": pl.String},
        )

    def _cut(self, records: pl.DataFrame, refused: Refused) -> pl.DataFrame:
        d = self._delimiter
        text = pl.col("text")
        # a spreadsheet's empty rows are lines of delimiters alone
        records = records.filter(text.str.strip_chars(f"{d} \t") != "")
        junk = text.str.contains(_CONTROL)
        for line, found in records.filter(junk).iter_rows():
            refused.add(line, Code.CASELOAD_TEXT_WRONG, found)
        records = records.filter(~junk).with_columns(
            quotes=text.str.contains('"', literal=True), strict=pl.lit(value=True)
        )
        if records["quotes"].any():
            records = records.with_columns(strict=~pl.col("quotes") | text.str.contains(self._strict))
        bare = pl.when(pl.col("quotes")).then(text.str.replace_all(r'"[^"]*"', "")).otherwise(text)
        fields = bare.str.count_matches(d, literal=True) + 1
        records = records.with_columns(fields=pl.when("strict").then(fields).otherwise(self._width))
        for line, found, number in (
            records.filter(pl.col("fields") != self._width).select("line", "text", "fields").iter_rows()
        ):
            refused.add(line, Code.CASELOAD_ROW_LENGTH, found, number, self._width)
        good = records.filter(pl.col("fields") == self._width)
        strict = good.filter("strict").select("line", "text")
        rows = self._by_polars(strict)
        if rows is None:
            return self._by_hand(good.select("line", "text"), refused)
        odd = good.filter(~pl.col("strict")).select("line", "text")
        return pl.concat([rows, self._by_hand(odd, refused)]).sort(LINE) if len(odd) else rows

    def _fits(self, record: str) -> bool:
        row = self._row(record)
        return row is not None and len(row) == self._width

    def _row(self, record: str) -> list[str] | None:
        try:
            return next(csv.reader(io.StringIO(record, newline=""), delimiter=self._delimiter), None)
        except csv.Error:
            return None

    def _names(self) -> list[str]:
        return [str(i) for i in self._wanted]

    def _by_polars(self, records: pl.DataFrame) -> pl.DataFrame | None:
        """Rows of well-formed lines, or None if Polars sees them otherwise than we do."""
        if not len(records):
            return self._frame([], [])
        try:
            rows = pl.read_csv(
                "\n".join(records["text"].to_list()).encode() + b"\n",
                has_header=False,
                new_columns=[str(i) for i in range(self._width)],
                separator=self._delimiter,
                infer_schema=False,
                quote_char='"',
            )
        except pl.exceptions.PolarsError:
            return None
        if rows.shape != (len(records), self._width):
            return None
        return rows.select(self._names()).insert_column(0, records["line"].alias(LINE))

    def _by_hand(self, records: pl.DataFrame, refused: Refused) -> pl.DataFrame:
        numbers: list[int] = []
        rows: list[list[str]] = []
        for line, text in records.iter_rows():
            row = self._row(text)
            if row is None or len(row) != self._width:
                refused.add(line, Code.CASELOAD_ROW_LENGTH, text, len(row or ()), self._width)
            else:
                numbers.append(line)
                rows.append([row[i] for i in self._wanted])
        return self._frame(numbers, rows)

    def _frame(self, numbers: list[int], rows: list[list[str]]) -> pl.DataFrame:
        types = {LINE: pl.Int64()} | {n: pl.String() for n in self._names()}
        data = {LINE: numbers} | {n: [r[i] for r in rows] for i, n in enumerate(self._names())}
        return pl.DataFrame(data, schema=types)
