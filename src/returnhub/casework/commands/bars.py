"""Bars, and what lawyers lodge: a move stops the moment either is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from returnhub.casework.clocks import NOTICE_KINDS, SPECS, Kind, days, until
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.facts import Answer, store_answer
from returnhub.casework.commands.found import past, said, the_case, the_row
from returnhub.casework.models import Bar, Case, Clock, Custody, Evidence, Lodgement, Standing
from returnhub.journal.command import Act, command
from returnhub.journal.models import Event as Entry
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage

ORDERS: Mapping[Bar.Kind, str] = MappingProxyType(
    {
        Bar.Kind.COURT_ORDER: "court_stay",
        Bar.Kind.INTERIM_MEASURE: "interim_measure",
        Bar.Kind.JUDICIAL_REVIEW: "judicial_review_pending",
    }
)
"""What a court has a hand in, and the fact that says so."""

ENDS_WITH_EVIDENCE = frozenset({*ORDERS, Bar.Kind.SUBMISSIONS, Bar.Kind.NEW_EVIDENCE})
"""Bars that end only with the decision or order that ended them on file."""


@dataclass(frozen=True, slots=True)
class Lodged:
    """What was received and when: `record` is its entry in the record, on which a receipt is given."""

    lodgement: Lodgement
    record: UUID
    at: dt.datetime
    clocks_stopped: int


@command("casework.open_bar")
def open_bar(
    act: Act,
    *,
    case: int,
    kind: Bar.Kind,
    says: str,
    since: dt.datetime | None = None,
    evidence: int | None = None,
) -> Bar:
    """Record what stops a move, from the moment of its commit. Raises Problems: command.field_wrong."""
    the_case(act, case)
    return opened(act, case, kind, said("says", says), past(act, "since", since or act.now), evidence)[0]


@command("casework.end_bar")
def end_bar(act: Act, *, bar: int, reason: str, evidence: int | None = None) -> None:
    """A bar no longer stands; notice clocks that it stopped run again, to the days that the notices name.

    Raises Problems: command.field_missing (`evidence`) for an order or submissions without the decision that
    ended them.
    """
    found = the_row(act, Bar, bar)
    reason = said("reason", reason)
    if found.kind in ENDS_WITH_EVIDENCE and evidence is None:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="evidence"), kind=found.kind)
    filed(found.case_id, evidence)
    event = act.event(
        "casework.bar_ended",
        case=found.case_id,
        reason=reason,
        bar=bar,
        bar_kind=found.kind,
        evidence=evidence,
    )
    Bar.objects.filter(pk=bar).update(ended=event)
    if not Bar.objects.filter(case=found.case_id, ended=None).exists():
        _run_again(event, found)


@command("casework.lodge_submissions")
def lodge_submissions(act: Act, *, case: int, says: str, evidence: int | None = None) -> Lodged:
    """Lodge further submissions, or new evidence for a person in a hub: the move is barred at once.

    Its notice clocks stop. Raises Problems: command.not_theirs for anybody but an own client.
    """
    found = the_case(act, case)
    happens = possible(found, Event.FURTHER_SUBMISSIONS_MADE, Event.NEW_EVIDENCE_RAISED)
    kind = Bar.Kind.NEW_EVIDENCE if happens is Event.NEW_EVIDENCE_RAISED else Bar.Kind.SUBMISSIONS
    return _lodged(act, found, kind, "further_submissions_pending", says, evidence, happens)


@command("casework.lodge_order")
def lodge_order(act: Act, *, case: int, kind: Bar.Kind, says: str, evidence: int | None = None) -> Lodged:
    """Lodge a court's order, an interim measure or a judicial review; as `lodge_submissions`."""
    found = the_case(act, case)
    if kind not in ORDERS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="kind"), found=kind, allowed=tuple(ORDERS))
    return _lodged(act, found, kind, ORDERS[kind], says, evidence, None)


def _lodged(
    act: Act, case: Case, kind: Bar.Kind, fact: str, says: str, evidence: int | None, happens: Event | None
) -> Lodged:
    says = said("says", says)
    bar, event = opened(act, case.pk, kind, says, act.now, evidence)
    lodgement = Lodgement.objects.create(event_id=event, case=case, kind=kind, says=says, bar=bar)
    store_answer(act, event, case.pk, Answer(fact, True, act.today, "lawyer", evidence))
    stopped = stop_clocks(event, case.pk, NOTICE_KINDS)
    if happens is not None:
        happen(act, case.pk, happens, act.now)
    entry = Entry.objects.get(pk=event)
    return Lodged(lodgement, entry.record, entry.recorded, stopped)


def opened(
    act: Act, case: int, kind: Bar.Kind, says: str, since: dt.datetime, evidence: int | None
) -> tuple[Bar, int]:
    """A bar and the number of its event, on a case that is held; for commands of rooms above too."""
    filed(case, evidence)
    event = act.event(
        "casework.bar_opened", case=case, happened=since, bar_kind=kind, says=says, evidence=evidence
    )
    bar = Bar.objects.create(
        event_id=event, case_id=case, kind=kind, says=says, since=since, evidence_id=evidence
    )
    if Custody.objects.filter(
        case=case, ended=None, lapsed=None, ground=Custody.Ground.REMOVAL_NEAR
    ).exists():
        # who is held because removal is near is held on a ground that this may take away (UK-16)
        start_clock(event, case, Kind.CUSTODY_REVIEW, days(act.today, 0))
    return bar, event


def filed(case: int, evidence: int | None) -> None:
    """Evidence that is named is of the case. Raises Problems: command.field_wrong."""
    if evidence is not None and not Evidence.objects.filter(pk=evidence, case=case, ended=None).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="evidence"), found=evidence)


def _run_again(event: int, bar: Bar) -> None:
    """The notice clocks that opening a bar stopped, if the case still stands where they belong."""
    stage = Stage(Standing.objects.values_list("stage", flat=True).get(case=bar.case_id))
    for clock in Clock.objects.filter(
        case=bar.case_id, ended=bar.event_id, ran_out=None, kind__in=NOTICE_KINDS
    ):
        kind = Kind(clock.kind)
        if stage in SPECS[kind].stages:
            start_clock(event, bar.case_id, kind, until(clock.started_on, clock.ends_on))
