"""A fact is never refused: what a departure becomes, and what ends authority by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, authorised, facts, notified, people, ready, stage, waiting
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, days_ago, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import lift, suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import happen, record_happening
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Bar, Case, Clock, Happening
from returnhub.casework.queries.against import against
from returnhub.journal.command import Act
from returnhub.journal.models import Event as Said
from returnhub.movements.commands.authority import give_authority, withdraw_authority
from returnhub.movements.commands.decisions import approve, decide
from returnhub.movements.commands.departures import answer_breach, record_departure
from returnhub.movements.commands.proposals import propose
from returnhub.movements.models import Authority, Breach, Decision, Way
from returnhub.movements.queries.against import last_event
from returnhub.onward.commands.preparing import check_risk
from returnhub.onward.models import RiskCheck
from returnhub.procedure import Event, Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


def left(who: People, case: Case, way: Way = Way.HUB, at: dt.datetime | None = None) -> Breach | None:
    return record_departure(who.other, case=case.pk, way=way, at=at or timezone.now()).breach


def is_recorded_as_a_breach(case: Case, breach: Breach | None, *codes: str) -> None:
    """Suspension, clocks, an event on record, no authority left; it is lifted for the next test."""
    assert breach is not None
    assert set(codes) <= {a["code"] for a in breach.against}
    assert Suspension.objects.get(pk=breach.suspension).ended_id is None
    running = set(Clock.objects.filter(case=case, ended=None).values_list("kind", flat=True))
    assert {Kind.BREACH, Kind.WAY_BACK} <= running
    assert Said.objects.filter(case=case.pk, kind="movements.breach_recorded").exists()
    assert not Authority.objects.filter(case=case, ended=None).exists()
    lifted(breach)


def lifted(breach: Breach) -> None:
    for _ in range(2):
        lift(someone(Role.AGREEMENT), suspension=breach.suspension, reason="looked into")


def in_the_hub(who: People, case: Case) -> None:
    assert left(who, case) is None
    record_happening(who.screening, case=case.pk, event=Event.ARRIVED, at=timezone.now())


def cleared_onward(who: People, case: Case) -> None:
    """Every fact of the onward return, decided and approved."""
    found = {
        "host_claim_open": (False, "host"),
        "onward_document_until": (today() + dt.timedelta(days=40), "consulate"),
        "onward_fitness_on": (days_ago(2), "doctor"),
        "onward_monitor_told_on": (days_ago(5), "hub"),
        "origin_recognises_host": (True, "foreign ministry"),
        "documents_issued_in_host": (True, "foreign ministry"),
        "consulate_in_host": (True, "foreign ministry"),
    }
    facts(case, *(Answer(fact, value, today(), by) for fact, (value, by) in found.items()))
    check_risk(
        someone(Role.SCREENING),
        case=case.pk,
        country_evidence="Country report of the autumn",
        country_evidence_on=days_ago(90),
        findings="nothing in the report bears on this person",
        outcome=RiskCheck.Outcome.NONE,
    )
    words = f"The way home of {case.reference} is open and every answer was looked at again."
    made = decide(who.screening, case=case.pk, way=Way.ONWARD, to_move=True, reasons=words)
    approve(who.authorising, decision=made.pk, reasons=words, seen=last_event(case.pk))


def test_a_departure_with_authority_is_a_departure(who: People) -> None:
    case, authority = authorised(who)
    assert left(who, case) is None
    assert stage(case) == Stage.DEPARTED
    authority.refresh_from_db()
    assert authority.ended_id is not None
    assert not Clock.objects.filter(case=case, ended=None).exists()
    with refuses("casework_happening_allowed"):
        left(who, case)


def test_a_bar_after_authority_withdraws_it_in_its_own_transaction(who: People) -> None:
    case, authority = authorised(who)
    bar = open_bar(who.screening, case=case.pk, kind=Bar.Kind.COURT_ORDER, says="stay until the hearing")
    authority.refresh_from_db()
    assert authority.ended_id is not None
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT tx::text) FROM journal_event WHERE id = ANY(%s)",
            [[bar.event_id, authority.ended_id]],
        )
        assert cursor.fetchone() == (1,)
    assert stage(case) == Stage.PLANNED
    assert Said.objects.get(pk=authority.ended_id).reason.startswith("withdrawn by itself: bar")


def test_a_fact_that_turns_withdraws_authority_and_one_that_changes_nothing_leaves_it(who: People) -> None:
    case, authority = authorised(who)
    facts(case, Answer("fit_to_travel", True, today(), "doctor"))
    authority.refresh_from_db()
    assert authority.ended_id is None
    facts(case, Answer("court_stay", True, today(), "lawyer"))
    authority.refresh_from_db()
    assert authority.ended_id is not None


def test_a_fresh_notice_withdraws_authority_until_it_has_run(who: People) -> None:
    case, authority = authorised(who)
    notified(who, case, served=0)
    authority.refresh_from_db()
    assert authority.ended_id is not None
    assert {a.code for a in against(case.pk, Way.HUB, today())} >= {"notice_runs"}


def test_authority_is_withdrawn_by_a_person_and_can_be_given_again(who: People) -> None:
    case, _ = authorised(who)
    withdraw_authority(who.other, case=case.pk, reasons="the flight was taken off")
    assert stage(case) == Stage.PLANNED
    give_authority(who.other, case=case.pk, way=Way.HUB, reasons="there is another flight")
    assert stage(case) == Stage.AUTHORISED


def test_authority_ends_with_the_first_thing_that_it_rests_on(who: People) -> None:
    _, authority = authorised(who)
    assert authority.valid_until == days_ago(12) + dt.timedelta(days=27)


def test_a_departure_without_authority_is_a_breach_of_the_hub(who: People) -> None:
    case = ready(who)
    breach = left(who, case)
    assert breach is not None
    assert Suspension.objects.get(pk=breach.suspension).hub == who.hub.pk
    assert stage(case) == Stage.DEPARTED
    is_recorded_as_a_breach(case, breach, "no_authority")


def test_a_departure_of_somebody_for_whom_nothing_was_prepared_stops_the_scheme(who: People) -> None:
    case = waiting(who)
    breach = left(who, case)
    assert breach is not None
    assert Suspension.objects.get(pk=breach.suspension).scope == "scheme"
    is_recorded_as_a_breach(case, breach, "no_authority", "not_decided", "notice_missing", "no_exit_plan")


def test_a_departure_under_a_suspension_is_a_breach_although_authority_had_been_given(who: People) -> None:
    case, _ = authorised(who)
    by = someone(Role.AGREEMENT)
    found = suspend(
        by,
        scheme=SCHEME,
        scope=Suspension.Scope.PERSON,
        by=Suspension.By.AGREEMENT,
        reason="reports from the hub",
        number=case.person_id,
    )
    breach = left(who, case)
    lift(by, suspension=found.pk, reason="looked into")
    lift(someone(Role.AGREEMENT), suspension=found.pk, reason="looked into")
    is_recorded_as_a_breach(case, breach, "suspended")


def test_a_departure_on_a_fact_that_is_out_of_date_is_a_breach(database: Database, who: People) -> None:
    case, _ = authorised(who)
    # days pass: what was read is good for a day, and nothing was recorded that takes authority back
    guards = ("recorded", "z_authority_falls", "screens")
    with database.superuser() as connection:
        for guard in guards:
            connection.execute(f"ALTER TABLE casework_fact DISABLE TRIGGER {guard}")  # pyright: ignore[reportArgumentType]: names above
        connection.execute(
            "UPDATE casework_fact SET found_on = found_on - 3, good_until = good_until - 3"
            " WHERE case_id = %s",
            [case.pk],
        )
        for guard in guards:
            connection.execute(f"ALTER TABLE casework_fact ENABLE ALWAYS TRIGGER {guard}")  # pyright: ignore[reportArgumentType]: names above
    is_recorded_as_a_breach(case, left(who, case), "rule_unknown")


def test_a_departure_that_is_told_late_finds_its_place_before_the_authority_given_since(who: People) -> None:
    case = ready(who)
    then = timezone.now()
    give_authority(who.other, case=case.pk, way=Way.HUB, reasons="everything stands for this person")
    breach = left(who, case, at=then)
    assert stage(case) == Stage.DEPARTED
    given = Happening.objects.get(case=case, word=Event.DEPARTURE_AUTHORISED)
    assert given.ended_id is not None
    is_recorded_as_a_breach(case, breach)


def test_a_departure_that_is_told_late_is_recorded_although_authority_fell_since(who: People) -> None:
    case, _ = authorised(who)
    then = timezone.now()
    open_bar(who.screening, case=case.pk, kind=Bar.Kind.COURT_ORDER, says="stay until the hearing")
    is_recorded_as_a_breach(case, left(who, case, at=then), "bar", "no_authority")
    assert stage(case) == Stage.DEPARTED


def test_an_arrival_without_a_departure_is_a_breach(who: People) -> None:
    case = ready(who)
    record_happening(who.screening, case=case.pk, event=Event.ARRIVED, at=timezone.now())
    assert stage(case) == Stage.IN_HUB
    is_recorded_as_a_breach(case, Breach.objects.get(case=case), "no_authority")


def test_the_way_onward_takes_its_own_decision_and_its_own_rules(who: People) -> None:
    case, _ = authorised(who)
    in_the_hub(who, case)
    codes = {a.code for a in against(case.pk, Way.ONWARD, today())}
    assert {"not_decided", "rule_unknown"} <= codes
    with refuses("movements_authority_stands"):
        give_authority(who.other, case=case.pk, way=Way.ONWARD, reasons="home")
    cleared_onward(who, case)
    given = give_authority(who.other, case=case.pk, way=Way.ONWARD, reasons="home, with a document")
    assert given.valid_until == today() + dt.timedelta(days=40)
    assert stage(case) == Stage.ONWARD_AUTHORISED
    assert left(who, case, Way.ONWARD) is None
    assert stage(case) == Stage.RETURNED_ONWARD


def test_a_return_from_the_hub_without_authority_is_a_breach(who: People) -> None:
    case, _ = authorised(who)
    in_the_hub(who, case)
    is_recorded_as_a_breach(case, left(who, case, Way.ONWARD), "no_authority", "not_decided")
    assert stage(case) == Stage.RETURNED_ONWARD


def test_a_return_under_authority_with_something_against_it_is_a_breach(who: People) -> None:
    case, _ = authorised(who)
    in_the_hub(who, case)
    cleared_onward(who, case)
    give_authority(who.other, case=case.pk, way=Way.ONWARD, reasons="home, with a document")
    by = someone(Role.AGREEMENT)
    found = suspend(
        by,
        scheme=SCHEME,
        scope=Suspension.Scope.SCHEME,
        by=Suspension.By.AGREEMENT,
        reason="the host broke its word",
    )
    breach = left(who, case, Way.ONWARD)
    lift(by, suspension=found.pk, reason="looked into")
    lift(someone(Role.AGREEMENT), suspension=found.pk, reason="looked into")
    assert stage(case) == Stage.RETURNED_ONWARD
    is_recorded_as_a_breach(case, breach, "suspended")


def test_a_breach_is_answered_once_by_who_answers_for_the_scheme(who: People) -> None:
    case = ready(who)
    breach = left(who, case)
    assert breach is not None
    lifted(breach)
    manager = someone(Role.AGREEMENT)
    with refuses("command.not_theirs"):
        answer_breach(replace(manager, scheme="another"), breach=breach.pk, says="we looked into it")
    answer_breach(manager, breach=breach.pk, says="the escort had an old list; lists are now made on the day")
    assert not Clock.objects.filter(case=case, kind=Kind.BREACH, ended=None).exists()
    with refuses("command.not_possible"):
        answer_breach(manager, breach=breach.pk, says="again")


def test_the_guard_that_makes_it_a_breach_is_what_makes_it_one(database: Database, who: People) -> None:
    case = ready(who)
    with (
        off(database, "a_departure_or_breach", "casework_happening"),
        transaction.atomic(),
        refuses("casework_happening_allowed"),
    ):
        left(who, case)
    assert not Breach.objects.filter(case=case).exists()


def test_a_decision_of_an_earlier_stay_counts_for_no_later_one(who: People) -> None:
    case, _ = authorised(who)
    in_the_hub(who, case)
    cleared_onward(who, case)
    steps = (
        Event.TRANSFER_BACK_ORDERED,
        Event.TRANSFERRED_BACK,
        Event.CASE_RESUMED,
        Event.REFERRED,
        Event.CONDITIONS_HOLD,
    )
    with transaction.atomic():
        for step in steps:
            act = Act(SETTING_UP, timezone.now())
            happen(act, case.pk, step, act.now)
    assert Decision.objects.filter(case=case, ended=None).exists()
    propose(who.screening, case=case.pk, hub=who.hub.pk, reasons="the only hub of the scheme")
    assert not Decision.objects.filter(case=case, ended=None).exists()
