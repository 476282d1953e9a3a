"""Voluntary return: offered at each stage, and answered."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.facts import Answer, store_answer
from returnhub.casework.commands.found import past_day, said, the_case, the_row
from returnhub.casework.models import Offer, OfferAnswer, Standing
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("casework.offer_voluntary_return")
def offer_voluntary_return(
    act: Act, *, case: int, language: str, offered_on: dt.date, interpreter: str = "", says: str = ""
) -> Offer:
    """Record that help with voluntary return was offered, and at which stage: `language` is the code of the
    paper's language, `interpreter` the one in which it was read out, if it was.

    Raises Problems: command.refused (casework_offer_reviewed) where nobody has reviewed the offer in that
    language and no interpreter read it out.
    """
    the_case(act, case)
    language, interpreter = said("language", language, 8), interpreter.strip()
    past_day(act, "offered_on", offered_on)
    stage = Standing.objects.values_list("stage", flat=True).get(case=case)
    answer = Answer("voluntary_return_offered_on", offered_on, act.today, "caseworker")
    event = act.event(
        "casework.voluntary_return_offered",
        case=case,
        language=language,
        interpreter=interpreter,
        offered_on=offered_on.isoformat(),
        stage=stage,
    )
    store_answer(act, event, case, answer)
    return Offer.objects.create(
        event_id=event,
        case_id=case,
        stage=stage,
        offered_on=offered_on,
        language=language,
        interpreter=interpreter,
        says=says.strip(),
    )


@command("casework.answer_voluntary_return")
def answer_voluntary_return(act: Act, *, offer: int, accepted: bool, on: dt.date) -> OfferAnswer:
    """Record what the person answered. Raises Problems: command.field_wrong for a day before the offer."""
    found = the_row(act, Offer, offer)
    past_day(act, "on", on)
    if on < found.offered_on:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=on.isoformat())
    event = act.event(
        "casework.voluntary_return_answered",
        case=found.case_id,
        offer=offer,
        accepted=accepted,
        answered_on=on.isoformat(),
    )
    store_answer(
        act,
        event,
        found.case_id,
        Answer("voluntary_return_accepted", accepted, act.today, "voluntary return service"),
    )
    return OfferAnswer.objects.create(event_id=event, offer=found, accepted=accepted, answered_on=on)
