"""The rules' own tests pass on all three evaluators; and the runner finds what is wrong when something is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from tests.postgres import NoServerError, server

from returnhub.problems import Code
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped
from returnhub.screening.casebook import RuleTest, read_tests
from returnhub.screening.condition import Compare, Op
from returnhub.screening.rules import Ruleset, load_ruleset, profiles
from returnhub.screening.testing import closures, frames, on_postgres, run
from returnhub.screening.verdict import State

TESTS = read_tests(read_facts(shipped("law"), []))


@pytest.fixture(scope="module")
def database() -> Iterator[psycopg.Connection]:
    try:
        with server() as address, psycopg.connect(address, autocommit=True) as connection:
            yield connection
    except NoServerError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {none}")


@pytest.fixture
def ruleset() -> Ruleset:
    return load_ruleset("uk-2025")


@pytest.mark.parametrize("profile", profiles())
def test_every_rule_test_passes_in_python_polars_and_postgres(
    profile: str, database: psycopg.Connection
) -> None:
    asks = on_postgres(lambda sql, values: database.execute(sql, values).fetchall())
    report = run(load_ruleset(profile), TESTS, {"one case": closures, "in bulk": frames, "PostgreSQL": asks})
    assert not report.problems
    assert len(set(report.answers.values())) == 1
    assert report.tests > 200
    assert report.mutants > 100


def without(rule: str, state: State) -> list[RuleTest]:
    return [t for t in TESTS if t.expect.get(rule) is not state]


def codes(ruleset: Ruleset, tests: list[RuleTest]) -> set[tuple[Code, str]]:
    report = run(ruleset, tests, {"one case": closures})
    return {(p.code, str(p.given.get("missing", ""))) for p in report.problems}


@pytest.mark.parametrize("state", list(State))
def test_a_version_without_one_of_the_three_states_is_untested(ruleset: Ruleset, state: State) -> None:
    words = {State.HOLDS: "holds", State.FAILS: "fails", State.UNKNOWN: "is unknown"}[state]
    assert (Code.RULE_UNTESTED, words) in codes(ruleset, without("host_accepted", state))


def test_a_limit_that_no_test_stands_on_is_untested(ruleset: Ruleset) -> None:
    tests = [t for t in TESTS if t.name not in ("eighteen today", "eighteen tomorrow")]
    missing = {words for _, words in codes(ruleset, tests)}
    assert any(words.startswith("would notice birth_on <= :as_of - 18 years") for words in missing)


def test_a_rule_with_a_fault_fails_its_tests(ruleset: Ruleset) -> None:
    faulty = dict(ruleset.conditions)
    assert isinstance(faulty["no_court_stay", 1], Compare)
    faulty["no_court_stay", 1] = Compare("court_stay", Op.EQ, True)
    failed = codes(replace(ruleset, conditions=faulty), list(TESTS))
    assert Code.RULE_TEST_FAILED in {code for code, _ in failed}


def test_a_wrong_verdict_fails(ruleset: Ruleset) -> None:
    wrong = [replace(t, verdict=None, expect={"adult": State.FAILS}) for t in TESTS if t.verdict is not None]
    assert Code.RULE_TEST_FAILED in {code for code, _ in codes(ruleset, wrong)}
