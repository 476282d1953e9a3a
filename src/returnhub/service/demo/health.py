"""Health of the demo's people, by commands alone. What clinicians write of them is made up, and stays theirs.

Not inside a transaction of one's own that holds the case: the clinical file has its own login.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from returnhub.health.commands.concerns import answer_concern, raise_concern
from returnhub.health.commands.fitness import answer_fitness, ask_fitness
from returnhub.health.commands.notes import Statements, record_check, write_note
from returnhub.health.models import Check, Concern, FitnessAnswer, FitnessRequest
from returnhub.journal.actor import Actor


def seen_on_arrival(clinician: Actor, case: int) -> Check:
    """The check of somebody who came, with what others need to know."""
    return record_check(
        clinician,
        case=case,
        kind=Check.Kind.ARRIVAL,
        at=timezone.now(),
        text="Tired from the journey, otherwise well. No medicine. Asked how to reach us at night.",
        says=Statements(needs_step_free=False, care_needed=0, self_harm_risk_open=False),
    )


def seen_again(clinician: Actor, case: int) -> int:
    """A note some time after the check."""
    return write_note(
        clinician, case=case, text="Sleeps badly. Came to talk, and will come again on Thursday."
    )


def concern(clinician: Actor, case: int, *, unfit: bool = False, answered_by: Actor | None = None) -> Concern:
    """A concern of torture; it waits for its answer unless an officer gives one."""
    made = raise_concern(
        clinician,
        case=case,
        kind=Concern.Kind.TORTURE,
        unfit=unfit,
        text="Scars that fit what was told of a prison; a specialist is asked.",
    )
    if answered_by is not None:
        answer_concern(
            answered_by,
            concern=made.pk,
            says="Nothing is prepared for this person until the specialist has seen them.",
        )
    return made


def asked_about(officer: Actor, case: int, way: FitnessRequest.Way) -> FitnessRequest:
    """A question whether a person is fit, which waits for its answer."""
    return ask_fitness(
        officer, case=case, way=way, says="Three hours by air and one by road. Is that possible?"
    )


def found_fit(
    officer: Actor, assessor: Actor, case: int, way: FitnessRequest.Way, on: dt.date
) -> FitnessAnswer:
    """A question whether a person is fit, and the answer that they are."""
    asked = asked_about(officer, case, way)
    return answer_fitness(
        assessor,
        request=asked.pk,
        fit=True,
        examined_on=on,
        text="Walks and sits without pain. Fit for the journey that is asked about.",
        says=Statements(treatment_in_host=True),
    )
