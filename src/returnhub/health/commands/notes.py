"""What a clinician writes, which clinicians alone read, and says: checks, and a yes or no for all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db import DatabaseError

from returnhub.casework.commands.facts import Answer, Value, check_answer, store_answer
from returnhub.casework.commands.found import past, said, the_case
from returnhub.casework.queries.scope import scope
from returnhub.health.clinic import as_clinician
from returnhub.health.models import Check, ClinicNote
from returnhub.hubs.models import Stay
from returnhub.journal.command import Act, as_problems, command
from returnhub.problems import Code, Where, refuse

DOCTOR = "doctor"
"""Who supplies what is said here, in law/facts.yaml."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What others need to know of a person's health, each a yes or no or a step; None: nothing is said."""

    needs_step_free: bool | None = None
    care_needed: int | None = None
    self_harm_risk_open: bool | None = None
    treatment_in_host: bool | None = None
    pregnancy_week: int | None = None

    def given(self) -> Mapping[str, Value]:
        """What is said, by fact."""
        return {k: v for k in STATED if (v := getattr(self, k)) is not None}


STATED = tuple(field.name for field in fields(Statements))
"""The facts that a clinician says in their own name; officers see of each a yes or no."""


@command("health.write_note")
def write_note(act: Act, *, case: int, text: str) -> int:
    """Write a note in a person's clinical file; its number. On record is a digest of it, and nothing else."""
    return file_note(act, case, ClinicNote.Kind.NOTE, said("text", text))


@command("health.record_check")
def record_check(
    act: Act, *, case: int, kind: Check.Kind, at: dt.datetime, text: str, says: Statements
) -> Check:
    """Record that a person was seen and when, what was found in the clinical file, and what others need.

    The first after an arrival is the check that is owed then, and ends its clock: `guard.check_is_duty`.
    Raises Problems: command.not_theirs; command.field_missing; command.field_wrong for a time to come or
    before they came; command.not_possible (`not_in_hub`).
    """
    past(act, "at", at)
    stay = patient_of(act, case)
    if at < stay.arrived_at:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), kind="before_arrival")
    check_statements(act, case, says)
    file_note(act, case, ClinicNote.Kind.CHECK, said("text", text))
    the_case(act, case)
    event = act.event("health.checked", case=case, happened=at, check=kind, **says.given())
    made = Check.objects.create(
        event_id=event, case_id=case, hub_id=stay.hub_id, kind=kind, at=at, by_id=act.actor.id
    )
    store_statements(act, event, case, says.given())
    return made


@command("health.state")
def state(act: Act, *, case: int, says: Statements) -> None:
    """Say yes or no of a person's needs, from today. Raises Problems: command.field_missing if nothing is."""
    patient_of(act, case)
    if not says.given():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="needs_step_free"))
    check_statements(act, case, says)
    the_case(act, case)
    event = act.event("health.stated", case=case, **says.given())
    store_statements(act, event, case, says.given())


def patient_of(act: Act, case: int) -> Stay:
    """The stay of a person who is now in a clinician's hub.

    Raises Problems: command.not_theirs; command.not_possible (`not_in_hub`) before they have arrived.
    """
    if not scope(act.actor).filter(pk=case).exists():
        raise refuse(Code.COMMAND_NOT_THEIRS)
    there = Stay.objects.filter(case=case, hub=act.actor.hub, kind=Stay.Kind.THERE, ended=None).first()
    if there is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="not_in_hub", allowed_next=())
    return there


def file_note(act: Act, case: int, kind: ClinicNote.Kind, text: str) -> int:
    """Put clinical words into a person's file, by the clinicians' own connection; their number.

    They stand even if the transaction around this does not. Before the case is held: the two connections
    would wait for each other. Raises Problems: command.refused (health_*).
    """
    try:
        with as_clinician(act.actor) as cursor:
            cursor.execute("SELECT clinic.write_note(%s, %s, %s)", [case, kind, text])
            return int(cursor.fetchone()[0])
    except DatabaseError as fault:
        raise as_problems(fault) from fault


def check_statements(act: Act, case: int, says: Statements) -> None:
    """Raises Problems: command.field_wrong for a value that the fact has not, before anything is written."""
    for fact, value in says.given().items():
        check_answer(act, case, Answer(fact, value, act.today, DOCTOR))


def store_statements(act: Act, event: int, case: int, given: Mapping[str, Value]) -> None:
    """Put what a doctor says beside the facts, found today."""
    for fact, value in given.items():
        store_answer(act, event, case, Answer(fact, value, act.today, DOCTOR))
