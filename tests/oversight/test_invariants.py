"""Each invariant holds on what the commands make, and is broken by a superuser's hand, by name and row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone
from tests.movements.way import People, authorised, people, waiting
from tests.service_database import Database
from tests.service_people import a_hub, someone
from tests.transfers import day as travel

import returnhub
from returnhub.accounts.roles import Role
from returnhub.agreements import commands as agreements
from returnhub.agreements.models import Suspension
from returnhub.casework.models import Case
from returnhub.incidents.commands.reports import report
from returnhub.incidents.commands.steps import review
from returnhub.incidents.models import Kind, Severity
from returnhub.journal.reads import record_read
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.oversight.guards import guards, missing
from returnhub.oversight.guards.shipped import functions, guarded, policies, text, triggers
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.invariant import Found
from returnhub.oversight.invariants.look import ask, look
from returnhub.transfers.commands.day import record_outcome
from returnhub.transfers.models import Outcome

BY_ID = {i.id: i for i in INVARIANTS}


@pytest.fixture(scope="module")
def world(database: Database) -> tuple[People, Case, Case, Case]:
    """People who act; one case with authority, one that departed with it, one that departed without."""
    who = people()
    left, _ = authorised(who)
    record_departure(who.screening, case=left.pk, way=Way.HUB, at=timezone.now())
    _travelled(who)
    stands, _ = authorised(who)
    record_read(who.screening, stands.pk, "case")
    stopped = agreements.suspend(
        someone(Role.MONITOR),
        scheme=left.scheme,
        scope=Suspension.Scope.SCHEME,
        by=Suspension.By.MONITOR,
        reason="a test",
    )
    for role in (Role.MONITOR, Role.AGREEMENT):
        agreements.lift(someone(role), suspension=stopped.pk, reason="it was a test")
    breach = waiting(who)
    record_departure(who.screening, case=breach.pk, way=Way.HUB, at=timezone.now())
    _incident()
    return who, stands, left, breach


def _incident() -> None:
    """Something that happened in another hub and was reviewed."""
    hub = a_hub(people=1).pk
    made = report(
        someone(Role.HUB_MANAGER, hub=hub),
        hub=hub,
        case=None,
        kind=Kind.PROPERTY,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="A bag was lost.",
    )
    review(someone(Role.AGREEMENT), incident=made.pk, says="It was found.")


def _travelled(who: People) -> None:
    """Somebody who arrived by a transfer."""
    hub = who.hub.pk
    monitor, manager, host = (
        someone(Role.MONITOR),
        someone(Role.HUB_MANAGER, hub=hub),
        someone(Role.HOST, hub=hub),
    )
    _, seat = travel.gone(travel.Crowd(who, someone(Role.ESCORT), monitor, manager, host))
    record_outcome(manager, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=timezone.now())


def asked(connection: psycopg.Connection, which: str) -> Found:
    return ask(connection, BY_ID[which], dt.datetime.now(dt.UTC))


@contextmanager
def by_hand(database: Database, *statements: str) -> Iterator[psycopg.Connection]:
    """What a superuser writes with every trigger off, as the service's login then sees it; undone at the
    end."""
    with psycopg.connect(database.setup) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in {*guarded(), "journal_event", "journal_read", "casework_standing"}:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement.replace("EVENT", "(SELECT max(id) FROM journal_event)"))
        connection.execute("SET LOCAL ROLE returnhub_app")
        yield connection
        connection.rollback()


def test_everything_holds_on_what_the_commands_made(database: Database, world: object) -> None:
    with psycopg.connect(database.addresses.web) as connection:
        found = {r.invariant.id: r.found for r in look(connection, dt.datetime.now(dt.UTC), whole=True)}
    assert {k: f for k, f in found.items() if f.broken} == {}
    counted = {k for k, f in found.items() if f.counted}
    assert {
        "no_authority_on_an_unknown",
        "departures_had_authority",
        "breaches_are_recorded",
        "lifted_by_two",
    } <= counted


BREAKS = {
    "no_authority_on_an_unknown": [
        "UPDATE casework_fact SET good_until = current_date - 9 WHERE fact = 'fit_to_travel'",
    ],
    "departures_had_authority": [
        "UPDATE movements_authority SET ended_id = 1 WHERE ended_id IS NOT NULL",
    ],
    "breaches_are_recorded": ["DELETE FROM casework_clock WHERE kind = 'way_back'"],
    "no_authority_over_a_bar": [
        "INSERT INTO casework_bar (event_id, case_id, kind, says, since)"
        " SELECT EVENT, case_id, 'court_order', 'stay', now() FROM movements_authority WHERE"
        " ended_id IS NULL",
    ],
    "authority_rests_on_every_step": ["UPDATE movements_notice SET departs_from = current_date + 3"],
    "exit_plan_before_authority": ["DELETE FROM movements_exitplan"],
    "suspension_stops_authority": [
        "UPDATE agreements_suspension SET ended_id = NULL, since = now() - interval '9 days'",
        "UPDATE journal_event SET happened = now() - interval '9 days', recorded = now() - interval '9"
        " days' WHERE kind = 'agreements.suspended'",
    ],
    "approved_by_another": [
        "UPDATE movements_approval SET by_id = (SELECT max(by_id) FROM movements_decision)"
    ],
    "one_place_each": [
        "ALTER TABLE hubs_stay DROP CONSTRAINT hubs_stay_one_person_a_place",
        "UPDATE hubs_stay SET place_id = (SELECT min(id) FROM hubs_place), days = '[2026-01-01,2099-01-01)'",
    ],
    "within_numbers": ["UPDATE hubs_numbers SET signed = 0"],
    "excess_has_an_owner": [
        "INSERT INTO hubs_excess (event_id, hub_id, case_id, kind, people, bound, owner, ends_by)"
        " SELECT EVENT, min(h.id), min(c.id), 'no_place', 1, 0, 'hub_manager', current_date"
        " FROM hubs_hub AS h, casework_case AS c",
    ],
    "seats_follow_authority": ["UPDATE transfers_seat SET ended_id = NULL"],
    "one_outcome_a_seat": ["UPDATE transfers_seat SET ended_id = NULL"],
    "no_boarding_over_a_stop": ["DELETE FROM transfers_lastcheck"],
    "stays_follow_stages": ["UPDATE casework_standing SET stage = 'referred'"],
    "numbers_by_two": [
        "UPDATE hubs_numbersanswer AS a SET by_id = r.by_id FROM hubs_numbersrequest AS r"
        " WHERE r.id = a.request_id",
    ],
    "incidents_are_told": ["DELETE FROM incidents_told"],
    "incidents_by_another": ["UPDATE incidents_step SET by_id = (SELECT min(by_id) FROM incidents_incident)"],
    "treating_is_not_assessing": [
        "INSERT INTO health_fitnessanswer (event_id, case_id, request_id, fit, examined_on, by_id)"
        " SELECT EVENT, max(id), 1, true, current_date, 1 FROM casework_case",
        "INSERT INTO health_check (event_id, case_id, hub_id, kind, at, by_id)"
        " SELECT EVENT, max(id), 1, 'arrival', now(), 1 FROM casework_case",
    ],
    "lifted_by_two": ["DELETE FROM agreements_lift WHERE id = (SELECT max(id) FROM agreements_lift)"],
    "readiness_signed_by_another": [
        "UPDATE hubs_readinesssignature AS s SET by_id = r.by_id FROM hubs_readiness AS r WHERE r.id ="
        " s.readiness_id",
    ],
    "no_forbidden_pair": [
        "INSERT INTO accounts_grant (event_id, user_id, role, scheme)"
        " SELECT EVENT, user_id, 'auditor', '' FROM accounts_grant WHERE role = 'screening_officer' LIMIT 1",
    ],
    "one_person_at_a_time": [
        "UPDATE movements_decision SET event_id = (SELECT min(event_id) FROM movements_decision)"
    ],
    "clocks_have_effect": [
        "UPDATE casework_clock SET started_on = current_date - 9, ends_on = current_date - 2, event_id = 1"
        " WHERE kind = 'way_back'",
        "UPDATE journal_event SET happened = now() - interval '1 day', recorded = now() - interval '1"
        " day' WHERE id = 1",
    ],
    "stays_have_their_duties": [
        "INSERT INTO hubs_stay (event_id, case_id, person, hub_id, kind, days, arrived_at)"
        " SELECT EVENT, id, person_id, 1, 'there', daterange(current_date, current_date + 9), now()"
        " FROM casework_case WHERE id NOT IN (SELECT case_id FROM hubs_stay) LIMIT 1",
    ],
    "stay_limit_has_effect": [
        "INSERT INTO stays_arrival (event_id, case_id, hub_id, at, limit_on)"
        " SELECT 1, max(id), 1, now() - interval '9 days', current_date - 2 FROM casework_case",
        "UPDATE journal_event SET happened = now() - interval '1 day', recorded = now() - interval '1"
        " day' WHERE id = 1",
    ],
    "way_back_leads_on": ["UPDATE casework_standing SET stage = 'new evidence under review'"],
    "no_return_over_a_claim": [
        "UPDATE movements_authority SET way = 'onward'",
        "INSERT INTO onward_nextstep (event_id, case_id, cause)"
        " SELECT EVENT, case_id, 'return_failed' FROM movements_authority WHERE ended_id IS NULL",
    ],
    "segregation_is_reviewed": [
        "INSERT INTO stays_occurrence (event_id, case_id, arrival_id, kind, at, reason)"
        " SELECT EVENT, max(id), 1, 'segregation', now(), 'w' FROM casework_case",
    ],
    "custody_ends_with_its_ground": [
        "INSERT INTO casework_custody (event_id, lapsed_id, case_id, authority, ground, why, began)"
        " SELECT EVENT, 1, max(id), 'court', 'flight_risk', 'w', now() FROM casework_case",
        "UPDATE journal_event SET happened = now() - interval '1 day', recorded = now() - interval '1"
        " day' WHERE id = 1",
    ],
    "custody_has_one_ground": [
        "ALTER TABLE casework_custody DROP CONSTRAINT casework_custody_ground",
        "INSERT INTO casework_custody (event_id, case_id, authority, ground, why, began)"
        " SELECT EVENT, max(id), 'court', 'nuisance', 'w', now() FROM casework_case",
    ],
    "no_custody_in_open_hub": [
        "INSERT INTO casework_custody (event_id, case_id, authority, ground, why, began)"
        " SELECT EVENT, max(id), 'court', 'flight_risk', 'w', now() FROM casework_case",
        "UPDATE casework_standing SET stage = 'in the hub'",
    ],
    "rows_have_their_events": [
        "UPDATE casework_fact SET note = 'x' WHERE id = (SELECT max(id) FROM casework_fact)"
    ],
    "events_are_on_record": ["UPDATE journal_event SET reason = 'another' WHERE id = 1"],
    "entries_have_events": ["DELETE FROM journal_event WHERE id = (SELECT max(id) FROM journal_event)"],
    "entries_come_into_the_tree": [
        "ALTER TABLE record.event DISABLE TRIGGER USER",
        "UPDATE record.event SET recorded_at = now() - interval '2 minutes'",
    ],
    "stage_is_the_fold_of_events": ["UPDATE casework_standing SET stage = 'in the hub'"],
    "verdict_is_what_the_facts_say": ["UPDATE casework_standing SET verdict = 'barred'"],
    "one_stage_each": [
        "DELETE FROM casework_standing WHERE case_id = (SELECT min(case_id) FROM casework_standing)"
    ],
    "stages_balance": ["UPDATE casework_standing SET stage = 'in the hub'"],
    "nobody_read_out_of_scope": ["UPDATE journal_read SET role = 'analyst'"],
    "packets_are_typed": [
        'INSERT INTO packets_packet (event_id, case_id, kind, "to", state, fields, digest, by_id)'
        " SELECT EVENT, max(id), 'letter', 'host', 'Kosovo', '{\"note\": \"he asked for asylum\"}', '', 1"
        " FROM casework_case",
    ],
    "origin_after_decisions": [
        'INSERT INTO packets_packet (event_id, case_id, kind, "to", state, fields, digest, by_id)'
        " SELECT EVENT, max(id), 'document_request', 'origin', 'Albania', '{}', '', 1 FROM casework_case",
        "INSERT INTO casework_bar (event_id, case_id, kind, says, since)"
        " SELECT EVENT, max(id), 'judicial_review', 'lodged', now() FROM casework_case",
    ],
    "confidential_stays_so": ["GRANT SELECT ON oversight.note TO returnhub_app"],
}


@pytest.mark.parametrize("which", [i.id for i in INVARIANTS if i.asks is None])
def test_an_invariant_that_is_broken_by_hand_is_named_with_its_row_and_mended_again(
    which: str, database: Database, world: object
) -> None:
    with by_hand(database, *BREAKS[which]) as connection:
        found = asked(connection, which)
    assert found.broken > 0
    assert found.counted > 0
    assert found.examples[0].row
    with psycopg.connect(database.addresses.web) as connection:
        assert asked(connection, which).broken == 0


def test_an_authority_ends_with_the_screening_that_finds_its_fact_out_of_date(
    database: Database, world: object
) -> None:
    with psycopg.connect(database.setup) as connection:
        connection.execute("ALTER TABLE casework_fact DISABLE TRIGGER USER")
        connection.execute(BREAKS["no_authority_on_an_unknown"][0])
        assert asked(connection, "no_authority_on_an_unknown").broken == 1
        connection.execute(
            "SELECT guard.rescreen(case_id, guard.today()) FROM movements_authority WHERE ended_id IS NULL"
        )
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = asked(connection, "no_authority_on_an_unknown")
        connection.rollback()
    assert (found.counted, found.broken) == (0, 0)


def test_what_is_read_from_the_shipped_text_is_what_a_fresh_database_holds(database: Database) -> None:
    with psycopg.connect(database.addresses.web) as connection:
        assert missing(connection) == []
        assert {k: on for k, on in guards(connection).items() if not on} == {}
        names = {
            n
            for (n,) in connection.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'guard'::regnamespace"
            )
        }
    assert {f"guard.{n}" for n in names} == {f for f in functions() if f.startswith("guard.")}
    assert len(triggers()) > 100
    assert {p.table for p in policies()} == {
        "clinic.note",
        "counsel.message",
        "counsel.note",
        "oversight.note",
        "oversight.complaint",
        "oversight.message",
    }


def test_a_rooms_guards_are_all_its_files_of_guards_in_the_order_of_their_names() -> None:
    rooms = Path(returnhub.__file__).parent
    at = {str(p.relative_to(rooms)): text().index(p.read_text("utf-8")) for p in rooms.glob("*/guards*.sql")}
    of_hubs = [name for name in sorted(at, key=lambda name: at[name]) if name.startswith("hubs/")]
    assert of_hubs[:2] == ["hubs/guards.sql", "hubs/guards_numbers.sql"]
    assert of_hubs == sorted(of_hubs)
    assert sum(len((rooms / name).read_text("utf-8")) + 1 for name in at) == len(text()) + 1


QUIET = {
    "DROP TRIGGER recorded ON casework_fact": "service.recorded",
    "ALTER TABLE movements_authority DISABLE TRIGGER stands": "service.authority_stands",
    "ALTER TABLE casework_bar ENABLE TRIGGER z_authority_falls": "service.authority_falls",
    "CREATE OR REPLACE FUNCTION guard.unready(of_scheme text) RETURNS SETOF text LANGUAGE sql AS 'SELECT"
    " NULL::text LIMIT 0'": ("service.functions"),
    "ALTER FUNCTION guard.authority_stands() SECURITY INVOKER": "service.authority_stands",
    "ALTER FUNCTION guard.recorded() OWNER TO CURRENT_USER": "service.recorded",
    "CREATE TRIGGER undo BEFORE INSERT ON casework_bar FOR EACH ROW EXECUTE FUNCTION"
    " guard.case_locked()": "service.tables",
    "GRANT UPDATE ON casework_standing TO returnhub_app": "service.rights",
    "GRANT DELETE ON casework_fact TO PUBLIC": "service.rights",
    "ALTER TABLE oversight.note NO FORCE ROW LEVEL SECURITY": "service.row_security",
    "CREATE POLICY more ON counsel.note TO returnhub_app USING (true)": "service.row_security",
    "ALTER POLICY own ON counsel.note USING (author > guard.me())": "service.row_security",
    "GRANT returnhub_monitor TO returnhub_app": "service.roles",
    "ALTER ROLE returnhub_web_login BYPASSRLS": "service.roles",
    "DELETE FROM rules.step WHERE event = 'departed without authority'": "service.procedures",
    "UPDATE packets_field SET shape = 'name' WHERE name = 'why'": "service.packets",
    "UPDATE packets_kind SET stages = stages || 'claim pending'::varchar": "service.packets",
    "DO $$ BEGIN EXECUTE (SELECT replace(pg_get_functiondef(oid), '''trafficking', '''x') FROM pg_proc"
    " WHERE proname LIKE 'screen\\_%' LIMIT 1); END $$": "service.rules",
}


@pytest.mark.parametrize("statement", QUIET)
def test_a_superusers_quiet_change_shows_as_a_guard_that_is_off(statement: str, database: Database) -> None:
    with psycopg.connect(database.setup) as connection:
        connection.execute(statement)
        connection.execute("SET LOCAL ROLE returnhub_sequencer")
        off = {name for name, on in guards(connection).items() if not on}
        connection.rollback()
    assert QUIET[statement] in off
