"""Reporting an incident. Who is told and what stops follows in the database: `guard.incident_follows`."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.clocks import until
from returnhub.casework.commands.clocks import start_clock
from returnhub.casework.commands.found import past, said, the_case
from returnhub.casework.models import Case, Clock
from returnhub.hubs.models import Hub
from returnhub.hubs.queries.hubs import hub_of
from returnhub.incidents.models import Incident, Kind, Severity, Standing
from returnhub.incidents.states import TO_REVIEW
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("incidents.report")
def report(
    act: Act,
    *,
    hub: int | None,
    case: int | None,
    kind: Kind,
    severity: Severity,
    happened: dt.datetime,
    says: str,
) -> Incident:
    """Report what happened in a hub, to a person, or both; roles of a hub report in their own.

    Raises Problems: command.field_missing, command.field_wrong (neither hub nor person, a time to come);
    command.not_theirs.
    """
    if case is not None:
        the_case(act, case)
    if hub is not None:
        hub_of(act.actor, hub)
    elif act.actor.hub is not None:
        hub = act.actor.hub
    return report_incident(
        act, hub=hub, case=case, kind=kind, severity=severity, happened=happened, says=says
    )


def report_incident(
    act: Act,
    *,
    hub: int | None,
    case: int | None,
    kind: Kind,
    severity: Severity,
    happened: dt.datetime,
    says: str,
) -> Incident:
    """As `report`, of whatever hub and case; for commands of rooms above, which have held the case.

    The severity is raised to the least that the kind has. It may put a suspension in force, and then holds
    the scheme's row: call it after the last case was held (docs/how-to/locks.md). An automatic act's report
    has nobody as its author.
    """
    if hub is None and case is None:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="hub"))
    past(act, "happened", happened)
    says = said("says", says)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.incident_severity(%s, %s)", [kind, severity])
        least = Severity(cursor.fetchone()[0])
    scheme = (
        Case.objects.values_list("scheme", flat=True).get(pk=case)
        if case is not None
        else Hub.objects.values_list("scheme", flat=True).get(pk=hub)
    )
    event = act.event(
        "incidents.reported",
        case=case,
        happened=happened,
        hub=hub,
        incident_kind=kind,
        severity=least,
        says=says,
    )
    made = Incident.objects.create(
        event_id=event,
        scheme=scheme,
        hub_id=hub,
        case_id=case,
        kind=kind,
        severity=least,
        happened=happened,
        says=says,
        by_id=act.actor.id,
    )
    if case is not None:
        keep_review_clock(act, event, case)
    return made


def keep_review_clock(act: Act, event: int, case: int) -> None:
    """Keep one clock of a person for the next review of an incident of theirs; none if none is due."""
    running = Clock.objects.filter(case=case, kind=ClockKind.INCIDENT_REVIEW, ended=None)
    due = (
        Standing.objects.filter(incident__case=case, status__in=TO_REVIEW)
        .order_by("review_by")
        .values_list("review_by", flat=True)
        .first()
    )
    if due is None:
        running.update(ended=event)
    elif not running.filter(ends_on=due).exists():
        start_clock(event, case, ClockKind.INCIDENT_REVIEW, until(min(act.today, due), due))
