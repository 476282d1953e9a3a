"""What plans have for one person, and whether it still holds."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from returnhub.casework.models import Standing
from returnhub.casework.queries.scope import scope
from returnhub.hubs.queries.free import free_places
from returnhub.journal.actor import Actor
from returnhub.planning.models import Plan, Proposed
from returnhub.planning.queries.plans import newer_than
from returnhub.procedure import Stage


def out_of_date(row: Proposed, today: dt.date) -> str:
    """Why a plan's proposal holds no longer, in a sentence; "" while it does. Two or three queries."""
    stage = Standing.objects.values_list("stage", flat=True).get(case=row.case_id)
    if stage != Stage.SCREENED:
        return f"The case has moved: it stands at “{stage}”."
    if newer_than(row.plan) is not None:
        return "A newer plan was made. Look at what it has for this person."
    if row.arrive_on is None or row.hub is None:
        return ""
    if row.arrive_on < today:
        return f"The day has passed: it was {row.arrive_on:%-d %B %Y}."
    if not free_places(row.hub_id, row.case_id, row.hub.whole_stay(row.arrive_on)):
        return "The place is gone: none that suits this person is free in this hub from that day."
    return ""


def drafted(row: Proposed) -> str:
    """What a plan says of one person's place, for the officer's own words: refused as it is."""
    said = [
        f"The plan of {row.plan.asked:%-d %B %Y} has a place for {row.kind} here"
        f" from {row.arrive_on:%-d %B %Y}."
    ]
    turn, others = row.reasons.get("turn"), row.reasons.get("others")
    if turn and turn["ready_on"]:
        ready = dt.date.fromisoformat(turn["ready_on"])
        said.append(f"Ready since {ready:%-d %B %Y}; the order is {turn['order']}.")
    if others and others["people"]:
        said.append(
            f"{others['people']} more could have had the place and would wait longer,"
            f" {others['earlier']} of them earlier in the order."
        )
    return " ".join(said)


def proposed_for(actor: Actor, plan: Plan) -> QuerySet[Proposed]:
    """What a plan has for the people whom an actor may see, the first to arrive first."""
    return (
        Proposed.objects.filter(plan=plan, case__in=scope(actor))
        .select_related("case", "hub")
        .order_by("arrive_on", "position", "id")
    )


def proposed_of(actor: Actor, plan: int, reference: str) -> Proposed | None:
    """What a plan has for one person within the actor's scope."""
    return (
        Proposed.objects.filter(plan=plan, case__reference=reference, case__in=scope(actor))
        .select_related("case__standing", "hub", "plan__scheme", "adopted__event")
        .first()
    )
