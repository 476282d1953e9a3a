"""Ways round authority with the application's password: each is refused, and works where its guard is off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import LiteralString

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import TakenBackError, off, raw_authority, tried
from tests.movements.way import People, authorised, decided, people, ready, waiting
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, someone

from returnhub.accounts import commands as accounts
from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role
from returnhub.agreements.commands import lift, suspend
from returnhub.agreements.models import Scheme, Suspension
from returnhub.casework.models import Bar, Case, Happening
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Acceptance, Approval, Authority, Breach, Proposal, Way
from returnhub.movements.queries.against import last_event


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """A person for whom everything stands; what a test does is taken back."""
    return ready(who)


@contextmanager
def refused(guard: str) -> Iterator[None]:
    """What is done inside is refused by this guard at the latest when every constraint is asked."""
    by = "nobody"
    try:
        with transaction.atomic():
            yield
            ask_guards()
            raise TakenBackError
    except DatabaseError as fault:
        by = guard_of(fault)
    except TakenBackError:
        pass
    assert by == guard


@contextmanager
def without(database: Database, *guards: tuple[str, str]) -> Iterator[None]:
    """What is done inside goes through with these guards off, and is taken back."""
    with ExitStack() as stack:
        for name, table in guards:
            stack.enter_context(off(database, name, table))
        stack.enter_context(tried())
        yield
        ask_guards()


def event(case: Case, by: Actor = SETTING_UP) -> int:
    return Act(by, timezone.now()).event("tests.forged", case=case.pk)


def approval_row(case: Case, told_by: Actor, by: Actor) -> Approval:
    found = Approval.objects.filter(decision__case=case).latest("pk").decision
    seen, said = last_event(case.pk), event(case, told_by)
    return Approval.objects.create(
        event_id=said, decision=found, approved=True, reasons="x", against=[], seen=seen, by_id=by.id
    )


def test_authority_rests_on_the_approval_that_stands(database: Database, who: People, case: Case) -> None:
    def forge() -> None:
        old = Approval.objects.get(decision__case=case, ended=None)
        Approval.objects.filter(pk=old.pk).update(ended=event(case))
        approval_row(case, who.authorising, who.authorising)
        raw_authority(case, who.other.id or 0, old.pk)

    with refused("movements_authority_approval"):
        forge()
    with without(database, ("stands", "movements_authority")):
        forge()


def test_an_authority_that_ends_as_it_is_given_leaves_nobody_authorised(
    database: Database, who: People, case: Case
) -> None:
    """Nothing asked such an authority, and the stage only asked for a row."""

    def forge() -> None:
        Bar.objects.create(event_id=event(case), case=case, kind="age", says="x", since=timezone.now())
        said = event(case, who.other)
        approval = Approval.objects.get(decision__case=case, ended=None)
        made = Authority.objects.create(
            event_id=said,
            case=case,
            way="hub",
            approval=approval,
            reasons="x",
            valid_until=timezone.localdate(),
            by_id=who.other.id,
        )
        Authority.objects.filter(pk=made.pk).update(ended=said)
        Happening.objects.create(
            event_id=said, case=case, word="authority to depart given", at=timezone.now()
        )

    with refused("movements_authority_row"):
        forge()
    with without(database, ("with_stage", "movements_authority"), ("with_authority", "casework_happening")):
        forge()


def test_who_holds_no_office_gives_no_authority_and_approves_nothing(
    database: Database, who: People, case: Case
) -> None:
    officer = someone(Role.SCREENING)
    with refused("movements_authority_officer"):
        raw_authority(case, officer.id or 0)
    with without(database, ("stands", "movements_authority")):
        raw_authority(case, officer.id or 0)

    def approved() -> None:
        Approval.objects.filter(decision__case=case, ended=None).update(ended=event(case))
        approval_row(case, officer, officer)

    with refused("movements_approval_officer"):
        approved()
    with without(database, ("by_another", "movements_approval")):
        approved()


def test_a_row_names_who_acted(database: Database, who: People, case: Case) -> None:
    def forge() -> None:
        Approval.objects.filter(decision__case=case, ended=None).update(ended=event(case))
        approval_row(case, who.screening, who.authorising)

    with refused("movements_approval_recorded"):
        forge()
    with without(database, ("recorded", "movements_approval")):
        forge()


def test_who_lost_the_office_since_acts_no_more(who: People, case: Case) -> None:
    officer = someone(Role.AUTHORISING)
    with tried():
        accounts.end_grant(SETTING_UP, grant=Grant.objects.get(user=officer.id).pk, reason="left")
        with refused("journal_event_role"):
            event(case, officer)


def test_a_hub_of_another_scheme_has_other_suspensions_and_is_refused(
    database: Database, who: People, case: Case
) -> None:
    def hub_elsewhere() -> Hub:
        said = Act(SETTING_UP, timezone.now()).event("agreements.scheme_opened")
        old = Scheme.objects.get(pk=SCHEME)
        other = Scheme.objects.create(
            event_id=said, id="other", title="x", procedure=old.procedure, ruleset=old.ruleset, host="x"
        )
        return Hub.objects.create(
            event_id=said, scheme=other, name=who.hub.name, kind="open", stay_limit_days=90
        )

    def propose_it() -> None:
        person = waiting(who)
        Proposal.objects.create(event_id=event(person), case=person, hub=hub_elsewhere(), reasons="x")

    def accept_it() -> None:
        said = event(case)
        Acceptance.objects.filter(case=case, ended=None).update(ended=said)
        Acceptance.objects.create(
            event_id=said,
            case=case,
            hub=hub_elsewhere(),
            accepted=True,
            answered_on=timezone.localdate(),
            reference="x",
        )

    for forge, table in ((propose_it, "movements_proposal"), (accept_it, "movements_acceptance")):
        with refused("movements_hub_of_scheme"):
            forge()
        with without(database, ("of_scheme", table)):
            forge()


def test_a_departure_under_a_suspension_is_a_breach_though_it_was_lifted_before_anybody_told(
    who: People,
) -> None:
    case, _ = authorised(who)
    with transaction.atomic():
        manager, monitor = someone(Role.AGREEMENT), someone(Role.MONITOR)
        stop = suspend(
            manager,
            scheme=SCHEME,
            scope=Suspension.Scope.PERSON,
            by=Suspension.By.AGREEMENT,
            reason="reports from the hub",
            number=case.person_id,
        )
        left = timezone.now()
        for by in (manager, monitor):
            lift(by, suspension=stop.pk, reason="they were wrong")
        record_departure(who.screening, case=case.pk, way=Way.HUB, at=left)
        assert "suspended" in {one["code"] for one in Breach.objects.get(case=case).against}
        transaction.set_rollback(True)


def test_a_row_that_starts_ended_is_ended_by_its_own_transaction(
    database: Database, who: People, case: Case
) -> None:
    def forge() -> None:
        Bar.objects.create(
            event_id=event(case),
            ended_id=case.event_id,
            case=case,
            kind="age",
            says="x",
            since=timezone.now(),
        )

    with refused("casework_bar_recorded"):
        forge()
    with without(database, ("recorded", "casework_bar")):
        forge()


def test_an_event_of_one_case_changes_no_other(database: Database, who: People, case: Case) -> None:
    other, _ = decided(who)

    def forge() -> None:
        Acceptance.objects.filter(case=case, ended=None).update(ended=event(other))

    with refused("movements_acceptance_recorded"):
        forge()
    with without(database, ("recorded", "movements_acceptance")):
        forge()


def test_monitors_and_lawyers_put_no_event_on_record(database: Database) -> None:
    for alias in ("monitors", "lawyers"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using=alias):
            connections[alias].cursor().execute("SELECT guard.append('{}')")


def test_a_correction_that_takes_the_stage_away_takes_the_authority_along(
    database: Database, who: People
) -> None:
    """Else a departure on it would be told of in a stage that has none."""
    case, given = authorised(who)

    def correct() -> bool:
        step = Happening.objects.get(case=case, word="authority to depart given", ended=None)
        Happening.objects.filter(pk=step.pk).update(ended=event(case))
        ask_guards()
        return Authority.objects.filter(pk=given.pk, ended=None).exists()

    with tried():
        assert not correct()
    with without(database, ("folds_and_ends", "casework_happening")):
        assert correct()


def test_an_approval_that_ends_and_an_authority_on_it_wait_for_each_other(
    database: Database, case: Case
) -> None:
    end: LiteralString = (
        "UPDATE movements_approval SET ended_id = %s"
        " WHERE decision_id IN (SELECT id FROM movements_decision WHERE case_id = %s)"
    )

    def other_waits() -> bool:
        with database.application() as one, database.application() as two:
            one.execute(end, [case.event_id, case.pk])
            two.execute("SET lock_timeout = 200")
            try:
                two.execute("SELECT guard.lock_case(%s)", [case.pk])
            except psycopg.errors.LockNotAvailable:
                return True
            finally:
                one.rollback()
                two.rollback()
        return False

    assert other_waits()
    with off(database, "locked", "movements_approval"):
        assert not other_waits()
