"""What planning does by itself: plans that somebody asked for, and one for each scheme each week."""

from __future__ import annotations

import datetime as dt

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from returnhub.agreements.queries.schemes import every_scheme, folder
from returnhub.hubs.queries.hubs import hubs_of
from returnhub.journal.actor import the_clock
from returnhub.planning.apart import solve_apart
from returnhub.planning.commands.plans import ask, begin, fail, keep, tell
from returnhub.planning.models import Plan
from returnhub.planning.queries.plans import of_the_clock_since
from returnhub.planning.queries.today import today_of
from returnhub.problems import Problems


class StoppedError(Exception):
    """Somebody stopped the plan."""


# one at a time, and beside it the clocks have the worker's other place
@app.task(name="planning.make", lock="oversight.assess")
def run_plan(number: int) -> None:
    """Make a plan that was asked for, and keep it."""
    close_old_connections()
    plan_one(number)
    close_old_connections()


@app.periodic(cron="20 3 * * 1")
@app.task(name="planning.each_week", queueing_lock="planning.each_week")
def plan_each_week(timestamp: int) -> None:
    """A new plan for each scheme that is operated here, with everybody who has a place as they are."""
    close_old_connections()
    for plan in ask_each_week():
        run_plan.defer(number=plan.pk)
    close_old_connections()


def ask_each_week() -> list[Plan]:
    """Ask for the plan of the week of each scheme that is described, has hubs, and has none of this week."""
    made: list[Plan] = []
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    for scheme in every_scheme():
        if hubs_of([scheme.pk]).exists() and not of_the_clock_since(scheme, monday):
            try:
                made.append(ask(the_clock("planning.plan"), scheme=scheme.pk))
            except Problems:
                # operated without a folder: there is nothing to plan by
                continue
    return [plan for plan in made if plan.state == Plan.State.WAITING]


def plan_one(number: int) -> None:
    """Make it here and now; one that was stopped or failed says so, and nothing of it is kept."""
    plan = begin(number)
    if plan is None:
        return

    def still(done: int, total: int) -> None:
        if not tell(number, done, total):
            raise StoppedError

    described = folder(plan.scheme_id)
    assert described is not None, "asked for by the command, which looks"
    try:
        answer = solve_apart(today_of(plan.scheme_id, plan.from_on, plan.weeks), described, still)
        keep(the_clock("planning.keep"), plan=number, answer=answer)
    except StoppedError:
        return
    except Exception as fault:
        if fail(number, str(fault) or type(fault).__name__):
            raise
