"""What raw SQL can't do as the application's role: each guard is taken away in turn to show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from psycopg import sql
from tests.casework.cases import fact
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_case, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, days
from returnhub.casework.commands.clocks import start_clock
from returnhub.casework.models import Standing
from returnhub.journal.command import Act
from returnhub.record.entry import canonical

DENIED = "42501"
EVENT: LiteralString = "(SELECT id FROM guard.append(%(body)s))"
OLD: LiteralString = "(SELECT event_id FROM casework_case WHERE id = %(case)s)"


@dataclass(frozen=True)
class Layer:
    """What refuses (a constraint's name or an SQLSTATE), how a superuser takes it away, and puts it back."""

    by: str
    away: LiteralString
    back: LiteralString


def trigger(table: LiteralString, name: LiteralString, by: str) -> Layer:
    return Layer(
        by,
        f"ALTER TABLE {table} DISABLE TRIGGER {name}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


def denied(what: LiteralString, table: LiteralString) -> Layer:
    return Layer(
        DENIED, f"GRANT {what} ON {table} TO returnhub_app", f"REVOKE {what} ON {table} FROM returnhub_app"
    )


RECORDED = trigger("casework_fact", "recorded", "casework_fact_recorded")
ATTEMPTS: dict[str, tuple[LiteralString, tuple[Layer, ...]]] = {
    "a fact without an event of its own": (
        "INSERT INTO casework_fact (event_id, case_id, fact, value, supplier, found_on, note)"
        f" VALUES ({OLD}, %(case)s, 'court_stay', 'false', 'court', now(), '')",
        (RECORDED,),
    ),
    "an edit of a fact": (
        "UPDATE casework_fact SET value = 'true' WHERE id = %(fact)s",
        (denied("UPDATE (value)", "casework_fact"), RECORDED),
    ),
    "an edit of a fact under an event": (
        f"UPDATE casework_fact SET value = 'true', ended_id = {EVENT} WHERE id = %(fact)s",
        (denied("UPDATE (value)", "casework_fact"), RECORDED),
    ),
    "the end of a fact by an event of another transaction": (
        f"UPDATE casework_fact SET ended_id = {OLD} WHERE id = %(fact)s",
        (RECORDED,),
    ),
    "the end of a fact without a word": (
        "UPDATE casework_fact SET until = '2020-01-01' WHERE id = %(fact)s",
        (RECORDED,),
    ),
    "a fact deleted": (
        "DELETE FROM casework_fact WHERE id = %(fact)s",
        (denied("DELETE", "casework_fact"), RECORDED),
    ),
    "all facts emptied": (
        "TRUNCATE casework_fact",
        (
            denied("TRUNCATE", "casework_fact"),
            trigger("casework_fact", "never_emptied", "casework_fact_truncate"),
        ),
    ),
    "something that happened without an event of its own": (
        "INSERT INTO casework_happening (event_id, case_id, word, at)"
        f" VALUES ({OLD}, %(case)s, 'whereabouts lost', now())",
        (trigger("casework_happening", "recorded", "casework_happening_recorded"),),
    ),
    "something that is to come, as if it had happened": (
        "INSERT INTO casework_happening (event_id, case_id, word, at)"
        f" VALUES ({EVENT}, %(case)s, 'referred', now() + interval '2 days')",
        (trigger("casework_happening", "folds", "casework_happening_past"),),
    ),
    "a case pinned to rules that are not its scheme's": (
        f"WITH p AS (INSERT INTO casework_person (event_id) VALUES ({EVENT}) RETURNING id, event_id)"
        " INSERT INTO casework_case"
        " (event_id, reference, person_id, scheme, procedure, ruleset, referred_by_id)"
        " SELECT p.event_id, 'RH-0000-00', p.id, c.scheme, 'returns_only', c.ruleset, c.referred_by_id"
        " FROM casework_case AS c, p WHERE c.id = %(case)s",
        (trigger("casework_case", "stands", "casework_case_pinned"),),
    ),
    "a step that the procedure has not": (
        "INSERT INTO casework_happening (event_id, case_id, word, at)"
        f" VALUES ({EVENT}, %(case)s, 'arrived in a dream', now())",
        (trigger("casework_happening", "folds", "casework_happening_allowed"),),
    ),
    "an event written past the record": (
        "INSERT INTO journal_event (kind, role, reason, happened, recorded, data, record, tx)"
        " VALUES ('casework.made_up', 'clock', '', now(), now(), '{}', gen_random_uuid(),"
        " pg_current_xact_id())",
        (denied("INSERT", "journal_event"),),
    ),
    "an event edited": (
        "UPDATE journal_event SET reason = 'better' WHERE id = (SELECT min(id) FROM journal_event)",
        (
            denied("UPDATE", "journal_event"),
            trigger("journal_event", "never_edited", "journal_event_update"),
        ),
    ),
    "a stage set by hand": (
        "UPDATE casework_standing SET stage = 'authority to depart given' WHERE case_id = %(case)s",
        (denied("UPDATE", "casework_standing"),),
    ),
    "a file's bytes changed": (
        "UPDATE casework_blob SET content = '' WHERE digest = ''",
        (denied("UPDATE", "casework_blob"),),
    ),
    "custody on a ground of one's own": (
        "INSERT INTO casework_custody (event_id, case_id, authority, ground, why, began)"
        f" VALUES ({EVENT}, %(case)s, 'x', 'deterrence', 'x', now())",
        (
            Layer(
                "casework_custody_ground",
                "ALTER TABLE casework_custody DROP CONSTRAINT casework_custody_ground",
                "ALTER TABLE casework_custody ADD CONSTRAINT casework_custody_ground"
                " CHECK (ground IN ('removal_near', 'flight_risk', 'security'))",
            ),
        ),
    ),
}


@pytest.fixture(scope="module")
def given(database: Database) -> dict[str, object]:
    case = a_case(someone(Role.SCREENING))
    body = {"actor": None, "case": case.pk, "data": {}, "kind": "tests.raw", "reason": "", "role": "clock"}
    return {"case": case.pk, "fact": fact(case.pk, "court_stay").pk, "body": canonical(body).decode()}


def tried(database: Database, words: LiteralString, given: dict[str, object]) -> str:
    """Who refuses a statement and its commit: a constraint's name, an SQLSTATE, or "" if nobody does."""
    with database.application() as connection:
        try:
            connection.execute(words, given)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as fault:
            return fault.diag.constraint_name or fault.sqlstate or "?"
        finally:
            connection.rollback()
    return ""


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda name: name.replace(" ", "-"))
def test_raw_sql_as_the_application_is_refused_until_its_guards_are_gone(database, given, attempt):
    words, layers = ATTEMPTS[attempt]
    found = [tried(database, words, given)]
    with database.superuser() as superuser:
        for layer in layers:
            superuser.execute(sql.SQL(layer.away))
            found.append(tried(database, words, given))
        for layer in layers:
            superuser.execute(sql.SQL(layer.back))
    assert found == [*(layer.by for layer in layers), ""]
    assert tried(database, words, given) == layers[0].by


def test_no_setting_of_a_session_keeps_an_old_verdict(database, given):
    """The application may write any setting; what tells that a verdict is out of date is not one."""
    with database.application() as connection:
        event = connection.execute(f"SELECT {EVENT}", given).fetchone()[0]
        held = given | {"event": event, "mine": f"returnhub.screened_{given['case']}"}
        connection.execute("SELECT set_config(%(mine)s, %(event)s::text, false)", held)
        connection.execute(
            "INSERT INTO casework_fact (event_id, case_id, fact, value, supplier, found_on, note)"
            " VALUES (%(event)s, %(case)s, 'fit_to_travel', 'false', 'doctor', guard.today(), '')",
            held,
        )
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        stands = "SELECT verdict FROM casework_standing WHERE case_id = %(case)s"
        judged = "SELECT verdict FROM guard.verdict(%(case)s, guard.today())"
        assert connection.execute(stands, held).fetchone() == connection.execute(judged, held).fetchone()
        connection.rollback()


def test_the_verdict_that_stands_is_of_today(database, given):
    long_ago: LiteralString = "SELECT guard.rescreen(%(case)s, '2020-01-01')"
    assert tried(database, long_ago, given) == "casework_standing_today"


def test_the_next_clock_on_the_officers_lists_is_one_of_theirs(database: Database):
    case = a_case(someone(Role.SCREENING))
    with transaction.atomic():
        event = Act(SETTING_UP, timezone.now()).event("tests.clocks", case=case.pk)
        for kind, n in ((Kind.HEALTH_CHECK, 1), (Kind.FOLLOW_UP, 2), (Kind.TRANSFER_BACK, 14)):
            start_clock(event, case.pk, kind, days(today(), n))
    assert Standing.objects.get(case=case).clock == Kind.TRANSFER_BACK
