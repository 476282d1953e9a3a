"""What random officers try in hubs and on the way: transfers, duties, evidence and claims, ways back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.utils import timezone
from tests.service_people import today
from tests.stateful.acts import Try

from returnhub.accounts.roles import Role
from returnhub.incidents.commands.reports import report
from returnhub.incidents.commands.steps import close, review
from returnhub.incidents.models import Incident, Kind, Severity
from returnhub.onward.commands.back import (
    answer_next_step,
    order_transfer_back,
    record_failed_return,
    record_transfer_back,
    take_up,
)
from returnhub.onward.commands.claims import (
    raise_evidence,
    raise_host_claim,
    record_host_answer,
    review_evidence,
)
from returnhub.onward.commands.voluntary import record_voluntary_departure
from returnhub.onward.models import HostAnswer, NextStep, NextStepAnswer, Review
from returnhub.stays.commands.arrival import record_duty
from returnhub.stays.commands.leaving import go_out, left_hub
from returnhub.stays.models import Duty
from returnhub.transfers.commands.day import board, check, record_leaving, record_outcome, stop
from returnhub.transfers.commands.seats import end_seat, give_seat
from returnhub.transfers.commands.transfers import Planned, add_crew, plan_transfer
from returnhub.transfers.models import Crew, Outcome, Plan, Seat, Transfer
from returnhub.transfers.models.transfers import Way as Direction


def _plan_transfer(t: Try) -> None:
    now = timezone.now()
    planned = Planned(
        Plan.Vehicle.FLIGHT, "RH 400", "London", "Pristina", now, now + dt.timedelta(hours=3), 6
    )
    way = t.luck.choice([Direction.HUB, Direction.HUB, *Direction])
    made = plan_transfer(t.by, hub=t.hub.pk, way=way, planned=planned)
    for escort in t.escorts:
        add_crew(t.by, transfer=made.pk, kind=Crew.Kind.ESCORT, user=escort.id)


def _any_transfer(t: Try) -> int:
    found = Transfer.objects.order_by("-pk").values_list("pk", flat=True)[:3]
    return t.luck.choice(list(found) or [999_999])


def _travel(t: Try) -> None:
    seat = t.newest(Seat, case=t.case, ended=None)
    transfer = Seat.objects.filter(pk=seat).values_list("transfer", flat=True).first() or 999_999
    check(t.by, transfer=transfer)
    board(t.by, seat=seat)
    record_leaving(t.by, transfer=transfer, at=timezone.now())


def _outcome(t: Try) -> None:
    seat, kind = t.newest(Seat, case=t.case), t.luck.choice([Outcome.Kind.ARRIVED, *Outcome.Kind])
    reason = None if kind == Outcome.Kind.ARRIVED else t.luck.choice(list(Outcome.Reason))
    record_outcome(t.by, seat=seat, kind=kind, at=timezone.now(), reason=reason, says="as it was seen")


def _report(t: Try) -> None:
    severity = t.luck.choice([Severity.MINOR, Severity.MINOR, Severity.SERIOUS])
    kinds = [Kind.PROPERTY, Kind.ASSAULT, Kind.USE_OF_FORCE]
    report(
        t.by,
        hub=t.hubs[1].pk,
        case=None,
        kind=t.luck.choice(kinds),
        severity=severity,
        happened=timezone.now(),
        says="As it was seen by those on duty that night.",
    )


AWAY: Mapping[str, Callable[[Try], object]] = {
    "plan_transfer": _plan_transfer,
    "seat": lambda t: give_seat(t.by, transfer=_any_transfer(t), case=t.case.pk),
    "unseat": lambda t: end_seat(t.by, seat=t.newest(Seat, case=t.case), reason="another day is better"),
    "stop": lambda t: stop(t.by, seat=t.newest(Seat, case=t.case), reason="was sick at the door"),
    "travel": _travel,
    "outcome": _outcome,
    "duty": lambda t: record_duty(
        t.by, case=t.case.pk, duty=t.luck.choice(list(Duty)), at=timezone.now(), wanted=False
    ),
    "out": lambda t: go_out(t.by, case=t.case.pk, at=timezone.now()),
    "leaves": lambda t: left_hub(t.by, case=t.case.pk, at=timezone.now(), says="said goodbye"),
    "evidence": lambda t: raise_evidence(t.by, case=t.case.pk, says="a letter came from home"),
    "evidence_read": lambda t: review_evidence(
        t.by, case=t.case.pk, outcome=t.luck.choice(list(Review.Outcome)), reasons="it was read"
    ),
    "host_claim": lambda t: raise_host_claim(
        t.by, case=t.case.pk, says="asked at the gate", at=timezone.now()
    ),
    "host_answer": lambda t: record_host_answer(
        t.by,
        case=t.case.pk,
        outcome=t.luck.choice(list(HostAnswer.Outcome)),
        decided_on=today(),
        reference="HOST/1",
    ),
    "order_back": lambda t: order_transfer_back(t.by, case=t.case.pk, reasons="no document can be had"),
    "back": lambda t: record_transfer_back(t.by, case=t.case.pk, at=timezone.now()),
    "take_up": lambda t: take_up(
        t.by, case=t.case.pk, protected=t.luck.random() < 0.3, reasons="back and seen"
    ),
    "failed": lambda t: record_failed_return(
        t.by, case=t.case.pk, at=timezone.now(), reason="turned away at the border"
    ),
    "next_step": lambda t: answer_next_step(
        t.by,
        next_step=t.newest(NextStep, case=t.case),
        answer=t.luck.choice(list(NextStepAnswer.Answer)),
        reasons="as the exit plan says",
    ),
    "goes_home": lambda t: record_voluntary_departure(t.by, case=t.case.pk, at=timezone.now()),
    "report": _report,
    "review": lambda t: review(t.by, incident=t.newest(Incident), says="it was looked into"),
    "close": lambda t: close(t.by, incident=t.newest(Incident), says="nothing is left to do"),
}

WHO_AWAY: Mapping[str, Role] = {
    "stop": Role.ESCORT,
    "travel": Role.ESCORT,
    "outcome": Role.HUB_MANAGER,
    "duty": Role.HUB_MANAGER,
    "out": Role.HUB_MANAGER,
    "leaves": Role.HUB_MANAGER,
    "evidence": Role.LAWYER,
    "evidence_read": Role.AUTHORISING,
    "order_back": Role.AUTHORISING,
    "next_step": Role.AUTHORISING,
    "goes_home": Role.COUNSELLOR,
    "report": Role.HUB_MANAGER,
    "review": Role.AGREEMENT,
    "close": Role.AGREEMENT,
}
"""Whose each of these mostly is; the others are mostly a screening officer's."""
