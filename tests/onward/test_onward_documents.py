"""Travel documents: nobody is asked too early, what differs is an alert, and an alert stops a return."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from tests.movements.test_authority_forged import without
from tests.movements.test_guards_of_authority import off, tried
from tests.movements.way import facts, stage
from tests.onward.hub import NAME, Hub, asked, in_one_hub, issued, onward, planned, ready_onward, there
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_case, days_ago, refuses, someone, today

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.bars import lodge_submissions
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Clock
from returnhub.casework.queries.against import against
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.models import Authority, Way
from returnhub.onward.commands.claims import raise_host_claim, record_host_answer
from returnhub.onward.commands.documents import answer_alert, end_document, record_request_step
from returnhub.onward.models import HostAnswer, Request, RequestStep
from returnhub.onward.queries.documents import alerts
from returnhub.packets.commands.sending import send_packet
from returnhub.packets.kinds import DocumentRequest
from returnhub.packets.models import PacketAnswer
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.procedure import Event, Stage


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def test_no_consulate_is_asked_while_anything_is_open_or_unknown(who: Hub) -> None:
    case = there(who)
    facts(case, Answer("judicial_review_pending", None, today(), "court"))
    with refuses("packets_origin_contact"):
        asked(who, case)


def test_a_request_is_a_packet_that_left_and_nothing_else(database: Database, who: Hub) -> None:
    case, other = there(who), there(who)
    asked(who, other)

    def forge() -> None:
        said = Act(SETTING_UP, timezone.now()).event("onward.document_asked", case=case.pk)
        Request.objects.create(
            event_id=said, case=case, packet=packet, consulate="x", at="host", asked_on=today()
        )
        ask_guards()

    with transaction.atomic():
        act = Act(who.document, timezone.now())
        packet = send_packet(act, other.pk, DocumentRequest, digest(drawn(other.pk, DocumentRequest)))
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        forge()
    assert guard_of(caught.value) == "onward_request_packet"
    with off(database, "b_of_packet", "onward_request"), tried():
        forge()


def test_a_consulate_in_the_sending_state_is_asked_once_appeals_are_used_up(who: Hub) -> None:
    case = a_case(who.way.screening, name=NAME)
    made = asked(who, case, Request.At.SENDER)
    record_request_step(who.document, request=made.pk, kind=RequestStep.Kind.REFUSED, on=today(), says="no")
    made.refresh_from_db()
    assert made.ended_id is not None
    assert PacketAnswer.objects.get(packet=made.packet_id).answer == PacketAnswer.Answer.REFUSED


def test_an_agreed_document_that_nobody_uses_is_asked_about(who: Hub) -> None:
    case = there(who)
    made = asked(who, case)
    record_request_step(who.document, request=made.pk, kind=RequestStep.Kind.AGREED, on=today())
    clock = Clock.objects.get(case=case, kind=Kind.DOCUMENT_UNUSED, ended=None)
    assert clock.ends_on == today() + dt.timedelta(weeks=8)
    later = today() + dt.timedelta(weeks=9)
    assert [a.kind for a in alerts(case.pk, later)] == ["not_used"]
    assert alerts(case.pk, today()) == []


def test_a_document_becomes_a_fact_with_its_clock_and_ends_its_request(who: Hub) -> None:
    case = there(who)
    made = asked(who, case)
    issued(who, case)
    made.refresh_from_db()
    assert made.ended_id is not None
    fact = case.facts.get(fact="onward_document_until", ended=None)
    assert (fact.supplier, fact.value) == ("consulate", (today() + dt.timedelta(days=40)).isoformat())
    assert Clock.objects.filter(case=case, kind=Kind.DOCUMENT, ended=None).exists()
    assert alerts(case.pk, today()) == []


def test_a_name_that_differs_stops_the_return_until_somebody_answers(who: Hub) -> None:
    case = onward(who)
    end_document(who.document, document=issued(who, case).pk, reason="the consulate took it back")
    assert stage(case) == Stage.IN_HUB
    issued(who, case, number="EX 1001", name="Exemple Persson", birth_on=dt.date(1991, 5, 5))
    open_ones = [a for a in alerts(case.pk, today()) if not a.answered]
    assert [a.kind for a in open_ones] == ["birth_differs", "name_differs"]
    assert Clock.objects.filter(case=case, kind=Kind.DOCUMENT_ALERT, ended=None).exists()
    assert {"document_alert"} == {a.code for a in against(case.pk, Way.ONWARD, today())}
    with refuses("command.not_possible"):
        answer_alert(who.document, case=case.pk, kind="name_differs", detail="other", says="a slip")
    for one in open_ones:
        answer_alert(who.document, case=case.pk, kind=one.kind, detail=one.detail, says="the same person")
    assert not Clock.objects.filter(case=case, kind=Kind.DOCUMENT_ALERT, ended=None).exists()
    give_authority(who.way.other, case=case.pk, way=Way.ONWARD, reasons="the alerts were answered")


def test_the_same_name_in_another_order_is_no_alert(who: Hub) -> None:
    case = there(who)
    issued(who, case, name="PERSON Example")
    assert alerts(case.pk, today()) == []


def test_a_return_planned_after_the_document_ends_is_an_alert_and_takes_authority_away(who: Hub) -> None:
    case = onward(who)
    assert Authority.objects.filter(case=case, ended=None).exists()
    planned(who, case, days=60)
    assert [a.kind for a in alerts(case.pk, today())] == ["expires_early"]
    assert stage(case) == Stage.IN_HUB
    assert not Authority.objects.filter(case=case, ended=None).exists()


def test_a_claim_in_the_host_keeps_the_consulate_away(who: Hub) -> None:
    case = ready_onward(who)
    raise_host_claim(who.host, case=case.pk, says="asked at the gate", at=timezone.now(), by_person=True)
    with refuses("packets_packet_stage"):
        asked(who, case)


def test_a_claim_after_a_consulate_was_asked_alerts_who_asked_until_it_is_decided(who: Hub) -> None:
    case = there(who)
    asked(who, case)
    raise_host_claim(who.host, case=case.pk, says="asked at the gate", at=timezone.now(), by_person=True)
    (found,) = alerts(case.pk, today())
    assert (found.kind, found.answered) == ("claim_since", False)
    assert f"by {User.objects.get(pk=who.document.id).name}" in found.detail
    assert "claim for asylum in the host state" in found.detail
    clock = Clock.objects.get(case=case, kind=Kind.DOCUMENT_ALERT, ended=None)
    assert (clock.owner, clock.ends_on) == ("document_officer", today() + dt.timedelta(days=7))
    record_host_answer(
        who.host,
        case=case.pk,
        outcome=HostAnswer.Outcome.REFUSED,
        decided_on=today(),
        reference="H 10",
    )
    assert alerts(case.pk, today()) == []
    assert not Clock.objects.filter(case=case, kind=Kind.DOCUMENT_ALERT, ended=None).exists()


def test_it_is_the_database_that_starts_the_clock_of_such_an_alert(database: Database, who: Hub) -> None:
    case = there(who)
    asked(who, case)
    with without(database, ("z_claim_alerts", "casework_bar")):
        raise_host_claim(who.host, case=case.pk, says="asked at the gate", at=timezone.now(), by_person=True)
        ask_guards()
        assert not Clock.objects.filter(case=case, kind=Kind.DOCUMENT_ALERT, ended=None).exists()


def test_what_a_lawyer_lodges_after_a_consulate_was_asked_alerts_who_asked(who: Hub) -> None:
    case, lawyer = there(who), someone(Role.LAWYER)
    represent(who.way.screening, case=case.pk, lawyer=lawyer.id or 0)
    lodge_submissions(lawyer, case=case.pk, says="a letter of before")
    assert alerts(case.pk, today()) == []
    case = there(who)
    represent(who.way.screening, case=case.pk, lawyer=lawyer.id or 0)
    asked(who, case)
    lodge_submissions(lawyer, case=case.pk, says="a new letter")
    assert [a.kind for a in alerts(case.pk, today())] == ["claim_since"]
    assert Clock.objects.filter(case=case, kind=Kind.DOCUMENT_ALERT, ended=None).exists()


def test_an_answer_at_the_limit_of_the_stay_counts_for_the_consulate_too(who: Hub) -> None:
    case = there(who)
    raise_host_claim(who.host, case=case.pk, says="asked at the gate", at=timezone.now(), by_person=True)
    with transaction.atomic():
        act = Act(SETTING_UP, timezone.now())
        happen(act, case.pk, Event.STAY_LIMIT_REACHED, act.now)
    with refuses("packets_origin_contact"):
        asked(who, case)
    record_host_answer(
        who.host,
        case=case.pk,
        outcome=HostAnswer.Outcome.REFUSED,
        decided_on=today(),
        reference="H 9",
    )
    assert stage(case) == Stage.AT_LIMIT
    asked(who, case)


def test_alerts_and_requests_are_read_by_the_application_and_written_by_commands(who: Hub) -> None:
    case = there(who)
    made = issued(who, case, issued_on=days_ago(3), valid_until=days_ago(1))
    assert {a.kind for a in alerts(case.pk, today())} == {"expired"}
    with connections["default"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE onward_issued SET name = 'x' WHERE id = %s", [made.pk])
