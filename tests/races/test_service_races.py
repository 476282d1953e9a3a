"""Fifty real connections at one instant: what may not both be never is, nothing is lost or done twice.

Each guard is first shown to matter: with its lock taken away, the same two steps in the worst order both go
through.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.movements.way import People, approved, authorised, decided, people, ready, reasons
from tests.races.at_once import Outcome, at_once
from tests.service_database import Database, SetUp, lead_django_to
from tests.service_people import SCHEME, a_case, someone, today

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import refer
from returnhub.casework.commands.counsel import write_note
from returnhub.casework.commands.facts import Answer, record_fact
from returnhub.casework.models import Bar, Case, CaseNote, Happening
from returnhub.journal.command import AlreadyDoneError
from returnhub.journal.models import Event as Said
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.decisions import approve
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Approval, Authority, Breach, Way
from returnhub.movements.queries.against import last_event
from returnhub.problems import Code, Problems
from returnhub.procedure import Event

PAIRS = 25


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people(places=150)


@pytest.fixture
def unlocked_copy(setup_server: SetUp, database: Database) -> Iterator[Database]:
    """A copy in which nothing waits for a case or a scheme."""
    copy = setup_server.copy()
    with copy.superuser() as connection:
        for name, argument in (("lock_case", "of_case bigint"), ("lock_scheme", "of_scheme text")):
            connection.execute(
                f"CREATE OR REPLACE FUNCTION guard.{name}({argument}) RETURNS void LANGUAGE sql AS 'SELECT'"
            )
        # a fact marks where its case stands as to be screened again, and so holds that row too
        connection.execute("ALTER TABLE casework_fact DISABLE TRIGGER ALL")
        for function in ("suspension_waits", "authority_stands"):
            text = connection.execute(
                "SELECT pg_get_functiondef(%s::regproc)", [f"guard.{function}"]
            ).fetchone()[0]
            connection.execute(text.replace("FOR NO KEY UPDATE", "").replace("FOR SHARE", ""))
    lead_django_to(copy.addresses)
    yield copy
    lead_django_to(database.addresses)


@pytest.fixture
def unlocked(unlocked_copy: Database) -> People:
    """Officers in that copy."""
    return people()


@contextmanager
def begun(work) -> Iterator[None]:
    """The work is done and not committed until the end of the block, on a connection of its own."""
    done, end = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                end.wait(timeout=30)
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    done.wait(timeout=30)
    yield
    end.set()
    thread.join(timeout=30)


def insert(case: Case, table: str, columns: str, values: str) -> None:
    """A row with its event, as raw SQL would write it: nothing of a command waits for anything."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM guard.append(%s)",
            [f'{{"actor":null,"case":{case.pk},"kind":"casework.told","role":"clock"}}'],
        )
        event = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO {table} (event_id, case_id, {columns}) VALUES (%s, %s, {values})", [event, case.pk]
        )


def bar_in_sql(case: Case) -> None:
    insert(case, "casework_bar", "kind, says, since", "'court_order', 'stopped by a court', now()")


def fact_in_sql(case: Case) -> None:
    insert(
        case,
        "casework_fact",
        "fact, value, supplier, found_on, note",
        "'at_risk_level', '2', 'doctor', current_date, ''",
    )


def bar(who: People, case: Case) -> Bar:
    return open_bar(who.screening, case=case.pk, kind=Bar.Kind.COURT_ORDER, says="a court has stopped it")


def stop(who: People, case: Case) -> Suspension:

    return suspend(
        someone(Role.MONITOR),
        scheme=SCHEME,
        scope=Suspension.Scope.PERSON,
        by=Suspension.By.MONITOR,
        number=case.person_id,
        reason="a threat that nobody has looked into",
    )


def leave(who: People, case: Case) -> object:
    return record_departure(who.screening, case=case.pk, way=Way.HUB, at=timezone.now())


def give(who: People, case: Case) -> Authority:
    return give_authority(
        who.other, case=case.pk, way=Way.HUB, reasons=f"{case.reference}: everything stands"
    )


def departed(case: Case) -> Happening:
    return Happening.objects.get(case=case, word__startswith="departed")


def no_fault(outcomes: list[Outcome]) -> None:
    assert [o.fault for o in outcomes if o.fault is not None] == []


def test_without_the_lock_a_person_departs_under_a_bar_that_was_there_first(unlocked: People) -> None:
    case, _ = authorised(unlocked)
    with begun(lambda: bar_in_sql(case)):
        leave(unlocked, case)
    assert departed(case).word == "departed"
    assert Bar.objects.get(case=case).event_id < departed(case).event_id


def test_of_a_bar_and_a_departure_at_one_instant_the_second_sees_the_first(who: People) -> None:
    cases = [authorised(who)[0] for _ in range(PAIRS)]
    works = [w for c in cases for w in (lambda c=c: bar(who, c), lambda c=c: leave(who, c))]
    no_fault(at_once(works))
    for case in cases:
        first = Bar.objects.get(case=case).event_id < departed(case).event_id
        assert (departed(case).word == "departed without authority") is first
        assert Breach.objects.filter(case=case).exists() is first
        assert not Authority.objects.filter(case=case, ended=None).exists()


def test_without_the_lock_authority_is_given_under_a_suspension_that_was_there_first(
    unlocked: People,
) -> None:
    case = ready(unlocked)
    with begun(lambda: stop(unlocked, case)):
        give(unlocked, case)
    assert Authority.objects.filter(case=case, ended=None).exists()
    assert Suspension.objects.get(person=case.person_id).event_id < Authority.objects.get(case=case).event_id


