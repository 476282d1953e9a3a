"""Whose cases a return counsellor sees: people who were offered help, who asked, whom they counselled, who
are in a hub, and who are asked after since their return."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.models import Clock, Offer
from returnhub.casework.queries.scope import REACHES
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor
from returnhub.onward.models import Application, Counselling


def of_counsellor(actor: Actor) -> Q:
    """The condition on cases."""
    of_case = {"case": OuterRef("pk")}
    return (
        Q(Exists(Offer.objects.filter(**of_case, ended=None)))
        | Q(Exists(Application.objects.filter(**of_case, ended=None)))
        | Q(Exists(Counselling.objects.filter(**of_case, by=actor.id)))
        | Q(Exists(Clock.objects.filter(**of_case, ended=None, kind=Kind.FOLLOW_UP)))
        | Q(Exists(Stay.objects.filter(**of_case, ended=None, kind=Stay.Kind.THERE)))
    )


def register() -> None:
    """Tell the scope of cases."""
    REACHES[Role.COUNSELLOR] = of_counsellor
