"""Which plans who may see, and how far one is."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from returnhub.agreements.models import Scheme
from returnhub.agreements.queries.schemes import schemes
from returnhub.journal.actor import Actor
from returnhub.planning.commands.plans import SILENT
from returnhub.planning.models import Plan


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """The plans of the schemes that an actor's role reaches, the newest first."""
    return Plan.objects.filter(scheme__in=schemes(actor)).select_related("scheme", "by").order_by("-id")


def silent(plan: Plan, now: dt.datetime) -> bool:
    """True if its job has been silent for too long: a process ended under it."""
    return plan.state == Plan.State.RUNNING and plan.beat is not None and now - plan.beat > SILENT


def of_the_clock_since(scheme: Scheme, day: dt.date) -> bool:
    """True if a plan of a scheme was asked for on a day or later, by nobody: each week's."""
    return Plan.objects.filter(scheme=scheme, by=None, asked__date__gte=day).exists()


def newer_than(plan: Plan) -> Plan | None:
    """The newest plan of the scheme that was made after this one."""
    made = Plan.objects.filter(scheme=plan.scheme_id, state=Plan.State.DONE, pk__gt=plan.pk)
    return made.order_by("-id").first()
