"""Force and restraint: recorded whole, reported as an incident, reviewed by somebody who was not there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.clocks import until
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past, said, the_case
from returnhub.incidents.commands.reports import report_incident
from returnhub.incidents.models import Kind, Severity
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse
from returnhub.transfers.commands.found import any_seat
from returnhub.transfers.models import Force, ForceReview
from returnhub.transfers.queries.reach import transfers_for

REVIEW_DAYS = 7
"""Days in which another person reviews a use of force: an assumption."""


@dataclass(frozen=True, slots=True)
class Used:
    """What was used and why, when, by whom; what the medic saw ("" if none was there); injuries."""

    kind: Force.Kind
    reason: str
    began_at: dt.datetime
    ended_at: dt.datetime
    who: str
    medic_present: bool
    saw: str
    injuries: str


@command("transfers.record_force")
def record_force(act: Act, *, seat: int, used: Used) -> Force:
    """Record one use of force or restraint; an incident is reported with it, and a review falls due.

    Raises Problems: command.field_missing (`saw` too where a medic was present); command.field_wrong for a
    time to come; command.refused (transfers_force_times) for an end before the beginning.
    """
    found = any_seat(act, seat)
    for at in (used.began_at, used.ended_at):
        past(act, "ended_at" if at == used.ended_at else "began_at", at)
    reason, who, injuries = (
        said("reason", used.reason),
        said("who", used.who),
        said("injuries", used.injuries),
    )
    saw = said("saw", used.saw) if used.medic_present else ""
    event = act.event(
        "transfers.force_used",
        case=found.case_id,
        reason=reason,
        happened=used.began_at,
        seat=seat,
        force=used.kind.value,
        until=used.ended_at.isoformat(),
        who=who,
        medic_present=used.medic_present,
        saw=saw,
        injuries=injuries,
    )
    made = Force.objects.create(
        event_id=event,
        case_id=found.case_id,
        seat=found,
        kind=used.kind,
        reason=reason,
        began_at=used.began_at,
        ended_at=used.ended_at,
        who=who,
        medic_present=used.medic_present,
        saw=saw,
        injuries=injuries,
        by_id=act.actor.id,
    )
    _keep_clock(act, event, found.case_id)
    # last: it may put a suspension in force, and the scheme's row comes after every case's
    report_incident(
        act,
        hub=None,
        case=found.case_id,
        kind=Kind.USE_OF_FORCE,
        severity=Severity.SERIOUS,
        happened=used.began_at,
        says=f"{Force.Kind(used.kind).label}: {reason} Injuries: {injuries}",
    )
    return made


@command("transfers.review_force")
def review_force(act: Act, *, force: int, needed: bool, says: str) -> ForceReview:
    """Say whether a use of force was needed and in proportion, and what follows; once, by another person.

    Raises Problems: command.field_missing, command.not_theirs; command.two_people for who recorded it;
    command.refused (transfers_force_review_*).
    """
    found = Force.objects.filter(pk=force, seat__transfer__in=transfers_for(act.actor)).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, found.case_id)
    if found.by_id == act.actor.id:
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="transfers.review_force")
    event = act.event(
        "transfers.force_reviewed",
        case=found.case_id,
        reason=said("says", says),
        force=force,
        needed=needed,
    )
    made = ForceReview.objects.create(
        event_id=event,
        case_id=found.case_id,
        force=found,
        needed=needed,
        says=says.strip(),
        by_id=act.actor.id,
    )
    _keep_clock(act, event, found.case_id)
    return made


def _keep_clock(act: Act, event: int, case: int) -> None:
    """One clock of a person, for the first use of force that nobody has reviewed."""
    first = Force.objects.filter(case=case, review=None).select_related("event").order_by("event").first()
    if first is None:
        stop_clocks(event, case, (ClockKind.FORCE_REVIEW,))
        return
    began = first.event.recorded.date() if first.event_id != event else act.today
    start_clock(event, case, ClockKind.FORCE_REVIEW, until(began, began + dt.timedelta(days=REVIEW_DAYS)))
