"""Each thing that stops authority, at the commit and in raw SQL; it is given where the guard is off."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from tests.movements.way import (
    People,
    accepted,
    decided,
    notified,
    people,
    ready,
    reasons,
)
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, a_hub, days_ago, refuses, someone, today

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role
from returnhub.agreements.commands import suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.facts import Answer, store_answer
from returnhub.casework.models import Bar, Case, Fact, Family, Member
from returnhub.casework.queries.against import against
from returnhub.hubs.models import Readiness
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.decisions import approve
from returnhub.movements.commands.host import record_decline
from returnhub.movements.commands.notices import give_notice, withdraw_notice
from returnhub.movements.models import Acceptance, Approval, ExitPlan, Notice, Way
from returnhub.movements.queries.against import last_event
from returnhub.record.entry import canonical


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """A person for whom everything stands. Each test takes one thing away and puts it back."""
    return ready(who)


Spoil = Callable[[People, Case], None]


def _event(case: Case) -> int:
    return Act(SETTING_UP, timezone.now()).event("tests.spoilt", case=case.pk)


def _fact(case: Case, fact: str, value: object, found_on: dt.date, supplier: str = "") -> None:
    act = Act(SETTING_UP, timezone.now())
    event = act.event("casework.fact_recorded", case=case.pk)
    old = Fact.objects.filter(case=case, fact=fact, ended=None)
    if not supplier:
        supplier = old.get().supplier
        old.update(ended=event)
    store_answer(act, event, case.pk, Answer(fact, value, found_on, supplier))  # pyright: ignore[reportArgumentType]: any value a test gives


def bar_open(who: People, case: Case) -> None:
    Bar.objects.create(
        event_id=_event(case),
        case=case,
        kind=Bar.Kind.COURT_ORDER,
        says="stay of 3 Dec",
        since=timezone.now(),
    )


def fact_missing(who: People, case: Case) -> None:
    Fact.objects.filter(case=case, fact="fit_to_travel").update(ended=_event(case), until=today())


def fact_out_of_date(who: People, case: Case) -> None:
    _fact(case, "court_stay", False, days_ago(5))


def fact_in_conflict(who: People, case: Case) -> None:
    _fact(case, "court_stay", True, today(), "lawyer")


def fact_against(who: People, case: Case) -> None:
    _fact(case, "fit_to_travel", False, today())


def notice_missing(who: People, case: Case) -> None:
    Notice.objects.filter(case=case, kind="intention").update(ended=_event(case))


def notice_runs(who: People, case: Case) -> None:
    notified(who, case, served=1)


def notice_lapsed(who: People, case: Case) -> None:
    notified(who, case, served=70)


def notice_elsewhere(who: People, case: Case) -> None:
    event = _event(case)
    found = Notice.objects.get(case=case, kind="departure", ended=None)
    Notice.objects.filter(pk=found.pk).update(ended=event)
    found.pk, found.event_id, found.destination = None, event, "somewhere else"
    found.save(force_insert=True)


def acceptance_missing(who: People, case: Case) -> None:
    Acceptance.objects.filter(case=case).update(ended=_event(case))


def acceptance_over(who: People, case: Case) -> None:
    accepted(who, case, until=days_ago(1))


def acceptance_of_another_hub(who: People, case: Case) -> None:
    accepted(who, case, hub=a_hub())


def declined(who: People, case: Case) -> None:
    record_decline(who.screening, case=case.pk, hub=who.hub.pk, answered_on=today(), reference="note 18")


def no_exit_plan(who: People, case: Case) -> None:
    ExitPlan.objects.filter(case=case).update(ended=_event(case))


def not_approved(who: People, case: Case) -> None:
    Approval.objects.filter(decision__case=case).update(ended=_event(case))


def _suspend(scope: Suspension.Scope, number: int | None) -> None:
    manager = someone(Role.AGREEMENT)
    suspend(
        manager,
        scheme=SCHEME,
        scope=scope,
        by=Suspension.By.AGREEMENT,
        reason="reports from the hub",
        number=number,
    )


def person_suspended(who: People, case: Case) -> None:
    _suspend(Suspension.Scope.PERSON, case.person_id)


def family_suspended(who: People, case: Case) -> None:
    event = _event(case)
    family = Family.objects.create(event_id=event)
    Member.objects.create(event_id=event, family=family, person=case.person, relation="father")
    _suspend(Suspension.Scope.GROUP, family.pk)


def hub_suspended(who: People, case: Case) -> None:
    _suspend(Suspension.Scope.HUB, who.hub.pk)


def scheme_suspended(who: People, case: Case) -> None:
    _suspend(Suspension.Scope.SCHEME, None)


def scheme_not_ready(who: People, case: Case) -> None:
    Readiness.objects.filter(item="lawyers", ended=None).update(ended=_event(case))


SPOILT: list[tuple[Spoil, str]] = [
    (bar_open, "bar"),
    (fact_missing, "rule_unknown"),
    (fact_out_of_date, "rule_unknown"),
    (fact_in_conflict, "rule_unknown"),
    (fact_against, "rule_fails"),
    (notice_missing, "notice_missing"),
    (notice_runs, "notice_runs"),
    (notice_lapsed, "notice_lapsed"),
    (notice_elsewhere, "notice_elsewhere"),
    (acceptance_missing, "not_accepted"),
    (acceptance_over, "acceptance_over"),
    (acceptance_of_another_hub, "other_hub"),
    (declined, "not_accepted"),
    (no_exit_plan, "no_exit_plan"),
    (not_approved, "not_approved"),
    (person_suspended, "suspended"),
    (family_suspended, "suspended"),
    (hub_suspended, "suspended"),
    (scheme_suspended, "suspended"),
    (scheme_not_ready, "not_ready"),
]


class TakenBackError(Exception):
    """What a test tried is taken back."""


@contextmanager
def tried() -> Iterator[None]:
    """Do it, and take it back."""
    try:
        with transaction.atomic():
            yield
            raise TakenBackError
    except TakenBackError:
        pass


@contextmanager
def off(database: Database, trigger: str, table: str) -> Iterator[None]:
    """A guard that a superuser has switched off."""
    with database.superuser() as connection:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")  # pyright: ignore[reportArgumentType]: names of this module
        try:
            yield
        finally:
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")  # pyright: ignore[reportArgumentType]: names of this module


def raw_authority(
    case: Case, by: int, approval: int | None = None, *, row: bool = True, happening: bool = True
) -> None:
    """Authority as somebody with the application's password would write it, up to the commit."""
    if approval is None:
        approval = Approval.objects.get(decision__case=case, ended=None).pk
    body = {
        "actor": by,
        "case": case.pk,
        "data": {},
        "kind": "movements.authority_given",
        "reason": "",
        "role": Grant.objects.get(user=by).role,
    }
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id FROM guard.append(%s)", [canonical(body).decode()])
        event = cursor.fetchone()[0]
        if row:
            cursor.execute(
                "INSERT INTO movements_authority"
                " (event_id, case_id, way, approval_id, reasons, valid_until, by_id)"
                " VALUES (%s, %s, 'hub', %s, 'because', current_date + 9, %s)",
                [event, case.pk, approval, by],
            )
        if happening:
            cursor.execute(
                "INSERT INTO casework_happening (event_id, case_id, word, at)"
                " VALUES (%s, %s, 'authority to depart given', clock_timestamp())",
                [event, case.pk],
            )
    ask_guards()


