"""Asks for a plan, stops one, keeps what came of it. `planning.jobs` makes it, never a request."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from returnhub.agreements.queries.schemes import folder, scheme_of
from returnhub.journal.command import Act, command
from returnhub.planning.answer import Answer
from returnhub.planning.models import Plan, Proposed
from returnhub.problems import Code, Where, refuse

WEEKS, MOST_WEEKS = 26, 52
SILENT = dt.timedelta(minutes=3)
"""After so long without a word from its job, a plan has been interrupted: an assumption of this service."""
INTERRUPTED = "interrupted"
UNFINISHED = (Plan.State.WAITING, Plan.State.RUNNING)


@command("planning.plan")
def ask(act: Act, *, scheme: str, from_on: dt.date | None = None, weeks: int = WEEKS) -> Plan:
    """Ask for a plan of a scheme from a day on (none: today); one that is under way for it is given instead.

    Raises Problems: command.not_theirs; command.field_wrong for a day that has passed, weeks beyond 1 to 52,
    or a scheme that no folder describes.
    """
    found = scheme_of(act.actor, scheme)
    start = from_on or act.today
    if start < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="from_on"), found=start.isoformat())
    if not 1 <= weeks <= MOST_WEEKS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="weeks"), found=weeks)
    described = folder(scheme)
    if described is None or not described.hubs:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="scheme"), found=scheme)
    silent = Plan.objects.filter(scheme=scheme, state=Plan.State.RUNNING, beat__lt=act.now - SILENT)
    silent.update(state=Plan.State.FAILED, said=INTERRUPTED)
    under_way = Plan.objects.filter(scheme=scheme, state__in=UNFINISHED).first()
    if under_way is not None:
        return under_way
    act.event("planning.asked", scheme=scheme, from_on=start.isoformat(), weeks=weeks)
    return Plan.objects.create(scheme=found, from_on=start, weeks=weeks, asked=act.now, by_id=act.actor.id)


@command("planning.stop")
def stop(act: Act, *, scheme: str) -> int:
    """Stop what is under way for a scheme; how many. The job ends within a second, and nothing is kept."""
    scheme_of(act.actor, scheme)
    act.event("planning.stopped", scheme=scheme)
    return Plan.objects.filter(scheme=scheme, state__in=UNFINISHED).update(
        state=Plan.State.STOPPED, beat=act.now
    )


def begin(plan: int) -> Plan | None:
    """Begin to make a plan, or begin again; none if it was stopped, has failed or is done."""
    mine = Plan.objects.filter(pk=plan, state__in=UNFINISHED)
    return mine.get() if mine.update(state=Plan.State.RUNNING, beat=timezone.now()) else None


def tell(plan: int, done: int, total: int) -> bool:
    """How far a plan is; False if it is made no longer: somebody stopped it."""
    running = Plan.objects.filter(pk=plan, state=Plan.State.RUNNING)
    return bool(running.update(done=done, total=total, beat=timezone.now()))


def fail(plan: int, said: str) -> bool:
    """Say why a plan failed; False if it was stopped before."""
    running = Plan.objects.filter(pk=plan, state=Plan.State.RUNNING)
    return bool(running.update(state=Plan.State.FAILED, said=said, beat=timezone.now()))


@command("planning.keep")
def keep(act: Act, *, plan: int, answer: Answer) -> Plan:
    """Keep a plan that was recounted, whole, and put its digest on record; the clock's alone.

    Raises Problems: command.not_possible if it was stopped meanwhile.
    """
    found = Plan.objects.select_for_update(no_key=True).get(pk=plan)
    if found.state != Plan.State.RUNNING:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="plan_stopped", allowed_next=())
    event = act.event(
        "planning.made",
        plan=plan,
        scheme=found.scheme_id,
        digest=answer.digest,
        people=len(answer.rows),
        with_a_place=sum(row.hub is not None for row in answer.rows),
    )
    Plan.objects.filter(pk=plan).update(
        state=Plan.State.DONE, found=answer.found, digest=answer.digest, event=event, beat=act.now
    )
    Proposed.objects.bulk_create(
        Proposed(
            event_id=event,
            plan_id=plan,
            case_id=row.case,
            position=row.position,
            hub_id=row.hub,
            kind=row.kind,
            arrive_on=row.arrive_on,
            leave_by=row.leave_by,
            why=row.why,
            reasons=row.reasons,
        )
        for row in answer.rows
    )
    found.refresh_from_db()
    return found
