"""The demo's ways on or back, by commands alone: claims, evidence, documents, help with return, after it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from returnhub.journal.actor import Actor
from returnhub.onward.commands.after import record_consent, record_follow_up
from returnhub.onward.commands.back import order_transfer_back, record_transfer_back, take_up
from returnhub.onward.commands.claims import (
    open_determination,
    raise_evidence,
    raise_host_claim,
    read_host_register,
    record_host_answer,
    review_evidence,
)
from returnhub.onward.commands.documents import ask_document, record_document, record_request_step
from returnhub.onward.commands.preparing import check_risk, plan_return
from returnhub.onward.commands.voluntary import (
    agree_voluntary_return,
    ask_voluntary_return,
    offer_support,
    record_counselling,
    record_voluntary_departure,
)
from returnhub.onward.models import FollowUp, HostAnswer, Request, RequestStep, Review, RiskCheck, Support
from returnhub.packets.kinds import DocumentRequest
from returnhub.packets.queries.drawing import digest, drawn


def claims_in_host(officer: Actor, case: int, answer: HostAnswer.Outcome | None = None) -> None:
    """The person asked for asylum in the host state, which has answered or not. Host or screening officer."""
    raise_host_claim(
        officer, case=case, says="Asked at the gate of the hub.", at=timezone.now(), by_person=True
    )
    if answer is not None:
        today = timezone.localdate()
        record_host_answer(officer, case=case, outcome=answer, decided_on=today, reference=f"HOST/{case}")


def new_evidence(officer: Actor, case: int) -> None:
    """Evidence came up in the hub, and waits for the decision of the sending state."""
    raise_evidence(
        officer,
        case=case,
        says="A court paper from home came by post; it was handed to the hub's manager.",
        by_person=True,
    )


def evidence_changes_nothing(authorising: Actor, case: int) -> None:
    """The evidence was read and answered."""
    review_evidence(
        authorising,
        case=case,
        outcome=Review.Outcome.CHANGES_NOTHING,
        reasons="The paper was before the tribunal, which did not believe it; nothing else is new.",
    )


def ordered_back(authorising: Actor, case: int) -> None:
    """A transfer back was ordered."""
    order_transfer_back(
        authorising, case=case, reasons="No document can be had, and the exit plan names this way."
    )


def brought_back(authorising: Actor, case: int) -> None:
    """Ordered, and carried out."""
    ordered_back(authorising, case)
    record_transfer_back(authorising, case=case, at=timezone.now(), reason="Seen in by an officer")


def case_goes_on(screening: Actor, case: int) -> None:
    """After a transfer back the case stands as it stood."""
    take_up(screening, case=case, protected=False, reasons="The person is back, and nothing new is open.")


def asks_consulate(document: Actor, case: int, consulate: str, *, agreed: bool = False) -> None:
    """A consulate in the host is asked, by the typed packet; it has agreed or not."""
    today = timezone.localdate()
    made = ask_document(
        document,
        case=case,
        consulate=consulate,
        at=Request.At.HOST,
        seen=digest(drawn(case, DocumentRequest)),
        answer_by=today + dt.timedelta(days=60),
    )
    if agreed:
        record_request_step(document, request=made.pk, kind=RequestStep.Kind.AGREED, on=today)


def has_document(document: Actor, case: int, name: str, birth_on: dt.date) -> None:
    """A travel document as the consulate issued it; a name or date that differs becomes an alert."""
    today = timezone.localdate()
    record_document(
        document,
        case=case,
        number=f"EX {case:05d}",
        name=name,
        birth_on=birth_on,
        issued_on=today,
        valid_until=today + dt.timedelta(days=60),
    )


def risks_checked(other_screening: Actor, case: int) -> None:
    """A fresh risk check, by an officer who did not decide to move the person."""
    check_risk(
        other_screening,
        case=case,
        country_evidence="Country report of this autumn",
        country_evidence_on=timezone.localdate() - dt.timedelta(days=30),
        findings="The report was read against what this person has said; nothing in it bears on them.",
        outcome=RiskCheck.Outcome.NONE,
    )


def return_planned(manager: Actor, host: Actor, case: int, destination: str) -> None:
    """The host's register was read, a day was named, and the monitor was told."""
    read_host_register(host, case=case)
    plan_return(
        manager,
        case=case,
        planned_on=timezone.localdate() + dt.timedelta(days=10),
        destination=destination,
        route=f"By road to the airport, then by air to {destination}",
    )


def stateless_perhaps(officer: Actor, case: int) -> None:
    """It is being determined whether the person is stateless."""
    open_determination(officer, case=case, why="Two consulates were asked, and neither knows the person.")


def wants_to_return(counsellor: Actor, case: int, *, agreed: bool = False) -> None:
    """The person asked for help with return, was talked to and offered support; they have agreed or not."""
    today = timezone.localdate()
    made = ask_voluntary_return(counsellor, case=case, language="en", by_person=True)
    record_counselling(
        counsellor,
        case=case,
        on=today,
        language="en",
        interpreter=True,
        present="the person, an interpreter",
        says="Asked about work at home and the health of a parent. Wants to think about it.",
        told_free=True,
    )
    offer_support(
        counsellor,
        application=made.pk,
        kind=Support.Kind.CASH,
        amount=Decimal(1500),
        currency="GBP",
        source="Voluntary return service, under its published terms",
        says="In two parts, the second after arrival",
        language="en",
    )
    if agreed:
        agree_voluntary_return(
            counsellor, application=made.pk, on=today, says="Signed, with an interpreter there."
        )


def returns_by_choice(counsellor: Actor, case: int, outcome: FollowUp.Outcome | None = None) -> None:
    """The person has gone home of their own will; they were asked after once, or not yet."""
    today = timezone.localdate()
    record_consent(counsellor, case=case, given=True, how="by telephone", on=today)
    record_voluntary_departure(counsellor, case=case, at=timezone.now(), says="Seen off at the airport.")
    if outcome is not None:
        record_follow_up(
            counsellor,
            case=case,
            days_after=14,
            asked_on=today,
            how="by telephone",
            outcome=outcome,
        )
