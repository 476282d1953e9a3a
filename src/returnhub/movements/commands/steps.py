"""What the commands of this room share: the case held, its stage, its next step, answers and clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from returnhub.casework.clocks import SPECS, Counted, Kind, until, working_days
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.clocks import keep_clock, stop_clocks
from returnhub.casework.commands.facts import Answer, Value, store_answer
from returnhub.casework.commands.found import the_case
from returnhub.casework.models import Case, Fact, Standing
from returnhub.journal.command import Act
from returnhub.movements.models import Acceptance, Authority, Decision, ExitPlan, Notice, Proposal
from returnhub.problems import Code, refuse
from returnhub.procedure import Event, Stage
from returnhub.procedure.clocks import NOTICE_WORKING_DAYS

NOTIFYING = (Stage.APPROVED, Stage.NOTIFIED, Stage.ACCEPTED, Stage.PLANNED, Stage.AUTHORISED)
"""Stages in which notices are served: the decision is approved, the person has not left."""
MOVING = (Stage.PROPOSED, Stage.DECIDED, *NOTIFYING)
"""Stages in which a move to one hub is being prepared."""
STAYING = (Stage.IN_HUB, Stage.HOST_CLAIM, Stage.EVIDENCE_REVIEW, Stage.ONWARD_AUTHORISED, Stage.AT_LIMIT)
"""Stages in which the person is in a hub."""

NOTICE_FACTS = {
    Notice.Kind.INTENTION: ("intention_notice_on",),
    Notice.Kind.DEPARTURE: ("departure_notice_on", "notice_names_route"),
}
ACCEPTANCE_FACTS = ("host_accepted_on", "host_acceptance_until")
CLOCKS = (Kind.NOTICE_RUNS, Kind.NOTICE, Kind.ACCEPTANCE, Kind.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Held:
    """A case whose row this transaction holds, and its stage, which therefore stays what it is."""

    case: Case
    stage: Stage


def hold(act: Act, case: int, doing: str, *stages: Stage) -> Held:
    """Hold a case of the actor's in one of these stages (none: any) to the end of the transaction.

    Raises Problems: command.not_theirs; command.not_possible (`kind` is what was being done).
    """
    found = the_case(act, case)
    stage = stage_of(case)
    if stages and stage not in stages:
        raise refuse(
            Code.COMMAND_NOT_POSSIBLE,
            kind=doing,
            stage=stage.value,
            allowed_in=tuple(s.value for s in stages),
        )
    return Held(found, stage)


def stage_of(case: int) -> Stage:
    """Where a case stands now."""
    return Stage(Standing.objects.values_list("stage", flat=True).get(case=case))


def noon(act: Act, day: dt.date) -> dt.datetime:
    """When something happened of which only the day is known: now if that day is today, else its noon."""
    return act.now if day == act.today else timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def answer(
    act: Act, event: int, case: int, fact: str, value: Value, found_on: dt.date, supplier: str
) -> None:
    """Store a fact that a step makes; an answer of a later day that it puts right never counts."""
    Fact.objects.filter(case=case, fact=fact, supplier=supplier, ended=None, found_on__gt=found_on).update(
        ended=event
    )
    store_answer(act, event, case, Answer(fact, value, found_on, supplier))


def drop_answers(act: Act, event: int, case: int, facts: Iterable[str]) -> None:
    """Facts that a step had made no longer count from today."""
    Fact.objects.filter(case=case, fact__in=tuple(facts), ended=None).update(ended=event, until=act.today)


def advance(act: Act, event: int, case: int) -> Stage:
    """Take every step of the procedure that what stands already allows, and keep the clocks of what stands.

    Notices, acceptance and exit plan may be recorded in any order; the procedure takes them in its own.
    """
    stage = stage_of(case)
    while (step := _next(act, case, stage)) is not None:
        happen(act, case, step, act.now)
        stage = stage_of(case)
    _keep_clocks(act, event, case, stage)
    return stage


def _next(act: Act, case: int, stage: Stage) -> Event | None:
    if stage is Stage.APPROVED:
        good = Notice.objects.filter(case=case, ended=None, valid_until__gte=act.today).count()
        return Event.NOTICES_GIVEN if good == len(Notice.Kind) else None
    if stage is Stage.NOTIFIED:
        found = Acceptance.objects.filter(case=case, ended=None).first()
        if found is None or (found.until and found.until < act.today):
            return None
        return Event.HOST_ACCEPTED if found.accepted else Event.HOST_DECLINED
    if stage is Stage.ACCEPTED and ExitPlan.objects.filter(case=case, ended=None).exists():
        return Event.EXIT_PLAN_MADE
    return None


def _keep_clocks(act: Act, event: int, case: int, stage: Stage) -> None:
    """Start the clocks of what stands and belongs to the stage, where they do not run already."""
    due: dict[Kind, Counted] = {}
    notice = Notice.objects.filter(case=case, ended=None, kind=Notice.Kind.DEPARTURE).first()
    if notice is not None:
        if notice.runs_until >= act.today:
            due[Kind.NOTICE_RUNS] = working_days(notice.served_on, NOTICE_WORKING_DAYS)
        due[Kind.NOTICE] = until(notice.departs_from, notice.valid_until)
    accepted = Acceptance.objects.filter(case=case, ended=None, accepted=True).first()
    if accepted is not None and accepted.until is not None:
        due[Kind.ACCEPTANCE] = until(accepted.answered_on, accepted.until)
    given = Authority.objects.filter(case=case, ended=None).select_related("event").first()
    if given is not None:
        due[Kind.AUTHORITY] = until(timezone.localdate(given.event.recorded), given.valid_until)
    for kind, counted in due.items():
        if stage in SPECS[kind].stages:
            keep_clock(event, case, kind, counted)


def end_move(act: Act, event: int, case: int) -> None:
    """End whatever was prepared for a move or decided in an earlier stay: it counts for no other."""
    Proposal.objects.filter(case=case, ended=None).update(ended=event)
    Decision.objects.filter(case=case, ended=None).update(ended=event)
    end_notices(act, event, case, *Notice.Kind)
    end_acceptance(act, event, case)
    stop_clocks(event, case, CLOCKS)


def end_notices(act: Act, event: int, case: int, *kinds: Notice.Kind) -> None:
    """End the notices of these kinds with the facts that they made."""
    Notice.objects.filter(case=case, kind__in=kinds, ended=None).update(ended=event)
    drop_answers(act, event, case, (fact for kind in kinds for fact in NOTICE_FACTS[kind]))
    if Notice.Kind.DEPARTURE in kinds:
        stop_clocks(event, case, (Kind.NOTICE_RUNS, Kind.NOTICE))


def end_acceptance(act: Act, event: int, case: int) -> None:
    """End the host's answer with the facts that it made."""
    Acceptance.objects.filter(case=case, ended=None).update(ended=event)
    drop_answers(act, event, case, ACCEPTANCE_FACTS)
    stop_clocks(event, case, (Kind.ACCEPTANCE,))
