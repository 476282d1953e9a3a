"""What follows a failed return or the stay limit, and the way back to the sending state."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.clocks import TRANSFER_BACK_DAYS, Kind, days
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past, said, the_row
from returnhub.casework.models import Bar
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import STAYING, hold, stage_of
from returnhub.movements.models import Decision, Way
from returnhub.onward.models import BackOrder, NextStep, NextStepAnswer, TakenUp
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage

NEXT_STEP_DAYS = 7
"""An assumption: by when it is decided what follows. The database counts the same (guard.next_step_due)."""


@command("onward.record_failed_return")
def record_failed_return(act: Act, *, case: int, at: dt.datetime, reason: str) -> None:
    """Record that a return failed, and why. From a hub, what follows has to be decided within a week.

    Raises Problems: command.field_missing; command.refused (casework_happening_allowed) without authority.
    """
    hold(act, case, "record_failed_return")
    happen(act, case, Event.RETURN_FAILED, past(act, "at", at), said("reason", reason))


@command("onward.answer_next_step")
def answer_next_step(
    act: Act, *, next_step: int, answer: NextStepAnswer.Answer, reasons: str
) -> NextStepAnswer:
    """Decide what follows: another try, which takes a fresh decision and authority; release in the host
    state; or transfer back.

    Raises Problems: command.field_wrong (`no_other_try`) for another try at the stay limit or of a person
    found stateless; command.field_missing; command.not_possible if it was answered, or the person left.
    """
    found = the_row(act, NextStep, next_step)
    case = found.case_id
    hold(act, case, "answer_next_step", *STAYING)
    reasons = said("reasons", reasons)
    again = answer == NextStepAnswer.Answer.AGAIN
    if again and (found.cause == NextStep.Cause.STATELESS or stage_of(case) is Stage.AT_LIMIT):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="answer"), kind="no_other_try")
    event = act.event("onward.next_step_answered", case=case, reason=reasons, answer=answer.value)
    NextStep.objects.filter(pk=next_step).update(ended=event)
    stop_clocks(event, case, (Kind.NEXT_STEP, Kind.AFTER_LIMIT))
    made = NextStepAnswer.objects.create(
        event_id=event, next_step=found, answer=answer, reasons=reasons, by_id=act.actor.id
    )
    if again:
        Decision.objects.filter(case=case, way=Way.ONWARD, ended=None).update(ended=event)
    elif answer == NextStepAnswer.Answer.RELEASE:
        happen(act, case, Event.RELEASED, act.now, reasons)
    else:
        order(act, case, reasons)
    return made


def ask_next_step(act: Act, event: int, case: int, cause: NextStep.Cause) -> None:
    """Have it decided what follows for a person in a hub, unless that is asked for already."""
    if stage_of(case) in STAYING and not NextStep.objects.filter(case=case, ended=None).exists():
        NextStep.objects.create(event_id=event, case_id=case, cause=cause)
        start_clock(event, case, Kind.NEXT_STEP, days(act.today, NEXT_STEP_DAYS))


@command("onward.order_transfer_back")
def order_transfer_back(act: Act, *, case: int, reasons: str) -> BackOrder:
    """Order that a person is brought back to the sending state, within a fortnight.

    Raises Problems: command.field_missing, command.not_possible out of a hub.
    """
    hold(act, case, "order_transfer_back", *STAYING, Stage.RELEASED_IN_HOST)
    return order(act, case, said("reasons", reasons))


def order(act: Act, case: int, reasons: str, *, for_protection: bool = False) -> BackOrder:
    """As `order_transfer_back`, on a case that is held; what was still to be decided is by this."""
    due_on = act.today + dt.timedelta(days=TRANSFER_BACK_DAYS)
    event = act.event(
        "onward.transfer_back_ordered",
        case=case,
        reason=reasons,
        due_on=due_on.isoformat(),
        for_protection=for_protection,
    )
    NextStep.objects.filter(case=case, ended=None).update(ended=event)
    made = BackOrder.objects.create(
        event_id=event,
        case_id=case,
        reasons=reasons,
        for_protection=for_protection,
        due_on=due_on,
        by_id=act.actor.id,
    )
    happen(act, case, Event.TRANSFER_BACK_ORDERED, act.now, reasons)
    return made


@command("onward.record_transfer_back")
def record_transfer_back(act: Act, *, case: int, at: dt.datetime, reason: str = "") -> None:
    """Record that a person is back in the sending state. Ordered or not, a fact is never refused.

    Raises Problems: command.field_wrong for a time to come; command.refused (casework_happening_allowed).
    """
    hold(act, case, "record_transfer_back")
    happen(act, case, Event.TRANSFERRED_BACK, past(act, "at", at), reason)


@command("onward.take_up")
def take_up(act: Act, *, case: int, protected: bool, reasons: str) -> TakenUp:
    """Take a case up again once the person is back: they are protected, or the case goes on as it stood.

    Raises Problems: command.field_missing, command.not_possible; command.not_possible (`evidence_waits`) if
    new evidence still waits for its decision and they are not protected.
    """
    hold(act, case, "take_up", Stage.TRANSFERRED_BACK)
    reasons = said("reasons", reasons)
    evidence = Bar.objects.filter(case=case, ended=None, kind=Bar.Kind.NEW_EVIDENCE)
    event = act.event("onward.taken_up", case=case, reason=reasons, protected=protected)
    if protected:
        evidence.update(ended=event)
        happen(act, case, Event.PROTECTION_GRANTED, act.now, reasons)
    elif evidence.exists():
        # the evidence that brought the person back is decided in the sending state as submissions are
        happen(act, case, Event.FURTHER_SUBMISSIONS_MADE, act.now, reasons)
    else:
        happen(act, case, Event.CASE_RESUMED, act.now, reasons)
    return TakenUp.objects.create(
        event_id=event, case_id=case, protected=protected, reasons=reasons, by_id=act.actor.id
    )
