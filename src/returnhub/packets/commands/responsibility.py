"""Which state answers for a person: an officer of one hands over, an officer of the other takes over."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.found import past, said, the_case, the_row
from returnhub.journal.command import Act, command
from returnhub.packets.models import Handover, HandoverTaken


def hand_over(act: Act, case: int, to_side: Handover.Side, at: dt.datetime) -> Handover:
    """Sign for the side that has responsibility for a person, that the other has it from a time on; it has
    once it signed too. For commands of rooms above.

    Raises Problems: command.not_theirs; command.field_wrong for a time to come; command.refused
    (packets_handover_*) by whom does not sign for the side that has it.
    """
    the_case(act, case)
    past(act, "at", at)
    event = act.event("packets.handed_over", case=case, happened=at, to_side=to_side)
    return Handover.objects.create(event_id=event, case_id=case, to_side=to_side, at=at, by_id=act.actor.id)


def take_over(act: Act, handover: int) -> HandoverTaken:
    """Sign for the side that takes responsibility over: from now on it has it. For commands of rooms above.

    Raises Problems: command.not_theirs; command.not_possible if it was withdrawn; command.refused
    (packets_handover*) for the same person, or by whom does not sign for that side.
    """
    found = the_row(act, Handover, handover)
    event = act.event("packets.taken_over", case=found.case_id, handover=handover, to_side=found.to_side)
    Handover.objects.filter(case=found.case_id, ended=None, taken__isnull=False).exclude(pk=handover).update(
        ended=event
    )
    return HandoverTaken.objects.create(event_id=event, handover=found, by_id=act.actor.id)


@command("packets.hand_over")
def hand_over_person(act: Act, *, case: int, to_side: Handover.Side, at: dt.datetime) -> Handover:
    """As `hand_over`."""
    return hand_over(act, case, to_side, at)


@command("packets.take_over")
def take_person_over(act: Act, *, handover: int) -> HandoverTaken:
    """As `take_over`."""
    return take_over(act, handover)


@command("packets.withdraw_handover")
def withdraw_handover(act: Act, *, handover: int, reason: str) -> None:
    """A handover that waits for its second signature no longer stands.

    Raises Problems: command.field_missing; command.refused (packets_handover_stands) once it was taken.
    """
    found = the_row(act, Handover, handover)
    event = act.event(
        "packets.handover_withdrawn", case=found.case_id, reason=said("reason", reason), handover=handover
    )
    Handover.objects.filter(pk=handover).update(ended=event)
