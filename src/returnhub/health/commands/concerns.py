"""A clinician's concern (rule 35): told to lawyer, monitor and officers, answered in writing."""

from __future__ import annotations

from collections.abc import Mapping

from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.clocks import working_days
from returnhub.casework.commands.bars import opened
from returnhub.casework.commands.facts import Answer, Value, store_answer
from returnhub.casework.commands.found import said, the_case, the_row
from returnhub.casework.models import Bar, Fact
from returnhub.health.commands.due import keep_due
from returnhub.health.commands.notes import DOCTOR, file_note, patient_of, store_statements
from returnhub.health.models import ClinicNote, Concern, ConcernAnswer, ConcernTold
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse

ANSWER_WORKING_DAYS = 2
"""An assumption: the report goes on "without delay" and brings a review (reference UK-28 names no figure)."""

SAYS: Mapping[Concern.Kind, Mapping[str, Value]] = {
    Concern.Kind.INJURIOUS: {"at_risk_level": 3},
    Concern.Kind.SUICIDE: {"self_harm_risk_open": True},
    Concern.Kind.TORTURE: {"torture_concern": True},
}
"""The fact that each kind of concern is, for the rules (reference UK-28, UK-29: level 3 is a professional's
word that harm is likely)."""
UNFIT = "A clinician says that this person is not fit to be moved."


@command("health.raise_concern")
def raise_concern(act: Act, *, case: int, kind: Concern.Kind, unfit: bool, text: str) -> Concern:
    """Raise a concern on a person; its grounds go into the clinical file alone. `unfit` opens a bar.

    Raises Problems: command.not_theirs; command.not_possible (`not_in_hub`); command.field_missing.
    """
    stay = patient_of(act, case)
    file_note(act, case, ClinicNote.Kind.CONCERN, said("text", text))
    the_case(act, case)
    bar = opened(act, case, Bar.Kind.UNFIT, UNFIT, act.now, None)[0] if unfit else None
    event = act.event("health.concern_raised", case=case, concern=kind, unfit=unfit)
    counted = working_days(act.today, ANSWER_WORKING_DAYS)
    made = Concern.objects.create(
        event_id=event,
        case_id=case,
        hub_id=stay.hub_id,
        kind=kind,
        bar=bar,
        due_on=counted.ends_on,
        by_id=act.actor.id,
    )
    store_statements(act, event, case, SAYS[kind])
    _keep_clock(act, event, case)
    return made


@command("health.answer_concern")
def answer_concern(act: Act, *, concern: int, says: str) -> ConcernAnswer:
    """Answer a concern in writing: what changes, or why nothing does. A bar that it opened stands.

    After the last one on torture is answered no concern of torture is open. Raises Problems:
    command.not_theirs; command.field_missing; command.not_possible (`concern_ended`).
    """
    found = the_row(act, Concern, concern)
    says = said("says", says)
    event = act.event(
        "health.concern_answered", case=found.case_id, reason=says, concern=concern, kind_of=found.kind
    )
    made = ConcernAnswer.objects.create(event_id=event, concern_id=concern, says=says, by_id=act.actor.id)
    Concern.objects.filter(pk=concern).update(ended=event)
    left = Concern.objects.filter(case=found.case_id, ended=None)
    if found.kind == Concern.Kind.TORTURE and not left.filter(kind=Concern.Kind.TORTURE).exists():
        Fact.objects.filter(case=found.case_id, fact="torture_concern", supplier=DOCTOR, ended=None).update(
            ended=event, until=act.today
        )
        store_answer(act, event, found.case_id, Answer("torture_concern", False, act.today, "caseworker"))
    _keep_clock(act, event, found.case_id)
    return made


@command("health.see_concern")
def see_concern(act: Act, *, concern: int) -> None:
    """Say for one's role that it has seen a concern. Raises Problems: command.not_theirs."""
    found = Concern.objects.filter(pk=concern).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, found.case_id)
    unseen = ConcernTold.objects.filter(concern=concern, role=act.actor.role, ended=None)
    if unseen.exists():
        event = act.event("health.concern_seen", case=found.case_id, concern=concern)
        unseen.update(ended=event)


def _keep_clock(act: Act, event: int, case: int) -> None:
    keep_due(act, event, case, ClockKind.CONCERN, Concern.objects.filter(case=case, ended=None))
