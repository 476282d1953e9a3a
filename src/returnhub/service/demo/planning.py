"""A plan of the demo's people, and one proposal of it that an officer takes up in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from returnhub.journal.actor import Actor
from returnhub.planning.commands.adopting import adopt
from returnhub.planning.commands.plans import ask
from returnhub.planning.jobs import plan_one
from returnhub.planning.models import Plan, Proposed


def planned(acting: Mapping[str, Actor], scheme: str) -> Plan:
    """Make a plan of a scheme here and now, and take up what it has for the first person to arrive."""
    screening = acting["screening"]
    made = ask(screening, scheme=scheme)
    plan_one(made.pk)
    first = Proposed.objects.filter(plan=made, hub__isnull=False).order_by("arrive_on", "position").first()
    if first is not None:
        reference = first.case.reference
        adopt(
            screening,
            proposed=first.pk,
            reasons=f"{reference} has waited longest of those whom this hub suits; the facts still hold.",
        )
    return Plan.objects.get(pk=made.pk)
