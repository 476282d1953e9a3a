"""Recommendations of monitors to those who run a scheme, and their replies: open to both sides."""

from __future__ import annotations

import datetime as dt

from returnhub.agreements.queries.schemes import scheme_of
from returnhub.journal.command import Act, command
from returnhub.oversight.models import Recommendation, Reply
from returnhub.problems import Code, Where, refuse


@command("oversight.recommend")
def recommend(act: Act, *, scheme: str, text: str, due_on: dt.date) -> Recommendation:
    """Recommend something to those who run the scheme, who answer by a day.

    Raises Problems: command.field_wrong for a day that is past, command.not_theirs for another scheme.
    """
    found = scheme_of(act.actor, scheme)
    if not text.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="text"))
    if due_on < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="due_on"), found=due_on.isoformat())
    event = act.event("oversight.recommended", reason=text, scheme=found.pk, due_on=due_on.isoformat())
    return Recommendation.objects.create(
        event_id=event, scheme=found, by_id=act.actor.id, text=text.strip(), due_on=due_on
    )


@command("oversight.reply_to_recommendation")
def reply_to_recommendation(act: Act, *, recommendation: int, accepted: bool, text: str) -> Reply:
    """Answer a recommendation, once.

    Raises Problems: command.not_theirs in another scheme, command.not_possible for one that was answered.
    """
    found = Recommendation.objects.filter(pk=recommendation).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    scheme_of(act.actor, found.scheme_id)
    if Reply.objects.filter(recommendation=found).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="replied", allowed_next=())
    if not text.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="text"))
    event = act.event(
        "oversight.replied",
        reason=text,
        recommendation=recommendation,
        accepted=accepted,
        scheme=found.scheme_id,
    )
    return Reply.objects.create(
        event_id=event, recommendation=found, by_id=act.actor.id, accepted=accepted, text=text.strip()
    )