@pytest.mark.parametrize(("spoil", "code"), SPOILT, ids=[spoil.__name__ for spoil, _ in SPOILT])
def test_authority_is_refused_at_the_commit_and_given_where_the_guard_is_off(
    database: Database, who: People, case: Case, spoil: Spoil, code: str
) -> None:
    with tried():
        spoil(who, case)
        ask_guards()
        with refuses("movements_authority_stands") as _:
            give_authority(who.other, case=case.pk, way=Way.HUB, reasons="it stands")
        assert code in {a.code for a in against(case.pk, Way.HUB, today())}
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            raw_authority(case, who.other.id or 0, _approval(case))
        assert guard_of(refused.value) == "movements_authority_stands"
        assert code in {a["code"] for a in json.loads(_detail(refused.value))}
    with off(database, "stands", "movements_authority"), tried():
        spoil(who, case)
        ask_guards()
        raw_authority(case, who.other.id or 0, _approval(case))


def _approval(case: Case) -> int:
    return Approval.objects.filter(decision__case=case).latest("pk").pk


def _detail(fault: DatabaseError) -> str:
    assert isinstance(fault.__cause__, psycopg.Error)
    return fault.__cause__.diag.message_detail or ""


def test_authority_is_given_in_raw_sql_where_nothing_speaks_against_it(who: People, case: Case) -> None:
    with tried():
        raw_authority(case, who.other.id or 0)


