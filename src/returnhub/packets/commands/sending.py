"""Sending a packet to another state, which is the only way out, and recording what came back."""

from __future__ import annotations

import datetime as dt

from returnhub.agreements.models import Scheme
from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.clocks import until
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past_day, the_case
from returnhub.journal.command import Act, command
from returnhub.packets.kinds import KINDS, Packet, Receiver, as_fields
from returnhub.packets.models import Packet as Row
from returnhub.packets.models import PacketAnswer
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.packets.queries.sent import origin_of, waits
from returnhub.problems import Code, Where, refuse

WAITS = {Receiver.HOST: ClockKind.HOST_ANSWER, Receiver.ORIGIN: ClockKind.ORIGIN_ANSWER}
"""The clock of an answer that is waited for."""


def send_packet(
    act: Act,
    case: int,
    kind: type[Packet],
    seen: str,
    answer_by: dt.date | None = None,
    **given: dt.date | str,
) -> Row:
    """Send the packet that was shown (`seen` is its digest), and wait for an answer to the end of a day where
    one is wanted. For commands of rooms above.

    Raises Problems: command.not_theirs; as `drawn`; command.changed if the record says something else by now;
    command.field_wrong for a day that has passed; command.refused (packets_*) if the case does not stand
    where it may be sent, or (packets_origin_contact) before every claim is finally decided.
    """
    found = the_case(act, case)
    packet = drawn(case, kind, **given)
    if digest(packet) != seen:
        raise refuse(Code.COMMAND_CHANGED)
    if answer_by is not None and answer_by < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="answer_by"), found=answer_by.isoformat())
    listed = as_fields(packet)
    state = (
        Scheme.objects.values_list("host", flat=True).get(pk=found.scheme)
        if packet.to is Receiver.HOST
        else origin_of(case)
    )
    event = act.event(
        "packets.packet_sent",
        case=case,
        packet=packet.kind,
        to=packet.to,
        state=state,
        fields=listed,
        answer_by=answer_by.isoformat() if answer_by else None,
    )
    sent = Row.objects.create(
        event_id=event,
        case_id=case,
        kind=packet.kind,
        to=packet.to,
        state=state,
        fields=listed,
        digest=digest(packet),
        answer_by=answer_by,
        by_id=act.actor.id,
    )
    if answer_by is not None:
        start_clock(event, case, WAITS[packet.to], until(act.today, answer_by))
    return sent


def answer_packet(
    act: Act,
    packet: int,
    answer: PacketAnswer.Answer,
    answered_on: dt.date,
    until: dt.date | None = None,
    reference: str = "",
) -> PacketAnswer:
    """Record what the other state answered to a packet, once; its clock ends. For commands of rooms above.

    Raises Problems: command.not_theirs; command.field_wrong; command.not_possible (`packet_answered`).
    """
    sent = Row.objects.filter(pk=packet).first()
    if sent is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, sent.case_id)
    if PacketAnswer.objects.filter(packet=sent).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="packet_answered", allowed_next=())
    past_day(act, "answered_on", answered_on)
    if until is not None and until < answered_on:
        raise refuse(
            Code.COMMAND_FIELD_WRONG, Where(field="until"), found=until.isoformat(), kind="before_answer"
        )
    if len(reference.strip()) > 200:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="reference"), found=len(reference), most=200)
    event = act.event(
        "packets.packet_answered",
        case=sent.case_id,
        packet=packet,
        answer=answer,
        answered_on=answered_on.isoformat(),
        until=until.isoformat() if until else None,
        reference=reference.strip(),
    )
    if not Row.objects.filter(case=sent.case_id, to=sent.to, answer_by__isnull=False, pk__gt=packet).exists():
        stop_clocks(event, sent.case_id, (WAITS[Receiver(sent.to)],))
    return PacketAnswer.objects.create(
        event_id=event,
        packet=sent,
        answer=answer,
        answered_on=answered_on,
        until=until,
        reference=reference.strip(),
        by_id=act.actor.id,
    )


@command("packets.send")
def send(
    act: Act,
    *,
    case: int,
    kind: str,
    seen: str,
    answer_by: dt.date | None = None,
    **given: dt.date | str,
) -> Row:
    """Send the packet that was shown: `seen` is its digest. What only its sender knows comes as `given`.

    Raises Problems as `send_packet`; command.not_possible (`own_verb`) for a kind that has its own command,
    (`packet_waits`) while the answer to the same one is waited for.
    """
    the_case(act, case)
    if kind not in KINDS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="kind"), found=kind, allowed=tuple(KINDS))
    if own_verb := KINDS[kind].own_verb:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="own_verb", allowed_next=(own_verb,))
    if waits(case, KINDS[kind]):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="packet_waits", allowed_next=())
    return send_packet(act, case, KINDS[kind], seen, answer_by, **given)


@command("packets.answer")
def answer(
    act: Act,
    *,
    packet: int,
    answer: PacketAnswer.Answer,
    answered_on: dt.date,
    until: dt.date | None = None,
    reference: str = "",
) -> PacketAnswer:
    """As `answer_packet`, for an answer that came on paper."""
    return answer_packet(act, packet, answer, answered_on, until, reference)
