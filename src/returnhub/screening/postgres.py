"""Rules as text for PostgreSQL: the guard at commit, and a third opinion in tests.

Made from our own tree, with every value as a typed parameter; a rule's own text never gets here.
PostgreSQL's AND, OR and NOT are Kleene's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from returnhub.screening.condition import (
    All,
    AnyOf,
    AsOf,
    Compare,
    Condition,
    FactName,
    GoodFrom,
    Not,
    OneOf,
    Operand,
)
from returnhub.screening.rules import Ruleset
from returnhub.screening.verdict import RULE

_TYPES: tuple[tuple[type, str], ...] = ((bool, "boolean"), (int, "integer"), (dt.date, "date"), (str, "text"))


Value = bool | int | str | dt.date | AsOf
"""What a fact is compared with, if it is not another fact."""


@dataclass(frozen=True, slots=True)
class Text:
    """SQL with `%(name)s` parameters, as psycopg takes it, and their values."""

    sql: str
    values: dict[str, bool | int | str | dt.date]


@dataclass
class _Writer:
    values: dict[str, bool | int | str | dt.date] = field(
        default_factory=dict[str, "bool | int | str | dt.date"]
    )

    def write(self, condition: Condition) -> str:
        return written(condition, _name, self.parameter)

    def parameter(self, value: Value) -> str:
        assert not isinstance(value, AsOf), "days are worked out before"
        name = next((n for n, v in self.values.items() if type(v) is type(value) and v == value), None)
        if name is None:
            name = f"p{len(self.values)}"
            self.values[name] = value
        kind = next(sql for python, sql in _TYPES if isinstance(value, python))
        return f"%({name})s::{kind}"


def written(condition: Condition, fact: Callable[[str], str], value: Callable[[Value], str]) -> str:
    """The condition as a boolean of PostgreSQL; `fact` and `value` say how a fact and a value are written."""

    def operand(of: Operand) -> str:
        return fact(of.name) if isinstance(of, FactName) else value(of)

    def write(part: Condition) -> str:
        match part:
            case Compare(name, op, to):
                return f"{fact(name)} {op} {operand(to)}"
            case OneOf(name, values):
                return f"{fact(name)} IN ({', '.join(operand(v) for v in values)})"
            case GoodFrom(dated_by, since, until, below):
                first, last = operand(since), operand(until)
                return f"CASE WHEN {fact(dated_by)} BETWEEN {first} AND {last} THEN ({write(below)}) END"
            case All(parts):
                return "(" + " AND ".join(write(p) for p in parts) + ")"
            case AnyOf(parts):
                return "(" + " OR ".join(write(p) for p in parts) + ")"
            case Not(below):
                return f"(NOT ({write(below)}))"

    return write(condition)


def screen_text(
    ruleset: Ruleset,
    as_of: dt.date,
    table: str,
    groups: Iterable[str] | None = None,
    about: str | None = None,
) -> Text:
    """A query over `table` (a name of ours): case, every rule's answer, and the AND of them all.

    Columns: case, conditions_hold (null: unknown), then one boolean a rule, `rule:<id>`.
    """
    writer = _Writer()
    written = [(a.rule.id, writer.write(a.condition)) for a in ruleset.asked(as_of, groups, about)]
    rules = ",\n       ".join(f"({sql}) AS {_rule(name)}" for name, sql in written)
    every = " AND ".join(_rule(name) for name, _ in written)
    sql = (
        f'SELECT "case", ({every}) AS conditions_hold, answers.*\n'
        f"FROM {_name(table)}, LATERAL (\nSELECT {rules}\n) AS answers"
    )
    return Text(sql, writer.values)


def guard_text(
    ruleset: Ruleset, as_of: dt.date, groups: Iterable[str] | None = None, about: str | None = None
) -> Text:
    """One boolean expression for the guard: authority needs it TRUE; null and false both refuse."""
    writer = _Writer()
    written = [f"({writer.write(a.condition)})" for a in ruleset.asked(as_of, groups, about)]
    return Text("(" + "\n AND ".join(written) + ") IS TRUE", writer.values)


def _rule(name: str) -> str:
    """A rule's column, told apart from a fact of the same name."""
    return f'"{RULE}{_name(name)[1:]}'


def _name(name: str) -> str:
    """Ids of facts and rules are small letters, digits and _; quoted, because some are words of SQL."""
    if not (name.isascii() and name.replace("_", "").isalnum()):
        raise ValueError(f"not a name of ours: {name!r}")
    return f'"{name}"'
