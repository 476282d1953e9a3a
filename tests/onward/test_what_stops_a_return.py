"""New evidence, a claim in the host, statelessness, a risk, a failure: each stops a return and leads on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import off, tried
from tests.movements.way import facts, stage
from tests.onward.hub import Hub, checked, decided_onward, in_one_hub, onward, ready_onward, there
from tests.service_database import Database
from tests.service_people import SETTING_UP, days_ago, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, working_days
from returnhub.casework.commands.bars import end_bar, lodge_submissions
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Bar, Case, Clock
from returnhub.casework.queries.against import against
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Authority, Decision, Way
from returnhub.onward.commands.back import (
    answer_next_step,
    order_transfer_back,
    record_failed_return,
    record_transfer_back,
    take_up,
)
from returnhub.onward.commands.claims import (
    decide_determination,
    open_determination,
    raise_evidence,
    raise_host_claim,
    read_host_register,
    record_host_answer,
    review_evidence,
)
from returnhub.onward.models import (
    BackOrder,
    Determination,
    HostAnswer,
    NextStep,
    NextStepAnswer,
    Raised,
    Review,
    RiskCheck,
)
from returnhub.procedure import Event, Stage


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def codes(case: Case) -> set[str]:
    return {a.code for a in against(case.pk, Way.ONWARD, today())}


def give(who: Hub, case: Case) -> Authority:
    return give_authority(
        who.way.other, case=case.pk, way=Way.ONWARD, reasons="everything stands for this person"
    )


def stands(case: Case) -> bool:
    return Authority.objects.filter(case=case, ended=None).exists()


def clock(case: Case, kind: Kind) -> Clock | None:
    return Clock.objects.filter(case=case, kind=kind, ended=None).first()


def test_authority_onward_and_the_return_are_walked_by_commands_alone(who: Hub) -> None:
    case = ready_onward(who)
    assert codes(case) == set()
    give(who, case)
    assert stage(case) == Stage.ONWARD_AUTHORISED
    record_departure(who.way.screening, case=case.pk, way=Way.ONWARD, at=timezone.now())
    assert stage(case) == Stage.RETURNED_ONWARD
    assert clock(case, Kind.FOLLOW_UP) is not None
    assert clock(case, Kind.DOCUMENT) is None


def test_new_evidence_stops_the_return_at_once_and_starts_its_clock(who: Hub) -> None:
    case = onward(who)
    made = raise_evidence(who.manager, case=case.pk, says="a warrant came by post", by_person=True)
    assert made.raised_by == Raised.By.PERSON
    assert stage(case) == Stage.EVIDENCE_REVIEW
    assert not stands(case)
    assert Bar.objects.filter(case=case, kind=Bar.Kind.NEW_EVIDENCE, ended=None).exists()
    runs = clock(case, Kind.EVIDENCE_REVIEW)
    assert runs is not None
    assert (runs.owner, runs.ends_on) == ("authorising_officer", working_days(today(), 10).ends_on)


def test_what_a_lawyer_lodges_stops_it_alike(who: Hub) -> None:
    case = onward(who)
    lawyer = someone(Role.LAWYER)
    represent(who.way.screening, case=case.pk, lawyer=lawyer.id or 0)
    lodge_submissions(lawyer, case=case.pk, says="a new report")
    assert stage(case) == Stage.EVIDENCE_REVIEW
    assert clock(case, Kind.EVIDENCE_REVIEW) is not None


def test_evidence_that_changes_nothing_takes_a_fresh_risk_check(who: Hub) -> None:
    case = onward(who)
    raise_evidence(who.host, case=case.pk, says="a letter")
    review_evidence(
        who.way.authorising,
        case=case.pk,
        outcome=Review.Outcome.CHANGES_NOTHING,
        reasons="the letter was before the tribunal",
    )
    assert stage(case) == Stage.IN_HUB
    assert clock(case, Kind.EVIDENCE_REVIEW) is None
    assert codes(case) == {"risk_before_review"}
    checked(who, case)
    give(who, case)


def test_evidence_that_protects_leads_back_and_to_protection(who: Hub) -> None:
    case = there(who)
    raise_evidence(who.way.screening, case=case.pk, says="the tribunal of the origin sentenced them")
    review_evidence(
        who.way.authorising, case=case.pk, outcome=Review.Outcome.PROTECTION, reasons="they are at risk"
    )
    assert stage(case) == Stage.WAY_BACK
    order = BackOrder.objects.get(case=case, ended=None)
    assert order.for_protection
    runs = clock(case, Kind.TRANSFER_BACK)
    assert runs is not None
    assert runs.ends_on == order.due_on
    record_transfer_back(who.manager, case=case.pk, at=timezone.now())
    order.refresh_from_db()
    assert order.ended_id is not None
    assert clock(case, Kind.TAKE_UP) is not None
    take_up(who.way.screening, case=case.pk, protected=True, reasons="as was decided")
    assert stage(case) == Stage.PROTECTED
    assert not Bar.objects.filter(case=case, ended=None).exists()


def test_a_claim_in_the_host_stops_the_return_until_the_host_answers(who: Hub) -> None:
    case = onward(who)
    raise_host_claim(who.host, case=case.pk, says="asked at the gate", at=timezone.now(), by_person=True)
    assert stage(case) == Stage.HOST_CLAIM
    assert not stands(case)
    runs = clock(case, Kind.HOST_CLAIM)
    assert runs is not None
    assert runs.owner == "host_state_officer"
    with refuses("command.not_possible"):
        read_host_register(who.host, case=case.pk)
    refused = HostAnswer.Outcome.REFUSED
    record_host_answer(who.host, case=case.pk, outcome=refused, decided_on=today(), reference="H 12")
    assert stage(case) == Stage.IN_HUB
    assert codes(case) == set()
    with refuses("command.not_possible"):
        record_host_answer(who.host, case=case.pk, outcome=refused, decided_on=today(), reference="H 13")


def test_who_is_protected_by_the_host_stays_there(who: Hub) -> None:
    case = there(who)
    raise_host_claim(who.manager, case=case.pk, says="asked a guard", at=timezone.now(), by_person=True)
    record_host_answer(
        who.host,
        case=case.pk,
        outcome=HostAnswer.Outcome.PROTECTED,
        decided_on=today(),
        reference="H 14",
    )
    assert stage(case) == Stage.PROTECTED_IN_HOST
    assert not Bar.objects.filter(case=case, ended=None).exists()


def test_a_bar_that_waits_for_a_decision_ends_with_it_alone(database: Database, who: Hub) -> None:
    case = there(who)
    made = raise_host_claim(who.host, case=case.pk, says="asked", at=timezone.now())
    with refuses("onward_bar_waits"):
        end_bar(who.way.screening, bar=made.bar_id, reason="I would rather not wait")
    with off(database, "waits", "casework_bar"), tried():
        end_bar(who.way.screening, bar=made.bar_id, reason="I would rather not wait")


def test_nobody_returns_while_statelessness_is_open_nor_once_it_is_found(who: Hub) -> None:
    case = onward(who)
    made = open_determination(who.way.screening, case=case.pk, why="no consulate knows them")
    assert not stands(case)
    assert {"bar", "determination"} <= codes(case)
    assert clock(case, Kind.STATELESSNESS) is not None
    with refuses("command.two_people"):
        decide_determination(who.way.screening, determination=made.pk, stateless=True, reasons="so it is")
    decide_determination(
        who.way.authorising, determination=made.pk, stateless=True, reasons="three states answered no"
    )
    assert "stateless" in codes(case)
    asked = NextStep.objects.get(case=case, ended=None)
    with refuses("command.field_wrong"):
        answer_next_step(
            who.way.other, next_step=asked.pk, answer=NextStepAnswer.Answer.AGAIN, reasons="once more"
        )
    answer_next_step(
        who.way.other, next_step=asked.pk, answer=NextStepAnswer.Answer.RELEASE, reasons="no state takes them"
    )
    assert stage(case) == Stage.RELEASED_IN_HOST


def test_found_not_stateless_the_return_goes_on(who: Hub) -> None:
    case = ready_onward(who)
    made = open_determination(who.document, case=case.pk, why="the consulate was slow")
    decide_determination(
        who.way.authorising, determination=made.pk, stateless=False, reasons="the consulate answered yes"
    )
    assert codes(case) == set()
    assert not Determination.objects.filter(case=case, ended=None).exists()


def test_a_failed_return_asks_for_a_decision_and_another_try_for_a_fresh_one(who: Hub) -> None:
    case = onward(who)
    record_failed_return(who.way.screening, case=case.pk, at=timezone.now(), reason="refused at the border")
    assert stage(case) == Stage.IN_HUB
    asked = NextStep.objects.get(case=case, ended=None)
    assert asked.cause == NextStep.Cause.RETURN_FAILED
    assert clock(case, Kind.NEXT_STEP) is not None
    assert {"next_step", "decided_before_failure"} == codes(case)
    answer_next_step(
        who.way.other,
        next_step=asked.pk,
        answer=NextStepAnswer.Answer.AGAIN,
        reasons="the consulate wrote that it was a mistake",
    )
    assert clock(case, Kind.NEXT_STEP) is None
    assert not Decision.objects.filter(case=case, way=Way.ONWARD, ended=None).exists()
    assert {"not_decided"} == codes(case)
    decided_onward(who, case, f"The border of {case.reference} is open now, as its consulate wrote.")
    give(who, case)


def test_the_stay_limit_asks_for_a_decision_too(who: Hub) -> None:
    case = there(who)
    with transaction.atomic():
        act = Act(SETTING_UP, timezone.now())
        happen(act, case.pk, Event.STAY_LIMIT_REACHED, act.now)
    asked = NextStep.objects.get(case=case, ended=None)
    with refuses("command.field_wrong"):
        answer_next_step(
            who.way.other, next_step=asked.pk, answer=NextStepAnswer.Answer.AGAIN, reasons="once more"
        )
    answer_next_step(
        who.way.other,
        next_step=asked.pk,
        answer=NextStepAnswer.Answer.TRANSFER_BACK,
        reasons="the exit plan says so",
    )
    assert stage(case) == Stage.WAY_BACK
    record_transfer_back(who.way.screening, case=case.pk, at=timezone.now())
    take_up(who.way.screening, case=case.pk, protected=False, reasons="the case goes on")
    assert stage(case) == Stage.EXHAUSTED


def test_the_risks_are_checked_by_somebody_who_did_not_decide(database: Database, who: Hub) -> None:
    case = ready_onward(who)
    with refuses("command.two_people"):
        checked(replace(who, checking=who.way.screening), case)

    def forge() -> None:
        said = Act(who.way.screening, timezone.now()).event("onward.risk_checked", case=case.pk)
        RiskCheck.objects.filter(case=case, ended=None).update(ended=said)
        RiskCheck.objects.create(
            event_id=said,
            case=case,
            checked_on=today(),
            country_evidence="x",
            country_evidence_on=days_ago(9),
            findings="x",
            outcome="none",
            by_id=who.way.screening.id,
        )
        ask_guards()

    with pytest.raises(DatabaseError, match="who decided to move"), transaction.atomic():
        forge()
    with off(database, "b_by_another", "onward_riskcheck"), tried():
        forge()


def test_a_check_that_is_no_form_is_no_check(who: Hub) -> None:
    case = ready_onward(who)
    with tried():
        said = Act(SETTING_UP, timezone.now()).event("onward.risk_checked", case=case.pk)
        RiskCheck.objects.filter(case=case, ended=None).update(ended=said)
        facts(case, Answer("onward_risk_checked_on", today(), today(), "caseworker"))
        assert codes(case) == {"no_risk_check"}


def test_a_risk_that_is_found_stops_the_return(who: Hub) -> None:
    case = onward(who)
    checked(who, case, RiskCheck.Outcome.RISK)
    assert not stands(case)
    assert {"risk_found", "bar"} <= codes(case)


def test_only_an_authorising_officer_orders_a_transfer_back(database: Database, who: Hub) -> None:
    case = there(who)
    with refuses("command.not_allowed"):
        order_transfer_back(who.way.screening, case=case.pk, reasons="x")

    def forge() -> None:
        said = Act(who.way.screening, timezone.now()).event("onward.transfer_back_ordered", case=case.pk)
        BackOrder.objects.create(
            event_id=said,
            case=case,
            reasons="x",
            for_protection=False,
            due_on=today() + dt.timedelta(days=1),
            by_id=who.way.screening.id,
        )
        ask_guards()

    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        forge()
    assert guard_of(caught.value) == "onward_backorder_officer"
    with off(database, "b_by_officer", "onward_backorder"), tried():
        forge()


def test_without_its_trigger_a_failed_return_would_ask_for_nothing(database: Database, who: Hub) -> None:
    case = onward(who)
    with off(database, "z_next_step", "casework_happening"), tried():
        record_failed_return(who.way.screening, case=case.pk, at=timezone.now(), reason="refused")
        assert not NextStep.objects.filter(case=case).exists()
