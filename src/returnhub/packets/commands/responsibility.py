"""Which state answers for a person: an officer of one hands over, an officer of the other takes over."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.found import past, said, the_case, the_row
from returnhub.journal.command import Act, command
from returnhub.packets.models import Responsibility, ResponsibilityTaken


@command("packets.hand_responsibility_over")
def hand_responsibility_over(
    act: Act, *, case: int, to_side: Responsibility.Side, at: dt.datetime
) -> Responsibility:
    """Sign for the side that answers for a person, that the other does from a time on; once it signs too.

    Raises Problems: command.not_theirs; command.field_wrong for a time to come; command.refused
    (packets_responsibility_*) for whoever does not sign for the side that has it.
    """
    the_case(act, case)
    past(act, "at", at)
    event = act.event("packets.responsibility_handed_over", case=case, happened=at, to_side=to_side)
    return Responsibility.objects.create(
        event_id=event, case_id=case, to_side=to_side, at=at, by_id=act.actor.id
    )


@command("packets.take_responsibility_over")
def take_responsibility_over(act: Act, *, responsibility: int) -> ResponsibilityTaken:
    """Sign for the side that takes responsibility over: what both had signed before ends.

    Raises Problems: command.not_theirs; command.not_possible if it was withdrawn; command.refused
    (packets_responsibility*) for the same person, or for whoever does not sign for that side.
    """
    found = the_row(act, Responsibility, responsibility)
    event = act.event(
        "packets.responsibility_taken_over",
        case=found.case_id,
        responsibility=responsibility,
        to_side=found.to_side,
    )
    stood = Responsibility.objects.filter(case=found.case_id, ended=None, taken__isnull=False)
    stood.exclude(pk=responsibility).update(ended=event)
    return ResponsibilityTaken.objects.create(event_id=event, responsibility=found, by_id=act.actor.id)


@command("packets.withdraw_handing_over")
def withdraw_handing_over(act: Act, *, responsibility: int, reason: str) -> None:
    """What one side signed, and the other has not, no longer stands.

    Raises Problems: command.field_missing; command.refused (packets_responsibility_stands) once both signed.
    """
    found = the_row(act, Responsibility, responsibility)
    event = act.event(
        "packets.handing_over_withdrawn",
        case=found.case_id,
        reason=said("reason", reason),
        responsibility=responsibility,
    )
    Responsibility.objects.filter(pk=responsibility).update(ended=event)
