"""Trouble of every kind, so that each page has something on it that somebody has to look at."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from django.utils import timezone

from returnhub.agreements.commands import suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.bars import lodge_order, lodge_submissions
from returnhub.casework.commands.counsel import represent, write_note, write_privileged_note
from returnhub.casework.commands.custody import begin_custody, ground_lapsed
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.commands.facts import Answer, facts, record_fact
from returnhub.casework.commands.offers import offer_voluntary_return
from returnhub.casework.commands.people import form_family
from returnhub.casework.models import Bar, Case, Custody
from returnhub.journal.actor import Actor
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.oversight.commands import complaints, notes
from returnhub.oversight.commands.recommendations import recommend
from returnhub.procedure import Stage
from returnhub.scheme.model import Scheme

Actors = Mapping[str, Actor]
CODES = ("100020003000", "100020003001")
"""Codes of two of the demo's complaints, so that somebody who tries it out can come back to them."""


def make_trouble(acting: Actors, scheme: Scheme, today: dt.date, luck: random.Random) -> None:
    """What is lodged for clients, answers in conflict, custody without ground, families, complaints."""
    by_stage: dict[str, list[Case]] = {}
    for case in Case.objects.select_related("standing").order_by("id"):
        by_stage.setdefault(case.standing.stage, []).append(case)
    exhausted = luck.sample(by_stage[Stage.EXHAUSTED], 120)
    _clients(acting, [*exhausted[:30], *by_stage[Stage.PLANNED][:4], *by_stage[Stage.NOTIFIED][:6]])
    _answers_in_conflict(acting, exhausted[30:54], today)
    _custody(acting, exhausted[54:74])
    _families(acting, exhausted[74:98])
    for case in exhausted[98:]:
        offer_voluntary_return(
            acting["screening"],
            case=case.pk,
            language="en",
            interpreter="the person's language",
            offered_on=today - dt.timedelta(days=5),
            says="Help with the journey and the first months at home",
        )
    _complaints(acting, scheme, today)
    suspend(
        acting["monitor"],
        scheme=scheme.id,
        scope=Suspension.Scope.PERSON,
        by=Suspension.By.MONITOR,
        number=by_stage[Stage.PLANNED][-1].person_id,
        reason="The person told the monitor of threats in the host state; nobody has looked into it.",
    )


def departed_without_authority(acting: Actors, case: Case) -> None:
    """Somebody leaves before authority was given: recorded as what it is, and it stops their hub."""
    record_departure(
        acting["screening"],
        case=case.pk,
        way=Way.HUB,
        at=timezone.now(),
        reason="Put on the coach by mistake; found at the gate",
    )


def _clients(acting: Actors, clients: Sequence[Case]) -> None:
    for number, case in enumerate(clients):
        lawyer = acting["lawyer2" if number % 3 == 2 else "lawyer"]
        represent(acting["screening"], case=case.pk, lawyer=lawyer.id)
        if number % 4 == 0:
            lodge_submissions(
                lawyer,
                case=case.pk,
                says="New evidence of what happened to the person's brother after his return.",
            )
        elif number % 9 == 1:
            lodge_order(
                lawyer,
                case=case.pk,
                kind=Bar.Kind.COURT_ORDER,
                says="Removal is stayed until the application for judicial review is decided.",
            )
        elif number % 9 == 2:
            write_privileged_note(
                lawyer, case=case.pk, text="Wants to tell of the prison; needs a woman interpreter."
            )


def _answers_in_conflict(acting: Actors, cases: Sequence[Case], today: dt.date) -> None:
    officer = acting["screening"]
    for case in cases:
        letter = add_evidence(
            officer,
            case=case.pk,
            name="letter.txt",
            title="Letter of the local authority (made up)",
            content=f"{case.reference}: an assessment of age was asked for.\n".encode(),
            supplier="local authority",
        )
        answer = Answer("age_disputed", True, today, "local authority", evidence=letter.pk)
        record_fact(officer, case=case.pk, answer=answer)
        known = Answer("age_disputed", False, today, facts()["age_disputed"].suppliers[0])
        record_fact(officer, case=case.pk, answer=known)
        write_note(officer, case=case.pk, text="Asked the local authority for the assessment itself.")


def _custody(acting: Actors, cases: Sequence[Case]) -> None:
    officer = acting["authorising"]
    for number, case in enumerate(cases):
        custody = begin_custody(
            officer,
            case=case.pk,
            authority="Chief immigration officer (made up)",
            ground=Custody.Ground.REMOVAL_NEAR,
            why="A flight was booked within three weeks.",
            began=timezone.now() - dt.timedelta(days=12 + number),
        )
        if number % 5 == 0:
            ground_lapsed(
                acting["screening"], custody=custody.pk, reason="The flight was cancelled; none is in sight."
            )


def _families(acting: Actors, cases: Sequence[Case]) -> None:
    for first, second, third in zip(*[iter(cases)] * 3, strict=True):
        form_family(
            acting["screening"],
            members=[(first.pk, "mother"), (second.pk, "father"), (third.pk, "grown child")],
        )


def _complaints(acting: Actors, scheme: Scheme, today: dt.date) -> None:
    said = (
        complaints.NewComplaint(
            scheme.id,
            "Nobody has called the doctor for my neighbour for three days.",
            danger=True,
            by="person",
        ),
        complaints.NewComplaint(
            scheme.id,
            "I was not given the paper in my language.",
            by="family",
            punish="not sure",
            place="Hub A",
        ),
    )
    for code, new in zip(CODES, said, strict=True):
        complaints.lodge(new, code, today, "127.0.0.1")
    notes.write_note(
        acting["monitor"], scheme=scheme.id, text="Come back at night, and count who is on duty."
    )
    recommend(
        acting["monitor"],
        scheme=scheme.id,
        text="Have an interpreter by telephone at every hour, and try it out each week.",
        due_on=today + dt.timedelta(days=28),
    )
