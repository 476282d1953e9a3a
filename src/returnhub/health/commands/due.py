"""One clock of a person for what is asked and not yet answered: of several questions, the one due first."""

from __future__ import annotations

from django.db.models import Min, QuerySet

from returnhub.casework.clocks import Kind, until
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.models import Clock
from returnhub.health.models import Concern, FitnessRequest
from returnhub.journal.command import Act


def keep_due(
    act: Act, event: int, case: int, kind: Kind, waiting: QuerySet[Concern] | QuerySet[FitnessRequest]
) -> None:
    """Keep a clock of this kind to the first `due_on` of what waits; none if nothing does."""
    due = waiting.aggregate(due=Min("due_on"))["due"]
    if due is None:
        stop_clocks(event, case, (kind,))
    elif not Clock.objects.filter(case=case, kind=kind, ended=None, ends_on=due).exists():
        start_clock(event, case, kind, until(min(act.today, due), due))
