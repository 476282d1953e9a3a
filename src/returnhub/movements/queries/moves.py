"""Where one person's move stands: every step that was taken and counts, with who took it and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.casework.queries.against import Against, against
from returnhub.hubs.models import Hub, Stay
from returnhub.journal.actor import Actor
from returnhub.movements.models import (
    Acceptance,
    Approval,
    Authority,
    Breach,
    Decision,
    ExitPlan,
    Notice,
    Proposal,
    Way,
)
from returnhub.movements.queries.against import SAID_BY
from returnhub.procedure import Stage

BEYOND = (
    Stage.DEPARTED,
    Stage.IN_HUB,
    Stage.HOST_CLAIM,
    Stage.EVIDENCE_REVIEW,
    Stage.ONWARD_AUTHORISED,
    Stage.AT_LIMIT,
    Stage.WAY_BACK,
)
"""Stages from which the next move is onward."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What stands for a person's next move, which is `way`; a step that was not taken is None.

    `held` is the place that is kept for them until they come.
    """

    way: Way
    proposal: Proposal | None
    held: Stay | None
    decision: Decision | None
    approval: Approval | None
    notices: Mapping[str, Notice]
    acceptance: Acceptance | None
    exit_plan: ExitPlan | None
    authority: Authority | None
    breaches: tuple[Breach, ...]
    against: tuple[Against, ...]

    @property
    def speaks_against(self) -> tuple[Against, ...]:
        """What speaks against the move itself."""
        return tuple(a for a in self.against if a.speaks_against)

    @property
    def still_to_do(self) -> tuple[Against, ...]:
        """What is merely not done yet, each said once."""
        said = {a.code for a in self.against}
        to_do = (a for a in self.against if not a.speaks_against)
        return tuple(a for a in to_do if not said & SAID_BY.get(a.what, frozenset()))


def moves_of(case: Case, stage: Stage, today: dt.date) -> Moves:
    """The steps of a person's next move: to the hub, or onward once they have left for one."""
    way = Way.ONWARD if stage in BEYOND else Way.HUB
    decision = (
        Decision.objects.filter(case=case, way=way, ended=None)
        .select_related("by", "event", "proposal__hub")
        .first()
    )
    approval = None
    if decision is not None:
        approval = (
            Approval.objects.filter(decision=decision, ended=None).select_related("by", "event").first()
        )
    return Moves(
        way=way,
        proposal=Proposal.objects.filter(case=case, ended=None).select_related("hub", "event").first(),
        held=Stay.objects.filter(case=case, ended=None, kind=Stay.Kind.HELD)
        .select_related("place__room__unit")
        .first(),
        decision=decision,
        approval=approval,
        notices={n.kind: n for n in Notice.objects.filter(case=case, ended=None).select_related("event")},
        acceptance=Acceptance.objects.filter(case=case, ended=None).select_related("hub").first(),
        exit_plan=ExitPlan.objects.filter(case=case, ended=None).first(),
        authority=Authority.objects.filter(case=case, ended=None).select_related("by", "event").first(),
        breaches=tuple(Breach.objects.filter(case=case).order_by("-id")[:20]),
        against=tuple(against(case.pk, way, today, case.scheme)),
    )


def decision_of(case: Case, number: int) -> Decision | None:
    """A decision of this case that stands and waits for its approval."""
    return (
        Decision.objects.filter(pk=number, case=case, ended=None)
        .exclude(approvals__ended=None, approvals__isnull=False)
        .select_related("by", "event", "proposal__hub")
        .first()
    )


def hubs_of(case: Case) -> list[tuple[int, str]]:
    """The hubs of a case's scheme."""
    return list(Hub.objects.filter(scheme=case.scheme).order_by("name").values_list("pk", "name"))


def may_answer(actor: Actor) -> bool:
    """True for the role that answers for breaches."""
    return actor.role == Role.AGREEMENT
