"""What is added to an incident. Which step is possible when, and by whom: `guard.incident_step`."""

from __future__ import annotations

from returnhub.accounts.roles import Role
from returnhub.casework.commands.found import hold, said
from returnhub.incidents.commands.reports import keep_review_clock
from returnhub.incidents.models import Incident, Kind, Severity, Standing, Step, Told
from returnhub.incidents.queries.scope import incidents_for
from returnhub.incidents.states import TO_REVIEW
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse


@command("incidents.add")
def add(act: Act, *, incident: int, says: str) -> Step:
    """Add to what was reported, at any time. Raises Problems: command.not_theirs, command.field_missing."""
    return _step(act, incident, Step.Kind.ADDENDUM, says)


@command("incidents.ask_correction")
def ask_correction(act: Act, *, incident: int, says: str) -> Step:
    """Ask for a correction, and say of what. Raises Problems: command.refused (incidents_step_possible)."""
    return _step(act, incident, Step.Kind.ASK_CORRECTION, says)


@command("incidents.correct")
def correct(
    act: Act, *, incident: int, says: str, kind: Kind | None = None, severity: Severity | None = None
) -> Step:
    """Correct what was reported, by words beside it; another kind or severity counts from now on, with all
    that follows from it. It has to be reviewed anew. Raises Problems: command.refused."""
    return _step(act, incident, Step.Kind.CORRECTION, says, new_kind=kind or "", new_severity=severity or "")


@command("incidents.review")
def review(act: Act, *, incident: int, says: str) -> Step:
    """Say what a review found and what is done about it; not by who reported it.

    Raises Problems: command.refused (incidents_review_by_another, incidents_step_possible).
    """
    return _step(act, incident, Step.Kind.REVIEW, says)


@command("incidents.close")
def close(act: Act, *, incident: int, says: str) -> Step:
    """Say that nothing more is owed. A grave incident closes with the second person who says so.

    Raises Problems: command.refused (incidents_close_two_people, incidents_close_outside).
    """
    return _step(act, incident, Step.Kind.CLOSE, says)


@command("incidents.reopen")
def reopen(act: Act, *, incident: int, says: str) -> Step:
    """Have a closed incident reviewed anew, and say why. Raises Problems: command.refused."""
    return _step(act, incident, Step.Kind.REOPEN, says)


@command("incidents.see")
def see(act: Act, *, incident: int) -> None:
    """Say for one's role that it has seen what it was told. Raises Problems: command.not_theirs."""
    found = the_incident(act, incident)
    unseen = Told.objects.filter(incident=incident, role=act.actor.role, ended=None)
    if unseen.exists():
        unseen.update(ended=act.event("incidents.seen", case=found.case_id, incident=incident))


@command("incidents.run_out")
def run_out_review(act: Act, *, incident: int) -> bool:
    """Tell the monitor that an incident was not reviewed by its day, once; False if that is not so."""
    found = the_incident(act, incident)
    standing = Standing.objects.get(pk=incident)
    told = Told.objects.filter(incident=incident, role=Role.MONITOR, why="overdue")
    if standing.review_by >= act.today or standing.status not in TO_REVIEW or told.exists():
        return False
    event = act.event(
        "incidents.review_overdue",
        case=found.case_id,
        incident=incident,
        review_by=standing.review_by.isoformat(),
    )
    Told.objects.create(event_id=event, incident_id=incident, role=Role.MONITOR, why="overdue")
    return True


def the_incident(act: Act, incident: int) -> Incident:
    """An incident of the actor's, with its person's case held. Raises Problems: command.not_theirs."""
    found = incidents_for(act.actor).filter(pk=incident).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    if found.case_id is not None:
        hold(found.case_id)
    return found


def _step(act: Act, incident: int, kind: Step.Kind, says: str, **changed: str) -> Step:
    found = the_incident(act, incident)
    says = said("says", says)
    event = act.event(f"incidents.{kind}", case=found.case_id, reason=says, incident=incident, **changed)
    made = Step.objects.create(
        event_id=event, incident_id=incident, kind=kind, says=says, by_id=act.actor.id, **changed
    )
    if found.case_id is not None:
        keep_review_clock(act, event, found.case_id)
    return made
