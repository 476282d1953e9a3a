"""A hub's numbers and the agreement's caps: asked for by one person, approved by another."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from returnhub.agreements.queries.schemes import scheme_of
from returnhub.casework.commands.found import said
from returnhub.hubs.models import Cap, CapApproval, Numbers, NumbersAnswer, NumbersRequest
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@dataclass(frozen=True, slots=True)
class Four:
    """The four numbers, as `hubs.models.numbers.Four` says."""

    maximum: int
    working: int
    certified: int
    signed: int


@command("hubs.request_numbers")
def request_numbers(act: Act, *, hub: int, four: Four, from_on: dt.date, reason: str) -> NumbersRequest:
    """Ask that a hub's numbers become these from a day on. Another person answers.

    Raises Problems: command.field_missing; command.field_wrong for a day that has passed; command.refused
    (hubs_numbers_request_in_order, hubs_numbers_request_once).
    """
    found = hub_of(act.actor, hub)
    if from_on < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="from_on"), found=from_on.isoformat())
    reason = said("reason", reason)
    event = act.event(
        "hubs.numbers_requested", reason=reason, hub=hub, from_on=from_on.isoformat(), **asdict(four)
    )
    return NumbersRequest.objects.create(
        event_id=event, hub=found, from_on=from_on, reason=reason, by_id=act.actor.id, **asdict(four)
    )


@command("hubs.answer_numbers")
def answer_numbers(act: Act, *, request: int, approved: bool, reason: str) -> NumbersAnswer:
    """Approve or refuse, as another person, what was asked for; approved, the numbers stand from their day.

    Raises Problems: command.field_missing; command.not_theirs; command.not_possible if it was answered;
    command.refused (hubs_numbers_two_people, hubs_numbers_below_people).
    """
    asked = _request(act, request)
    reason = said("reason", reason)
    event = act.event(
        "hubs.numbers_answered", reason=reason, hub=asked.hub_id, request=request, approved=approved
    )
    made = NumbersAnswer.objects.create(
        event_id=event, request=asked, approved=approved, reason=reason, by_id=act.actor.id
    )
    NumbersRequest.objects.filter(pk=request).update(ended=event)
    if approved:
        Numbers.objects.filter(hub=asked.hub_id, from_on__gte=asked.from_on, ended=None).update(ended=event)
        Numbers.objects.create(
            event_id=event,
            hub_id=asked.hub_id,
            from_on=asked.from_on,
            answer=made,
            maximum=asked.maximum,
            working=asked.working,
            certified=asked.certified,
            signed=asked.signed,
        )
    return made


@command("hubs.withdraw_numbers")
def withdraw_numbers(act: Act, *, request: int, reason: str) -> None:
    """Take a request back before anybody answered it.

    Raises Problems: command.field_missing; command.not_theirs; command.not_possible if it was answered.
    """
    asked = _request(act, request)
    event = act.event(
        "hubs.numbers_withdrawn", reason=said("reason", reason), hub=asked.hub_id, request=request
    )
    NumbersRequest.objects.filter(pk=request).update(ended=event)


@command("hubs.enter_cap")
def enter_cap(act: Act, *, scheme: str, kind: Cap.Kind, people: int, from_on: dt.date, term: str) -> Cap:
    """Enter a cap of the agreement, with the term that says so. It binds once another person approved it.

    Raises Problems: command.field_missing.
    """
    found = scheme_of(act.actor, scheme)
    term = said("term", term, 200)
    event = act.event(
        "hubs.cap_entered",
        scheme=scheme,
        cap=Cap.Kind(kind).value,
        people=people,
        from_on=from_on.isoformat(),
        term=term,
    )
    return Cap.objects.create(
        event_id=event,
        scheme=found,
        kind=kind,
        people=people,
        from_on=from_on,
        term=term,
        by_id=act.actor.id,
    )


@command("hubs.approve_cap")
def approve_cap(act: Act, *, cap: int) -> CapApproval:
    """Approve, as another person, a cap that was entered; it binds from its day, and those of its kind that
    were to bind from then or later end.

    Raises Problems: command.not_theirs; command.not_possible if it ended; command.refused
    (hubs_cap_two_people).
    """
    found = Cap.objects.filter(pk=cap).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    scheme_of(act.actor, found.scheme_id)
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="cap_ended", allowed_next=())
    event = act.event("hubs.cap_approved", scheme=found.scheme_id, cap=cap)
    made = CapApproval.objects.create(event_id=event, cap=found, by_id=act.actor.id)
    others = Cap.objects.filter(
        scheme=found.scheme_id,
        kind=found.kind,
        ended=None,
        from_on__gte=found.from_on,
        approval__isnull=False,
    )
    others.exclude(pk=cap).update(ended=event)
    return made


def _request(act: Act, request: int) -> NumbersRequest:
    found = NumbersRequest.objects.select_for_update(no_key=True).filter(pk=request).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hub_of(act.actor, found.hub_id)
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="numbersrequest_ended", allowed_next=())
    return found
