"""Starting and ending clocks; for commands of this room and those above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from django.db.models import Q
from django.utils import timezone

from returnhub.casework.clocks import (
    APPEAL_DAYS,
    EVIDENCE_REVIEW_WORKING_DAYS,
    FOLLOW_UP_DAYS,
    HOST_CLAIM_MONTHS,
    NOTICE_KINDS,
    OUTLAST_DEATH,
    RETURNED,
    SPECS,
    TAKE_UP_WORKING_DAYS,
    TRANSFER_BACK_DAYS,
    Counted,
    Kind,
    days,
    months,
    working_days,
)
from returnhub.casework.models import Bar, Clock, Standing
from returnhub.procedure import Stage

BY_STAGE: Mapping[Stage, tuple[Kind, Callable[[dt.date], Counted]]] = MappingProxyType(
    {
        Stage.REFUSED: (Kind.APPEAL_TIME, lambda day: days(day, APPEAL_DAYS)),
        Stage.EVIDENCE_REVIEW: (
            Kind.EVIDENCE_REVIEW,
            lambda day: working_days(day, EVIDENCE_REVIEW_WORKING_DAYS),
        ),
        Stage.HOST_CLAIM: (Kind.HOST_CLAIM, lambda day: months(day, HOST_CLAIM_MONTHS)),
        Stage.WAY_BACK: (Kind.TRANSFER_BACK, lambda day: days(day, TRANSFER_BACK_DAYS)),
        Stage.TRANSFERRED_BACK: (Kind.TAKE_UP, lambda day: working_days(day, TAKE_UP_WORKING_DAYS)),
    }
)
"""The clock of a stage, counted from the day on which the case came to it."""


def start_clock(event: int, case: int, kind: Kind, counted: Counted) -> Clock:
    """Start a clock under an event; one of its kind that still runs is replaced."""
    stop_clocks(event, case, [kind])
    spec = SPECS[kind]
    return Clock.objects.create(
        event_id=event,
        case_id=case,
        kind=kind,
        owner=spec.owner,
        started_on=counted.started_on,
        ends_on=counted.ends_on,
        counted=counted.words,
        effect=spec.effect,
    )


def stop_clocks(event: int, case: int, kinds: Iterable[Kind]) -> int:
    """End the clocks of these kinds that still run in a case; how many there were."""
    return Clock.objects.filter(case=case, kind__in=list(kinds), ended=None).update(ended=event)


def keep_stage_clocks(event: int, case: int) -> None:
    """End clocks whose stage the case has left, and start those of the stage it is in."""
    standing = Standing.objects.get(case=case)
    stage = Stage(standing.stage)
    left = [kind for kind, spec in SPECS.items() if spec.stages and stage not in spec.stages]
    if stage is Stage.DIED:
        left = [kind for kind in SPECS if kind not in OUTLAST_DEATH]
    stop_clocks(event, case, left)
    if stage in BY_STAGE and standing.since is not None:
        kind, counted = BY_STAGE[stage]
        keep_clock(event, case, kind, counted(timezone.localdate(standing.since)))
    if stage in RETURNED and standing.since is not None:
        since = timezone.localdate(standing.since)
        # the first date alone: each that was asked about starts the next
        if not Clock.objects.filter(case=case, kind=Kind.FOLLOW_UP, started_on=since).exists():
            start_clock(event, case, Kind.FOLLOW_UP, days(since, FOLLOW_UP_DAYS[0]))


def keep_clock(event: int, case: int, kind: Kind, counted: Counted) -> None:
    """Start a clock unless it runs to that day already, has run out, or is a notice's while a bar stands."""
    same = Clock.objects.filter(case=case, kind=kind, ends_on=counted.ends_on)
    if same.filter(Q(ended=None) | Q(ran_out__isnull=False)).exists():
        return
    if kind in NOTICE_KINDS and Bar.objects.filter(case=case, ended=None).exists():
        return
    start_clock(event, case, kind, counted)
