"""What the host answered for one person, and where this person goes if the move fails."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.found import past_day, said
from returnhub.hubs.models import Hub
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import (
    ACCEPTANCE_FACTS,
    MOVING,
    STAYING,
    advance,
    answer,
    end_acceptance,
    hold,
    noon,
)
from returnhub.movements.models import Acceptance, ExitPlan
from returnhub.packets.commands.sending import answer_packet
from returnhub.packets.kinds import AcceptanceRequest
from returnhub.packets.models import Packet, PacketAnswer
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Stage


@command("movements.record_acceptance")
def record_acceptance(
    act: Act, *, case: int, hub: int, answered_on: dt.date, until: dt.date, reference: str
) -> Acceptance:
    """Record that the host accepted this person by name, in writing, for a hub and until a day.

    Raises Problems: command.field_missing, command.field_wrong (hub of another scheme, a day to come, an end
    before the answer), command.not_possible.
    """
    held = hold(act, case, "record_acceptance", *MOVING)
    if not Hub.objects.filter(pk=hub, scheme=held.case.scheme).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="hub"), found=hub)
    if until < answered_on:
        raise refuse(
            Code.COMMAND_FIELD_WRONG, Where(field="until"), found=until.isoformat(), kind="before_answer"
        )
    made = _answered(act, case, hub, answered_on, until, reference, accepted=True)
    for fact, value in zip(ACCEPTANCE_FACTS, (answered_on, until), strict=True):
        answer(act, made.event_id, case, fact, value, answered_on, "host")
    advance(act, made.event_id, case)
    return made


@command("movements.answer_request")
def answer_request(
    act: Act, *, packet: int, accepted: bool, until: dt.date | None = None, reference: str
) -> Acceptance:
    """Answer, as an officer of the host state, a request for acceptance that was sent to the own hub: yes,
    until a day, or no. It is the answer to the packet and the host's acceptance at once.

    Raises Problems: command.not_theirs; command.field_missing (`until` for a yes), command.field_wrong;
    command.not_possible (`packet_answered`, `other_hub` if the place is no longer in this hub) or by stage.
    """
    sent = Packet.objects.filter(pk=packet, kind=AcceptanceRequest.kind).select_related("case").first()
    if sent is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hold(act, sent.case_id, "record_acceptance" if accepted else "record_decline", *MOVING)
    hub = Hub.objects.filter(pk=act.actor.hub, stays__case=sent.case_id, stays__ended=None).first()
    if hub is None or sent.fields["hub"] != hub.name:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="other_hub", allowed_next=())
    if accepted and until is None:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="until"))
    until = until if accepted else None
    word = PacketAnswer.Answer.ACCEPTED if accepted else PacketAnswer.Answer.DECLINED
    answer_packet(act, packet, word, act.today, until, reference)
    made = _answered(act, sent.case_id, hub.pk, act.today, until, reference, accepted=accepted)
    if until is not None:
        for fact, value in zip(ACCEPTANCE_FACTS, (act.today, until), strict=True):
            answer(act, made.event_id, sent.case_id, fact, value, act.today, "host")
    advance(act, made.event_id, sent.case_id)
    return made


@command("movements.record_decline")
def record_decline(act: Act, *, case: int, hub: int, answered_on: dt.date, reference: str) -> Acceptance:
    """Record that the host does not accept this person, or no longer does; authority that was given falls.

    Raises Problems: command.field_missing, command.field_wrong, command.not_possible.
    """
    hold(act, case, "record_decline", *MOVING)
    made = _answered(act, case, hub, answered_on, None, reference, accepted=False)
    advance(act, made.event_id, case)
    return made


def _answered(
    act: Act, case: int, hub: int, on: dt.date, until: dt.date | None, reference: str, *, accepted: bool
) -> Acceptance:
    past_day(act, "answered_on", on)
    reference = said("reference", reference, 200)
    event = act.event(
        "movements.host_accepted" if accepted else "movements.host_declined",
        case=case,
        happened=noon(act, on),
        hub=hub,
        until=until.isoformat() if until else None,
        reference=reference,
    )
    end_acceptance(act, event, case)
    return Acceptance.objects.create(
        event_id=event,
        case_id=case,
        hub_id=hub,
        accepted=accepted,
        answered_on=on,
        until=until,
        reference=reference,
    )


@command("movements.make_exit_plan")
def make_exit_plan(
    act: Act, *, case: int, if_return_fails: str, if_stay_ends: str, if_new_evidence: str
) -> ExitPlan:
    """Say where this person goes if return fails, if the stay ends and if new evidence comes; all three.

    Raises Problems: command.field_missing, command.not_possible.
    """
    hold(act, case, "make_exit_plan", Stage.SCREENED, *MOVING, *STAYING)
    endings = {
        "if_return_fails": said("if_return_fails", if_return_fails),
        "if_stay_ends": said("if_stay_ends", if_stay_ends),
        "if_new_evidence": said("if_new_evidence", if_new_evidence),
    }
    event = act.event("movements.exit_plan_made", case=case, **endings)
    ExitPlan.objects.filter(case=case, ended=None).update(ended=event)
    made = ExitPlan.objects.create(event_id=event, case_id=case, made_on=act.today, **endings)
    answer(act, event, case, "exit_plan_on", act.today, act.today, "caseworker")
    advance(act, event, case)
    return made
