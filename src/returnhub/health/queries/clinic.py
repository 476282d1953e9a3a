"""Who is in a clinician's hub, and what of each is known outside the clinical file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404

from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Case, Fact
from returnhub.casework.queries.scope import case_of
from returnhub.health.models import Check, ClinicNote, Concern, FitnessRequest
from returnhub.health.queries.notes import notes_of
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor

STATED = ("needs_step_free", "care_needed", "self_harm_risk_open", "treatment_in_host", "pregnancy_week")
"""Facts that a clinician says in their own name; officers see of each a yes or no."""


def patients(actor: Actor) -> QuerySet[Stay]:
    """People who are in the clinician's hub now: first who was not seen since they came."""
    since = Check.objects.filter(case=OuterRef("case"), at__gte=OuterRef("arrived_at"))
    return (
        Stay.objects.filter(hub=actor.hub, kind=Stay.Kind.THERE, ended=None)
        .annotate(
            checked=Exists(since),
            last_check=Subquery(Check.objects.filter(case=OuterRef("case")).order_by("-at").values("at")[:1]),
            concern=Exists(Concern.objects.filter(case=OuterRef("case"), ended=None)),
        )
        .select_related("case", "place")
        .order_by("checked", F("arrived_at").desc(), "pk")
    )


@dataclass(frozen=True, slots=True)
class Patient:
    """One person with their clinical file, as their clinician sees it."""

    case: Case
    stay: Stay
    notes: Sequence[ClinicNote]
    checks: Sequence[Check]
    concerns: Sequence[Concern]
    stated: Mapping[str, Any]

    @property
    def checked(self) -> bool:
        """True if they were seen since they came."""
        return any(c.at >= self.stay.arrived_at for c in self.checks)


def patient(actor: Actor, reference: str) -> Patient:
    """A person who is in the clinician's hub now. Http404 alike for anybody else."""
    case = case_of(actor, reference)
    stay = Stay.objects.filter(case=case, hub=actor.hub, kind=Stay.Kind.THERE, ended=None).first()
    if stay is None:
        raise Http404
    said = Fact.objects.filter(case=case, supplier="doctor", fact__in=STATED, ended=None).order_by("found_on")
    return Patient(
        case,
        stay,
        notes_of(actor, case),
        checks_of(case),
        concerns_of(case),
        {row.fact: row for row in said},
    )


def checks_of(case: Case) -> list[Check]:
    """The health checks of a person, the newest first."""
    return list(Check.objects.filter(case=case).select_related("hub", "by").order_by("-at"))


def concerns_of(case: Case) -> list[Concern]:
    """A person's concerns with their answers, the newest first."""
    return list(
        Concern.objects.filter(case=case)
        .select_related("hub", "event", "bar", "answer", "answer__event", "answer__by")
        .order_by("-id")
    )


def fitness_of(case: Case) -> list[FitnessRequest]:
    """What was asked about a person's fitness and answered, the newest first."""
    return list(
        FitnessRequest.objects.filter(case=case)
        .select_related("by", "event", "answer", "answer__event", "answer__by")
        .order_by("-id")
    )


def means(fact: str) -> str:
    """What a fact means, in law/facts.yaml's own words."""
    return facts()[fact].means
