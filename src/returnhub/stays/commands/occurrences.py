"""What begins in a stay and brings duties: segregation, food refusal, self-harm, hospital, birth, death."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from returnhub.casework.clocks import Kind, days
from returnhub.casework.commands.cases import CalledAs, happen
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past, said, the_row
from returnhub.casework.commands.people import a_child
from returnhub.casework.models import Case, Clock
from returnhub.incidents.commands.reports import report_incident
from returnhub.incidents.models import Kind as IncidentKind
from returnhub.incidents.models import Severity
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event
from returnhub.stays.commands.found import since, the_stay
from returnhub.stays.duties import RULES, StepRule
from returnhub.stays.models import Arrival, Occurrence, Step

INCIDENTS = {
    Occurrence.Kind.FOOD_REFUSAL: (
        IncidentKind.FOOD_REFUSAL,
        Severity.MINOR,
        "Food was refused: three meals, or a day. A clinician sees the person each day.",
    ),
    Occurrence.Kind.SELF_HARM: (
        IncidentKind.SELF_HARM,
        Severity.SERIOUS,
        "Self-harm was recorded. A care plan is due. What was found stands with the clinician.",
    ),
}
"""What is reported as an incident as it begins; a death, the database reports."""


@command("stays.begin")
def begin(act: Act, *, case: int, kind: Occurrence.Kind, at: dt.datetime, reason: str = "") -> Occurrence:
    """Record that something began, with the clocks of its duties, and report what is an incident.

    Raises Problems: command.field_missing for a segregation without its reason; command.field_wrong (a time
    outside the stay; a birth or a death, which have commands of their own); command.not_possible
    (`occurrence_stands`) for what goes on already.
    """
    found, stay = the_stay(act, case)
    kind = Occurrence.Kind(kind)
    rule = RULES[kind]
    if not rule.ends:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="kind"), found=kind.value)
    if Occurrence.objects.filter(arrival=stay, kind=kind, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="occurrence_stands", allowed_next=("stays.end",))
    why = said("reason", reason) if kind is Occurrence.Kind.SEGREGATION else ""
    at = since(act, stay, "at", at)
    made = _begin(act, found, stay, kind, at, why)
    for clock, n in rule.clocks.items():
        # a segregation is counted from its hour, whenever it is recorded
        start = timezone.localdate(at) if kind is Occurrence.Kind.SEGREGATION else act.today
        start_clock(made.event_id, case, clock, days(start, n))
    if kind in INCIDENTS:
        what, severity, says = INCIDENTS[kind]
        report_incident(act, hub=stay.hub_id, case=case, kind=what, severity=severity, happened=at, says=says)
    return made


@command("stays.record_step")
def record_step(
    act: Act,
    *,
    occurrence: int,
    kind: Step.Kind,
    at: dt.datetime,
    answer: Step.Answer | None = None,
    reason: str = "",
) -> Step:
    """Record what was done about an occurrence; the clock that waited for it ends, and the next one starts.
    A review that says so ends a segregation, and the last step after a death closes it.

    Raises Problems: command.field_wrong (a step that it does not ask for, or not of this role; an answer that
    the step has not); command.field_missing (a review's answer or reasons); command.refused
    (stays_step_two_people) for a review by who ordered it, (stays_step_consulate_closed) for telling a
    consulate that may not be spoken to; command.not_possible.
    """
    found = the_row(act, Occurrence, occurrence)
    if act.actor.hub is not None and found.arrival.hub_id != act.actor.hub:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    rule = RULES[Occurrence.Kind(found.kind)]
    step = rule.steps.get(Step.Kind(kind))
    if step is None or act.actor.role not in step.roles:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="kind"), found=kind)
    if answer not in (step.answers or (None,)):
        code = Code.COMMAND_FIELD_MISSING if answer is None else Code.COMMAND_FIELD_WRONG
        raise refuse(code, Where(field="answer"))
    if not found.at <= at <= act.now:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="at"), found=at.isoformat())
    why = said("reason", reason) if kind == Step.Kind.REVIEW else ""
    event = act.event(
        f"stays.{Step.Kind(kind).value}",
        case=found.case_id,
        reason=why,
        happened=at,
        occurrence=occurrence,
        answer=answer,
    )
    made = Step.objects.create(
        event_id=event,
        case_id=found.case_id,
        occurrence=found,
        kind=kind,
        at=at,
        answer=answer or "",
        reason=why,
    )
    if answer == Step.Answer.ENDS:
        _end(event, found, at)
    else:
        _go_on(act, event, found, step)
    return made


@command("stays.end")
def end(act: Act, *, occurrence: int, at: dt.datetime) -> None:
    """Record that it is over: out of segregation, eating again, back from hospital, a care plan closed.

    Raises Problems: command.field_wrong for a time before it began; command.not_possible (`not_to_end`) for a
    birth or a death, `occurrence_ended`.
    """
    found = the_row(act, Occurrence, occurrence)
    _, stay = the_stay(act, found.case_id)
    if not RULES[Occurrence.Kind(found.kind)].ends:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="not_to_end", allowed_next=())
    at = since(act, stay, "at", at)
    if at < found.at:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="at"), found=at.isoformat())
    event = act.event(f"stays.{found.kind}_over", case=found.case_id, happened=at, occurrence=occurrence)
    _end(event, found, at)


@command("stays.record_birth")
def record_birth(act: Act, *, case: int, at: dt.datetime, names: Sequence[CalledAs]) -> Case:
    """Record that a child was born to somebody in the hub: a case of its own, in one family, and a stay from
    birth. They have no place of their own yet: that is an excess, with its owner and its end.

    Raises Problems: command.field_missing, command.field_wrong; command.not_possible (`no_stay`).
    """
    found, stay = the_stay(act, case)
    at = since(act, stay, "at", at)
    made = _begin(act, found, stay, Occurrence.Kind.BIRTH, at, "")
    Occurrence.objects.filter(pk=made.pk).update(ended=made.event_id, until_at=at)
    child = a_child(act, [case], timezone.localdate(at), names)
    happen(act, child.pk, Event.BORN_IN_HUB, at)
    return child


@command("stays.record_death")
def record_death(act: Act, *, case: int, at: dt.datetime) -> Occurrence:
    """Record that a person died in a hub. The database reports it, stops new arrivals, starts what is due.

    Raises Problems: command.field_wrong; command.not_possible (`no_stay`).
    """
    the_stay(act, case)
    happen(act, case, Event.DIED, past(act, "at", at))
    return Occurrence.objects.filter(case=case, kind=Occurrence.Kind.DEATH).latest("pk")


def segregated_too_long(act: Act, event: int, clock: Clock) -> None:
    """The 15th day of a segregation is over: it is an incident, and a breach of the rules on prisoners."""
    standing = Occurrence.objects.filter(
        case=clock.case_id, kind=Occurrence.Kind.SEGREGATION, ended=None
    ).select_related("arrival")
    for one in standing:
        report_incident(
            act,
            hub=one.arrival.hub_id,
            case=clock.case_id,
            kind=IncidentKind.ILL_TREATMENT,
            severity=Severity.SERIOUS,
            happened=act.now,
            says="Segregation has lasted more than 15 days, which the Nelson Mandela Rules prohibit.",
        )


def _begin(
    act: Act, case: Case, stay: Arrival, kind: Occurrence.Kind, at: dt.datetime, reason: str
) -> Occurrence:
    what = "birth" if kind is Occurrence.Kind.BIRTH else f"{kind.value}_began"
    event = act.event(f"stays.{what}", case=case.pk, reason=reason, happened=at)
    return Occurrence.objects.create(event_id=event, case=case, arrival=stay, kind=kind, at=at, reason=reason)


def _go_on(act: Act, event: int, found: Occurrence, step: StepRule) -> None:
    if step.starts is None or step.starts is not step.ends:
        stop_clocks(event, found.case_id, (step.ends,))
    if step.starts is not None:
        start_clock(event, found.case_id, step.starts, days(act.today, step.days))
    last = [rule.ends for rule in RULES[Occurrence.Kind(found.kind)].steps.values()]
    waits = Clock.objects.filter(case=found.case_id, kind__in=last, ended=None)
    if not RULES[Occurrence.Kind(found.kind)].ends and not waits.exists():
        Occurrence.objects.filter(pk=found.pk).update(ended=event, until_at=act.now)


def _end(event: int, found: Occurrence, at: dt.datetime) -> None:
    rule = RULES[Occurrence.Kind(found.kind)]
    Occurrence.objects.filter(pk=found.pk).update(ended=event, until_at=at)
    kinds: set[Kind] = {*rule.clocks, *(s.starts for s in rule.steps.values() if s.starts)}
    stop_clocks(event, found.case_id, kinds)
