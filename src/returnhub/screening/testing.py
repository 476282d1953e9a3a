"""Run the rules' own tests on every evaluator, and test the tests.

Each version of each rule needs a test that holds, one that fails and one that is unknown. Hiding a
fact may only turn an answer into unknown. A rule with one small fault must break a test.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from returnhub.caseload.columns import schema
from returnhub.problems import Code, Problem
from returnhub.scheme.facts import Fact, FactType
from returnhub.screening.bulk import screen
from returnhub.screening.casebook import RuleTest
from returnhub.screening.mutants import mutants
from returnhub.screening.postgres import screen_text
from returnhub.screening.rule import TO_THE_HUB, Group
from returnhub.screening.rules import Asked, Ruleset, resolved
from returnhub.screening.single import Case, function_of, judge
from returnhub.screening.verdict import RULE, STATES, State, combine

EVERY_GROUP = tuple(g.value for g in Group)

Evaluator = Callable[[Ruleset, dt.date, Sequence[Case]], "list[dict[str, bool | None]]"]
"""Every rule's answer for each case on one day."""

Query = Callable[[str, Mapping[str, object]], Sequence[Sequence[object]]]
"""Runs SQL with `%(name)s` parameters and gives the rows."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was run for a profile. `problems` is empty if all is well."""

    profile: str
    rules: int
    versions: int
    tests: int
    answers: Mapping[str, int]
    """Answers compared, by evaluator."""
    hidden: int
    mutants: int
    problems: tuple[Problem, ...]


def closures(ruleset: Ruleset, as_of: dt.date, cases: Sequence[Case]) -> list[dict[str, bool | None]]:
    """`single.judge` as an evaluator."""
    value = {state: v for v, state in STATES.items()}
    return [
        {a.asked.rule.id: value[a.state] for a in judge(c, ruleset, as_of, EVERY_GROUP).answers}
        for c in cases
    ]


def frames(ruleset: Ruleset, as_of: dt.date, cases: Sequence[Case]) -> list[dict[str, bool | None]]:
    """`bulk.screen` as an evaluator."""
    rows = [{"case": str(i)} | dict(c) for i, c in enumerate(cases)]
    frame = pl.DataFrame(rows, schema=schema(ruleset.facts))
    answers = screen(frame, ruleset, as_of, EVERY_GROUP).select(pl.col(f"^{RULE}.*$"))
    return [{k.removeprefix(RULE): v for k, v in row.items()} for row in answers.iter_rows(named=True)]


def on_postgres(query: Query) -> Evaluator:
    """The text for PostgreSQL as an evaluator; `query` holds the connection."""

    def evaluate(ruleset: Ruleset, as_of: dt.date, cases: Sequence[Case]) -> list[dict[str, bool | None]]:
        columns = sql_columns(ruleset.facts)
        text = screen_text(ruleset, as_of, "cases", EVERY_GROUP)
        sql = (
            "WITH cases AS (SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) "
            f'AS t("case" integer, {columns}))\n'
            f'{text.sql}\nORDER BY "case"'
        )
        rows = json.dumps([{"case": i} | dict(c) for i, c in enumerate(cases)], default=dt.date.isoformat)
        names = [a.rule.id for a in ruleset.asked(as_of, EVERY_GROUP)]
        found = query(sql, {**text.values, "rows": rows})
        return [dict(zip(names, (_kleene(v) for v in row[2:]), strict=True)) for row in found]

    return evaluate


def run(ruleset: Ruleset, tests: Sequence[RuleTest], evaluators: Mapping[str, Evaluator]) -> Report:
    """Run all that belongs to the ruleset's profile; nothing is raised for a test that fails."""
    names = {r.id for r in ruleset.rules}
    mine = [
        t
        for t in tests
        if (ruleset.id in t.profiles if t.profiles is not None else bool(names & set(t.expect)))
    ]
    problems: list[Problem] = []
    answers: dict[str, int] = {}
    for evaluator, evaluate in evaluators.items():
        answers[evaluator] = 0
        for day in sorted({t.as_of for t in mine}):
            todays = [t for t in mine if t.as_of == day]
            found = evaluate(ruleset, day, [t.case for t in todays])
            for test, values in zip(todays, found, strict=True):
                answers[evaluator] += len(test.expect) + (test.verdict is not None)
                problems += _compare(ruleset, test, values, evaluator)
    hidden, flipped = _hide(ruleset, mine)
    changed, unnoticed = _mutate(ruleset, mine)
    problems += [*_untested(ruleset, mine), *flipped, *unnoticed]
    versions = sum(len(r.versions) for r in ruleset.rules)
    return Report(
        ruleset.id, len(ruleset.rules), versions, len(mine), answers, hidden, changed, tuple(problems)
    )