def test_of_a_suspension_and_authority_at_one_instant_the_second_sees_the_first(who: People) -> None:
    cases = [ready(who) for _ in range(PAIRS)]
    works = [w for c in cases for w in (lambda c=c: stop(who, c), lambda c=c: give(who, c))]
    outcomes = at_once(works)
    no_fault(outcomes[::2])
    for case, given in zip(cases, outcomes[1::2], strict=True):
        stopped = Suspension.objects.get(person=case.person_id).event_id
        authority = Authority.objects.filter(case=case).first()
        if authority is None:
            assert isinstance(given.fault, Problems)
            assert "suspended" in str(given.fault.items[0].given["more"])
        else:
            assert authority.event.recorded < Said.objects.get(pk=stopped).recorded


def test_without_the_lock_a_decision_is_approved_that_changed_since_it_was_shown(unlocked: People) -> None:
    case, decision = decided(unlocked)
    seen = last_event(case.pk)
    with begun(lambda: fact_in_sql(case)):
        approve(unlocked.authorising, decision=decision.pk, reasons=reasons(case), seen=seen)
    assert Said.objects.filter(case=case.pk, kind="casework.told", id__gt=seen).exists()
    assert Approval.objects.get(decision=decision).event_id > seen + 1


def _edit(case: Case) -> Answer:
    return Answer("at_risk_level", 2, today(), "caseworker")


def test_of_an_edit_and_an_approval_at_one_instant_an_approval_has_seen_every_edit_before_it(
    who: People,
) -> None:
    shown = [(*decided(who),) for _ in range(PAIRS)]
    seen = {case.pk: last_event(case.pk) for case, _ in shown}
    works = []
    for case, decision in shown:
        works.append(lambda c=case: record_fact(who.screening, case=c.pk, answer=_edit(c)))
        works.append(
            lambda c=case, d=decision: approve(
                who.authorising, decision=d.pk, reasons=reasons(c), seen=seen[c.pk]
            )
        )
    outcomes = at_once(works)
    no_fault(outcomes[::2])
    for (case, decision), answer in zip(shown, outcomes[1::2], strict=True):
        edit = Said.objects.get(case=case.pk, kind="casework.fact_recorded").pk
        approval = Approval.objects.filter(decision=decision).first()
        if approval is None:
            assert isinstance(answer.fault, Problems)
            assert answer.fault.items[0].code in (Code.COMMAND_CHANGED, Code.COMMAND_REFUSED)
        else:
            assert approval.event_id < edit


def test_without_the_guard_of_keys_a_command_sent_at_one_instant_happens_more_than_once(
    unlocked_copy: Database, unlocked: People
) -> None:
    case, key = approved(unlocked), uuid4()
    with unlocked_copy.superuser() as connection:
        connection.execute("ALTER TABLE journal_event DROP CONSTRAINT journal_event_key_once")
    at_once([lambda: write_note(unlocked.screening, case=case.pk, text="called", key=key)] * 50)
    assert CaseNote.objects.filter(case=case).count() > 1


def test_a_command_sent_fifty_times_with_one_key_happens_once(who: People) -> None:
    case, key = approved(who), uuid4()
    works = [lambda: write_note(who.screening, case=case.pk, text="called the doctor", key=key)] * 50
    outcomes = at_once(works)
    assert sum(o.fault is None for o in outcomes) == 1
    assert {type(o.fault) for o in outcomes if o.fault is not None} == {AlreadyDoneError}
    assert CaseNote.objects.filter(case=case).count() == 1


def test_without_the_lock_one_person_is_referred_more_than_once(unlocked: People) -> None:
    case = a_case(unlocked.screening)
    at_once([lambda: refer(unlocked.screening, case=case.pk, reason="appeals are used up")] * 50)
    assert Happening.objects.filter(case=case, word=Event.REFERRED.value).count() > 1


def test_of_fifty_referrals_of_one_person_one_is_made_and_the_others_say_what_is_possible(
    who: People,
) -> None:
    case = a_case(who.screening)
    outcomes = at_once([lambda: refer(who.screening, case=case.pk, reason="appeals are used up")] * 50)
    assert sum(o.fault is None for o in outcomes) == 1
    assert Happening.objects.filter(case=case, word=Event.REFERRED.value).count() == 1
    refused = [o.fault for o in outcomes if isinstance(o.fault, Problems)]
    assert len(refused) == 49


def test_of_fifty_cases_for_one_person_in_one_scheme_one_is_opened(database: Database, who: People) -> None:
    person = a_case(who.screening).person_id

    def again() -> None:
        with connections["default"].cursor() as cursor, transaction.atomic():
            cursor.execute(
                "SELECT id FROM guard.append(%s)",
                ['{"actor":null,"kind":"casework.case_opened","role":"clock"}'],
            )
            cursor.execute(
                "INSERT INTO casework_case"
                " (reference, person_id, scheme, procedure, ruleset, referred_by_id, event_id)"
                " SELECT left(gen_random_uuid()::text, 12), person_id, scheme, procedure, ruleset,"
                " referred_by_id, %s FROM casework_case WHERE person_id = %s LIMIT 1",
                [cursor.fetchone()[0], person],
            )

    outcomes = at_once([again] * 50)
    assert all("casework_case_one_for_each_person" in str(o.fault) for o in outcomes)
    assert Case.objects.filter(person=person).count() == 1
