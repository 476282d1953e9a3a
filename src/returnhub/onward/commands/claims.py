"""New evidence, claims in the host state, questions of statelessness: each stops an onward return at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, months
from returnhub.casework.commands.bars import opened
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past, past_day, said, the_case, the_row
from returnhub.casework.models import Bar
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import STAYING, answer, hold
from returnhub.onward.commands.back import ask_next_step, order
from returnhub.onward.models import Determination, Found, HostAnswer, NextStep, Raised, Review
from returnhub.onward.queries.case import EVIDENCE
from returnhub.problems import Code, refuse
from returnhub.procedure import Event, Stage

DETERMINATION_MONTHS = 6
"""UNHCR, Handbook on Protection of Stateless Persons, paragraph 75: six months to a first decision;
confidence: general knowledge."""
RAISED_IN: Mapping[Raised.Kind, tuple[Stage, ...]] = MappingProxyType(
    {
        Raised.Kind.EVIDENCE: (*STAYING, Stage.DEPARTED, Stage.WAY_BACK),
        Raised.Kind.HOST_CLAIM: STAYING,
    }
)
"""Stages in which each is raised here: it stops a return until it is decided."""
WHO = {
    Role.LAWYER: Raised.By.LAWYER,
    Role.HUB_MANAGER: Raised.By.HUB,
    Role.HOST: Raised.By.HOST,
}


@command("onward.raise_evidence")
def raise_evidence(act: Act, *, case: int, says: str, by_person: bool = False) -> Raised:
    """Record new evidence about a person who has left for a hub: return stops at once, the sending state
    decides in ten working days. `by_person`: the person said so, and who acts writes it down.

    Raises Problems: command.field_missing, command.field_wrong, command.not_possible in the sending state.
    """
    hold(act, case, "raise_evidence", *RAISED_IN[Raised.Kind.EVIDENCE])
    return raised(act, case, Raised.Kind.EVIDENCE, _raised_by(act.actor, by_person), says, act.now)


@command("onward.raise_host_claim")
def raise_host_claim(act: Act, *, case: int, says: str, at: dt.datetime, by_person: bool = False) -> Raised:
    """Record that a person claimed asylum in the host state: onward return stops, no consulate is asked.

    Raises Problems: command.field_missing, command.field_wrong, command.not_possible out of a hub.
    """
    hold(act, case, "raise_host_claim", *RAISED_IN[Raised.Kind.HOST_CLAIM])
    by = _raised_by(act.actor, by_person)
    return raised(act, case, Raised.Kind.HOST_CLAIM, by, says, past(act, "at", at))


def raised(
    act: Act,
    case: int,
    kind: Raised.Kind,
    by: Raised.By,
    says: str,
    at: dt.datetime,
    evidence: int | None = None,
) -> Raised:
    """One of the two with its bar, on a case that is held in a stage of `RAISED_IN`; for rooms above too."""
    says = said("says", says)
    claim = kind == Raised.Kind.HOST_CLAIM
    bar, event = opened(act, case, Bar.Kind.OTHER if claim else Bar.Kind.NEW_EVIDENCE, says, at, evidence)
    made = Raised.objects.create(event_id=event, case_id=case, kind=kind, raised_by=by, bar=bar)
    if claim:
        answer(act, event, case, "host_claim_open", True, act.today, "host")
    else:
        answer(act, event, case, "late_evidence_unread", True, act.today, "caseworker")
    happens = possible(bar.case, Event.HOST_CLAIM_MADE if claim else Event.NEW_EVIDENCE_RAISED)
    if happens is not None:
        happen(act, case, happens, at, says)
    return made


def _raised_by(actor: Actor, by_person: bool) -> Raised.By:
    """The person, where somebody writes down what they said; else the role that acts."""
    return Raised.By.PERSON if by_person else WHO.get(Role(actor.role), Raised.By.OFFICER)


@command("onward.review_evidence")
def review_evidence(act: Act, *, case: int, outcome: Review.Outcome, reasons: str) -> Review:
    """Decide for the sending state on all new evidence of a case. With anything but "changes nothing" the
    person is brought back; after "changes nothing" an onward return takes a fresh risk check.

    Raises Problems: command.not_possible (`no_evidence`) if nothing waits; command.field_missing.
    """
    the_case(act, case)
    reasons = said("reasons", reasons)
    bars = Bar.objects.filter(case=case, ended=None, kind__in=EVIDENCE)
    waiting = [bar.pk for bar in bars]
    if not waiting:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_evidence", allowed_next=())
    event = act.event(
        "onward.evidence_reviewed", case=case, reason=reasons, outcome=outcome.value, bars=waiting
    )
    made = Review.objects.create(
        event_id=event, case_id=case, outcome=outcome, reasons=reasons, by_id=act.actor.id
    )
    Raised.objects.filter(bar__in=waiting, ended=None).update(ended=event)
    answer(act, event, case, "late_evidence_unread", False, act.today, "caseworker")
    if outcome == Review.Outcome.CHANGES_NOTHING:
        Bar.objects.filter(pk__in=waiting).update(ended=event)
        for supplier in ("lawyer", "caseworker"):
            answer(act, event, case, "further_submissions_pending", False, act.today, supplier)
        happens = possible(made.case, Event.EVIDENCE_CHANGES_NOTHING)
        if happens is not None:
            happen(act, case, happens, act.now, reasons)
        return made
    order(act, case, reasons, for_protection=outcome == Review.Outcome.PROTECTION)
    return made


@command("onward.record_host_answer")
def record_host_answer(
    act: Act, *, case: int, outcome: HostAnswer.Outcome, decided_on: dt.date, reference: str
) -> HostAnswer:
    """Record what the host state decided on a claim that was made there; who is protected stays there.

    Raises Problems: command.not_possible (`no_host_claim`) if none is open; command.field_wrong.
    """
    the_case(act, case)
    reference = said("reference", reference, 200)
    past_day(act, "decided_on", decided_on)
    waiting = Raised.objects.filter(case=case, kind=Raised.Kind.HOST_CLAIM, ended=None)
    bars = list(waiting.values_list("bar", flat=True))
    protected = outcome == HostAnswer.Outcome.PROTECTED
    event = act.event(
        "onward.host_answered", case=case, outcome=outcome.value, reference=reference, bars=bars
    )
    made = HostAnswer.objects.create(
        event_id=event, case_id=case, outcome=outcome, decided_on=decided_on, reference=reference
    )
    happens = possible(made.case, Event.PROTECTED_BY_HOST if protected else Event.HOST_CLAIM_REFUSED)
    if happens is None and not bars:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_host_claim", allowed_next=())
    waiting.update(ended=event)
    Bar.objects.filter(pk__in=bars, ended=None).update(ended=event)
    answer(act, event, case, "host_claim_open", False, act.today, "host")
    if protected:
        answer(act, event, case, "protected_elsewhere", True, decided_on, "host")
    if happens is not None:
        happen(act, case, happens, act.now, reference)
    return made


@command("onward.read_host_register")
def read_host_register(act: Act, *, case: int) -> None:
    """Say that the host's asylum register was read today and has no open claim of this person.

    Raises Problems: command.not_possible (`host_claim_open`) while one is open here.
    """
    hold(act, case, "read_host_register", *STAYING)
    if Raised.objects.filter(case=case, kind=Raised.Kind.HOST_CLAIM, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="host_claim_open", allowed_next=())
    event = act.event("onward.host_register_read", case=case)
    answer(act, event, case, "host_claim_open", False, act.today, "host")


@command("onward.open_determination")
def open_determination(act: Act, *, case: int, why: str) -> Determination:
    """Open a procedure to find out whether a person is stateless; nobody returns onward while it is open.

    Raises Problems: command.field_missing; command.refused (onward_determination_once).
    """
    the_case(act, case)
    why = said("why", why)
    bar, _ = opened(act, case, Bar.Kind.OTHER, f"Statelessness is being determined: {why}", act.now, None)
    event = act.event("onward.determination_opened", case=case, reason=why)
    start_clock(event, case, Kind.STATELESSNESS, months(act.today, DETERMINATION_MONTHS))
    return Determination.objects.create(event_id=event, case_id=case, why=why, bar=bar)


@command("onward.decide_determination")
def decide_determination(act: Act, *, determination: int, stateless: bool, reasons: str) -> Found:
    """Say what a determination found. Who is found stateless is not returned onward, and what follows has to
    be decided. Raises Problems: command.two_people for who opened it; command.field_missing."""
    found = the_row(act, Determination, determination)
    if found.event.actor == act.actor.id:
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="onward.decide_determination")
    reasons = said("reasons", reasons)
    case = found.case_id
    event = act.event("onward.determination_decided", case=case, reason=reasons, stateless=stateless)
    Determination.objects.filter(pk=determination).update(ended=event)
    Bar.objects.filter(pk=found.bar_id, ended=None).update(ended=event)
    stop_clocks(event, case, (Kind.STATELESSNESS,))
    answer(act, event, case, "stateless", stateless, act.today, "caseworker")
    made = Found.objects.create(
        event_id=event, determination=found, stateless=stateless, reasons=reasons, by_id=act.actor.id
    )
    if stateless:
        ask_next_step(act, event, case, NextStep.Cause.STATELESS)
    return made
