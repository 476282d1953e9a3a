"""Readiness: each item tested by one person and signed by another."""

from __future__ import annotations

import datetime as dt

from returnhub.agreements.queries.schemes import scheme_of
from returnhub.hubs.models import Item, Readiness, ReadinessSignature
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("hubs.record_test")
def record_test(
    act: Act, *, scheme: str, item: Item, tested_on: dt.date, what: str, passed: bool
) -> Readiness:
    """Record a test of one item and what came of it; the one before it ends. One that failed closes the gate.

    Raises Problems: command.field_missing without what was tried, command.field_wrong for a day to come.
    """
    found = scheme_of(act.actor, scheme)
    if not what.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="what"))
    if tested_on > act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="tested_on"), found=tested_on.isoformat())
    event = act.event(
        "hubs.tested",
        scheme=scheme,
        item=Item(item).value,
        tested_on=tested_on.isoformat(),
        passed=passed,
        what=what,
    )
    Readiness.objects.filter(scheme=found, item=item, ended=None).update(ended=event)
    return Readiness.objects.create(
        event_id=event,
        scheme=found,
        item=item,
        tested_on=tested_on,
        what=what.strip(),
        passed=passed,
        by_id=act.actor.id,
    )


@command("hubs.sign_readiness")
def sign_readiness(act: Act, *, readiness: int) -> ReadinessSignature:
    """Say, as another person, that a test was seen and holds.

    Raises Problems: command.refused, guard hubs_readiness_two_people for who tested, hubs_readiness_passed
    for a test that failed or ended.
    """
    found = _standing(act, readiness)
    event = act.event("hubs.readiness_signed", scheme=found.scheme_id, item=found.item, readiness=readiness)
    return ReadinessSignature.objects.create(event_id=event, readiness=found, by_id=act.actor.id)


@command("hubs.withdraw_readiness")
def withdraw_readiness(act: Act, *, readiness: int, reason: str) -> None:
    """Take back what was tested or signed; the gate closes for the next authority."""
    found = _standing(act, readiness)
    if not reason.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="reason"))
    event = act.event(
        "hubs.readiness_withdrawn",
        reason=reason,
        scheme=found.scheme_id,
        item=found.item,
        readiness=readiness,
    )
    Readiness.objects.filter(pk=readiness).update(ended=event)


def _standing(act: Act, readiness: int) -> Readiness:
    found = Readiness.objects.select_for_update(no_key=True).filter(pk=readiness, ended=None).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="readiness_ended", allowed_next=())
    scheme_of(act.actor, found.scheme_id)
    return found
