"""Ways through the scheme, walked by commands alone: every guard that binds an officer binds the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from returnhub.casework.commands.cases import record_happening, refer
from returnhub.casework.commands.screenings import screen
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.decisions import approve, decide
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.commands.host import make_exit_plan, record_acceptance
from returnhub.movements.commands.notices import give_notice
from returnhub.movements.commands.proposals import propose
from returnhub.movements.models import Decision, Notice, Way
from returnhub.movements.queries.against import last_event
from returnhub.onward.commands.voluntary import record_voluntary_departure
from returnhub.onward.models import HostAnswer
from returnhub.procedure import Event, Stage
from returnhub.service.demo import onward

NOTICE_DAYS = 16
"""How long ago the demo's notices were served: the notice period is over, the 21 days are not."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A person on the way: their case, the hub, who acts, and the day."""

    case: int
    reference: str
    hub: Hub
    acting: Mapping[str, Actor]
    today: dt.date

    @property
    def screening(self) -> Actor:
        """The screening officer who prepares."""
        return self.acting["screening"]

    @property
    def authorising(self) -> Actor:
        """The authorising officer who approves."""
        return self.acting["authorising"]


def _refer(walk: Walk) -> None:
    refer(
        walk.screening,
        case=walk.case,
        reason=f"{walk.reference}: the claim was refused for good and appeals are used up",
    )


def _screen(walk: Walk) -> None:
    screen(walk.screening, case=walk.case)


def _propose(walk: Walk) -> None:
    propose(
        walk.screening,
        case=walk.case,
        hub=walk.hub.pk,
        reasons=f"{walk.reference}: the only hub whose limits allow it; longest ready of this week.",
    )


def _decide(walk: Walk) -> None:
    decide(
        walk.screening,
        case=walk.case,
        way=Way.HUB,
        to_move=True,
        reasons=f"{walk.reference}: no family here, help to return was refused, and no lesser step is left.",
    )


def _approve(walk: Walk) -> None:
    decision = Decision.objects.get(case=walk.case, way=Way.HUB, ended=None)
    approve(
        walk.authorising,
        decision=decision.pk,
        reasons=f"{walk.reference}: what speaks against was weighed and does not outweigh the reasons given.",
        seen=last_event(walk.case),
    )


def _notify(walk: Walk) -> None:
    for kind in Notice.Kind:
        give_notice(
            walk.screening,
            case=walk.case,
            kind=kind,
            language="en",
            interpreter="the person's language",
            destination=walk.hub.name if kind == Notice.Kind.DEPARTURE else "",
            route="London to Pristina, no stop" if kind == Notice.Kind.DEPARTURE else "",
            served_on=walk.today - dt.timedelta(days=NOTICE_DAYS),
            served_how="by hand, with an interpreter",
        )


def _accept(walk: Walk) -> None:
    record_acceptance(
        walk.screening,
        case=walk.case,
        hub=walk.hub.pk,
        answered_on=walk.today - dt.timedelta(days=2),
        until=walk.today + dt.timedelta(days=60),
        reference=f"HOST/{walk.reference}",
    )


def _plan(walk: Walk) -> None:
    make_exit_plan(
        walk.screening,
        case=walk.case,
        if_return_fails="Transfer back to the sending state within 14 days.",
        if_stay_ends="Transfer back to the sending state on the last day of the stay.",
        if_new_evidence="The sending state decides within 10 working days; no onward return meanwhile.",
    )


def _authorise(walk: Walk) -> None:
    give_authority(
        walk.authorising,
        case=walk.case,
        way=Way.HUB,
        reasons=f"{walk.reference}: nothing stands against it today, each condition was looked at again.",
    )


def _depart(walk: Walk) -> None:
    record_departure(
        walk.screening, case=walk.case, way=Way.HUB, at=timezone.now(), reason="Seen off at the gate"
    )


def happens(event: Event) -> Callable[[Walk], None]:
    """A step that is one event of the procedure."""

    def step(walk: Walk) -> None:
        record_happening(walk.screening, case=walk.case, event=event, at=timezone.now())

    return step


TO_THE_HUB: tuple[tuple[Stage, Callable[[Walk], None]], ...] = (
    (Stage.REFERRED, _refer),
    (Stage.SCREENED, _screen),
    (Stage.PROPOSED, _propose),
    (Stage.DECIDED, _decide),
    (Stage.APPROVED, _approve),
    (Stage.NOTIFIED, _notify),
    (Stage.ACCEPTED, _accept),
    (Stage.PLANNED, _plan),
    (Stage.AUTHORISED, _authorise),
    (Stage.DEPARTED, _depart),
    (Stage.IN_HUB, happens(Event.ARRIVED)),
)
"""Each stage on the way to the hub, and the step that leads there."""

ONWARD: Mapping[Stage, tuple[Callable[[Walk], None], ...]] = {
    Stage.HOST_CLAIM: (lambda walk: onward.claims_in_host(walk.screening, walk.case),),
    Stage.PROTECTED_IN_HOST: (
        lambda walk: onward.claims_in_host(walk.screening, walk.case, HostAnswer.Outcome.PROTECTED),
    ),
    Stage.EVIDENCE_REVIEW: (lambda walk: onward.new_evidence(walk.screening, walk.case),),
    Stage.AT_LIMIT: (happens(Event.STAY_LIMIT_REACHED),),
    Stage.WAY_BACK: (lambda walk: onward.ordered_back(walk.authorising, walk.case),),
    Stage.TRANSFERRED_BACK: (lambda walk: onward.brought_back(walk.authorising, walk.case),),
    Stage.RELEASED_IN_HOST: (happens(Event.RELEASED),),
    Stage.LEFT_HUB: (happens(Event.LEFT_HUB),),
    Stage.RETURNED_VOLUNTARILY_FROM_HUB: (
        lambda walk: record_voluntary_departure(walk.screening, case=walk.case, at=timezone.now()),
    ),
}
"""What happens in the hub, by where it leads."""


def walk_to(walk: Walk, stage: Stage) -> None:
    """Take every step from the referral to a stage, on the way to the hub or in it."""
    for reached, step in TO_THE_HUB:
        step(walk)
        if reached is stage:
            return
    for step in ONWARD[stage]:
        step(walk)
