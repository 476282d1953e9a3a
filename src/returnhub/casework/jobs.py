"""What happens in cases by itself: clocks that have run out, and screening anew when a day has begun.

Each run takes one person a transaction and does only what is left to do, so that it may be stopped anywhere,
run twice, or run in two processes at once.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from returnhub.casework.commands.found import hold, rescreen
from returnhub.casework.commands.running_out import run_out_clock
from returnhub.casework.models import Clock, Standing
from returnhub.journal.actor import the_clock
from returnhub.problems import Problems

LOG = logging.getLogger(__name__)


def run_out(now: dt.datetime) -> int:
    """Apply the effect of every clock whose last day is over; how many there were.

    One that fails is logged, and the others go on.
    """
    actor = the_clock("casework.run_out")
    due = Clock.objects.filter(ended=None, ran_out=None, ends_on__lt=timezone.localdate(now))
    done = 0
    for clock in list(due.order_by("case", "ends_on", "id").values_list("pk", flat=True)):
        try:
            done += run_out_clock(actor, clock=clock, now=now)
        except (Problems, DatabaseError):
            LOG.exception("clock %s did not run out", clock)
    return done


def rescreen_all(day: dt.date) -> int:
    """Screen every case again that was last screened before a day: facts go out of date by themselves.

    How many there were. One that fails is logged, and the others go on.
    """
    stale = Q(screened_on__lt=day) | Q(screened_on=None)
    done = 0
    for case in list(Standing.objects.filter(stale).order_by("case").values_list("case", flat=True)):
        try:
            with transaction.atomic():
                hold(case)
                if Standing.objects.filter(stale, case=case).exists():
                    rescreen(case, day)
                    done += 1
        except DatabaseError:
            LOG.exception("case %s was not screened again", case)
    return done


@app.periodic(cron="* * * * *")
@app.task(name="casework.run_out", queueing_lock="casework.run_out")
def run_out_each_minute(timestamp: int) -> None:
    """Clocks, each minute. `timestamp` is when it was due; what counts is the time now."""
    close_old_connections()
    run_out(timezone.now())
    close_old_connections()


@app.periodic(cron="5 * * * *")
@app.task(name="casework.rescreen_all", queueing_lock="casework.rescreen_all")
def rescreen_after_midnight(timestamp: int) -> None:
    """Screening, five past each hour: the first after midnight finds all, whatever the machine's zone."""
    close_old_connections()
    rescreen_all(timezone.localdate())
    close_old_connections()
