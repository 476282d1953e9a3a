"""The rules that PostgreSQL keeps answer as Python's do, on two versions, and refuse what is no case."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import psycopg
import pytest
from screening_cases import ASKED_ON, settled
from stored_cases import Asking, askings, condition, days
from tests.postgres import NoServerError, programs, server

from returnhub.procedure.clocks import add_working_days, is_working_day
from returnhub.scheme.load import load
from returnhub.scheme.shipped import shipped_schemes
from returnhub.screening.casebook import read_tests
from returnhub.screening.condition import Compare, Op
from returnhub.screening.rule import TO_THE_HUB
from returnhub.screening.rules import Ruleset, load_ruleset, profiles
from returnhub.screening.single import judge
from returnhub.screening.stored import FIRST_YEAR, LAST_YEAR, ruleset_sql, schema_sql
from returnhub.screening.testing import EVERY_GROUP
from returnhub.screening.verdict import STATES, Verdict, combine

ANSWERS = {state: value for value, state in STATES.items()}
Row = tuple[str, int, str, str, bool | None]


@pytest.fixture(scope="module", params=[18, 15])
def database(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    if not programs(request.param):
        pytest.skip(f"no programs of PostgreSQL {request.param} on this machine")
    try:
        with server(request.param) as address, psycopg.connect(address, autocommit=True) as connection:
            connection.execute(schema_sql())
            for ruleset in shipped_rulesets().values():
                connection.execute(ruleset_sql(ruleset))
            yield connection
    except NoServerError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {none}")


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset("uk-2025")


@cache
def shipped_rulesets() -> dict[str, Ruleset]:
    """Of every profile, alone and in every scheme; each digest once."""
    schemes = [None, *(load(name) for name in shipped_schemes())]
    return {r.digest: r for r in (load_ruleset(p, s) for p in profiles() for s in schemes)}


def as_json(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, default=dt.date.isoformat)


def stored(database: psycopg.Connection, digest: str, asked: Sequence[Asking]) -> list[list[Row]]:
    """Every row that the stored rules give for each case."""
    given = json.dumps([{"day": day, "facts": facts} for day, facts in asked], default=dt.date.isoformat)
    found = database.execute(
        "SELECT answers.* FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given (it, n), LATERAL ("
        "  SELECT n, array_agg(s.rule), array_agg(s.version), array_agg(s.rule_group),"
        "         array_agg(s.about), array_agg(s.holds)"
        "  FROM rules.screen(%s, it -> 'facts', (it ->> 'day')::date) AS s) AS answers ORDER BY n",
        [given, digest],
    )
    return [list(zip(*columns, strict=True)) for _, *columns in found]


def in_python(ruleset: Ruleset, asked: Sequence[Asking]) -> list[list[Row]]:
    return [
        [
            (rule.id, a.asked.number, rule.group.value, rule.about.value, ANSWERS[a.state])
            for a in judge(facts, ruleset, day, EVERY_GROUP).answers
            for rule in [a.asked.rule]
        ]
        for day, facts in asked
    ]


def stands(
    database: psycopg.Connection, digest: str, facts: Mapping[str, object], day: object, groups: object
) -> list[tuple[object, ...]]:
    asked = "SELECT * FROM rules.stands(%s, %s::jsonb, %s::date, %s::text[])"
    return database.execute(asked, [digest, as_json(facts), day, groups]).fetchall()


def test_stored_rules_answer_as_python_does_at_every_limit(database: psycopg.Connection) -> None:
    rng = random.Random(1)
    for ruleset in shipped_rulesets().values():
        asked = list(askings(ruleset, rng, days(rng, 20), each=12))
        found, expected = stored(database, ruleset.digest, asked), in_python(ruleset, asked)
        assert len(found) > 900
        for case, row, python in zip(asked, found, expected, strict=True):
            assert row == python, case
        for rule in zip(*found, strict=True):
            assert {row[4] for row in rule} == {True, False, None}, rule[0][0]


def test_any_condition_that_can_be_written_is_stored_as_it_is(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    for seed in range(6):
        rng = random.Random(seed)
        wild = {key: condition(ruleset.facts, rng) for key in ruleset.conditions}
        other = replace(ruleset, conditions=wild, digest=digest(f"wild {seed}"))
        database.execute(ruleset_sql(other))
        asked = list(askings(other, rng, days(rng, 10)[::2], each=2))
        for case, row, python in zip(
            asked, stored(database, other.digest, asked), in_python(other, asked), strict=True
        ):
            assert row == python, (seed, case)


def test_every_test_of_the_law_passes_on_the_stored_rules(database: psycopg.Connection) -> None:
    count = 0
    for ruleset in (load_ruleset(p) for p in profiles()):
        tests = [t for t in read_tests(ruleset.facts) if t.profiles is None or ruleset.id in t.profiles]
        found = stored(database, ruleset.digest, [(t.as_of, dict(t.case)) for t in tests])
        for test, rows in zip(tests, found, strict=True):
            answers = {row[0]: row[4] for row in rows}
            for rule in test.expect.keys() & answers.keys():
                assert STATES[answers[rule]] is test.expect[rule], (ruleset.id, test.name, rule)
                count += 1
            if test.verdict is not None:
                against = stands(database, ruleset.digest, test.case, test.as_of, list(TO_THE_HUB))
                holds = [row[2] for row in against]
                assert combine(bool(h) if h is not None else None for h in holds) is test.verdict, test.name
                assert bool(against) is (test.verdict is not Verdict.CONDITIONS_HOLD)
    assert count > 600


def test_a_fact_that_is_hidden_turns_an_answer_to_unknown_or_leaves_it(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    whole = settled(ruleset)
    cases = [whole, *(f for _, f in askings(ruleset, random.Random(3), [ASKED_ON], each=15))]
    found = database.execute(
        "SELECT count(*), count(*) FILTER (WHERE less.holds IS DISTINCT FROM w.holds),"
        "       count(*) FILTER (WHERE less.holds IS DISTINCT FROM w.holds AND less.holds IS NOT NULL)"
        "  FROM jsonb_array_elements(%(cases)s::jsonb) AS facts, jsonb_object_keys(facts) AS fact,"
        "       rules.screen(%(digest)s, facts, %(day)s) AS w,"
        "       rules.screen(%(digest)s, facts - fact, %(day)s) AS less WHERE less.rule = w.rule",
        {
            "cases": json.dumps(cases, default=dt.date.isoformat),
            "digest": ruleset.digest,
            "day": ASKED_ON,
        },
    ).fetchone()
    assert found is not None
    compared, changed, wrong = found
    assert compared > 40_000
    assert changed > 500
    assert wrong == 0


def test_nothing_stands_against_a_case_that_meets_every_rule(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    case = settled(ruleset)
    assert stands(database, ruleset.digest, case, ASKED_ON, list(EVERY_GROUP)) == []
    barred = case | {"court_stay": True, "interim_measure": None}
    assert stands(database, ruleset.digest, barred, ASKED_ON, ["to_the_hub"]) == [
        ("no_court_stay", 1, False),
        ("no_interim_measure", 1, None),
    ]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("court_stay", ["a name that must not be logged", "false", 0, "no", [], {}]),
        ("at_risk_level", ["1", 1.5, True, [1]]),
        (
            "birth_on",
            [
                "infinity",
                "today",
                "1990-05-05T00:00",
                "1990-02-30",
                "0000-01-01",
                "5/5/1990",
                "",
                19900505,
                True,
            ],
        ),
        ("custody", ["None", "none ", "", True, 0]),
    ],
)
def test_a_value_that_is_not_of_its_facts_type_is_refused(
    database: psycopg.Connection, ruleset: Ruleset, fact: str, values: list[object]
) -> None:
    for value in values:
        with pytest.raises(psycopg.Error) as refused:
            stands(database, ruleset.digest, settled(ruleset) | {fact: value}, ASKED_ON, ["onward"])
        assert (refused.value.sqlstate, refused.value.diag.column_name) == ("RHR02", fact), value
        assert "logged" not in str(refused.value)


@pytest.mark.parametrize("facts", ["null", "[]", '"court_stay"', None])
def test_facts_that_are_no_object_are_refused(
    database: psycopg.Connection, ruleset: Ruleset, facts: str | None
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        database.execute("SELECT * FROM rules.screen(%s, %s::jsonb, %s)", [ruleset.digest, facts, ASKED_ON])
    assert refused.value.sqlstate == "RHR02"


@pytest.mark.parametrize("day", [None, "infinity", "-infinity", "0001-01-01 BC", "10000-01-01"])
def test_without_a_day_nothing_is_answered(
    database: psycopg.Connection, ruleset: Ruleset, day: str | None
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        stands(database, ruleset.digest, settled(ruleset), day, ["onward"])
    assert refused.value.sqlstate == "RHR03"


@pytest.mark.parametrize("groups", [None, [], ["onwards"], ["onward", "hub"], ["onward", None]])
def test_a_group_without_a_rule_is_no_answer(
    database: psycopg.Connection, ruleset: Ruleset, groups: list[str | None] | None
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        stands(database, ruleset.digest, settled(ruleset), ASKED_ON, groups)
    assert refused.value.sqlstate == "RHR04"


@pytest.mark.parametrize("unknown", ["0" * 64, "", None])
def test_an_unknown_ruleset_is_refused(
    database: psycopg.Connection, ruleset: Ruleset, unknown: str | None
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        database.execute("SELECT * FROM rules.screen(%s, '{}', %s)", [unknown, ASKED_ON])
    assert refused.value.sqlstate == "RHR01"


def test_before_the_first_version_no_rule_is_left_out_and_none_holds(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    early = dt.date(2021, 12, 31)
    [rows] = stored(database, ruleset.digest, [(early, settled(ruleset))])
    assert [row[0] for row in rows] == [r.id for r in ruleset.rules]
    assert {(row[1], row[4]) for row in rows} == {(None, None)}
    assert len(stands(database, ruleset.digest, settled(ruleset), early, list(EVERY_GROUP))) == len(rows)


def test_a_pinned_version_counts_on_every_day(database: psycopg.Connection, ruleset: Ruleset) -> None:
    pinned = replace(ruleset, pinned={"intention_notice_run": 1}, digest=digest("pinned"))
    database.execute(ruleset_sql(pinned))
    asked = list(askings(pinned, random.Random(4), [dt.date(2023, 1, 4), dt.date(2026, 1, 5)], each=40))
    found = stored(database, pinned.digest, asked)
    assert found == in_python(pinned, asked)
    assert {row[1] for rows in found for row in rows if row[0] == "intention_notice_run"} == {1}


def test_the_stored_calendar_is_that_of_the_clocks(database: psycopg.Connection) -> None:
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
    every = (
        "SELECT d::date, rules.is_working_day(d::date) FROM generate_series(%s::date, %s::date, '1 day') AS d"
    )
    found = database.execute(every, [first, last]).fetchall()
    assert len(found) == (last - first).days + 1
    assert [(d, is_working_day(d)) for d, _ in found] == found
    moved = database.execute(
        "SELECT d::date, n, rules.add_working_days(d::date, n)"
        "  FROM generate_series(date '2017-01-01', '2044-01-01', '13 days') AS d,"
        "       unnest('{-260,-5,-1,0,1,5,28}'::int[]) AS n"
    ).fetchall()
    assert [(d, n, add_working_days(d, n)) for d, n, _ in moved] == moved


@pytest.mark.parametrize(
    ("day", "n"),
    [("2045-12-29", 1), ("2015-01-02", -1), ("2014-06-02", 1), ("2046-06-02", 5), ("infinity", 1)],
)
def test_beyond_the_calendar_a_count_of_working_days_is_unknown(
    database: psycopg.Connection, ruleset: Ruleset, day: str, n: int
) -> None:
    assert database.execute("SELECT rules.add_working_days(%s::date, %s)", [day, n]).fetchone() == (None,)


def test_a_rule_that_counts_working_days_is_unknown_beyond_the_calendar(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    late = dt.date(LAST_YEAR + 1, 3, 1)
    [rows] = stored(database, ruleset.digest, [(late, settled(ruleset, late))])
    answers = {row[0]: row[4] for row in rows}
    assert answers["departure_notice_run"] is None
    assert answers["adult"] is True


def test_installing_again_changes_nothing_and_puts_back_what_was_changed(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    everything = (
        "SELECT array_agg(pg_get_functiondef(p.oid) ORDER BY p.oid), (SELECT array_agg(r ORDER BY digest)"
        "  FROM rules.ruleset AS r) FROM pg_proc AS p WHERE p.pronamespace = 'rules'::regnamespace"
    )
    before = database.execute(everything).fetchone()
    opened = (
        f"CREATE OR REPLACE FUNCTION rules.screen_{ruleset.digest[:16]}(facts jsonb, as_of date)"
        " RETURNS TABLE (rule text, version integer, rule_group text, about text, holds boolean)"
        " LANGUAGE sql SECURITY DEFINER AS $$ SELECT 'adult', 1, 'onward', 'person', true $$;"
        "CREATE OR REPLACE FUNCTION rules.is_working_day(day date) RETURNS boolean"
        " LANGUAGE sql AS 'SELECT true'; UPDATE rules.ruleset SET title = 'another', profile = 'x'"
        f" WHERE digest = '{ruleset.digest}'"
    )
    database.execute(opened)
    assert stands(database, ruleset.digest, {}, ASKED_ON, ["onward"]) == []
    database.execute(schema_sql())
    for each in shipped_rulesets().values():
        database.execute(ruleset_sql(each))
    assert database.execute(everything).fetchone() == before


def test_what_stands_in_the_files_is_never_read_as_sql(
    database: psycopg.Connection, ruleset: Ruleset
) -> None:
    hostile = "it's $$ $body$ \\' %s %(x)s '; DROP SCHEMA rules CASCADE; --"
    custody = ruleset.facts["custody"].model_copy(update={"codes": {hostile: "A code"}})
    other = replace(
        ruleset,
        facts=dict(ruleset.facts) | {"custody": custody},
        conditions=dict(ruleset.conditions) | {("adult", 1): Compare("custody", Op.EQ, hostile)},
        profile=ruleset.profile.model_copy(update={"title": hostile}),
        digest=digest("hostile"),
    )
    database.execute(ruleset_sql(other))
    [rows] = stored(database, other.digest, [(ASKED_ON, {"custody": hostile})])
    assert {row[0]: row[4] for row in rows}["adult"] is True
    [title] = (
        database.execute("SELECT title FROM rules.ruleset WHERE digest = %s", [other.digest]).fetchone() or ()
    )
    assert title == hostile


def test_an_operator_of_the_callers_own_is_not_used(database: psycopg.Connection, ruleset: Ruleset) -> None:
    barred = settled(ruleset) | {"court_stay": True}
    with database.transaction(force_rollback=True):
        database.execute(
            "CREATE SCHEMA mine;"
            "CREATE FUNCTION mine.yes(boolean, boolean) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
            "CREATE OPERATOR mine.= (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = mine.yes);"
            "SET LOCAL search_path = mine, pg_catalog"
        )
        assert database.execute("SELECT true = false").fetchone() == (True,)
        assert len(stands(database, ruleset.digest, barred, ASKED_ON, ["to_the_hub"])) == 1


def test_a_fault_in_one_stored_rule_would_be_seen(database: psycopg.Connection, ruleset: Ruleset) -> None:
    asked = list(askings(ruleset, random.Random(5), days(random.Random(5), 5)[::3], each=10))
    expected = in_python(ruleset, asked)
    other = {Op.LE: Op.LT, Op.LT: Op.LE, Op.GE: Op.GT, Op.GT: Op.GE, Op.EQ: Op.NE, Op.NE: Op.EQ}
    faulty = {
        key: replace(c, op=other[c.op]) if isinstance(c, Compare) else c
        for key, c in ruleset.conditions.items()
    }
    mutated = {rule for (rule, _), c in ruleset.conditions.items() if isinstance(c, Compare)}
    mutant = replace(ruleset, conditions=faulty, digest=digest("faulty"))
    database.execute(ruleset_sql(mutant))
    found = stored(database, mutant.digest, asked)
    seen = {
        a[0]
        for rows, right in zip(found, expected, strict=True)
        for a, b in zip(rows, right, strict=True)
        if a != b
    }
    assert seen == mutated
    assert len(seen) > 20


def digest(name: str) -> str:
    """A digest for rules that only a test knows."""
    return hashlib.sha256(name.encode()).hexdigest()
