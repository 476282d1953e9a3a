"""A person in the hub, and what an onward return of theirs takes. Everyone is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.movements.way import People, authorised, facts, people
from tests.service_people import days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.decisions import approve, decide
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Decision, Way
from returnhub.movements.queries.against import last_event
from returnhub.onward.commands.claims import read_host_register
from returnhub.onward.commands.documents import ask_document, record_document
from returnhub.onward.commands.preparing import check_risk, plan_return
from returnhub.onward.models import Issued, Request, RiskCheck
from returnhub.packets.kinds import DocumentRequest
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.procedure import Event

NAME = "Example Person"
BORN = dt.date(1991, 5, 4)


@dataclass(frozen=True)
class Hub:
    """Who acts, and their hub."""

    way: People
    checking: Actor
    document: Actor
    manager: Actor
    host: Actor
    counsellor: Actor


def in_one_hub() -> Hub:
    """The people of the way to the hub, and those who work on the way on."""
    way = people()
    return Hub(
        way,
        someone(Role.SCREENING),
        someone(Role.DOCUMENT),
        someone(Role.HUB_MANAGER, hub=way.hub.pk),
        someone(Role.HOST, hub=way.hub.pk),
        someone(Role.COUNSELLOR),
    )


def there(who: Hub, **changed: Any) -> Case:
    """A person who has arrived in the hub."""
    case, _ = authorised(who.way, **changed)
    record_departure(who.way.screening, case=case.pk, way=Way.HUB, at=timezone.now())
    with transaction.atomic():
        act = Act(who.way.screening, timezone.now())
        happen(act, case.pk, Event.ARRIVED, act.now)
    facts(case, Answer("host_claim_open", False, today(), "host"))
    return case


def checked(who: Hub, case: Case, outcome: RiskCheck.Outcome = RiskCheck.Outcome.NONE) -> RiskCheck:
    """The risks of return were checked by somebody who decided nothing."""
    return check_risk(
        who.checking,
        case=case.pk,
        country_evidence="Country report of the autumn",
        country_evidence_on=days_ago(90),
        findings="nothing in the report bears on this person",
        outcome=outcome,
    )


def issued(who: Hub, case: Case, **changed: Any) -> Issued:
    """A travel document, as the consulate issued it."""
    given = {
        "number": "EX 1000",
        "name": NAME,
        "birth_on": BORN,
        "issued_on": today(),
        "valid_until": today() + dt.timedelta(days=40),
    }
    return record_document(who.document, case=case.pk, **(given | changed))


def asked(who: Hub, case: Case, at: Request.At = Request.At.HOST) -> Request:
    """A consulate was asked, in the host where nothing else is said."""
    return ask_document(
        who.document,
        case=case.pk,
        consulate="Consulate of Albania in Pristina",
        at=at,
        seen=digest(drawn(case.pk, DocumentRequest)),
        answer_by=today() + dt.timedelta(days=30),
    )


def decided_onward(who: Hub, case: Case, words: str = "") -> Decision:
    """The onward return was decided, and approved by another."""
    words = words or f"The way home of {case.reference} is open and every answer was looked at again."
    made = decide(who.way.screening, case=case.pk, way=Way.ONWARD, to_move=True, reasons=words)
    approve(who.way.authorising, decision=made.pk, reasons=words, seen=last_event(case.pk))
    return made


def ready_onward(who: Hub, **changed: Any) -> Case:
    """A person for whose onward return everything stands."""
    case = there(who, **changed)
    facts(
        case,
        Answer("onward_fitness_on", days_ago(2), today(), "doctor"),
        Answer("onward_monitor_told_on", days_ago(5), days_ago(5), "hub"),
        Answer("origin_recognises_host", True, today(), "foreign ministry"),
        Answer("documents_issued_in_host", True, today(), "foreign ministry"),
    )
    read_host_register(who.host, case=case.pk)
    checked(who, case)
    issued(who, case)
    decided_onward(who, case)
    return case


def onward(who: Hub, **changed: Any) -> Case:
    """A person with authority to return onward."""
    case = ready_onward(who, **changed)
    give_authority(who.way.other, case=case.pk, way=Way.ONWARD, reasons="everything stands for this person")
    return case


def planned(who: Hub, case: Case, days: int = 7) -> None:
    """The day of the return is named."""
    plan_return(
        who.checking,
        case=case.pk,
        planned_on=today() + dt.timedelta(days=days),
        destination="Tirana",
        route="Pristina to Tirana, by road",
    )
