"""One case, rule by rule, as plain Python functions made once from each condition."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme.facts import Fact, FactType
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
    Op,
)
from returnhub.screening.rules import Asked, Ruleset
from returnhub.screening.verdict import STATES, State, Verdict, combine

Case = Mapping[str, object]
"""Facts of one case by id: bool, int, date or str. A fact that is missing or None is unknown."""

Answers = Callable[[Case], bool | None]

_OPS: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
_PYTHON: dict[FactType, type] = {
    FactType.BOOLEAN: bool,
    FactType.INTEGER: int,
    FactType.DATE: dt.date,
    FactType.CODE: str,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule, in its version in force, answers for the case."""

    asked: Asked
    state: State


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one case, and each rule's answer in the order of the ruleset."""

    verdict: Verdict
    answers: tuple[Answer, ...]

    @property
    def reasons(self) -> tuple[Answer, ...]:
        """The rules that are not met: first those that fail, then those that are unknown."""
        return tuple(a for s in (State.FAILS, State.UNKNOWN) for a in self.answers if a.state is s)

    @property
    def first_reason(self) -> str | None:
        """The id of the first of them, as `bulk.screen` gives it."""
        reasons = self.reasons
        return reasons[0].asked.rule.id if reasons else None


def judge(
    case: Case,
    ruleset: Ruleset,
    as_of: dt.date,
    groups: Iterable[str] | None = None,
    about: str | None = None,
) -> Judgement:
    """Ask every rule of the groups (none given: those on a move to the hub) about one case.

    Raises Problems if a value is not of its fact's type, or if a rule has no version in force.
    """
    wanted = None if groups is None else tuple(groups)
    asked, functions, facts = _compiled(ruleset, as_of, wanted, about)
    _check(case, facts)
    values = [function(case) for function in functions]
    answers = tuple(Answer(a, STATES[v]) for a, v in zip(asked, values, strict=True))
    return Judgement(combine(values), answers)


def function_of(condition: Condition) -> Answers:
    """The condition as a function of a case: True, False, or None for unknown.

    Every day in it must have been worked out (`rules.resolved`).
    """
    match condition:
        case Compare(fact, op, FactName(other)):
            return _two_facts(fact, _OPS[op], other)
        case Compare(fact, op, to):
            assert not isinstance(to, AsOf), "days are worked out before"
            return _one_fact(fact, _OPS[op], to)
        case OneOf(fact, values):
            return _membership(fact, frozenset(values))
        case GoodFrom(dated_by, dt.date() as since, dt.date() as until, part):
            return _good(dated_by, since, until, function_of(part))
        case GoodFrom():
            raise AssertionError("days are worked out before")
        case All(parts):
            return _all(tuple(function_of(p) for p in parts))
        case AnyOf(parts):
            return _any(tuple(function_of(p) for p in parts))
        case Not(part):
            return _not(function_of(part))


@lru_cache(maxsize=64)
def _compiled(
    ruleset: Ruleset, as_of: dt.date, groups: tuple[str, ...] | None, about: str | None
) -> tuple[tuple[Asked, ...], tuple[Answers, ...], tuple[tuple[str, type, Fact], ...]]:
    asked = ruleset.asked(as_of, groups, about)
    used = dict.fromkeys(name for a in asked for name in a.facts)
    facts = tuple((name, _PYTHON[ruleset.facts[name].type], ruleset.facts[name]) for name in used)
    return asked, tuple(function_of(a.condition) for a in asked), facts


def _check(case: Case, facts: tuple[tuple[str, type, Fact], ...]) -> None:
    """A value of the wrong type would compare as "no"; it is refused, because only a person can mend it."""
    wrong: list[Problem] = []
    for name, kind, fact in facts:
        value = case.get(name)
        if value is None:
            continue
        if type(value) is not kind or (kind is str and value not in fact.codes):
            given = {"found": str(value)[:60], "expected": list(fact.codes) or fact.type.value, "example": ""}
            wrong.append(Problem(Code.CASELOAD_VALUE_WRONG, Where(column=name), given))
    if wrong:
        raise Problems(wrong)


def _one_fact(fact: str, compare: Callable[[Any, Any], bool], to: object) -> Answers:
    def answer(case: Case) -> bool | None:
        value = case.get(fact)
        return None if value is None else compare(value, to)

    return answer


def _two_facts(fact: str, compare: Callable[[Any, Any], bool], other: str) -> Answers:
    def answer(case: Case) -> bool | None:
        left, right = case.get(fact), case.get(other)
        return None if left is None or right is None else compare(left, right)

    return answer


def _membership(fact: str, values: frozenset[int | str]) -> Answers:
    def answer(case: Case) -> bool | None:
        value = case.get(fact)
        return None if value is None else value in values

    return answer


def _good(dated_by: str, since: dt.date, until: dt.date, part: Answers) -> Answers:
    def answer(case: Case) -> bool | None:
        found: Any = case.get(dated_by)
        return part(case) if found is not None and since <= found <= until else None

    return answer


def _all(parts: tuple[Answers, ...]) -> Answers:
    def answer(case: Case) -> bool | None:
        result: bool | None = True
        for part in parts:
            value = part(case)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return answer


def _any(parts: tuple[Answers, ...]) -> Answers:
    def answer(case: Case) -> bool | None:
        result: bool | None = False
        for part in parts:
            value = part(case)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return answer


def _not(part: Answers) -> Answers:
    def answer(case: Case) -> bool | None:
        value = part(case)
        return None if value is None else not value

    return answer
