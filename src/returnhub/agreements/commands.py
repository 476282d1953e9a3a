"""The only place that writes schemes and suspensions. One verb a function."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from returnhub.agreements.models import Lift, Scheme, Suspension
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("agreements.open_scheme")
def open_scheme(act: Act, *, scheme: str, title: str, procedure: str, ruleset: str, host: str) -> Scheme:
    """Begin to operate a scheme here: new cases in it are pinned to this ruleset and procedure."""
    event = act.event("agreements.scheme_opened", scheme=scheme, procedure=procedure, ruleset=ruleset)
    return Scheme.objects.create(
        id=scheme, title=title, procedure=procedure, ruleset=ruleset, host=host, event_id=event
    )


@command("agreements.suspend")
def suspend(
    act: Act,
    *,
    scheme: str,
    scope: Suspension.Scope,
    by: Suspension.By,
    reason: str,
    number: int | None = None,
    reference: str = "",
    since: dt.datetime | None = None,
) -> Suspension:
    """Stop the next authority in a scope at once.

    `number` is the person's, family's or hub's, if any. Raises Problems: command.field_missing without
    a reason; command.refused, guard agreements_suspension_by for a power that is not the actor's,
    agreements_suspension_reaches where nobody would be stopped.
    """
    if not reason.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="reason"))
    # held before it is timed: an authority of a later time has seen it
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.lock_scheme(%s)", [scheme])
    event = act.event(
        "agreements.suspended",
        reason=reason,
        happened=since,
        scheme=scheme,
        scope=scope,
        number=number,
        by=by,
    )
    reached = {
        "person": number if scope == Suspension.Scope.PERSON else None,
        "family": number if scope == Suspension.Scope.GROUP else None,
        "hub": number if scope == Suspension.Scope.HUB else None,
    }
    return Suspension.objects.create(
        event_id=event,
        scheme_id=scheme,
        scope=scope,
        by=by,
        reason=reason,
        reference=reference,
        since=since or act.now,
        **reached,
    )


@command("agreements.lift")
def lift(act: Act, *, suspension: int, reason: str) -> bool:
    """Say, with a reason, that a suspension is to be lifted; True if this was the second person and it is."""
    if not reason.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="reason"))
    # two who lift at once: the second waits here, and sees the first
    found = Suspension.objects.select_for_update(no_key=True).filter(pk=suspension, ended=None).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="suspension_ended", allowed_next=())
    if Lift.objects.filter(suspension=found, by=act.actor.id).exists():
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="agreements.lift")
    event = act.event("agreements.lift_asked", reason=reason, suspension=suspension)
    Lift.objects.create(event_id=event, suspension=found, by_id=act.actor.id, reason=reason)
    if Lift.objects.filter(suspension=found).count() < 2:
        return False
    ended = act.event("agreements.suspension_lifted", reason=reason, suspension=suspension)
    Suspension.objects.filter(pk=suspension).update(ended=ended)
    return True
