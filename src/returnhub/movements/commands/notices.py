"""Notices: of the intention to remove, and of departure with place and route; dates count from service."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.found import past_day, said
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import (
    NOTICE_FACTS,
    NOTIFYING,
    advance,
    answer,
    end_notices,
    hold,
    noon,
)
from returnhub.movements.models import Notice, Proposal
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event
from returnhub.procedure.clocks import notice_runs_until


@command("movements.give_notice")
def give_notice(
    act: Act,
    *,
    case: int,
    kind: Notice.Kind,
    language: str,
    served_on: dt.date,
    served_how: str,
    interpreter: str = "",
    destination: str = "",
    route: str = "",
) -> Notice:
    """Record that a notice was served on one person, in a language they read; one before it ends.

    `language` is the code of the paper's language, `interpreter` the one in which it was read out, if it was.

    A notice of departure names the hub that was decided and the route to it; a change of either takes a
    fresh notice, and its whole time runs again.

    Raises Problems: command.field_missing, command.field_wrong (a day to come; a destination that is not the
    hub; departure before intention), command.not_possible; command.refused (movements_notice_reviewed) where
    nobody has reviewed the notice in that language.
    """
    held = hold(act, case, "give_notice", *NOTIFYING)
    language, served_how = said("language", language, 8), said("served_how", served_how, 200)
    interpreter = interpreter.strip()
    past_day(act, "served_on", served_on)
    if kind == Notice.Kind.DEPARTURE:
        destination, route = said("destination", destination, 200), said("route", route, 400)
        _names_the_hub(case, destination)
        intention = Notice.objects.filter(case=case, kind=Notice.Kind.INTENTION, ended=None).first()
        if intention is None or intention.served_on > served_on:
            raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="served_on"), kind="before_intention")
    else:
        destination = route = ""
    counted = notice_runs_until(served_on)
    event = act.event(
        "movements.notice_given",
        case=case,
        happened=noon(act, served_on),
        notice=kind.value,
        language=language,
        interpreter=interpreter,
        destination=destination,
        route=route,
        served_on=served_on.isoformat(),
        runs_until=counted.runs_until.isoformat(),
    )
    end_notices(act, event, case, kind)
    made = Notice.objects.create(
        event_id=event,
        case=held.case,
        kind=kind,
        language=language,
        interpreter=interpreter,
        destination=destination,
        route=route,
        served_on=served_on,
        served_how=served_how,
        runs_until=counted.runs_until,
        departs_from=counted.departs_from,
        valid_until=counted.valid_until,
    )
    served, *names_route = NOTICE_FACTS[kind]
    answer(act, event, case, served, served_on, served_on, "caseworker")
    for fact in names_route:
        answer(act, event, case, fact, True, served_on, "caseworker")
    advance(act, event, case)
    return made


def _names_the_hub(case: int, destination: str) -> None:
    hub = Proposal.objects.filter(case=case, ended=None).values_list("hub__name", flat=True).first() or ""
    if hub.casefold() not in destination.casefold():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="destination"), kind="other_place", hub=hub)


@command("movements.withdraw_notice")
def withdraw_notice(act: Act, *, case: int, kind: Notice.Kind, reason: str) -> None:
    """Withdraw a notice that was served: it no longer counts, and a fresh one runs from its own day.

    Raises Problems: command.field_missing; command.not_possible if none stands.
    """
    hold(act, case, "withdraw_notice", *NOTIFYING)
    reason = said("reason", reason)
    if not Notice.objects.filter(case=case, kind=kind, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_notice", notice=kind.value)
    event = act.event("movements.notice_withdrawn", case=case, reason=reason, notice=kind.value)
    end_notices(act, event, case, kind)
    lapses = possible(hold(act, case, "withdraw_notice").case, Event.NOTICE_LAPSED)
    if lapses is not None:
        happen(act, case, lapses, act.now, reason)
