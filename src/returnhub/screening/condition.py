"""The condition of a rule as a small tree: what `parse` makes and every evaluator reads.

Three values throughout: true, false, and unknown (Kleene's logic). The tree has nothing that could
turn unknown into an answer: no default, no "is missing", no function, no other person's row.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from returnhub.problems import Code, refuse

Literal = bool | int | str | dt.date
"""A value as a rule may write it; the fact that it is compared with settles its type."""


class Op(StrEnum):
    """How a fact is compared."""

    EQ = "="
    NE = "<>"
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


FLIPPED = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}
"""What holds of two known values when the comparison does not."""


class Unit(StrEnum):
    """What a shift of the day asked about is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day asked about, moved by `count` units (negative: before it)."""

    count: int = 0
    unit: Unit = Unit.DAYS


@dataclass(frozen=True, slots=True)
class FactName:
    """Another fact of the same case and type."""

    name: str


Operand = bool | int | str | dt.date | AsOf | FactName


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact against a value, a day, or another fact; unknown if either is missing."""

    fact: str
    op: Op
    to: Operand


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact is one of some values; unknown if it is missing."""

    fact: str
    values: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class GoodFrom:
    """`part`, as long as what it reads was found between two days; out of date, it is unknown.

    `dated_by` is the date fact that says when. The parser puts this round every comparison of a
    fact that goes out of date, so that no rule's author can forget it.
    """

    dated_by: str
    since: AsOf | dt.date
    until: AsOf | dt.date
    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """AND."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """OR."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """NOT; unknown stays unknown."""

    part: Condition


Condition = Compare | OneOf | GoodFrom | All | AnyOf | Not


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly below."""
    match condition:
        case All(below) | AnyOf(below):
            return below
        case Not(part) | GoodFrom(part=part):
            return (part,)
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and all below it, from left to right."""
    yield condition
    for part in parts(condition):
        yield from walk(part)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The names of the facts that it reads, each once, in the order in which they stand."""
    names: dict[str, None] = {}
    for node in walk(condition):
        match node:
            case Compare(fact, _, FactName(other)):
                names |= {fact: None, other: None}
            case Compare(fact) | OneOf(fact):
                names[fact] = None
            case GoodFrom(dated_by):
                names[dated_by] = None
            case _:
                pass
    return tuple(names)


def resolve(condition: Condition, day: Callable[[AsOf], dt.date]) -> Condition:
    """The same tree with every shifted day as a date: computed here once, so all evaluators use the same."""
    match condition:
        case Compare(to=AsOf() as shift):
            return replace(condition, to=day(shift))
        case GoodFrom(dated_by, since, until, part):
            first = day(since) if isinstance(since, AsOf) else since
            last = day(until) if isinstance(until, AsOf) else until
            return GoodFrom(dated_by, first, last, resolve(part, day))
        case All(below):
            return All(tuple(resolve(p, day) for p in below))
        case AnyOf(below):
            return AnyOf(tuple(resolve(p, day) for p in below))
        case Not(part):
            return Not(resolve(part, day))
        case _:
            return condition


def text(condition: Condition) -> str:
    """The condition in the notation of the rule files; `parse` reads it back as the same tree.

    What the facts file adds (`GoodFrom`) is not written: it comes back from there.
    """
    match condition:
        case Compare(fact, op, to):
            return f"{fact} {op} {_operand(to)}"
        case OneOf(fact, values):
            return f"{fact} IN ({', '.join(_operand(v) for v in values)})"
        case GoodFrom(part=part):
            return text(part)
        case All(below):
            return " AND ".join(_inner(p) for p in below)
        case AnyOf(below):
            return " OR ".join(_inner(p) for p in below)
        case Not(part):
            return f"NOT ({text(part)})"


def shifted(as_of: dt.date, shift: AsOf, add_working_days: Callable[[dt.date, int], dt.date]) -> dt.date:
    """The day that a shift leads to. Months and years end on the month's last day where it is shorter.

    Raises Problems (rule.date_wrong) where the calendar ends.
    """
    try:
        match shift.unit:
            case Unit.DAYS:
                return as_of + dt.timedelta(days=shift.count)
            case Unit.WORKING_DAYS:
                return add_working_days(as_of, shift.count)
            case Unit.MONTHS:
                return _months(as_of, shift.count)
            case Unit.YEARS:
                return _months(as_of, 12 * shift.count)
    except (OverflowError, ValueError) as beyond:
        raise refuse(Code.RULE_DATE_WRONG, found=f"{as_of} {shift.count:+d} {shift.unit}") from beyond


def _months(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _inner(part: Condition) -> str:
    return f"({text(part)})" if isinstance(part, All | AnyOf) else text(part)


def _operand(value: Operand) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return f"'{value}'"
        case int():
            return str(value)
        case FactName(name):
            return name
        case AsOf(0):
            return ":as_of"
        case AsOf(count, unit):
            return f":as_of {'-' if count < 0 else '+'} {abs(count)} {unit}"
