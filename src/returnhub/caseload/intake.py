"""Columns of a file, part by part, to typed columns; rows with a wrong value are set aside."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from returnhub.caseload import values
from returnhub.caseload.columns import CASE, HOUSEHOLD, schema
from returnhub.caseload.reference import mistyped
from returnhub.caseload.rejected import LINE, complete
from returnhub.problems import Code
from returnhub.scheme.facts import Fact, FactType

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

    def take(self, part: pl.DataFrame, spoilt: pl.DataFrame | None = None) -> None:
        """Read the values of one part; `spoilt` cells (line, column here, code, found) refuse their rows."""
        part = part.rename(dict(self._names))
        lines, cases = part[LINE], _cases(part[CASE])
        columns = [lines, cases]
        wrong = self._note(cases.is_null(), CASE, _CASE, part, cases)
        wrong |= self._note(mistyped(cases), CASE, _CHECK, part, cases)
        for ours in self._names.values():
            if ours != CASE:
                typed, bad = self._typed(part[ours], ours)
                columns.append(typed.alias(ours))
                wrong |= self._note(bad, ours, self._expected(ours), part, cases)
        if spoilt is not None and len(spoilt):
            by_line = pl.DataFrame({"line": lines, "case": cases})
            shown = pl.col("column").replace_strict(self._shown, return_dtype=pl.String)
            self._rejected.append(complete(spoilt.join(by_line, on="line").with_columns(column=shown)))
            wrong |= lines.is_in(spoilt["line"].implode())
        self._good.append(pl.DataFrame(columns).filter(~wrong))

    def finish(self, refused: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The frame of good rows and the table of refused ones, `refused` lines included."""
        whole = (
            pl.concat(self._good) if self._good else pl.DataFrame(schema={LINE: pl.Int64, CASE: pl.String})
        )
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

    def _note(
        self, wrong: pl.Series, ours: str, expected: tuple[str, str], part: pl.DataFrame, cases: pl.Series
    ) -> pl.Series:
        """List the rows where a column's values are wrong; gives `wrong` back."""
        if wrong.any():
            rows = pl.DataFrame(
                {
                    "line": part[LINE].filter(wrong),
                    "found": _text(part[ours].filter(wrong)).fill_null("").str.slice(0, 200),
                    "case": cases.filter(wrong),
                }
            ).with_columns(
                column=pl.lit(self._shown[ours]),
                code=pl.lit(Code.CASELOAD_VALUE_WRONG.value),
                expected=pl.lit(expected[0]),
                example=pl.lit(expected[1]),
            )
            self._rejected.append(complete(rows))
        return wrong


def _cases(given: pl.Series) -> pl.Series:
    """References without spaces around them, an empty one as null; small letters in one of ours are slips."""
    text = _text(given).str.strip_chars().alias(CASE)
    ours = pl.col(CASE).str.contains(r"^(?i)RH-[0-9A-Z]{4}-[0-9A-Z]{2}$")
    upper = pl.when(ours).then(pl.col(CASE).str.to_uppercase()).otherwise(pl.col(CASE))
    return text.to_frame().select(pl.when(upper != "").then(upper).alias(CASE)).to_series()


def _text(given: pl.Series) -> pl.Series:
    """A column of any type as text; what has no text of its own becomes one that is no value."""
    kind = given.dtype
    if isinstance(kind, pl.String):
        return given
    said = pl.select(pl.when(given.is_not_null()).then(pl.lit(f"a {kind} value"))).to_series()
    if isinstance(kind, pl.Date | pl.Datetime):
        # Polars panics when it is asked to write a day beyond the calendar, which a damaged file can hold
        low, high = (pl.lit(day).cast(kind) for day in values.DATES)
        sane = pl.select(pl.lit(given).is_between(low, high).fill_null(value=False)).to_series()
        return given.set(~sane, None).cast(pl.String).fill_null(said)
    if kind.is_nested() or kind.is_temporal() or isinstance(kind, pl.Binary | pl.Object):
        return said
    return given.cast(pl.String, strict=False)


def _within_limits(given: pl.Series, fact: Fact | None) -> bool:
    if fact is None or isinstance(given.dtype, pl.Boolean | pl.Enum):
        return True
    least, most = values.DATES if fact.type is FactType.DATE else values.limits(fact)
    return bool(given.is_between(least, most).fill_null(value=True).all())
