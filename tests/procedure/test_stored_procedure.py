"""The stage that PostgreSQL derives from events is the one that Python derives, and so is every refusal."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from itertools import groupby

import psycopg
import pytest
from tests.postgres import NoServerError, programs, server

from returnhub.problems import Problems
from returnhub.procedure import PROCEDURES, Event, Happening, Procedure, Stage, fold
from returnhub.procedure.return_hub import RETURN_HUB
from returnhub.procedure.returns_only import RETURNS_ONLY
from returnhub.procedure.stored import procedure_sql

WHOLE = procedure_sql(PROCEDURES.values())


@pytest.fixture(scope="module", params=[18, 15])
def database(request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    if not programs(request.param):
        pytest.skip(f"no programs of PostgreSQL {request.param} on this machine")
    try:
        with server(request.param) as address, psycopg.connect(address, autocommit=True) as connection:
            connection.execute(WHOLE)
            yield connection
    except NoServerError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {none}")


def walk(table: Procedure, rng: random.Random) -> list[Event]:
    """Allowed events, the last one in three times any event at all."""
    stage, events = table.first, list[Event]()
    for _ in range(rng.randrange(25)):
        if table.allowed(stage):
            events.append(rng.choice(table.allowed(stage)))
            stage = table.next(stage, events[-1])
    return [*events, rng.choice(list(Event))] if rng.random() < 0.33 else events


def in_python(table: Procedure, events: list[Event]) -> tuple[str, object]:
    """The stage, or the refusal as the database words it."""
    at = dt.datetime(2026, 1, 5, 9)
    try:
        standing = fold(table, [Happening("RH-48K2-7Q", e, at, at) for e in events])
    except Problems as refused:
        given = refused.items[0].given
        return (
            f'in the stage "{given["stage"]}" the procedure has no event "{given["event"]}"',
            ", ".join(given["allowed_next"]),
        )
    return standing.stage.value, None


def stored(database: psycopg.Connection, table: Procedure, events: list[Event]) -> tuple[str, object]:
    try:
        [stage] = database.execute(
            "SELECT rules.fold(%s, %s::text[])", [table.name, [e.value for e in events]]
        ).fetchone() or ("",)
    except psycopg.Error as refused:
        if refused.sqlstate != "RHP01":
            raise
        return refused.diag.message_primary or "", refused.diag.message_detail
    return stage, None


@pytest.mark.parametrize("name", PROCEDURES)
def test_the_stored_fold_is_that_of_python_on_any_walk(database: psycopg.Connection, name: str) -> None:
    table, rng = PROCEDURES[name], random.Random(7)
    refused = 0
    for _ in range(400):
        events = walk(table, rng)
        expected = in_python(table, events)
        assert stored(database, table, events) == expected, events
        refused += expected[1] is not None
    assert refused > 50


def test_the_stored_steps_are_the_tables_and_no_others(database: psycopg.Connection) -> None:
    rows = database.execute(
        "SELECT procedure, stage, event, leads_to, actor, guard, clock, is_fact"
        "  FROM rules.step ORDER BY position"
    ).fetchall()
    assert rows == [
        (p.name, s.stage, s.event, s.to, s.actor, s.guard, s.clock, s.event.is_fact)
        for p in PROCEDURES.values()
        for s in p.steps
    ]


def test_what_is_allowed_comes_in_the_tables_order(database: psycopg.Connection) -> None:
    rows = database.execute(
        "SELECT p.procedure, st.stage, a FROM rules.procedure AS p,"
        "  unnest(%s::text[]) WITH ORDINALITY AS st(stage, n),"
        "  rules.allowed(p.procedure, st.stage) WITH ORDINALITY AS a(a, k) ORDER BY 1, st.n, k",
        [[s.value for s in Stage]],
    ).fetchall()
    found = {key: tuple(r[2] for r in group) for key, group in groupby(rows, lambda r: (r[0], r[1]))}
    expected = {(p.name, s.value): p.allowed(s) for p in PROCEDURES.values() for s in Stage if p.allowed(s)}
    assert found == expected


@pytest.mark.parametrize(
    "asked", ["first_stage('x')", "allowed('x', 'referred')", "fold('x', '{}')", "fold(NULL, '{}')"]
)
def test_a_procedure_that_is_not_installed_is_refused(database: psycopg.Connection, asked: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        database.execute(f"SELECT rules.{asked}")
    assert refused.value.sqlstate == "RHP02"


@pytest.mark.parametrize("events", ["NULL", "ARRAY[NULL]::text[]", "ARRAY['Claim refused']", "ARRAY['']"])
def test_what_is_no_event_is_never_passed_over(database: psycopg.Connection, events: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        database.execute(f"SELECT rules.fold('return_hub', {events})")
    assert refused.value.sqlstate in ("RHP01", "22004")


def test_installing_again_changes_nothing_and_puts_back_what_was_changed(
    database: psycopg.Connection,
) -> None:
    everything = (
        "SELECT (SELECT array_agg(s ORDER BY position) FROM rules.step AS s),"
        "  (SELECT array_agg(p ORDER BY procedure) FROM rules.procedure AS p),"
        "  (SELECT array_agg(pg_get_functiondef(f.oid) ORDER BY f.oid) FROM pg_proc AS f"
        "    WHERE f.pronamespace = 'rules'::regnamespace)"
    )
    before = database.execute(everything).fetchone()
    database.execute(
        "UPDATE rules.step SET leads_to = 'departed' WHERE position < 9;"
        "INSERT INTO rules.step VALUES"
        " ('return_hub', 'referred', 'off', 'in the hub', 'anyone who knows', NULL, NULL, false, 0);"
        "UPDATE rules.procedure SET first_stage = 'in the hub';"
        "CREATE OR REPLACE FUNCTION rules.fold(procedure text, events text[]) RETURNS text"
        " LANGUAGE sql AS $$ SELECT 'in the hub' $$"
    )
    assert database.execute(everything).fetchone() != before
    for _ in range(2):
        database.execute(WHOLE)
        assert database.execute(everything).fetchone() == before


def test_a_procedure_that_is_no_longer_installed_is_gone(database: psycopg.Connection) -> None:
    with database.transaction(force_rollback=True):
        database.execute(procedure_sql([RETURNS_ONLY]))
        rows = database.execute("SELECT DISTINCT procedure FROM rules.step").fetchall()
    assert rows == [(RETURNS_ONLY.name,)]
    assert stored(database, RETURN_HUB, []) == (RETURN_HUB.first.value, None)
