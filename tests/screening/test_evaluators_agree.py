"""Closures, Polars and PostgreSQL give the same answer for the same case, also where facts are missing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import psycopg
import pytest
from screening_cases import random_cases, settled
from tests.postgres import NoServerError, server

from returnhub.screening import single
from returnhub.screening.bulk import expression, screen
from returnhub.screening.condition import Compare, Op
from returnhub.screening.postgres import guard_text, screen_text
from returnhub.screening.rules import Ruleset, load_ruleset
from returnhub.screening.testing import EVERY_GROUP, sql_columns
from returnhub.screening.verdict import RULE, STATES

AS_OF = dt.date(2026, 8, 31)
"""The end of a month and a bank holiday: months are clipped, working days skip."""


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset("uk-2025")


@pytest.fixture(scope="module")
def cases(ruleset: Ruleset) -> pl.DataFrame:
    wild = random_cases(ruleset.facts, 100_000, AS_OF, missing=0.3, seed=2)
    # by chance alone nobody would meet all rules
    tame = random_cases(ruleset.facts, 20_000, AS_OF, missing=0.01, seed=3, like=settled(ruleset, AS_OF))
    return pl.concat([wild, tame.with_columns(case="T" + pl.col("case"))])


@pytest.fixture(scope="module")
def screened(ruleset: Ruleset, cases: pl.DataFrame) -> pl.DataFrame:
    return screen(cases, ruleset, AS_OF, EVERY_GROUP)


@pytest.fixture(scope="module")
def database() -> Iterator[psycopg.Connection]:
    try:
        with server() as address, psycopg.connect(address, autocommit=True) as connection:
            yield connection
    except NoServerError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {none}")


def test_generated_cases_hold_fail_and_are_unknown(screened: pl.DataFrame) -> None:
    assert screened["verdict"].value_counts()["count"].min() > 100
    assert screened["verdict"].n_unique() == 3
    for column in screened.select(pl.col(f"^{RULE}.*$")):
        assert set(column.unique()) == {True, False, None}, column.name


def test_closures_and_polars_agree(ruleset: Ruleset, cases: pl.DataFrame, screened: pl.DataFrame) -> None:
    value = {state: v for v, state in STATES.items()}
    rules = [c for c in screened.columns if c.startswith(RULE)]
    bulk = screened.select("verdict", "first_reason", *rules)
    for case, row in zip(cases.iter_rows(named=True), bulk.iter_rows(), strict=True):
        judged = single.judge(case, ruleset, AS_OF, EVERY_GROUP)
        assert row == (judged.verdict, judged.first_reason, *(value[a.state] for a in judged.answers)), case


def test_polars_and_postgres_agree(
    ruleset: Ruleset, cases: pl.DataFrame, screened: pl.DataFrame, database: psycopg.Connection
) -> None:
    answers = on_the_server(database, ruleset, cases)
    for column in screened.select(pl.col(f"^{RULE}.*$")):
        assert answers[column.name].equals(column, null_equal=True), column.name
    holds = screened.select(pl.all_horizontal(f"^{RULE}.*$")).to_series()
    assert answers["conditions_hold"].equals(holds, null_equal=True)


def test_guard_passes_only_cases_whose_conditions_hold(
    ruleset: Ruleset, cases: pl.DataFrame, database: psycopg.Connection
) -> None:
    on_the_server(database, ruleset, cases)
    guard = guard_text(ruleset, AS_OF)
    passed = database.execute(f'SELECT "case" FROM cases WHERE {guard.sql}', guard.values).fetchall()
    verdicts = screen(cases, ruleset, AS_OF).filter(pl.col("verdict") == "conditions_hold")
    assert {row[0] for row in passed} == set(verdicts["case"])
    assert passed


def test_a_mutated_rule_is_caught(ruleset: Ruleset, cases: pl.DataFrame, screened: pl.DataFrame) -> None:
    caught = 0
    for asked in ruleset.asked(AS_OF, EVERY_GROUP):
        if isinstance(asked.condition, Compare):
            other = {Op.LE: Op.LT, Op.LT: Op.LE, Op.GE: Op.GT, Op.GT: Op.GE, Op.EQ: Op.NE, Op.NE: Op.EQ}
            mutant = replace(asked.condition, op=other[asked.condition.op])
            answers = cases.select(expression(mutant)).to_series()
            assert not answers.equals(screened[RULE + asked.rule.id], null_equal=True), asked.rule.id
            caught += 1
    assert caught > 20


def on_the_server(database: psycopg.Connection, ruleset: Ruleset, cases: pl.DataFrame) -> pl.DataFrame:
    """Load the cases into a table and ask every rule there."""
    database.execute("DROP TABLE IF EXISTS cases")
    database.execute(f'CREATE TEMP TABLE cases ("case" text, {sql_columns(ruleset.facts)})')
    with database.cursor().copy("COPY cases FROM STDIN (FORMAT csv, HEADER)") as copy:
        copy.write(cases.write_csv())
    text = screen_text(ruleset, AS_OF, "cases", EVERY_GROUP)
    database.execute("DROP TABLE IF EXISTS answers")
    database.execute(f'CREATE TEMP TABLE answers AS {text.sql} ORDER BY "case"', text.values)
    with database.cursor().copy("COPY answers TO STDOUT (FORMAT csv, HEADER)") as copy:
        csv = b"".join(bytes(block) for block in copy)
    read = pl.read_csv(csv, infer_schema=False)
    return read.with_columns(pl.exclude("case").replace_strict({"t": True, "f": False}, default=None))
