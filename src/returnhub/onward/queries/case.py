"""One person's way on or back as the record has it: what stands, and what came of what was before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.casework.clocks import RETURNED
from returnhub.casework.models import Bar, Case
from returnhub.onward.models import (
    Application,
    ApplicationStep,
    BackOrder,
    Consent,
    Counselling,
    Determination,
    FollowUp,
    HostAnswer,
    Issued,
    NextStep,
    PlannedReturn,
    Raised,
    Request,
    RequestStep,
    Review,
    RiskCheck,
    Support,
)
from returnhub.onward.queries.documents import Alert, alerts
from returnhub.procedure import Stage

EVIDENCE = (Bar.Kind.NEW_EVIDENCE, Bar.Kind.SUBMISSIONS)
"""What is reviewed as new evidence, by whichever way it came."""


@dataclass(frozen=True, slots=True)
class OnOrBack:
    """Documents, preparation, claims and the way back of one person. What there is none of is None or ()."""

    stage: Stage
    request: Request | None
    request_steps: tuple[RequestStep, ...]
    issued: Issued | None
    alerts: tuple[Alert, ...]
    risk: RiskCheck | None
    planned: PlannedReturn | None
    raised: tuple[Raised, ...]
    evidence_waits: tuple[Bar, ...]
    reviews: tuple[Review, ...]
    host_answers: tuple[HostAnswer, ...]
    determinations: tuple[Determination, ...]
    next_steps: tuple[NextStep, ...]
    orders: tuple[BackOrder, ...]

    @property
    def asked(self) -> Request | None:
        """The request that a consulate has not answered for good."""
        return self.request if self.request is not None and self.request.ended_id is None else None

    @property
    def open_alerts(self) -> tuple[Alert, ...]:
        """Alerts that nobody has answered."""
        return tuple(a for a in self.alerts if not a.answered)

    @property
    def determination(self) -> Determination | None:
        """The determination that is open."""
        return next((d for d in self.determinations if d.ended_id is None), None)

    @property
    def next_step(self) -> NextStep | None:
        """The decision that is due on what follows."""
        return next((n for n in self.next_steps if n.ended_id is None), None)

    @property
    def order(self) -> BackOrder | None:
        """The order of a transfer back that stands."""
        return next((o for o in self.orders if o.ended_id is None), None)

    @property
    def host_claim(self) -> Raised | None:
        """The claim that is open in the host state."""
        return next((r for r in self.raised if r.ended_id is None and r.kind == Raised.Kind.HOST_CLAIM), None)


def on_or_back(case: Case, stage: Stage, today: dt.date) -> OnOrBack:
    """One person's way on or back, today."""
    request = Request.objects.filter(case=case).select_related("packet", "event").order_by("-id").first()
    return OnOrBack(
        stage=stage,
        request=request,
        request_steps=tuple(RequestStep.objects.filter(request=request).order_by("on", "id"))
        if request
        else (),
        issued=Issued.objects.filter(case=case, ended=None).first(),
        alerts=tuple(alerts(case.pk, today)),
        risk=RiskCheck.objects.filter(case=case, ended=None).select_related("by", "event").first(),
        planned=PlannedReturn.objects.filter(case=case, ended=None).first(),
        raised=tuple(Raised.objects.filter(case=case).select_related("bar", "event").order_by("-id")),
        evidence_waits=tuple(
            Bar.objects.filter(case=case, ended=None, kind__in=EVIDENCE).select_related("event")
        ),
        reviews=tuple(Review.objects.filter(case=case).select_related("by", "event").order_by("-id")),
        host_answers=tuple(HostAnswer.objects.filter(case=case).order_by("-id")),
        determinations=tuple(
            Determination.objects.filter(case=case)
            .select_related("event", "found__by", "found__event")
            .order_by("-id")
        ),
        next_steps=tuple(
            NextStep.objects.filter(case=case)
            .select_related("event", "answer__by", "answer__event")
            .order_by("-id")
        ),
        orders=tuple(BackOrder.objects.filter(case=case).select_related("by", "event").order_by("-id")),
    )


@dataclass(frozen=True, slots=True)
class HomeAndAfter:
    """Voluntary return of one person, and what is known of them after they left."""

    stage: Stage
    applications: tuple[Application, ...]
    steps: tuple[ApplicationStep, ...]
    support: tuple[Support, ...]
    talks: tuple[Counselling, ...]
    consent: Consent | None
    follow_ups: tuple[FollowUp, ...]

    @property
    def application(self) -> Application | None:
        """The application that stands."""
        return next((a for a in self.applications if a.ended_id is None), None)

    @property
    def has_returned(self) -> bool:
        """True once the person has gone to the state of origin."""
        return self.stage in RETURNED


def home_and_after(case: Case, stage: Stage) -> HomeAndAfter:
    """Voluntary return and follow-up of one person."""
    return HomeAndAfter(
        stage=stage,
        applications=tuple(Application.objects.filter(case=case).select_related("event").order_by("-id")),
        steps=tuple(
            ApplicationStep.objects.filter(application__case=case).select_related("event").order_by("id")
        ),
        support=tuple(Support.objects.filter(application__case=case, ended=None).order_by("id")),
        talks=tuple(Counselling.objects.filter(case=case).select_related("by").order_by("-on", "-id")),
        consent=Consent.objects.filter(case=case, ended=None).first(),
        follow_ups=tuple(
            FollowUp.objects.filter(case=case, ended=None).select_related("by").order_by("asked_on", "id")
        ),
    )
