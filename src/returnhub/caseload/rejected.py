"""Rows of a file that were refused: where, why, and what was found, as a table and as a side file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from returnhub.caseload.write import replace_with
from returnhub.problems import Code, Problem, Where

_DAY_NUMBER = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
"""How a spreadsheet writes a date that it was not told is one: 45000 is 15 March 2023."""

LINE = "\x00line"
"""Name of the column with the line number while a file is read; no column of a file can have it."""

SCHEMA: dict[str, type[pl.DataType]] = {
    "line": pl.Int64,
    "column": pl.String,
    "code": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "example": pl.String,
    "case": pl.String,
    "first": pl.Int64,
    "text": pl.String,
}
"""`first`: the line where a repeated case stands first. `text`: a line that could not be cut into fields."""


@dataclass(slots=True)
class Refused:
    """Lines that are no row of the table: line, code, what was found and expected, the line itself."""

    line: list[int] = field(default_factory=list[int])
    code: list[str] = field(default_factory=list[str])
    found: list[str] = field(default_factory=list[str])
    expected: list[str] = field(default_factory=list[str])
    text: list[str] = field(default_factory=list[str])

    def add(self, line: int, code: Code, text: str, found: object = "", expected: object = "") -> None:
        """One more line that is no row."""
        self.line.append(line)
        self.code.append(code.value)
        self.found.append(str(found))
        self.expected.append(str(expected))
        self.text.append(text[:500])

    def frame(self) -> pl.DataFrame:
        """As a table with the columns of `SCHEMA`."""
        own = {
            "line": self.line,
            "code": self.code,
            "found": self.found,
            "expected": self.expected,
            "text": self.text,
        }
        frame = pl.DataFrame(own, schema={k: SCHEMA[k] for k in own})
        return complete(frame)


def complete(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with every column of `SCHEMA`, nulls where it has none."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )


def as_problems(rejected: pl.DataFrame, file: str) -> Iterator[Problem]:
    """Each reason as a `Problem`, in the order of the table."""
    for row in rejected.iter_rows(named=True):
        given = {k: row[k] for k in ("found", "expected", "example", "first") if row[k] is not None}
        given["name"] = row["case"] or ""
        expected = str(row["expected"] or "")
        if expected.startswith("one of "):
            given["kind"] = "code"
        if expected.startswith("a date") and _DAY_NUMBER.fullmatch(str(row["found"])):
            given["kind"] = "day number"
        yield Problem(
            Code(row["code"]), Where(file=file, line=row["line"], column=row["column"] or ""), given
        )


def side_file(path: Path) -> Path:
    """Where the refused rows of a file are listed: `people.csv` -> `people.csv.rejected.csv`."""
    return path.with_name(path.name + ".rejected.csv")


def write(rejected: pl.DataFrame, path: Path, say: Callable[[Problem], str]) -> Path:
    """List the refused rows of the file at `path` beside it, with the reason in the words of `say`."""
    reasons = [say(p) for p in as_problems(rejected, path.name)]
    table = rejected.select(
        "line",
        "column",
        pl.Series("reason", reasons, dtype=pl.String),
        "found",
        "expected",
        "case",
        "code",
        "text",
    )
    out = side_file(path)
    with replace_with(out) as temporary:
        # the mark lets a spreadsheet see that this is UTF-8
        buffer = io.BytesIO()
        table.write_csv(buffer, include_bom=True)
        temporary.write_bytes(buffer.getvalue())
    return out
