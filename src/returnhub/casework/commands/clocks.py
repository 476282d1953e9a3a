"""Starting and ending clocks; for commands of this room and those above."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from returnhub.casework.clocks import APPEAL_DAYS, NOTICE_KINDS, SPECS, Counted, Kind, days
from returnhub.casework.models import Bar, Clock, Standing
from returnhub.procedure import Stage


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
        # who answers for a breach answers for it still
        left = [kind for kind in SPECS if kind is not Kind.BREACH]
    stop_clocks(event, case, left)
    if stage is Stage.REFUSED and standing.since is not None:
        keep_clock(event, case, Kind.APPEAL_TIME, days(timezone.localdate(standing.since), APPEAL_DAYS))


def keep_clock(event: int, case: int, kind: Kind, counted: Counted) -> None:
    """Start a clock unless it runs to that day already, has run out, or is a notice's while a bar stands."""
    same = Clock.objects.filter(case=case, kind=kind, ends_on=counted.ends_on)
    if same.filter(Q(ended=None) | Q(ran_out__isnull=False)).exists():
        return
    if kind in NOTICE_KINDS and Bar.objects.filter(case=case, ended=None).exists():
        return
    start_clock(event, case, kind, counted)
