"""What happens with incidents by itself: the monitor is told of one that was not reviewed by its day."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from returnhub.incidents.commands.steps import run_out_review
from returnhub.incidents.models import Standing
from returnhub.incidents.states import TO_REVIEW
from returnhub.journal.actor import the_clock
from returnhub.problems import Problems

LOG = logging.getLogger(__name__)


def tell_of_overdue(now: dt.datetime) -> int:
    """Tell the monitor of every incident whose review is overdue; how many. One that fails is logged."""
    actor = the_clock("incidents.run_out")
    due = Standing.objects.filter(status__in=TO_REVIEW, review_by__lt=timezone.localdate(now))
    done = 0
    for incident in list(
        due.exclude(incident__told__why="overdue").order_by("pk").values_list("pk", flat=True)
    ):
        try:
            done += run_out_review(actor, incident=incident, now=now)
        except (Problems, DatabaseError):
            LOG.exception("nobody was told of incident %s", incident)
    return done


@app.periodic(cron="*/10 * * * *")
@app.task(name="incidents.tell_of_overdue", queueing_lock="incidents.tell_of_overdue")
def tell_each_ten_minutes(timestamp: int) -> None:
    """Every ten minutes. `timestamp` is when it was due; what counts is the time now."""
    close_old_connections()
    tell_of_overdue(timezone.now())
    close_old_connections()
