"""Voluntary return with support: asked for at any stage, withdrawn at any time, every talk recorded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import past, past_day, said, the_case, the_row
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import answer
from returnhub.onward.models import Application, ApplicationStep, Counselling, Support
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event

SUPPLIER = "voluntary return service"


@command("onward.ask_voluntary_return")
def ask_voluntary_return(
    act: Act, *, case: int, language: str, by_person: bool, says: str = ""
) -> Application:
    """Record that a person asks to return with support; nothing follows from it but an answer.

    Raises Problems: command.refused (onward_application_once) if they have asked.
    """
    the_case(act, case)
    by = Application.By.PERSON if by_person else Application.By.COUNSELLOR
    if not by_person and act.actor.role == Role.LAWYER:
        by = Application.By.LAWYER
    event = act.event(
        "onward.voluntary_return_asked", case=case, by=by.value, language=language, says=says.strip()
    )
    return Application.objects.create(
        event_id=event,
        case_id=case,
        asked_by=by,
        asked_on=act.today,
        language=language,
        says=says.strip(),
    )


@command("onward.record_counselling")
def record_counselling(
    act: Act,
    *,
    case: int,
    on: dt.date,
    language: str,
    interpreter: bool,
    present: str,
    says: str,
    told_free: bool,
) -> Counselling:
    """Record a talk about return: in which language, who was there, what was said, and whether the person
    was told that they may say no. Raises Problems: command.field_missing, command.field_wrong."""
    the_case(act, case)
    says, present = said("says", says), said("present", present, 300)
    past_day(act, "on", on)
    event = act.event(
        "onward.counselled", case=case, on=on.isoformat(), language=language, told_free=told_free
    )
    return Counselling.objects.create(
        event_id=event,
        case_id=case,
        on=on,
        language=language,
        interpreter=interpreter,
        present=present,
        says=says,
        told_free=told_free,
        by_id=act.actor.id,
    )


@command("onward.offer_support")
def offer_support(
    act: Act,
    *,
    application: int,
    kind: Support.Kind,
    source: str,
    says: str,
    language: str,
    amount: Decimal | None = None,
    currency: str = "",
) -> Support:
    """Record support that was offered, in money or in kind: what, who pays it, in which language it was told.

    Raises Problems: command.field_missing; command.field_wrong for an amount without a currency or the
    other way round.
    """
    found = the_row(act, Application, application)
    source, says, currency = said("source", source, 200), said("says", says), currency.strip().upper()
    if (amount is None) != (not currency) or (amount is not None and amount <= 0):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="amount"), kind="amount_and_currency")
    event = act.event(
        "onward.support_offered",
        case=found.case_id,
        support=kind.value,
        amount=str(amount) if amount is not None else None,
        currency=currency,
        source=source,
        language=language,
    )
    made = Support.objects.create(
        event_id=event,
        application=found,
        kind=kind,
        amount=amount,
        currency=currency,
        source=source,
        says=says,
        offered_on=act.today,
        language=language,
    )
    answer(act, event, found.case_id, "voluntary_return_offered_on", act.today, act.today, SUPPLIER)
    return made


@command("onward.agree_voluntary_return")
def agree_voluntary_return(act: Act, *, application: int, on: dt.date, says: str) -> ApplicationStep:
    """Record that a person agreed to return with the support that was offered. They may withdraw it any day.

    Raises Problems: command.not_possible (`nobody_told_free`) unless a talk is on record in which they were
    told that they may say no, or (`no_support`) if nothing was offered; command.field_wrong.
    """
    found = the_row(act, Application, application)
    if not Counselling.objects.filter(case=found.case_id, told_free=True, on__gte=found.asked_on).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="nobody_told_free", allowed_next=())
    if not Support.objects.filter(application=application, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_support", allowed_next=())
    made = _step(act, found, ApplicationStep.Kind.AGREED, on, said("says", says))
    answer(act, made.event_id, found.case_id, "voluntary_return_accepted", True, on, SUPPLIER)
    return made


@command("onward.withdraw_voluntary_return")
def withdraw_voluntary_return(act: Act, *, application: int, on: dt.date, says: str = "") -> ApplicationStep:
    """Record that a person no longer wishes to return; no reason is asked for, and nothing is held against
    them. Raises Problems: command.field_wrong; command.not_possible if it has ended."""
    found = the_row(act, Application, application)
    made = _step(act, found, ApplicationStep.Kind.WITHDRAWN, on, says)
    Application.objects.filter(pk=application).update(ended=made.event_id)
    answer(act, made.event_id, found.case_id, "voluntary_return_accepted", False, on, SUPPLIER)
    return made


@command("onward.record_voluntary_departure")
def record_voluntary_departure(act: Act, *, case: int, at: dt.datetime, says: str = "") -> None:
    """Record that a person went to the state of origin of their own will, and when; with an application or
    without one. Raises Problems: command.field_wrong; command.refused (casework_happening_allowed)."""
    the_case(act, case)
    row = happen(act, case, Event.RETURNED_VOLUNTARILY, past(act, "at", at), says)
    for found in Application.objects.filter(case=case, ended=None):
        made = _step(act, found, ApplicationStep.Kind.DEPARTED, row.at.date(), says)
        Application.objects.filter(pk=found.pk).update(ended=made.event_id)


def _step(
    act: Act, application: Application, kind: ApplicationStep.Kind, on: dt.date, says: str
) -> ApplicationStep:
    past_day(act, "on", on)
    if on < application.asked_on:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=on.isoformat())
    event = act.event(
        "onward.application_step",
        case=application.case_id,
        application=application.pk,
        step=kind.value,
        on=on.isoformat(),
        says=says.strip(),
    )
    return ApplicationStep.objects.create(
        event_id=event, application=application, kind=kind, on=on, says=says.strip()
    )
