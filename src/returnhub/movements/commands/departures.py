"""Departures, and returns onward: always recorded, and as a breach where something spoke against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.casework.clocks import Kind
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.clocks import stop_clocks
from returnhub.casework.commands.found import hold as hold_row
from returnhub.casework.commands.found import past, said
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import hold
from returnhub.movements.models import Breach, BreachAnswer, Way
from returnhub.problems import Code, refuse
from returnhub.procedure import Event

LEAVES = {Way.HUB: Event.DEPARTED, Way.ONWARD: Event.RETURNED}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a departure became: the event of the procedure, and the breach if it was one."""

    event: Event
    breach: Breach | None


@command("movements.record_departure")
def record_departure(act: Act, *, case: int, way: Way, at: dt.datetime, reason: str = "") -> Recorded:
    """Record that a person left, whatever speaks against it. Without authority, or with something against it
    on that day, the database records a breach: a suspension, clocks, and the end of any authority.

    Raises Problems: command.field_wrong for a time to come; command.refused (casework_happening_allowed) if
    the person has left already.
    """
    hold(act, case, "record_departure")
    return depart(act, case, way, at, reason)


def depart(act: Act, case: int, way: Way, at: dt.datetime, reason: str = "") -> Recorded:
    """As `record_departure` of a case that is held, for commands of this room and those above."""
    row = happen(act, case, LEAVES[way], past(act, "at", at), reason)
    row.refresh_from_db(fields=["word"])
    event = Event(row.word)
    if event is LEAVES[way]:
        return Recorded(event, None)
    return Recorded(event, Breach.objects.filter(case=case, way=way).latest("pk"))


@command("movements.answer_breach")
def answer_breach(act: Act, *, breach: int, says: str) -> BreachAnswer:
    """Say what was done about a breach; its clock ends. The suspension stays until two people lift it.

    Raises Problems: command.field_missing; command.not_theirs; command.not_possible if it was answered.
    """
    found = Breach.objects.filter(pk=breach).select_related("case").first()
    if found is None or act.actor.scheme not in ("", found.case.scheme):
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hold_row(found.case_id)
    found.refresh_from_db(fields=["ended"])
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="breach_ended", allowed_next=())
    says = said("says", says)
    event = act.event("movements.breach_answered", case=found.case_id, reason=says, breach=breach)
    Breach.objects.filter(pk=breach).update(ended=event)
    stop_clocks(event, found.case_id, (Kind.BREACH,))
    return BreachAnswer.objects.create(event_id=event, breach=found, says=says)