_SQL: dict[FactType, str] = {
    FactType.BOOLEAN: "boolean",
    FactType.INTEGER: "integer",
    FactType.DATE: "date",
    FactType.CODE: "text",
}


def sql_columns(facts: Mapping[str, Fact]) -> str:
    """The columns of a table that holds one fact each, for CREATE TABLE."""
    return ", ".join(f'"{name}" {_SQL[f.type]}' for name, f in facts.items())


def _compare(
    ruleset: Ruleset, test: RuleTest, values: Mapping[str, bool | None], evaluator: str
) -> list[Problem]:
    wrong: list[Problem] = []
    for rule, expected in test.expect.items():
        found = STATES[values[rule]] if rule in values else "no such rule"
        if found != expected:
            wrong.append(_failed(test, f"{rule} {expected}", f"{found} ({evaluator})"))
    if test.verdict is not None:
        verdict = combine(values[r.id] for r in ruleset.rules if r.group in TO_THE_HUB)
        if verdict is not test.verdict:
            wrong.append(_failed(test, test.verdict.value, f"{verdict.value} ({evaluator})"))
    return wrong


def _failed(test: RuleTest, expected: str, found: str) -> Problem:
    return Problem(
        Code.RULE_TEST_FAILED, test.where, {"test": test.name, "expected": expected, "found": found}
    )


def _by_version(ruleset: Ruleset, tests: Sequence[RuleTest]) -> dict[tuple[str, int], list[RuleTest]]:
    found: dict[tuple[str, int], list[RuleTest]] = {key: [] for key in ruleset.conditions}
    for test in tests:
        for asked in ruleset.asked(test.as_of, EVERY_GROUP):
            if asked.rule.id in test.expect:
                found[asked.rule.id, asked.number].append(test)
    return found


def _untested(ruleset: Ruleset, tests: Sequence[RuleTest]) -> list[Problem]:
    wrong: list[Problem] = []
    for (rule, number), mine in _by_version(ruleset, tests).items():
        for state, words in (
            (State.HOLDS, "holds"),
            (State.FAILS, "fails"),
            (State.UNKNOWN, "is unknown"),
        ):
            if not any(t.expect[rule] is state for t in mine):
                given = {"name": f"{rule} v{number}", "missing": words}
                wrong.append(Problem(Code.RULE_UNTESTED, given=given))
    return wrong


def _hide(ruleset: Ruleset, tests: Sequence[RuleTest]) -> tuple[int, list[Problem]]:
    """Take away each fact that a rule reads, in each of its tests: the answer may only become unknown."""
    count, wrong = 0, list[Problem]()
    for test in tests:
        for asked in _asked(ruleset, test):
            answer = function_of(asked.condition)
            before = answer(test.case)
            for fact in asked.facts:
                after = answer({**test.case, fact: None})
                count += 1
                if after is not None and after is not before:
                    expected = f"{asked.rule.id} the same or unknown without {fact}"
                    wrong.append(_failed(test, expected, STATES[after].value))
    return count, wrong


def _mutate(ruleset: Ruleset, tests: Sequence[RuleTest]) -> tuple[int, list[Problem]]:
    """Give each rule one small fault after the other: at least one of its tests must notice."""
    count, wrong = 0, list[Problem]()
    for (rule, number), mine in _by_version(ruleset, tests).items():
        for words, mutant in mutants(ruleset.conditions[rule, number]):
            count += 1
            noticed = any(
                STATES[function_of(resolved(mutant, t.as_of))(t.case)] is not t.expect[rule] for t in mine
            )
            if not noticed:
                given = {"name": f"{rule} v{number}", "missing": f"would notice {words}"}
                wrong.append(Problem(Code.RULE_UNTESTED, given=given))
    return count, wrong


def _asked(ruleset: Ruleset, test: RuleTest) -> list[Asked]:
    every = ruleset.asked(test.as_of, EVERY_GROUP)
    return [a for a in every if a.rule.id in test.expect or test.verdict is not None]


def _kleene(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
