"""Who is in a clinician's hub, and what of each is known outside the clinical file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from returnhub.casework.commands.found import known
from returnhub.casework.models import Case, Fact
from returnhub.casework.queries.scope import case_of
from returnhub.health.commands.notes import DOCTOR, STATED
from returnhub.health.models import Check, Concern, FitnessRequest
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor


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
    """A person who is in the clinician's hub, and the health checks that they ever had."""

    case: Case
    stay: Stay
    checks: Sequence[Check]

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
    return Patient(case, stay, checks_of(case))


def to_state(case: Case) -> tuple[str, ...]:
    """What a clinician is asked to say of a person: nothing of a pregnancy of whom the file says male."""
    male = known(case.pk, timezone.localdate()).get("sex") == "male"
    return tuple(fact for fact in STATED if not (male and fact == "pregnancy_week"))


def stated_of(case: Case) -> dict[str, Fact]:
    """What a doctor's answer to each of these is now."""
    said = Fact.objects.filter(case=case, supplier=DOCTOR, fact__in=to_state(case), ended=None)
    return {row.fact: row for row in said.order_by("found_on")}


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
