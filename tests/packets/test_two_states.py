"""Two states, one record: who answers for a person, answers to packets, and what the host finds otherwise."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import TakenBackError, off
from tests.movements.way import People, decided, people
from tests.packets.sending import in_hub, sent
from tests.service_database import Database
from tests.service_people import a_hub, days_ago, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.facts import resolve_conflict
from returnhub.casework.commands.found import known
from returnhub.casework.models import Case, Clock, Fact
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, as_problems, ask_guards
from returnhub.packets.commands.facts import record_host_fact
from returnhub.packets.commands.identity import record_identity
from returnhub.packets.commands.responsibility import (
    hand_responsibility_over,
    take_responsibility_over,
    withdraw_handing_over,
)
from returnhub.packets.commands.sending import answer
from returnhub.packets.kinds import DocumentRequest
from returnhub.packets.models import PacketAnswer, Responsibility, ResponsibilityTaken
from returnhub.packets.queries.drawing import drawn

Side = Responsibility.Side
Answer = PacketAnswer.Answer


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def host(who: People) -> Actor:
    return someone(Role.HOST, hub=who.hub.pk)


@pytest.fixture(scope="module")
def elsewhere(who: People) -> Actor:
    return someone(Role.HOST, hub=a_hub(people=1).pk)


@pytest.fixture
def case(who: People) -> Case:
    """Somebody for whom a place in the hub is held."""
    return decided(who)[0]


def handed_over(who: People, case: Case) -> Responsibility:
    return hand_responsibility_over(who.other, case=case.pk, to_side=Side.HOST, at=timezone.now())


def test_responsibility_passes_once_an_officer_of_each_state_has_signed(
    who: People, host: Actor, case: Case
) -> None:
    signed = handed_over(who, case)
    assert responsible(case) == Side.SENDING
    take_responsibility_over(host, responsibility=signed.pk)
    assert responsible(case) == Side.HOST
    back = hand_responsibility_over(host, case=case.pk, to_side=Side.SENDING, at=timezone.now())
    take_responsibility_over(who.screening, responsibility=back.pk)
    assert responsible(case) == Side.SENDING
    assert Responsibility.objects.get(pk=signed.pk).ended is not None


def responsible(case: Case) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.responsible(%s)", [case.pk])
        return cursor.fetchone()[0]


def test_the_side_that_does_not_have_it_does_not_hand_it_over(who: People, host: Actor, case: Case) -> None:
    with refuses("packets_responsibility_side"):
        hand_responsibility_over(host, case=case.pk, to_side=Side.SENDING, at=timezone.now())
    with refuses("packets_responsibility_officer"):
        hand_responsibility_over(host, case=case.pk, to_side=Side.HOST, at=timezone.now())


def test_the_sending_state_does_not_sign_for_the_host(who: People, case: Case) -> None:
    signed = handed_over(who, case)
    with refuses("packets_responsibilitytaken_officer"):
        take_responsibility_over(who.authorising, responsibility=signed.pk)
    with refuses("packets_responsibility_two_people"):
        take_responsibility_over(who.other, responsibility=signed.pk)


def test_an_officer_of_another_hub_signs_for_nobody_here(who: People, elsewhere: Actor, case: Case) -> None:
    signed = handed_over(who, case)
    with refuses("command.not_theirs"):
        take_responsibility_over(elsewhere, responsibility=signed.pk)
    with refuses("packets_responsibilitytaken_officer"), transaction.atomic():
        by_hand(signed, elsewhere)


def by_hand(signed: Responsibility, by: Actor) -> None:
    """A signature past every command."""
    try:
        event = Act(by, timezone.now()).event("packets.responsibility_taken_over", case=signed.case_id)
        ResponsibilityTaken.objects.create(event_id=event, responsibility=signed, by_id=by.id)
        ask_guards()
    except DatabaseError as fault:
        raise as_problems(fault) from fault


def test_one_person_signs_for_both_where_the_guard_is_off(
    who: People, case: Case, database: Database
) -> None:
    signed = handed_over(who, case)
    with refuses("packets_responsibility_two_people"), transaction.atomic():
        by_hand(signed, who.other)
    with off(database, "taken", "packets_responsibilitytaken"):
        try:
            with transaction.atomic():
                by_hand(signed, who.other)
                raise TakenBackError
        except TakenBackError:
            pass


def test_what_waits_for_its_second_signature_is_withdrawn_and_what_has_both_is_not(
    who: People, host: Actor, case: Case
) -> None:
    signed = handed_over(who, case)
    with refuses("packets_responsibility_waits"):
        handed_over(who, case)
    withdraw_handing_over(who.other, responsibility=signed.pk, reason="The transfer is put off.")
    again = handed_over(who, case)
    take_responsibility_over(host, responsibility=again.pk)
    with refuses("packets_responsibility_stands"):
        withdraw_handing_over(who.other, responsibility=again.pk, reason="We want it back.")


def test_what_the_host_finds_stands_beside_and_no_rule_reads_either(
    who: People, host: Actor, case: Case
) -> None:
    record_host_fact(
        host, case=case.pk, fact="needs_step_free", value=True, why="She can't climb the stairs."
    )
    assert "needs_step_free" not in known(case.pk, today())
    both = {f.supplier: f.value for f in Fact.objects.filter(case=case, fact="needs_step_free", ended=None)}
    assert both["host"] is True
    assert set(both.values()) == {True, False}
    keep = Fact.objects.get(case=case, fact="needs_step_free", supplier="host", ended=None)
    resolve_conflict(
        who.screening, case=case.pk, fact="needs_step_free", keep=keep.pk, reason="The host's doctor saw her."
    )
    assert known(case.pk, today())["needs_step_free"] is True
    assert Fact.objects.filter(case=case, fact="needs_step_free").count() == 2


def test_the_host_says_nothing_of_a_claim_and_nothing_of_anybody_elsewhere(
    who: People, host: Actor, elsewhere: Actor, case: Case
) -> None:
    with refuses("command.field_wrong"):
        record_host_fact(host, case=case.pk, fact="claim_decision", value="granted", why="We think so.")
    with refuses("command.not_theirs"):
        record_host_fact(elsewhere, case=case.pk, fact="sex", value="female", why="She says so.")
    with refuses("command.not_allowed"):
        record_host_fact(who.screening, case=case.pk, fact="sex", value="female", why="She says so.")


def test_an_answer_that_is_late_is_escalated_and_one_that_came_ends_the_wait(who: People, case: Case) -> None:
    made = sent(who.screening, case, answer_by=today())
    clock = Clock.objects.get(case=case, kind=Kind.HOST_ANSWER, ended=None)
    assert clock.owner == "host_state_officer"
    answer(who.screening, packet=made.pk, answer=Answer.RECEIVED, answered_on=today(), reference="note 3")
    assert not Clock.objects.filter(case=case, kind=Kind.HOST_ANSWER, ended=None).exists()
    with refuses("command.not_possible"):
        answer(who.screening, packet=made.pk, answer=Answer.ACCEPTED, answered_on=today())


def test_an_answer_is_of_the_state_that_was_asked_and_comes_after_the_question(
    who: People, case: Case
) -> None:
    made = sent(who.screening, case)
    with refuses("packets_packetanswer_kind"):
        answer(who.screening, packet=made.pk, answer=Answer.ISSUED, answered_on=today())
    with refuses("packets_packetanswer_past"):
        answer(who.screening, packet=made.pk, answer=Answer.ACCEPTED, answered_on=days_ago(1))


@pytest.mark.parametrize(
    "named",
    [
        "Born in Tirana; claimed asylum in Dover",
        "He asked for protection in the United Kingdom in May and it was refused",
        "Tirana\nDover",
        "flat 12",
    ],
)
def test_a_place_or_a_parent_is_a_name_and_nothing_more(who: People, case: Case, named: str) -> None:
    with refuses("packets_identity_named"):
        record_identity(who.screening, case=case.pk, birth_place=named)
    record_identity(who.screening, case=case.pk, birth_place="Vlorë", mother="Ana Example", photograph=True)
    request = drawn(case.pk, DocumentRequest)
    assert (request.birth_place, request.mother, request.father) == ("Vlorë", "Ana Example", None)
    assert (request.photograph, request.fingerprints) == (True, False)


def test_who_lives_in_the_hub_is_answered_for_by_one_state(who: People, host: Actor) -> None:
    case = in_hub(who)
    take_responsibility_over(host, responsibility=handed_over(who, case).pk)
    assert responsible(case) == Side.HOST
