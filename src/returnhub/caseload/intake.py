"""Columns of a file, part by part, to the typed columns of a caseload; rows with a wrong value are set aside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

import polars as pl

from returnhub.caseload import values
from returnhub.caseload.columns import CASE, HOUSEHOLD, schema
from returnhub.caseload.reference import mistyped
from returnhub.caseload.rejected import LINE, complete
from returnhub.problems import Code
from returnhub.scheme.facts import Fact

_NUMBER = "a whole number that people who live together share", "12"
_CASE = "a case reference, which each row needs", "RH-48K2-7Q"
_CHECK = "a case reference whose last character fits the others", "RH-48K2-7Q"


class Intake:
    """Takes the parts of one file in order and gives the whole frame at the end.

    `names` maps a column of the parts to its column here; `shown` a column here to its name in the file.
    """

    def __init__(self, facts: Mapping[str, Fact], names: Mapping[str, str], shown: Mapping[str, str]) -> None:
        self._facts, self._names, self._shown = facts, names, shown
        self._schema = schema(facts)
        self._seen: dict[str, dict[str, values.Value | None]] = {ours: {} for ours in names.values()}
        self._good: list[pl.DataFrame] = []
        self._rejected: list[pl.DataFrame] = []

    def take(self, part: pl.DataFrame) -> None:
        """Read the values of one part."""
        part = part.rename(dict(self._names))
        cases = _text(part[CASE]).str.strip_chars()
        cases = cases.str.to_uppercase().replace("", None) if _all_ours(cases) else cases.replace("", None)
        lines = part[LINE]
        bad = [self._reject(cases.is_null(), CASE, _CASE, lines, cases, cases)]
        bad.append(self._reject(mistyped(cases), CASE, _CHECK, lines, cases, cases))
        columns = [lines, cases.alias(CASE)]
        for ours in self._names.values():
            if ours == CASE:
                continue
            typed, wrong = self._typed(part[ours], ours)
            columns.append(typed.alias(ours))
            bad.append(self._reject(wrong, ours, self._expected(ours), lines, part[ours], cases))
        self._good.append(pl.DataFrame(columns).filter(~reduce(or_, bad)))

    def finish(self, refused: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The frame of good rows and the table of refused ones, `refused` lines included."""
        whole = pl.concat(self._good) if self._good else pl.DataFrame(schema={LINE: pl.Int64, CASE: pl.String})
        twice = whole[CASE].is_duplicated()
        if twice.any():
            # nobody can tell which of the rows is right, so none of them is taken
            rows = whole.filter(twice).select(
                line=pl.col(LINE),
                column=pl.lit(self._shown[CASE]),
                code=pl.lit(Code.CASELOAD_ID_TWICE.value),
                case=pl.col(CASE),
                first=pl.col(LINE).min().over(CASE),
            )
            self._rejected.append(complete(rows))
            whole = whole.filter(~twice)
        frame = whole.select(
            (pl.col(name) if name in whole.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in self._schema.items()
        )
        return frame, pl.concat([refused, *self._rejected]).sort("line", maintain_order=True)

    def _expected(self, ours: str) -> tuple[str, str]:
        return _NUMBER if ours == HOUSEHOLD else values.expected(self._facts[ours])

    def _typed(self, given: pl.Series, ours: str) -> tuple[pl.Series, pl.Series]:
        into = self._schema[ours]
        if given.dtype == into and _within_limits(given, self._facts.get(ours)):
            return given, pl.repeat(value=False, n=len(given), eager=True)
        return values.column(_text(given), self._reader(ours), into, self._seen[ours])

    def _reader(self, ours: str) -> values.Reader:
        if ours == HOUSEHOLD:
            return lambda text: values.whole(text, 0, 10**18)
        return values.reader(self._facts[ours])

    def _reject(
        self, wrong: pl.Series, ours: str, expected: tuple[str, str], lines: pl.Series, found: pl.Series, cases: pl.Series
    ) -> pl.Series:
        if wrong.any():
            rows = pl.DataFrame(
                {"line": lines.filter(wrong), "found": _text(found.filter(wrong)).fill_null("").str.slice(0, 200),
                 "case": cases.filter(wrong)}
            ).with_columns(
                column=pl.lit(self._shown[ours]), code=pl.lit(Code.CASELOAD_VALUE_WRONG.value),
                expected=pl.lit(expected[0]), example=pl.lit(expected[1]),
            )  # fmt: skip
            self._rejected.append(complete(rows))
        return wrong


def _text(given: pl.Series) -> pl.Series:
    """A column of any type as text; lists, structures and bytes that are no text become text that is no value."""
    if given.dtype == pl.String:
        return given
    if given.dtype.is_nested() or given.dtype in (pl.Binary, pl.Object):
        return pl.select(pl.when(given.is_not_null()).then(pl.lit(f"a {given.dtype} value"))).to_series()
    return given.cast(pl.String, strict=False)


def _all_ours(cases: pl.Series) -> bool:
    """True if the column holds our own references, in which small letters can only be slips."""
    return bool(len(cases)) and bool(cases.str.contains(r"(?i)^RH-").all())


def _within_limits(given: pl.Series, fact: Fact | None) -> bool:
    if fact is None or given.dtype in (pl.Boolean, pl.Enum):
        return True
    low, high = given.min(), given.max()
    if low is None or high is None:
        return True
    least, most = values.DATES if given.dtype == pl.Date else values.limits(fact)
    return bool(least <= low and high <= most)  # pyright: ignore
