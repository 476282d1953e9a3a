"""Travel documents: asked for once every claim is finally decided, followed step by step, alerts answered."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from returnhub.casework.clocks import Kind, days, until
from returnhub.casework.commands.cases import searched
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past_day, said, the_case, the_row
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import answer, drop_answers, noon
from returnhub.onward.models import AlertAnswer, Issued, Request, RequestStep
from returnhub.onward.queries.documents import alerts
from returnhub.packets.commands.sending import answer_packet, send_packet
from returnhub.packets.kinds import DocumentRequest
from returnhub.packets.models import PacketAnswer
from returnhub.problems import Code, Where, refuse

UNUSED_WEEKS = 8
"""An assumption: an agreed document that nobody uses is asked about. ICIBI 2014 found agreed documents that
had lain unused for years (domain.md 3.4); confidence: guess."""
WILL = frozenset({RequestStep.Kind.AGREED, RequestStep.Kind.INTERVIEW})
"""Steps after which the request goes on."""
FACT = "onward_document_until"
"""What a document that was issued makes known: its last day."""


@command("onward.ask_document")
def ask_document(
    act: Act, *, case: int, consulate: str, at: Request.At, seen: str, answer_by: dt.date
) -> Request:
    """Ask a consulate for a travel document of this person, by the typed packet whose digest was shown.

    Raises Problems: command.changed if the record says something else by now; command.refused
    (packets_origin_contact) before every claim is finally decided; command.field_missing.
    """
    the_case(act, case)
    consulate = said("consulate", consulate, 200)
    sent = send_packet(act, case, DocumentRequest, seen, answer_by)
    event = act.event("onward.document_asked", case=case, consulate=consulate, at=at.value, packet=sent.pk)
    return Request.objects.create(
        event_id=event, case_id=case, packet=sent, consulate=consulate, at=at, asked_on=act.today
    )


@command("onward.record_request_step")
def record_request_step(
    act: Act, *, request: int, kind: RequestStep.Kind, on: dt.date, says: str = ""
) -> RequestStep:
    """Record what a consulate did with a request. An agreed document that lies unused has a clock.

    Raises Problems: command.field_wrong for a day before the request, or for an issue, which
    `record_document` records; command.not_theirs; command.not_possible if the request has ended.
    """
    found = the_row(act, Request, request)
    past_day(act, "on", on)
    if on < found.asked_on or kind == RequestStep.Kind.ISSUED:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=on.isoformat())
    event = act.event(
        "onward.request_step",
        case=found.case_id,
        happened=noon(act, on),
        request=request,
        step=kind.value,
        says=says.strip(),
    )
    if kind not in WILL:
        Request.objects.filter(pk=request).update(ended=event)
        stop_clocks(event, found.case_id, (Kind.DOCUMENT_UNUSED, Kind.ORIGIN_ANSWER))
    if kind == RequestStep.Kind.AGREED:
        answer(act, event, found.case_id, "nationality_confirmed", True, on, "consulate")
        start_clock(event, found.case_id, Kind.DOCUMENT_UNUSED, days(on, 7 * UNUSED_WEEKS))
    elif kind == RequestStep.Kind.REFUSED:
        answer(act, event, found.case_id, "nationality_confirmed", False, on, "consulate")
        _answered(act, found, PacketAnswer.Answer.REFUSED, on)
    return RequestStep.objects.create(event_id=event, request=found, kind=kind, on=on, says=says.strip())


@command("onward.record_document")
def record_document(
    act: Act,
    *,
    case: int,
    number: str,
    name: str,
    birth_on: dt.date,
    issued_on: dt.date,
    valid_until: dt.date,
) -> Issued:
    """Record a travel document as it was issued, word for word: what differs from the file is an alert.

    One before it ends, and so does the request that it answers. Its last day becomes a fact of the consulate.
    Raises Problems: command.field_missing, command.field_wrong.
    """
    the_case(act, case)
    number, name = said("number", number, 60), said("name", name, 300)
    past_day(act, "issued_on", issued_on)
    if valid_until < issued_on:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="valid_until"), found=valid_until.isoformat())
    request = Request.objects.filter(case=case, ended=None).first()
    event = act.event(
        "onward.document_issued",
        case=case,
        happened=noon(act, issued_on),
        number=number,
        name=name,
        birth_on=birth_on.isoformat(),
        valid_until=valid_until.isoformat(),
        request=request.pk if request else None,
    )
    Issued.objects.filter(case=case, ended=None).update(ended=event)
    if request is not None:
        RequestStep.objects.create(
            event_id=event, request=request, kind=RequestStep.Kind.ISSUED, on=issued_on
        )
        Request.objects.filter(pk=request.pk).update(ended=event)
        _answered(act, request, PacketAnswer.Answer.ISSUED, issued_on, valid_until, number)
    made = Issued.objects.create(
        event_id=event,
        case_id=case,
        request=request,
        number=number,
        name=name,
        latin=searched(name),
        birth_on=birth_on,
        issued_on=issued_on,
        valid_until=valid_until,
    )
    answer(act, event, case, FACT, valid_until, issued_on, "consulate")
    start_clock(event, case, Kind.DOCUMENT, until(issued_on, valid_until))
    keep_alert_clock(event, case)
    return made


@command("onward.end_document")
def end_document(act: Act, *, document: int, reason: str) -> None:
    """A travel document no longer counts: lost, given back or withdrawn by the consulate.

    Raises Problems: command.field_missing, command.not_theirs, command.not_possible.
    """
    found = the_row(act, Issued, document)
    event = act.event(
        "onward.document_ended", case=found.case_id, reason=said("reason", reason), number=found.number
    )
    Issued.objects.filter(pk=document).update(ended=event)
    drop_answers(act, event, found.case_id, (FACT,))
    stop_clocks(event, found.case_id, (Kind.DOCUMENT, Kind.DOCUMENT_UNUSED))
    keep_alert_clock(event, found.case_id)


@command("onward.answer_alert")
def answer_alert(act: Act, *, case: int, kind: str, detail: str, says: str) -> AlertAnswer:
    """Say what an alert comes to, after looking: a name spelt otherwise, a day that will do, a use planned.

    Raises Problems: command.field_missing; command.not_possible (`alert_gone`) if it does not stand so.
    """
    the_case(act, case)
    says = said("says", says)
    if not any((a.kind, a.detail) == (kind, detail) and not a.answered for a in alerts(case, act.today)):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="alert_gone", allowed_next=())
    event = act.event("onward.alert_answered", case=case, reason=says, alert=kind, detail=detail)
    made = AlertAnswer.objects.create(
        event_id=event, case_id=case, kind=kind, detail=detail, says=says, by_id=act.actor.id
    )
    if kind == "not_used":
        start_clock(event, case, Kind.DOCUMENT_UNUSED, days(act.today, 7 * UNUSED_WEEKS))
    keep_alert_clock(event, case)
    return made


def _answered(
    act: Act,
    request: Request,
    answer: PacketAnswer.Answer,
    on: dt.date,
    until: dt.date | None = None,
    number: str = "",
) -> None:
    """The consulate's answer to the packet, unless somebody has recorded it; and not before it was asked."""
    if not PacketAnswer.objects.filter(packet=request.packet_id).exists():
        answer_packet(act, request.packet_id, answer, max(on, request.asked_on), until, number)


def keep_alert_clock(event: int, case: int) -> None:
    """A clock runs while an alert of a case is not answered, and ends with the last answer."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.keep_alert_clock(%s, %s)", [case, event])
