"""The state of origin hears nothing of anybody before every claim is finally decided. Unknown is not no."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, facts, people, waiting
from tests.packets.sending import happened, in_hub, sent, tried
from tests.service_database import Database
from tests.service_people import (
    SCHEME,
    SETTING_UP,
    answers,
    days_ago,
    moment,
    refuses,
    today,
)

from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import CalledAs, Happened, NewCase, open_case
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Bar, Case
from returnhub.casework.models import Fact as Row
from returnhub.journal.command import Act
from returnhub.packets.kinds import DocumentRequest, as_fields
from returnhub.packets.queries.drawing import drawn
from returnhub.packets.queries.sent import against_contact
from returnhub.procedure import Event

HOST_ASKED = {"host_claim_open": False}


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """Somebody whose every claim is decided; what a test does is taken back."""
    return waiting(who)


@pytest.fixture(scope="module")
def there(who: People) -> Case:
    """Somebody in the hub, of whom the host says that no claim is open."""
    case = in_hub(who)
    facts(case, Answer("host_claim_open", False, today(), "host"))
    return case


def codes(case: Case) -> set[str]:
    return {f"{a.code} {a.what}".strip() for a in against_contact(case.pk, today())}


def forget(case: Case, *names: str) -> None:
    act = Act(SETTING_UP, timezone.now())
    event = act.event("casework.fact_corrected", case=case.pk)
    Row.objects.filter(case=case, fact__in=names, ended=None).update(ended=event)


def refused_by_hand(who: People, case: Case, because: str) -> None:
    """What stands against is told, and a packet written by hand is refused for it."""
    assert because in codes(case)
    fields = as_fields(drawn(case.pk, DocumentRequest))
    assert tried(case, who.screening, "document_request", fields, "origin") == "packets_origin_contact"


def test_once_every_claim_is_decided_the_consulate_is_asked_for_a_document(who: People) -> None:
    case = waiting(who)
    assert not codes(case)
    made = sent(who.screening, case, "document_request", answer_by=today())
    assert (made.to, made.state) == ("origin", "Albania")
    assert case.reference not in str(made.fields)


def test_of_somebody_in_the_hub_too_and_never_that_they_are_there(who: People, there: Case) -> None:
    assert not codes(there)
    with transaction.atomic():
        assert who.hub.name not in str(sent(who.screening, there, "document_request").fields)
        transaction.set_rollback(True)


AGAINST: dict[str, object] = {
    "claim_decision": "pending",
    "rights_exhausted_on": None,
    "appeal_outcome": "pending",
    "reconsideration_ends_on": today,
    "further_submissions_pending": True,
    "late_evidence_unread": True,
    "judicial_review_pending": True,
    "court_stay": True,
    "interim_measure": True,
    "trafficking_status": "referred",
    "protected_elsewhere": True,
    "stateless": True,
}


@pytest.mark.parametrize("fact", sorted(AGAINST))
def test_a_fact_that_speaks_against_it_or_is_not_known(who: People, case: Case, fact: str) -> None:
    told = AGAINST[fact]
    # the day of the test, not the day on which tests were collected
    told = told() if callable(told) else told
    with transaction.atomic():
        forget(case, fact)
        refused_by_hand(who, case, f"fact_unknown {fact}")
        if told is not None:
            supplier = next(a.supplier for a in answers() if a.fact == fact)
            facts(case, Answer(fact, told, today(), supplier))  # pyright: ignore[reportArgumentType]: as listed
            refused_by_hand(who, case, f"fact_against {fact}")
        transaction.set_rollback(True)


def test_an_answer_that_is_out_of_date_is_not_known(who: People, case: Case) -> None:
    with transaction.atomic():
        forget(case, "further_submissions_pending")
        facts(case, Answer("further_submissions_pending", False, days_ago(3), "caseworker"))
        refused_by_hand(who, case, "fact_unknown further_submissions_pending")
        transaction.set_rollback(True)


def test_answers_in_conflict_are_not_known(who: People, case: Case) -> None:
    with transaction.atomic():
        facts(case, Answer("further_submissions_pending", True, today(), "lawyer"))
        refused_by_hand(who, case, "fact_unknown further_submissions_pending")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "kind",
    [
        Bar.Kind.COURT_ORDER,
        Bar.Kind.INTERIM_MEASURE,
        Bar.Kind.SUBMISSIONS,
        Bar.Kind.JUDICIAL_REVIEW,
        Bar.Kind.NEW_EVIDENCE,
        Bar.Kind.TRAFFICKING,
    ],
)
def test_a_bar_of_a_claim(who: People, case: Case, kind: Bar.Kind) -> None:
    with transaction.atomic():
        open_bar(who.screening, case=case.pk, kind=kind, says="lodged today")
        refused_by_hand(who, case, f"bar {kind}")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("before", "stage"),
    [
        ((), "claim pending"),
        ((Event.CLAIM_REFUSED,), "refused, in time to appeal"),
        ((Event.CLAIM_REFUSED, Event.APPEAL_LODGED), "appeal pending"),
        ((Event.PROTECTION_GRANTED,), "protected in the sending state"),
    ],
)
def test_a_claim_that_the_stage_says_is_open_whatever_the_facts_say(
    who: People, before: tuple[Event, ...], stage: str
) -> None:
    told = tuple(Happened(event, moment(days_ago(30 - n))) for n, event in enumerate(before))
    case = open_case(who.screening, new=NewCase(SCHEME, (CalledAs("Example Person"),), answers(), told))
    fields = as_fields(drawn(case.pk, DocumentRequest))
    assert f"stage {stage}" in codes(case)
    assert tried(case, who.screening, "document_request", fields, "origin") == "packets_packet_stage"


@pytest.mark.parametrize(
    ("events", "because"),
    [
        ((Event.HOST_CLAIM_MADE, Event.STAY_LIMIT_REACHED), "undecided claim made in the host state"),
        ((Event.NEW_EVIDENCE_RAISED, Event.STAY_LIMIT_REACHED), "undecided new evidence raised"),
    ],
)
def test_what_was_asked_is_not_forgotten_when_the_stage_moves_on(
    who: People, there: Case, events: tuple[Event, ...], because: str
) -> None:
    with transaction.atomic():
        happened(who, there, *events)
        forget(there, "host_claim_open")
        facts(there, Answer("host_claim_open", False, today(), "host"))
        refused_by_hand(who, there, because)
        transaction.set_rollback(True)


def test_once_the_host_refused_the_claim_nothing_is_undecided(who: People, there: Case) -> None:
    with transaction.atomic():
        happened(who, there, Event.HOST_CLAIM_MADE, Event.HOST_CLAIM_REFUSED)
        assert "undecided claim made in the host state" not in codes(there)
        transaction.set_rollback(True)


def test_whoever_was_in_the_host_state_may_have_asked_there(who: People, there: Case) -> None:
    with transaction.atomic():
        forget(there, "host_claim_open")
        refused_by_hand(who, there, "fact_unknown host_claim_open")
        transaction.set_rollback(True)


def test_somebody_who_was_found_to_need_protection_stays_protected(who: People) -> None:
    case = open_case(
        who.screening,
        new=NewCase(
            SCHEME,
            (CalledAs("Example Person"),),
            answers(**HOST_ASKED),
            (Happened(Event.PROTECTION_GRANTED, moment(days_ago(30))),),
        ),
    )
    # brought to the hub all the same, which is a breach
    happened(who, case, Event.ARRIVED)
    refused_by_hand(who, case, "protected protection granted")


def test_without_the_guard_the_consulate_would_hear_of_it(who: People, database: Database) -> None:
    case = waiting(who)
    open_bar(who.screening, case=case.pk, kind=Bar.Kind.SUBMISSIONS, says="lodged today")
    refused_by_hand(who, case, "bar further_submissions")
    fields = as_fields(drawn(case.pk, DocumentRequest))
    with off(database, "sent", "packets_packet"):
        assert tried(case, who.screening, "document_request", fields, "origin") == ""


def test_nobody_is_announced_who_has_not_chosen_to_return(who: People) -> None:
    case = waiting(who)
    with refuses("packets_voluntary_accepted"):
        sent(who.screening, case, "voluntary_return", returns_on=today())
    forget_and_say_yes(case)
    assert sent(who.screening, case, "voluntary_return", returns_on=today()).fields["returns_on"] == str(
        today()
    )


def forget_and_say_yes(case: Case) -> None:
    with transaction.atomic():
        forget(case, "voluntary_return_accepted")
        facts(case, Answer("voluntary_return_accepted", True, today(), "voluntary return service"))
