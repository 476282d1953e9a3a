"""Whether a person is fit for a journey: asked by officers, answered by who never treated them."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.clocks import days
from returnhub.casework.commands.bars import opened
from returnhub.casework.commands.facts import Answer, Value, store_answer
from returnhub.casework.commands.found import past_day, said, the_case, the_row
from returnhub.casework.models import Bar
from returnhub.casework.queries.scope import scope
from returnhub.health.commands.due import keep_due
from returnhub.health.commands.notes import (
    DOCTOR,
    Statements,
    check_statements,
    file_note,
    store_statements,
)
from returnhub.health.models import ClinicNote, FitnessAnswer, FitnessRequest
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse

ANSWER_DAYS = 7
"""An assumption: half of the 14 days for which an examination counts (fit_to_travel in law/facts.yaml)."""
UNFIT = "A fitness assessor found this person not fit for the journey."


@command("health.ask_fitness")
def ask_fitness(act: Act, *, case: int, way: FitnessRequest.Way, says: str) -> FitnessRequest:
    """Ask the assessors whether a person is fit for a journey, and what of it.

    Raises Problems: command.not_theirs; command.field_missing; command.refused (health_fitness_asked_once).
    """
    the_case(act, case)
    says = said("says", says)
    counted = days(act.today, ANSWER_DAYS)
    event = act.event("health.fitness_asked", case=case, reason=says, way=way)
    made = FitnessRequest.objects.create(
        event_id=event, case_id=case, way=way, says=says, due_on=counted.ends_on, by_id=act.actor.id
    )
    _keep_clock(act, event, case)
    return made


@command("health.withdraw_fitness")
def withdraw_fitness(act: Act, *, request: int, reason: str) -> None:
    """Nobody needs to say any more whether a person is fit. Raises Problems: command.not_theirs,
    command.field_missing, command.not_possible (`fitnessrequest_ended`)."""
    found = the_row(act, FitnessRequest, request)
    event = act.event(
        "health.fitness_withdrawn", case=found.case_id, reason=said("reason", reason), request=request
    )
    _end(act, event, found)


@command("health.answer_fitness")
def answer_fitness(
    act: Act, *, request: int, fit: bool, examined_on: dt.date, text: str, says: Statements
) -> FitnessAnswer:
    """Say whether a person is fit for the journey asked about; the findings go into the clinical file.

    Unfit opens a bar. Raises Problems: command.not_theirs; command.field_missing; command.field_wrong for a
    day to come; command.not_possible (`fitnessrequest_ended`); command.refused (health_treats_or_assesses).
    """
    found = FitnessRequest.objects.filter(pk=request, case__in=scope(act.actor)).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="fitnessrequest_ended", allowed_next=())
    past_day(act, "examined_on", examined_on)
    case = found.case_id
    check_statements(act, case, says)
    file_note(act, case, ClinicNote.Kind.FITNESS, said("text", text))
    the_row(act, FitnessRequest, request)
    event = act.event(
        "health.fitness_answered",
        case=case,
        request=request,
        way=found.way,
        fit=fit,
        examined_on=examined_on.isoformat(),
        **says.given(),
    )
    made = FitnessAnswer.objects.create(
        event_id=event,
        case_id=case,
        request_id=request,
        fit=fit,
        examined_on=examined_on,
        by_id=act.actor.id,
    )
    _end(act, event, found)
    facts: dict[str, Value] = {"fitness_examined_on": examined_on, "fit_to_travel": fit}
    if found.way == FitnessRequest.Way.ONWARD:
        # the day of the last examination that found the person fit: none stands if this one did not
        facts["onward_fitness_on"] = examined_on if fit else None
    for fact, value in facts.items():
        store_answer(act, event, case, Answer(fact, value, examined_on, DOCTOR))
    store_statements(act, event, case, says.given())
    if not fit:
        opened(act, case, Bar.Kind.UNFIT, UNFIT, act.now, None)
    return made


def _end(act: Act, event: int, found: FitnessRequest) -> None:
    FitnessRequest.objects.filter(pk=found.pk).update(ended=event)
    _keep_clock(act, event, found.case_id)


def _keep_clock(act: Act, event: int, case: int) -> None:
    keep_due(act, event, case, ClockKind.FITNESS, FitnessRequest.objects.filter(case=case, ended=None))
