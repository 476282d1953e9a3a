"""What an onward return rests on besides authority: a fresh risk check, a day that the monitor is told of."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.bars import filed, opened
from returnhub.casework.commands.found import past_day, said, the_case
from returnhub.casework.models import Bar
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import STAYING, answer, hold
from returnhub.movements.models import Decision
from returnhub.onward.commands.documents import keep_alert_clock
from returnhub.onward.models import PlannedReturn, RiskCheck
from returnhub.problems import Code, Where, refuse


@command("onward.check_risk")
def check_risk(
    act: Act,
    *,
    case: int,
    country_evidence: str,
    country_evidence_on: dt.date,
    findings: str,
    outcome: RiskCheck.Outcome,
    evidence: int | None = None,
) -> RiskCheck:
    """Check the risks of return for one person today, against the newest evidence on the state of origin.

    A risk that is found opens a bar. Raises Problems: command.two_people for who decided to move the person
    (onward_riskcheck_by_another in the database); command.field_missing, command.field_wrong.
    """
    the_case(act, case)
    if Decision.objects.filter(case=case, to_move=True, by=act.actor.id).exists():
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="onward.check_risk")
    findings = said("findings", findings)
    country_evidence = said("country_evidence", country_evidence, 300)
    past_day(act, "country_evidence_on", country_evidence_on)
    filed(case, evidence)
    if outcome == RiskCheck.Outcome.RISK:
        opened(act, case, Bar.Kind.OTHER, f"A risk on return was found: {findings}", act.now, evidence)
    event = act.event(
        "onward.risk_checked",
        case=case,
        reason=findings,
        outcome=outcome.value,
        country_evidence=country_evidence,
        country_evidence_on=country_evidence_on.isoformat(),
    )
    RiskCheck.objects.filter(case=case, ended=None).update(ended=event)
    answer(act, event, case, "onward_risk_checked_on", act.today, act.today, "caseworker")
    answer(
        act, event, case, "country_evidence_on", country_evidence_on, act.today, "country information unit"
    )
    return RiskCheck.objects.create(
        event_id=event,
        case_id=case,
        checked_on=act.today,
        country_evidence=country_evidence,
        country_evidence_on=country_evidence_on,
        findings=findings,
        outcome=outcome,
        evidence_id=evidence,
        by_id=act.actor.id,
    )


@command("onward.plan_return")
def plan_return(act: Act, *, case: int, planned_on: dt.date, destination: str, route: str) -> PlannedReturn:
    """Name the day and the route of an onward return; the monitor is told of it by this, today.

    Raises Problems: command.field_wrong for a day that has been; command.field_missing, command.not_possible.
    """
    hold(act, case, "plan_return", *STAYING)
    if planned_on < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="planned_on"), found=planned_on.isoformat())
    destination, route = said("destination", destination, 200), said("route", route, 400)
    event = act.event(
        "onward.return_planned",
        case=case,
        planned_on=planned_on.isoformat(),
        destination=destination,
        route=route,
    )
    PlannedReturn.objects.filter(case=case, ended=None).update(ended=event)
    made = PlannedReturn.objects.create(
        event_id=event,
        case_id=case,
        planned_on=planned_on,
        destination=destination,
        route=route,
        monitor_told_on=act.today,
    )
    answer(act, event, case, "onward_monitor_told_on", act.today, act.today, "hub")
    keep_alert_clock(event, case)
    return made
