"""From what people type to a fact's value: ISO and UK dates, yes and no, whole numbers, codes.

Days come before months: 11/12/2026 is 11 December, and 12/25/2026 is refused, never turned round.
A year of two figures is refused, because nobody can tell the century of a birth.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

import polars as pl

from returnhub.scheme.facts import Fact, FactType

UNKNOWN = frozenset({"", "na", "n/a", "-", "–", "—", "?", "null", "unknown", "not known"})
"""What stands for a fact that is not known. `none` is not here: it is a code of several facts."""

_YES_NO = {
    "true": True, "yes": True, "y": True, "1": True,
    "false": False, "no": False, "n": False, "0": False,
}  # fmt: skip
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?")
_UK = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
DATES = dt.date(_FIRST_YEAR, 1, 1), dt.date(_LAST_YEAR, 12, 31)
"""The first and the last date that anything here may have."""

Value: TypeAlias = bool | int | dt.date | str
Reader: TypeAlias = Callable[[str], Value]


class NoValueError(ValueError):
    """The text is no value of the fact."""


def reader(fact: Fact) -> Callable[[str], Value]:
    """The function that reads one text for a fact, or raises `NoValueError`."""
    match fact.type:
        case FactType.BOOLEAN:
            return yes_or_no
        case FactType.DATE:
            return date
        case FactType.INTEGER:
            low, high = limits(fact)
            return lambda text: whole(text, low, high)
        case FactType.CODE:
            codes = {_code(c): c for c in fact.codes}
            return lambda text: _one_of(text, codes)


def limits(fact: Fact) -> tuple[int, int]:
    """The least and the most that a whole number may be: the fact's own limits, or those of its column."""
    return -(2**31) if fact.low is None else fact.low, 2**31 - 1 if fact.high is None else fact.high


def expected(fact: Fact) -> tuple[str, str]:
    """What a fact's value looks like, and an example, for the words of a refusal."""
    match fact.type:
        case FactType.BOOLEAN:
            return "yes or no", "yes"
        case FactType.DATE:
            return f"a date from {_FIRST_YEAR} to {_LAST_YEAR} (day before month)", "2026-11-25 or 25/11/2026"
        case FactType.INTEGER:
            if fact.low is not None and fact.high is not None:
                return f"a whole number from {fact.low} to {fact.high}", str(fact.low)
            return "a whole number", "12"
        case FactType.CODE:
            return "one of " + ", ".join(fact.codes), next(iter(fact.codes))


def yes_or_no(text: str) -> bool:
    """`true yes y 1` and `false no n 0`, in any case."""
    try:
        return _YES_NO[text.casefold()]
    except KeyError:
        raise NoValueError(text) from None


def whole(text: str, low: int, high: int) -> int:
    """A whole number within its limits; 12.0 is 12, as spreadsheets write it."""
    if not _WHOLE.fullmatch(text) or not text.isascii():
        raise NoValueError(text)
    number = int(text.partition(".")[0])
    if not low <= number <= high:
        raise NoValueError(text)
    return number


def date(text: str) -> dt.date:
    """2026-11-25 (a midnight after it is let go), 25/11/2026, 25.11.2026, 25 Nov 2026, 25-November-2026."""
    if not text.isascii():
        raise NoValueError(text)
    if m := _ISO.fullmatch(text):
        year, month, day = int(m[1]), int(m[2]), int(m[3])
    elif m := _UK.fullmatch(text):
        year, month, day = int(m[4]), int(m[3]), int(m[1])
    elif m := _NAMED.fullmatch(text):
        year, month, day = int(m[3]), _month(m[2].casefold()), int(m[1])
    else:
        raise NoValueError(text)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise NoValueError(text) from None
    if not DATES[0] <= found <= DATES[1]:
        raise NoValueError(text)
    return found


def column(
    texts: pl.Series,
    read: Callable[[str], Value],
    into: pl.DataType,
    known: dict[str, Value | None] | None = None,
) -> tuple[pl.Series, pl.Series]:
    """A column of texts as values of type `into`, and where the text is neither a value nor unknown.

    `known` keeps what each text meant, so that the next part of a file need not be read again.
    """
    seen = {} if known is None else known
    texts = texts.str.strip_chars()
    wrong: list[str] = []
    olds: list[str] = []
    news: list[Value | None] = []
    for text in texts.unique().drop_nulls().to_list():
        if text not in seen:
            try:
                seen[text] = None if text.casefold() in UNKNOWN else read(text)
            except NoValueError:
                wrong.append(text)
                continue
        olds.append(text)
        news.append(seen[text])
    values = texts.replace_strict(
        pl.Series(olds, dtype=pl.String),
        pl.Series(news, dtype=into),
        default=None,
        return_dtype=into,
    )
    bad = (
        texts.is_in(wrong).fill_null(value=False)
        if wrong
        else pl.repeat(value=False, n=len(texts), eager=True)
    )
    return values, bad


def _month(name: str) -> int:
    for number, month in enumerate(_MONTHS, start=1):
        if name in (month, month[:3]) or (name == "sept" and number == 9):
            return number
    raise NoValueError(name)


def _one_of(text: str, codes: dict[str, str]) -> str:
    try:
        return codes[_code(text)]
    except KeyError:
        raise NoValueError(text) from None


def _code(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.casefold())