def test_who_decided_gives_no_authority(database: Database, who: People, case: Case) -> None:
    with refuses("command.two_people"):
        give_authority(who.as_decider(), case=case.pk, way=Way.HUB, reasons="mine")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        raw_authority(case, who.screening.id or 0)
    assert guard_of(refused.value) == "movements_authority_approval"
    with off(database, "stands", "movements_authority"), tried():
        raw_authority(case, who.screening.id or 0)


def test_authority_rests_on_this_persons_own_approval(database: Database, who: People, case: Case) -> None:
    with tried():
        another = ready(who)
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            raw_authority(case, who.other.id or 0, _approval(another))
        assert guard_of(refused.value) == "movements_authority_approval"
    with off(database, "stands", "movements_authority"), tried():
        raw_authority(case, who.other.id or 0, _approval(ready(who)))


def test_the_stage_takes_an_authority_and_an_authority_its_stage(
    database: Database, who: People, case: Case
) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        raw_authority(case, who.other.id or 0, row=False)
    assert guard_of(refused.value) == "movements_authority_row"
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        raw_authority(case, who.other.id or 0, happening=False)
    assert guard_of(refused.value) == "movements_authority_stage"
    with (
        off(database, "authorised", "casework_happening"),
        off(database, "with_authority", "casework_happening"),
        tried(),
    ):
        raw_authority(case, who.other.id or 0, row=False)
    with off(database, "stands", "movements_authority"), tried():
        raw_authority(case, who.other.id or 0, happening=False)


def test_who_decided_does_not_approve_and_nobody_approves_what_they_were_not_shown(
    database: Database, who: People
) -> None:
    found, decision = decided(who)
    seen = last_event(found.pk)

    def by_hand(by: int, shown: int) -> None:
        Approval.objects.create(
            event_id=_event(found),
            decision=decision,
            approved=True,
            reasons="x",
            against=[],
            seen=shown,
            by_id=by,
        )

    with refuses("command.two_people"):
        approve(who.as_decider(), decision=decision.pk, reasons=reasons(found), seen=seen)
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        by_hand(decision.by_id, seen)
    assert guard_of(refused.value) == "movements_approval_by_another"
    with tried():
        bar_open(who, found)
    with transaction.atomic():
        _fact(found, "pregnancy_week", 0, today())
    with refuses("movements_approval_of_what_was_shown"):
        approve(who.authorising, decision=decision.pk, reasons=reasons(found), seen=seen)
    with off(database, "by_another", "movements_approval"):
        with tried():
            by_hand(decision.by_id, last_event(found.pk))
        with tried():
            approve(who.authorising, decision=decision.pk, reasons=reasons(found), seen=seen)
    approve(who.authorising, decision=decision.pk, reasons=reasons(found), seen=last_event(found.pk))


def test_a_refusal_lists_every_reason_in_one_go(who: People, case: Case) -> None:
    with tried():
        for spoil in (bar_open, fact_missing, scheme_suspended, scheme_not_ready):
            spoil(who, case)
        withdraw_notice(
            who.screening, case=case.pk, kind=Notice.Kind.DEPARTURE, reason="the flight was cancelled"
        )
        codes = {a.code for a in against(case.pk, Way.HUB, today())}
        assert {"bar", "rule_unknown", "suspended", "not_ready", "notice_missing"} <= codes
        assert all(a.says for a in against(case.pk, Way.HUB, today()))


def test_a_notice_of_another_place_is_not_recorded(who: People, case: Case) -> None:
    with refuses("command.field_wrong"):
        give_notice(
            who.screening,
            case=case.pk,
            kind=Notice.Kind.DEPARTURE,
            language="en",
            destination="Another town",
            route="by air",
            served_on=today(),
            served_how="by hand",
        )
