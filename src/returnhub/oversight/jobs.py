"""What this room does by itself: every promise checked each minute, and assessments that somebody asked
for."""

from __future__ import annotations

import time

from django.db import close_old_connections
from procrastinate.contrib.django import app

from returnhub.journal.actor import the_clock
from returnhub.oversight.commands.assessments import begin, fail, keep, tell
from returnhub.oversight.invariants.commands import check_all
from returnhub.problems import Problems
from returnhub.scheme.load import load

BEAT = 1.0
"""Seconds between two words of a run on how far it is."""


class StoppedError(Exception):
    """Somebody stopped the run."""


@app.periodic(cron="* * * * *")
@app.task(name="oversight.check", queueing_lock="oversight.check", lock="oversight.check")
def check_each_minute(timestamp: int) -> None:
    """Every promise, each minute. `timestamp` is when it was due; what counts is the time now."""
    close_old_connections()
    check_all(the_clock("oversight.check"))
    close_old_connections()


# one at a time: the clocks have the other place of the worker to themselves
@app.task(name="oversight.assess", lock="oversight.assess")
def run_assessment(number: int) -> None:
    """Run an assessment that was asked for, and keep its page."""
    close_old_connections()
    assess_one(number)
    close_old_connections()


def assess_one(number: int) -> None:
    """Run it here and now; a run that was stopped or failed says so, and nothing else happens."""
    # five seconds of imports, which every other process that knows this job can do without
    from returnhub.assessment.assess import assess
    from returnhub.assessment.report.page import render

    run = begin(number)
    if run is None:
        return
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < BEAT and done < total:
            return
        last = time.monotonic()
        if not tell(number, done, total):
            raise StoppedError

    try:
        found = assess(
            load(run.scheme), years=run.years, replications=run.replications, people=run.people, progress=told
        )
        page = render(found)
    except StoppedError:
        return
    except Exception as fault:
        fail(number, str(fault.items[0].code) if isinstance(fault, Problems) else type(fault).__name__)
        raise
    keep(number, page)
